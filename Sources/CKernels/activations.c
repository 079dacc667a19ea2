// Sigmoid-weighted units and their slopes. Products of a rounded factor would lose their digits in the tails, and the
// slopes cross zero; near their zeros stand series in the distance from them, fitted at Chebyshev points. Sums of pairs
// lose the sign of zero, so the functions take it from x.
#pragma STDC FP_CONTRACT OFF
#include "CKernels.h"
#include "fused.h"
#include "series.h"

/// a · exp(v) for v below 0.
PB_FMA static double times_power(pb_pair a, pb_pair v) {
    int is_deep = v.high < -600;
    double power = pb_exp_f64(is_deep ? v.high + RAISE : v.high);
    double value = pb_pair_product(a, (pb_pair){power, power * v.low}).high;
    return is_deep ? value * LOWER : value;
}

/// 1 / (1 + exp(−v)) with no other error than that of exp.
PB_FMA static pb_pair logistic(pb_pair v) {
    double power = pb_exp_f64(-__builtin_fabs(v.high));
    pb_pair e = {power, v.high < 0 ? power * v.low : power * -v.low};
    pb_pair one = {1, 0};
    return pb_pair_quotient(v.high < 0 ? e : one, pb_pair_sum(one, e));
}

/// a · logistic(v)
PB_FMA static double times_logistic(pb_pair a, pb_pair v) {
    return v.high < -40 ? times_power(a, v) : pb_pair_product(a, logistic(v)).high;
}

/// The slope of x · logistic(v), where a = x · v′: logistic(v) · (1 + a · logistic(−v)).
PB_FMA static double slope(pb_pair a, pb_pair v) {
    pb_pair product = pb_pair_product(a, logistic((pb_pair){-v.high, -v.low}));
    return times_logistic(pb_pair_sum((pb_pair){1, 0}, product), v);
}

/// The part of the slope between its zero and ±`reach` around it.
#define PB_NEAR_ZERO(x, zero, zero_low, reach, series) \
    { \
        double distance = (x - (zero)) - (zero_low); \
        if (__builtin_fabs(distance) < (reach)) return distance * PB_POLYNOMIAL(series, distance); \
    }

// MARK: x · logistic(x)

PB_FMA double pb_silu_f64(double x) {
    if (__builtin_fabs(x) > 800) return x < 0 ? -0.0 : x;
    return __builtin_copysign(times_logistic((pb_pair){x, 0}, (pb_pair){x, 0}), x);
}

PB_FMA double pb_silu_slope_f64(double x) {
    if (__builtin_fabs(x) > 800) return x < 0 ? -0.0 : 1;
    PB_NEAR_ZERO(x, SILU_ZERO, SILU_ZERO_LOW, SILU_REACH, silu_series)
    return slope((pb_pair){x, 0}, (pb_pair){x, 0});
}

// MARK: x · Φ(x)

/// 1 − 1/x² + 3/x⁴ − 15/x⁶ + …: what Φ(x) is of φ(x) / −x for x below −15.
static double tail_series(double x) {
    double square = x * x, value = 1;
    for (int k = 12; k >= 1; k--) value = 1 - (2 * k - 1) * value / square;
    return value;
}

/// −x²/2 exactly.
PB_FMA static pb_pair exponent(double x) {
    pb_pair square = pb_product(x, x);
    return (pb_pair){-0.5 * square.high, -0.5 * square.low};
}

/// Φ(x) = erfc(z) / 2, z = −x / √2, with what the rounding of z takes away.
PB_FMA static pb_pair normal(double x) {
    pb_pair z = pb_scaled(root_half, -x);
    return pb_sum(0.5 * pb_erfc_f64(z.high), -0.5 * TWO_OVER_ROOT_PI * pb_gaussian_f64(z.high) * z.low);
}

PB_FMA double pb_gelu_f64(double x) {
    if (__builtin_fabs(x) > 40) return x < 0 ? -0.0 : x;
    if (x < -15) return times_power(pb_scaled(density, -tail_series(x)), exponent(x));
    return __builtin_copysign(pb_scaled(normal(x), x).high, x);
}

