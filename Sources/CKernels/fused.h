// Arithmetic on unevaluated sums of two doubles, for kernels that need more than 53 bits on the way.
#pragma once

#if defined(__x86_64__) || defined(__i386__)
#define PB_FMA __attribute__((target("fma")))
#else
#define PB_FMA
#endif

/// high + low, |low| at most half an ulp of high where a function says that it is normalised.
typedef struct {
    double high, low;
} pb_pair;

/// a + b exactly, for |a| ≥ |b|.
static inline pb_pair pb_sum(double a, double b) {
    double high = a + b;
    return (pb_pair){high, b - (high - a)};
}

/// a · b exactly, short of overflow and underflow.
PB_FMA static inline pb_pair pb_product(double a, double b) {
    double high = a * b;
    return (pb_pair){high, __builtin_fma(a, b, -high)};
}

/// (a.high + a.low) · b to about 2⁻¹⁰⁵, normalised.
PB_FMA static inline pb_pair pb_scaled(pb_pair a, double b) {
    pb_pair product = pb_product(a.high, b);
    return pb_sum(product.high, __builtin_fma(a.low, b, product.low));
}

/// a + b exactly.
static inline pb_pair pb_any_sum(double a, double b) {
    return __builtin_fabs(a) < __builtin_fabs(b) ? pb_sum(b, a) : pb_sum(a, b);
}

/// a · b to about 2⁻¹⁰⁴, normalised.
PB_FMA static inline pb_pair pb_pair_product(pb_pair a, pb_pair b) {
    pb_pair product = pb_scaled(a, b.high);
    return pb_sum(product.high, __builtin_fma(a.high, b.low, product.low));
}

/// a + b, short of cancellation to about 2⁻¹⁰⁴, normalised.
static inline pb_pair pb_pair_sum(pb_pair a, pb_pair b) {
    pb_pair sum = pb_any_sum(a.high, b.high);
    return pb_sum(sum.high, sum.low + (a.low + b.low));
}

/// a / b to about 2⁻¹⁰⁴, normalised.
PB_FMA static inline pb_pair pb_pair_quotient(pb_pair a, pb_pair b) {
    double quotient = a.high / b.high;
    double rest = __builtin_fma(-quotient, b.high, a.high) + __builtin_fma(-quotient, b.low, a.low);
    return pb_sum(quotient, rest / b.high);
}

/// c₀ + c₁ x + c₂ x² + … by Horner's rule.
PB_FMA static inline double pb_polynomial(const double *coefficients, int count, double x) {
    double value = coefficients[count - 1];
    for (int k = count - 2; k >= 0; k--) value = __builtin_fma(value, x, coefficients[k]);
    return value;
}

#define PB_POLYNOMIAL(coefficients, x) \
    pb_polynomial(coefficients, (int)(sizeof(coefficients) / sizeof(*coefficients)), x)
