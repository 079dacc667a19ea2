// exp(−x²) and the inverse of the error function, which no library offers with the same bits everywhere.
#pragma STDC FP_CONTRACT OFF
#include "CKernels.h"
#include "fused.h"

#define HALF_ROOT_PI 0.886226925452758
#define HALF_ROOT_PI_LOW -3.8332932499128993e-17

PB_FMA double pb_gaussian_f64(double x) {
    // Past 28 the result is below every subnormal, and a square that overflows would leave NaN for its rounding error.
    if (__builtin_fabs(x) > 28) return 0;
    pb_pair square = pb_product(x, x);
    double power = pb_exp_f64(-square.high);
    return __builtin_fma(power, -square.low, power);
}

// erf⁻¹(x) / x to about 1e-8: a polynomial in w − 2.5 up to w = −log(1 − x²) = 5, in √w − 4.12 from there on, fitted
// at Chebyshev points.
static const double seed_centre[] = {
    1.501409360450329, 0.24664027905463662, -0.004177392875203149, -0.001252726391773229, 0.00021834938623976644,
    -4.9724196894547514e-06, -3.4639852676333717e-06, 4.6813134805534123e-07, 2.3335967195708108e-08,
    -8.931925970244222e-09,
};
static const double seed_tail[] = {
    3.960939685391186, 1.0097601817154211, 0.0009730873639146211, -0.0007302527780798668, 0.0002592279260185024,
    -8.568278828508018e-05, 3.758987513626548e-05, -1.9419485477423238e-05, 7.783373244875867e-06,
    -4.77958222464723e-06, 4.0976859519800545e-06, -1.146305013657551e-06, -5.595735778181122e-07,
    2.987128253783432e-07, 1.1857899972352271e-08, -1.589371843503305e-08,
};

/// erf⁻¹ for 0 < |x| < 1 as a sum of two numbers: a seed, and one step of Halley's method from it.
PB_FMA static pb_pair erf_inv(double x) {
    double size = __builtin_fabs(x), w = -(pb_log1p_f64(-size) + pb_log1p_f64(size));
    double y = size * (w < 5 ? PB_POLYNOMIAL(seed_centre, w - 2.5) : PB_POLYNOMIAL(seed_tail, __builtin_sqrt(w) - 4.12));
    // 1 − |x| is exact from ½ on, and there erfc keeps the digits that erf has lost.
    double excess = size < 0.5 ? pb_erf_f64(y) - size : (1 - size) - pb_erfc_f64(y);
    double step = excess * HALF_ROOT_PI / pb_gaussian_f64(y);
    pb_pair root = pb_sum(y, -step / (1 + y * step));
    return (pb_pair){__builtin_copysign(root.high, x), __builtin_copysign(1, x) * root.low};
}

PB_FMA double pb_erf_inv_f64(double x) {
    double size = __builtin_fabs(x);
    if (!(size < 1)) return size == 1 ? __builtin_copysign(__builtin_inf(), x) : __builtin_nan("");
    // The next term, x³ √π³/24, is below a quarter of an ulp.
    if (size < 0x1p-28) return __builtin_copysign(__builtin_fma(x, HALF_ROOT_PI, x * HALF_ROOT_PI_LOW), x);
    return erf_inv(x).high;
}

PB_FMA double pb_erf_inv_slope_f64(double x) {
    double size = __builtin_fabs(x);
    if (!(size < 1)) return size == 1 ? __builtin_inf() : __builtin_nan("");
    if (size < 0x1p-28) return HALF_ROOT_PI;
    pb_pair y = erf_inv(x), square = pb_product(y.high, y.high);
    double rest = __builtin_fma(2 * y.high, y.low, square.low);
    double power = HALF_ROOT_PI * pb_exp_f64(square.high);
    return __builtin_fma(power, rest, power);
}

float pb_gaussian_f32(float x) { return (float)pb_gaussian_f64(x); }
float pb_erf_inv_f32(float x) { return (float)pb_erf_inv_f64(x); }
float pb_erf_inv_slope_f32(float x) { return (float)pb_erf_inv_slope_f64(x); }
