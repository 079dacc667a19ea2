// Sigmoid-weighted units and their slopes. Products of a rounded factor would lose their digits in the tails, and the
// slopes cross zero; near their zeros stand series in the distance from them, fitted at Chebyshev points. Sums of pairs
// lose the sign of zero, so the functions take it from x.
#pragma STDC FP_CONTRACT OFF
#include "CKernels.h"
#include "fused.h"

/// Powers of e below −600 are computed e¹²⁸ times larger, so that they are rounded to a subnormal only once, at the end.
#define RAISE 128.0
#define LOWER 0x1.42eb9f39afb0bp-185

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

static const double silu_series[] = {
    0.2178117057198001, 0.1466487969969469, 0.018874814223782312, -0.01522265522318825, -0.0066065891383564924,
    0.00012662741008685416, 0.000798521881834504, 0.00018570724354212604, -4.090534231069007e-05,
    -2.9733541738820126e-05, -2.942632313268964e-06, 2.346027693964085e-06, 8.599712339167087e-07,
    -3.0507032674947014e-08, -9.267099930062373e-08, -1.888745730728711e-08, 4.627175671430178e-09,
    2.9297384141740923e-09, 2.277425044134311e-10, -2.347763182203778e-10, -6.887921949889377e-11,
    8.925207611269555e-12, 5.578703600148565e-12,
};

PB_FMA double pb_silu_slope_f64(double x) {
    if (__builtin_fabs(x) > 800) return x < 0 ? -0.0 : 1;
    PB_NEAR_ZERO(x, -1.2784645427610737, -1.0946994183093437e-16, 1.0, silu_series)
    return slope((pb_pair){x, 0}, (pb_pair){x, 0});
}

// MARK: x · Φ(x)

#define TWO_OVER_ROOT_PI 1.1283791670955126

static const pb_pair root_half = {0.7071067811865476, -4.833646656726457e-17};
/// φ(0) = 1 / √(2π)
static const pb_pair density = {0.3989422804014327, -2.49232720227773e-17};

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

static const double gelu_series[] = {
    0.4314939923140469, 0.388284982990552, -0.018199676398671087, -0.1140082332972217, -0.014771522148244337,
    0.019421679838189067, 0.004539228379125415, -0.002239538068073497, -0.0007448268386746817, 0.00018633974623233514,
    8.615947861116571e-05, -1.1214380188426644e-05, -7.74846130700372e-06, 4.3284506257394105e-07,
    5.702764979242097e-07, -1.6044265495474325e-09, -3.5459866461776566e-08, -1.39694208583442e-09,
    1.9031984049779863e-09, 1.4506418731541783e-10, -8.950037680429221e-11, -9.95033554353564e-12,
    3.72596672636312e-12, 5.482196002845041e-13, -1.3820060916294806e-13, -2.585900414615805e-14,
    4.5774310006392895e-15, 1.0681913646208234e-15, -1.3443956407977894e-16, -3.4901289830870046e-17,
    3.1829668326339587e-18,
};

PB_FMA double pb_gelu_slope_f64(double x) {
    if (__builtin_fabs(x) > 40) return x < 0 ? -0.0 : 1;
    PB_NEAR_ZERO(x, -0.7517915246935645, 1.4956759177009883e-17, 0.75, gelu_series)
    pb_pair v = exponent(x);
    if (x < -15) return times_power(pb_scaled(density, x - tail_series(x) / x), v);
    double power = pb_exp_f64(v.high);
    pb_pair product = pb_pair_product(pb_scaled(density, x), (pb_pair){power, power * v.low});
    return pb_pair_sum(normal(x), product).high;
}

// MARK: x · logistic(2u), u = √(2/π) (x + 0.044715 x³)

static const pb_pair linear = {1.5957691216057308, -9.96930880911092e-17};
static const pb_pair cubic = {0.07135481627260025, -6.175149918155315e-19};

/// linear + times · cubic · x²
PB_FMA static pb_pair inner(double times, double x) {
    pb_pair square = pb_product(x, x);
    return pb_pair_sum(linear, pb_pair_product(cubic, (pb_pair){times * square.high, times * square.low}));
}

PB_FMA double pb_gelu_tanh_f64(double x) {
    if (__builtin_fabs(x) > 40) return x < 0 ? -0.0 : x;
    return __builtin_copysign(times_logistic((pb_pair){x, 0}, pb_scaled(inner(1, x), x)), x);
}

static const double gelu_tanh_series[] = {
    0.4304000910248585, 0.38751844613578895, -0.01578285352184803, -0.11394448308095899, -0.01661932834305256,
    0.019682309459833118, 0.005261059254921912, -0.0024227318458750974, -0.0009274420230205447, 0.0002639276405268099,
    0.00012425227802639175, -3.4956171694426745e-05, -1.595089687155835e-05, 5.91861171080483e-06,
    2.4335516335954867e-06, -9.898647741506054e-07, -4.310248242497952e-07, 1.4157556705935135e-07,
    7.520738178018834e-08, -1.697820777885906e-08, -1.1961711996269024e-08, 1.7637562806315742e-09,
    1.7447382879072775e-09, -1.7083895709041812e-10, -2.429225185873634e-10, 1.682240542502801e-11,
    3.331831639483171e-11, -1.6332945859348335e-12, -4.2731838862441145e-12, 1.129485882508354e-13,
    3.784258631476506e-13,
};

PB_FMA double pb_gelu_tanh_slope_f64(double x) {
    if (__builtin_fabs(x) > 40) return x < 0 ? -0.0 : 1;
    PB_NEAR_ZERO(x, -0.7524614220710163, 3.635560509207687e-17, 0.75, gelu_tanh_series)
    return slope(pb_scaled(inner(3, x), x), pb_scaled(inner(1, x), x));
}

#define PB_ROUNDED(name) \
    float pb_##name##_f32(float x) { return (float)pb_##name##_f64(x); }

PB_ROUNDED(silu)
PB_ROUNDED(silu_slope)
PB_ROUNDED(gelu)
PB_ROUNDED(gelu_slope)
PB_ROUNDED(gelu_tanh)
PB_ROUNDED(gelu_tanh_slope)
