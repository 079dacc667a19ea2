// The digamma function ψ = (log Γ)′ and its derivative. Formulas: https://dlmf.nist.gov/5.5, 5.11 and 5.15; continued
// fractions of log and tan: https://dlmf.nist.gov/4.9 and 4.25.
#pragma STDC FP_CONTRACT OFF
#include "CKernels.h"
#include "fused.h"

#define PI 3.141592653589793
#define PI_LOW 1.2246467991473532e-16
#define LOG_2 0.6931471805599453
#define LOG_2_LOW 2.3190468138462996e-17

/// Levels of the continued fractions: their rest is below 2⁻¹⁰⁶, of the tangent's where ψ is near a zero.
#define LOG_LEVELS 16
#define TANGENT_LEVELS 14

/// The positive zero of ψ.
static const pb_pair zero = {1.4616321449683622, 9.549995429965697e-17};

/// How far the zeros between −1 and 0, −2 and −1, … lie from the lower end.
static const pb_pair offsets[] = {
    {0.4959169917355446, -8.15428206243813e-18}, {0.42650152683760956, -1.574185691077347e-17},
    {0.38927913155585536, -1.2202694992732132e-17}, {0.3647066335630989, -9.671895995274374e-19},
    {0.34676223825685754, 2.2628894141607193e-17}, {0.33283755844311447, -3.2153051074948335e-18},
    {0.32158178692657324, 1.40129649619771e-17}, {0.312211674968374, -2.4133947001851525e-17},
    {0.30423583618359873, 4.467870224652488e-18}, {0.29732745999813626, 7.435123333532191e-18},
    {0.29125916174585537, -1.8098511510194027e-17}, {0.28586693877104613, 2.715774696551599e-17},
    {0.2810289742507925, 2.4369117870628782e-17}, {0.2766525426361732, 8.738659301743149e-18},
    {0.27266558398147106, 1.8892751268118038e-17}, {0.2690110936671176, -5.5027387288572304e-18},
};

#define OFFSETS ((int)(sizeof(offsets) / sizeof(*offsets)))

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

// B₂ⱼ / 2j for j = 1 … 17
static const double series[] = {
    1.0 / 12, -1.0 / 120, 1.0 / 252, -1.0 / 240, 1.0 / 132, -691.0 / 32760, 1.0 / 12, -3617.0 / 8160, 43867.0 / 14364,
    -174611.0 / 6600, 854513.0 / 3036, -236364091.0 / 65520, 8553103.0 / 156, -23749461029.0 / 24360,
    8615841276005.0 / 429660, -7709321041217.0 / 16320, 2577687858367.0 / 204,
};

/// ψ of x = x.high + x.low from 1 on: the recurrence down to 1 … 2, or the asymptotic series.
PB_FMA static pb_pair digamma_from_one(pb_pair x) {
    if (x.high >= 10) {
        double square = 1 / (x.high * x.high), rest = pb_polynomial(series, 10, square) * square;
        return pb_sum(pb_log_f64(x.high), -(0.5 / x.high + rest));
    }
    pb_pair sum = {0, 0};
    while (x.high > 2) {
        x = pb_pair_sum(x, (pb_pair){-1, 0});
        sum = pb_pair_sum(sum, pb_pair_quotient((pb_pair){1, 0}, x));
    }
    return pb_pair_sum(sum, (pb_pair){digamma_near_zero(x), 0});
}

/// log x of x = x.high + x.low to about 2⁻¹⁰⁴.
PB_FMA static pb_pair pair_log(pb_pair x) {
    int exponent;
    // x = 2ᵉ m with m from ¾ to 1½
    if (__builtin_frexp(x.high, &exponent) < 0.75) exponent--;
    pb_pair m = {__builtin_ldexp(x.high, -exponent), __builtin_ldexp(x.low, -exponent)};
    // log m = 2 artanh s
    pb_pair s = pb_pair_quotient(pb_pair_sum(m, (pb_pair){-1, 0}), pb_pair_sum((pb_pair){1, 0}, m));
    pb_pair square = pb_pair_product(s, s), fraction = {2 * LOG_LEVELS + 1, 0};
    for (int k = LOG_LEVELS; k >= 1; k--) {
        pb_pair below = pb_pair_quotient(pb_scaled(square, -k * k), fraction);
        fraction = pb_pair_sum((pb_pair){2 * k - 1, 0}, below);
    }
    pb_pair log_m = pb_pair_quotient((pb_pair){2 * s.high, 2 * s.low}, fraction);
    return pb_pair_sum(pb_scaled((pb_pair){LOG_2, LOG_2_LOW}, exponent), log_m);
}

