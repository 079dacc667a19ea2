// The digamma function ψ = (log Γ)′ and its derivative. Formulas: https://dlmf.nist.gov/5.5, 5.11 and 5.15.
#pragma STDC FP_CONTRACT OFF
#include "CKernels.h"
#include "fused.h"

#define PI 3.141592653589793
#define PI_LOW 1.2246467991473532e-16

/// The positive zero of ψ.
static const pb_pair zero = {1.4616321449683622, 9.549995429965697e-17};

// ψ(x) / (x − zero) on 1 … 2 as a polynomial in x − 1.5, fitted at Chebyshev points.
static const double secant[] = {
    0.9510558760318328, -0.42362742128146047, 0.24054248424078692, -0.1484049230539187, 0.09498872445291558,
    -0.061922133271544284, 0.04076083393821673, -0.026975796849706184, 0.01790724844392596, -0.011908215027359153,
    0.007927018411136843, -0.005280020192518892, 0.0035181618550874957, -0.0023446252179885993, 0.001562789950608375,
    -0.0010424323828753985, 0.000694908174082211, -0.0004591975036646912, 0.0003061242075543146,
    -0.00022001895005109955, 0.0001466781049062341, -5.7709404612698156e-05, 3.847275205849602e-05,
    -8.394009422598467e-05, 5.596002350342592e-05,
};

/// ψ of x = x.high + x.low from 1 to 2.
PB_FMA static double digamma_near_zero(pb_pair x) {
    return ((x.high - zero.high) + (x.low - zero.low)) * PB_POLYNOMIAL(secant, x.high - 1.5);
}

/// 1 / x to about 2⁻¹⁰⁴.
PB_FMA static pb_pair reciprocal(double x) { return pb_pair_quotient((pb_pair){1, 0}, (pb_pair){x, 0}); }

/// ψ of x = x.high + x.low from 1 on: the recurrence down to 1 … 2, or the asymptotic series.
PB_FMA static pb_pair digamma_from_one(pb_pair x) {
    if (x.high >= 10) {
        // B₂ⱼ / 2j for j = 1 … 10
        static const double series[] = {1.0 / 12,         -1.0 / 120, 1.0 / 252,           -1.0 / 240,        1.0 / 132,
                                        -691.0 / 32760, 1.0 / 12,   -3617.0 / 8160, 43867.0 / 14364, -174611.0 / 6600};
        double square = 1 / (x.high * x.high), rest = PB_POLYNOMIAL(series, square) * square;
        return pb_sum(pb_log_f64(x.high), -(0.5 / x.high + rest));
    }
    pb_pair sum = {0, 0};
    while (x.high > 2) {
        x = pb_pair_sum(x, (pb_pair){-1, 0});
        sum = pb_pair_sum(sum, pb_pair_quotient((pb_pair){1, 0}, x));
    }
    return pb_pair_sum(sum, (pb_pair){digamma_near_zero(x), 0});
}

/// π (x − nearest whole number) where that is at most ¼ away, else π times the distance from half way between two.
PB_FMA static pb_pair reduced(double x, int *is_far) {
    double distance = x - __builtin_rint(x);
    *is_far = __builtin_fabs(distance) > 0.25;
    pb_pair pi = {PI, PI_LOW};
    return pb_scaled(pi, *is_far ? __builtin_copysign(0.5, distance) - distance : distance);
}

PB_FMA double pb_digamma_f64(double x) {
    if (!(x == x) || x == -__builtin_inf()) return __builtin_nan("");
    if (x == __builtin_inf()) return x;
    if (x >= 1) return digamma_from_one((pb_pair){x, 0}).high;
    if (x > 0) {
        if (x < 0x1p-1000) return -1 / x;
        pb_pair below = reciprocal(x);
        return pb_pair_sum((pb_pair){-below.high, -below.low}, digamma_from_one(pb_sum(1, x))).high;
    }
    if (x == __builtin_floor(x)) return __builtin_nan("");
    if (x > -0x1p-1000) return -1 / x;
    // ψ(x) = ψ(1 − x) − π cot πx; the tangent half way between the poles, where the cotangent is 0.
    int is_far;
    pb_pair angle = reduced(x, &is_far), pi = {PI, PI_LOW};
    double tangent = pb_tan_f64(angle.high);
    // tan(a + b) = tan a + b (1 + tan² a)
    pb_pair exact = pb_sum(tangent, angle.low * (1 + tangent * tangent));
    pb_pair cotangent = is_far ? pb_pair_product(pi, exact) : pb_pair_quotient(pi, exact);
    return pb_pair_sum(digamma_from_one(pb_any_sum(1, -x)), (pb_pair){-cotangent.high, -cotangent.low}).high;
}

/// ψ′(x) for x > 0: terms of the recurrence up to 10, then the asymptotic series.
PB_FMA static pb_pair trigamma_positive(double x) {
    double shifted = x;
    while (shifted < 10) shifted += 1;
    // B₂ⱼ for j = 1 … 10
    static const double series[] = {1.0 / 6,         -1.0 / 30, 1.0 / 42,         -1.0 / 30,       5.0 / 66,
                                    -691.0 / 2730, 7.0 / 6,   -3617.0 / 510, 43867.0 / 798, -174611.0 / 330};
    double inverse = 1 / shifted, rest = PB_POLYNOMIAL(series, inverse * inverse) * inverse;
    pb_pair sum = pb_sum(inverse, (0.5 + rest) * inverse * inverse);
    while (shifted - 0.5 > x) {
        shifted -= 1;
        double place = shifted - 0.5 > x ? shifted : x;
        pb_pair term = reciprocal(place);
        sum = pb_pair_sum(sum, pb_pair_product(term, term));
    }
    return sum;
}

PB_FMA double pb_trigamma_f64(double x) {
    if (!(x == x) || x == -__builtin_inf()) return __builtin_nan("");
    if (x == __builtin_inf()) return 0;
    if (__builtin_fabs(x) < 0x1p-200) return (1 / x) / x;
    if (x > 0) return trigamma_positive(x).high;
    if (x == __builtin_floor(x)) return __builtin_inf();
    // ψ′(x) = (π / sin πx)² − ψ′(1 − x)
    int is_far;
    pb_pair angle = reduced(x, &is_far), pi = {PI, PI_LOW};
    double sine = is_far ? pb_cos_f64(angle.high) : pb_sin_f64(angle.high);
    double slope = is_far ? -pb_sin_f64(angle.high) : pb_cos_f64(angle.high);
    pb_pair quotient = pb_pair_quotient(pi, pb_sum(sine, slope * angle.low));
    pb_pair other = trigamma_positive(1 - x);
    return pb_pair_sum(pb_pair_product(quotient, quotient), (pb_pair){-other.high, -other.low}).high;
}
