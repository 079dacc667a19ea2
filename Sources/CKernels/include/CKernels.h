// Kernels in C: elementary functions that give the same bits on every machine, and inner products by fused multiply-add.
//
// Most functions are SLEEF's deterministic `finz` ones, within 1.0 ulp (erfc 1.5, hypot 0.5) of the exact value, with the
// special values of C99. For large arguments, where SLEEF overflows too early, asinh, acosh, sinh and cosh stay within 2.
// The others are built from these and from IEEE operations, in pairs of doubles where one does not do, and stay within 3;
// NUMERICS.md says what was measured. All of them use FMA instructions: call nothing here but `pb_cpu_has_fma` where that
// gives 0.
#pragma once

/// Functions of one number, without suffix: `pb_sin_f64`, `pb_sin_f32`, and so on.
#define PB_UNARY_FUNCTIONS(X) \
    X(acos) X(acosh) X(asin) X(asinh) X(atan) X(atanh) X(cbrt) X(cos) X(cosh) X(erf) X(erf_inv) X(erf_inv_slope) \
    X(erfc) X(exp) X(exp2) X(expm1) X(gaussian) X(gelu) X(gelu_slope) X(gelu_tanh) X(gelu_tanh_slope) X(lgamma) X(log) \
    X(log10) X(log1p) X(log2) X(logistic) X(silu) X(silu_slope) X(sin) X(sinh) X(tan) X(tanh)

/// Functions of two numbers.
#define PB_BINARY_FUNCTIONS(X) X(atan2) X(div_slope) X(hypot) X(pow) X(pow_slope)

#define PB_DECLARE_UNARY(name) \
    double pb_##name##_f64(double x); \
    float pb_##name##_f32(float x);
#define PB_DECLARE_BINARY(name) \
    double pb_##name##_f64(double x, double y); \
    float pb_##name##_f32(float x, float y);

PB_UNARY_FUNCTIONS(PB_DECLARE_UNARY)
PB_BINARY_FUNCTIONS(PB_DECLARE_BINARY)

/// ψ = (log Γ)′; NaN at its poles 0, −1, −2, ….
double pb_digamma_f64(double x);

/// ψ′; +∞ at its poles.
double pb_trigamma_f64(double x);

#undef PB_DECLARE_UNARY
#undef PB_DECLARE_BINARY

/// 1 when this CPU has fused multiply-add instructions, else 0.
int pb_cpu_has_fma(void);

/// `total` plus the inner product of `count` numbers at `left` and at `right`: in blocks of 256, each a chain of fused
/// multiply-adds from +0.0 in order, whose sums are added to `total` in order. Start with −0.0, which adds nothing to any
/// first block's sum, a −0.0 among them. A long product may be cut at multiples of 256 without changing a bit.
double pb_dot_f64(double total, const double *left, const double *right, long count);

/// The same in binary32.
float pb_dot_f32(float total, const float *left, const float *right, long count);

/// Adds `factor` times each of `count` numbers at `source` to those at `target`, by fused multiply-adds.
void pb_add_product_f64(double factor, const double *source, double *target, long count);

/// The same in binary32.
void pb_add_product_f32(float factor, const float *source, float *target, long count);

#include "Kernels.h"