PB_FMA double pb_gelu_slope_f64(double x) {
    if (__builtin_fabs(x) > 40) return x < 0 ? -0.0 : 1;
    PB_NEAR_ZERO(x, GELU_ZERO, GELU_ZERO_LOW, GELU_REACH, gelu_series)
    pb_pair v = exponent(x);
    if (x < -15) return times_power(pb_scaled(density, x - tail_series(x) / x), v);
    double power = pb_exp_f64(v.high);
    pb_pair product = pb_pair_product(pb_scaled(density, x), (pb_pair){power, power * v.low});
    return pb_pair_sum(normal(x), product).high;
}

// MARK: x · logistic(2u), u = √(2/π) (x + 0.044715 x³)

/// linear + times · cubic · x²
PB_FMA static pb_pair inner(double times, double x) {
    pb_pair square = pb_product(x, x);
    return pb_pair_sum(linear, pb_pair_product(cubic, (pb_pair){times * square.high, times * square.low}));
}

PB_FMA double pb_gelu_tanh_f64(double x) {
    if (__builtin_fabs(x) > 40) return x < 0 ? -0.0 : x;
    return __builtin_copysign(times_logistic((pb_pair){x, 0}, pb_scaled(inner(1, x), x)), x);
}

PB_FMA double pb_gelu_tanh_slope_f64(double x) {
    if (__builtin_fabs(x) > 40) return x < 0 ? -0.0 : 1;
    PB_NEAR_ZERO(x, GELU_TANH_ZERO, GELU_TANH_ZERO_LOW, GELU_REACH, gelu_tanh_series)
    return slope(pb_scaled(inner(3, x), x), pb_scaled(inner(1, x), x));
}

// MARK: In f32
// Doubles have digits to spare for it, next to the zeros of the slopes too. Where an operand is cut, the result is that of
// the infinity behind it after rounding, and no infinity meets a zero on the way.

/// 1 / (1 + exp(−v)), for v where the power does not overflow.
static double plain_logistic(double v) { return 1 / (1 + pb_exp_f64(-v)); }

/// As `slope`.
PB_FMA static double plain_slope(double a, double v) {
    double s = plain_logistic(v);
    return s * __builtin_fma(a, 1 - s, 1);
}

static double from_below(double end, double x) { return x < -end ? -end : x; }
static double between(double end, double x) { return from_below(end, x > end ? end : x); }

float pb_silu_f32(float of) {
    double x = from_below(SILU_END, of);
    return (float)(x * plain_logistic(x));
}

PB_FMA float pb_silu_slope_f32(float of) {
    double x = between(SILU_END, of);
    return (float)plain_slope(x, x);
}

/// |x|, up to the end.
static double bounded_size(double x) {
    double size = __builtin_fabs(x);
    return size > GELU_END ? GELU_END : size;
}

/// Φ(−t) / exp(−t²/2)
PB_FMA static double tail_ratio(double t) { return PB_POLYNOMIAL(tail_above, t) / PB_POLYNOMIAL(tail_below, t); }

// Both sides come from the left one, where no digits cancel but next to the zero of the slope: Φ(t) + Φ(−t) is 1, and so is
// the sum of the slopes at t and −t.

PB_FMA float pb_gelu_f32(float of) {
    double x = from_below(GELU_END, of), t = bounded_size(x), left = pb_exp_f64(-0.5 * t * t) * tail_ratio(t);
    return (float)(x * (x < 0 ? left : 1 - left));
}

PB_FMA float pb_gelu_slope_f32(float of) {
    double x = of, t = bounded_size(x), left = pb_exp_f64(-0.5 * t * t) * __builtin_fma(-density.high, t, tail_ratio(t));
    return (float)(x < 0 ? left : 1 - left);
}

/// As `inner`, times x.
PB_FMA static double plain_inner(double times, double x) {
    return x * __builtin_fma(times * cubic.high, x * x, linear.high);
}

PB_FMA float pb_gelu_tanh_f32(float of) {
    double x = from_below(GELU_END, of);
    return (float)(x * plain_logistic(plain_inner(1, x)));
}

PB_FMA float pb_gelu_tanh_slope_f32(float of) {
    double x = between(GELU_END, of);
    return (float)plain_slope(plain_inner(3, x), plain_inner(1, x));
}
