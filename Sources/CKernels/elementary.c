// Elementary functions over SLEEF.
#pragma STDC FP_CONTRACT OFF
#include "CKernels.h"
#include "fused.h"
#include "large.h"
#include "sleef_scalar.h"

// One row each: our name, SLEEF's name with its type left out, its error bound in tenths of an ulp.
#define PB_UNARY(name, ulps) \
    double pb_##name##_f64(double x) { return Sleef_finz_##name##d1_u##ulps##purecfma(x); } \
    float pb_##name##_f32(float x) { return Sleef_finz_##name##f1_u##ulps##purecfma(x); }

PB_UNARY(acos, 10)
PB_UNARY(asin, 10)
PB_UNARY(atan, 10)
PB_UNARY(atanh, 10)
PB_UNARY(cbrt, 10)
PB_UNARY(cos, 10)
PB_UNARY(erf, 10)
PB_UNARY(erfc, 15)
PB_UNARY(exp, 10)
PB_UNARY(exp2, 10)
PB_UNARY(expm1, 10)
PB_UNARY(log, 10)
PB_UNARY(log10, 10)
PB_UNARY(log2, 10)
PB_UNARY(sin, 10)
PB_UNARY(tan, 10)
PB_UNARY(tanh, 10)

// For large arguments see large.h.
#define PB_LARGE(type, T, suffix, magnitude, copysign_) \
    type pb_acosh_##suffix(type x) { \
        return x > PB_AREA_##suffix ? pb_log_##suffix(x) + PB_LOG_2_##suffix : Sleef_finz_acosh##T##1_u10purecfma(x); \
    } \
    type pb_asinh_##suffix(type x) { \
        type size = magnitude(x); \
        return size > PB_AREA_##suffix ? copysign_(pb_log_##suffix(size) + PB_LOG_2_##suffix, x) : Sleef_finz_asinh##T##1_u10purecfma(x); \
    } \
    type pb_cosh_##suffix(type x) { \
        type size = magnitude(x); \
        return size > PB_EXPONENTIAL_##suffix ? pb_exp_##suffix(size - 1) * PB_HALF_E_##suffix : Sleef_finz_cosh##T##1_u10purecfma(x); \
    } \
    type pb_sinh_##suffix(type x) { \
        type size = magnitude(x); \
        return size > PB_EXPONENTIAL_##suffix ? copysign_(pb_exp_##suffix(size - 1) * PB_HALF_E_##suffix, x) \
                                  : Sleef_finz_sinh##T##1_u10purecfma(x); \
    } \
    type pb_log1p_##suffix(type x) { \
        return x > PB_LOGARITHM_##suffix ? pb_log_##suffix(x) : Sleef_finz_log1p##T##1_u10purecfma(x); \
    }

PB_LARGE(double, d, f64, __builtin_fabs, __builtin_copysign)
PB_LARGE(float, f, f32, __builtin_fabsf, __builtin_copysignf)

// 1 / (1 + e⁻ˣ) from the power that does not overflow, divided by 1 + e as a sum of two numbers: no other error than that
// of the power, down to the subnormals.
#define PB_LOGISTIC(type, suffix, magnitude, fused) \
    PB_FMA type pb_logistic_##suffix(type x) { \
        type e = pb_exp_##suffix(-magnitude(x)), above = 1 + e, below = e - (above - 1), size = x < 0 ? e : 1; \
        type quotient = size / above; \
        return quotient + (fused(-quotient, above, size) - quotient * below) / above; \
    }

PB_LOGISTIC(double, f64, __builtin_fabs, __builtin_fma)
PB_LOGISTIC(float, f32, __builtin_fabsf, __builtin_fmaf)

#define PB_BINARY(name, ulps) \
    double pb_##name##_f64(double x, double y) { return Sleef_finz_##name##d1_u##ulps##purecfma(x, y); } \
    float pb_##name##_f32(float x, float y) { return Sleef_finz_##name##f1_u##ulps##purecfma(x, y); }

PB_BINARY(atan2, 10)
PB_BINARY(hypot, 05)
PB_BINARY(pow, 10)

// −a / b². A quotient a / b that is subnormal, or near, is taken 2⁶⁴ times as large, so that no division by a small b follows
// its rounding.
#define PB_DIV_SLOPE(type, suffix, magnitude) \
    type pb_div_slope_##suffix(type a, type b) { \
        type quotient = a / b; \
        if (magnitude(quotient) < (type)0x1p-100) return -(a * (type)0x1p64 / b / b * (type)0x1p-64); \
        return -(quotient / b); \
    }

PB_DIV_SLOPE(double, f64, __builtin_fabs)
PB_DIV_SLOPE(float, f32, __builtin_fabsf)

// b · a^(b − 1). The exponent is rounded where |b| < ½ or b < 0: what that takes away comes back through the logarithm.
// Where the power leaves the range of normal numbers its root is taken twice instead, as the product may not leave it.
PB_FMA double pb_pow_slope_f64(double a, double b) {
    if (b == 0) return 0;
    double exponent = b - 1, rest = pb_any_sum(b, -1).low, power = pb_pow_f64(a, exponent);
    double change = __builtin_fabs(rest) > 0 && a > 0 && a < __builtin_inf() ? rest * pb_log_f64(a) : 0;
    if (__builtin_isnormal(power) || power != power) return b * __builtin_fma(power, change, power);
    double root = __builtin_copysign(1, power) * pb_pow_f64(__builtin_fabs(a), 0.5 * exponent);
    return b * root * (__builtin_fabs(root) * (1 + change));
}

float pb_pow_slope_f32(float a, float b) { return (float)pb_pow_slope_f64(a, b); }