/// ψ(x) of x = x.high + x.low from 17 on to about 2⁻¹⁰⁴: the asymptotic series.
PB_FMA static pb_pair pair_digamma(pb_pair x) {
    pb_pair inverse = pb_pair_quotient((pb_pair){1, 0}, x), square = pb_pair_product(inverse, inverse);
    // The first four coefficients are needed to more than 53 bits.
    static const double denominators[] = {12, -120, 252, -240};
    pb_pair sum = {pb_polynomial(series + 4, 13, square.high), 0};
    for (int j = 3; j >= 0; j--) {
        pb_pair coefficient = pb_pair_quotient((pb_pair){1, 0}, (pb_pair){denominators[j], 0});
        sum = pb_pair_sum(coefficient, pb_pair_product(square, sum));
    }
    pb_pair rest = pb_pair_sum((pb_pair){0.5 * inverse.high, 0.5 * inverse.low}, pb_pair_product(square, sum));
    return pb_pair_sum(pair_log(x), (pb_pair){-rest.high, -rest.low});
}

/// π cot πe for 0 < |e| ≤ ½ to about 2⁻¹⁰⁴, near ½ to 2⁻⁸⁸ absolutely.
PB_FMA static pb_pair pair_cotangent(double e) {
    pb_pair angle = pb_scaled((pb_pair){PI, PI_LOW}, e), square = pb_pair_product(angle, angle);
    pb_pair fraction = {2 * TANGENT_LEVELS + 1, 0};
    for (int k = TANGENT_LEVELS; k >= 1; k--) {
        pb_pair below = pb_pair_quotient(square, fraction);
        fraction = pb_pair_sum((pb_pair){2 * k - 1, 0}, (pb_pair){-below.high, -below.low});
    }
    return pb_pair_quotient(fraction, (pb_pair){e, 0});
}

/// ψ(x) = ψ(1 − x) − π cot πx, which cancels near a zero in every interval between poles.
PB_FMA static double digamma_reflected(double x) {
    pb_pair cotangent = pair_cotangent(x - __builtin_rint(x));
    return pb_pair_sum(pair_digamma(pb_any_sum(1, -x)), (pb_pair){-cotangent.high, -cotangent.low}).high;
}

/// ψ(x) between the poles −n − 1 and −n, by its difference from 0 at the zero z between them: over x − z it is a sum of
/// positive terms. With y = x + n + 2, w = z + n + 2, both from 1 to 2, it is (ψ(y) − ψ(w)) / (y − w) + Σ 1 / (x + k) (z + k)
/// for k = 0 … n + 1, as ψ(y) = ψ(x) + Σ 1 / (x + k).
PB_FMA static double digamma_by_zero(double x, int n) {
    pb_pair offset = offsets[n], place = pb_any_sum(n + 1, x);
    double distance = (place.high - offset.high) + (place.low - offset.low), y = x + (n + 2), w = 1 + offset.high;
    // ψ(y) = (y − zero) S(y): the difference quotient of S by Horner's rule on the quotient of S by y − w.
    double value = 0, quotient = 0;
    for (int k = (int)(sizeof(secant) / sizeof(*secant)) - 1; k >= 0; k--) {
        quotient = __builtin_fma(quotient, y - 1.5, value);
        value = __builtin_fma(value, w - 1.5, secant[k]);
    }
    double sum = __builtin_fma(y - zero.high, quotient, value);
    for (int k = 0; k <= n + 1; k++) sum += 1 / ((x + k) * (offset.high - (n + 1 - k)));
    return distance * sum;
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
    return x > -OFFSETS ? digamma_by_zero(x, (int)-__builtin_ceil(x)) : digamma_reflected(x);
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
