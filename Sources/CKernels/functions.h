// Elementary functions on vectors: the same operations as in elementary.c, with SLEEF's vector functions, which give the
// same bits. Included once for each element type and instruction set, after vectors.h; PB_SLEEF(name, tenths of an ulp)
// is SLEEF's function for the pair.

#define PB_V PB_N(lanes)

/// SLEEF's function alone, which is called through `apply1`; the declaration is for its address.
#define PB_SLEEF_1(name, ulps) \
    extern void PB_SLEEF(name, ulps)(void); \
    PB_INLINE PB_V PB_N(sleef_##name)(PB_V x) { \
        PB_V y; \
        PB_JOIN2(pb_apply1, PB_ISA)(&x, &y, PB_SLEEF(name, ulps)); \
        return y; \
    }

#define PB_VECTOR_1(name, ulps) \
    PB_SLEEF_1(name, ulps) \
    PB_INLINE PB_V PB_N(name)(PB_V x) { return PB_N(sleef_##name)(x); }

PB_VECTOR_1(acos, 10)
PB_VECTOR_1(asin, 10)
PB_VECTOR_1(atan, 10)
PB_VECTOR_1(atanh, 10)
PB_VECTOR_1(cbrt, 10)
PB_VECTOR_1(cos, 10)
PB_VECTOR_1(erf, 10)
PB_VECTOR_1(erfc, 15)
PB_VECTOR_1(exp, 10)
PB_VECTOR_1(exp2, 10)
PB_VECTOR_1(expm1, 10)
PB_VECTOR_1(log, 10)
PB_VECTOR_1(log10, 10)
PB_VECTOR_1(log2, 10)
PB_VECTOR_1(sin, 10)
PB_VECTOR_1(tan, 10)
PB_VECTOR_1(tanh, 10)

PB_SLEEF_1(acosh, 10)
PB_SLEEF_1(asinh, 10)
PB_SLEEF_1(cosh, 10)
PB_SLEEF_1(log1p, 10)
PB_SLEEF_1(sinh, 10)

// See large.h. The second formula is computed where any lane needs it.

PB_INLINE PB_V PB_N(acosh)(PB_V x) {
    PB_V value = PB_N(sleef_acosh)(x);
    PB_N(mask) is_large = x > (PB_V)PB_CONSTANT(PB_AREA);
    if (!PB_N(any)(is_large)) return value;
    return PB_N(choose)(is_large, PB_N(log)(x) + (PB_V)PB_CONSTANT(PB_LOG_2), value);
}

PB_INLINE PB_V PB_N(asinh)(PB_V x) {
    PB_V value = PB_N(sleef_asinh)(x), size = PB_N(magnitude)(x);
    PB_N(mask) is_large = size > (PB_V)PB_CONSTANT(PB_AREA);
    if (!PB_N(any)(is_large)) return value;
    PB_V large = PB_N(copysign)(PB_N(log)(size) + (PB_V)PB_CONSTANT(PB_LOG_2), x);
    return PB_N(choose)(is_large, large, value);
}

PB_INLINE PB_V PB_N(cosh)(PB_V x) {
    PB_V value = PB_N(sleef_cosh)(x), size = PB_N(magnitude)(x);
    PB_N(mask) is_large = size > (PB_V)PB_CONSTANT(PB_EXPONENTIAL);
    if (!PB_N(any)(is_large)) return value;
    return PB_N(choose)(is_large, PB_N(exp)(size - (PB_V)1) * (PB_V)PB_CONSTANT(PB_HALF_E), value);
}

PB_INLINE PB_V PB_N(sinh)(PB_V x) {
    PB_V value = PB_N(sleef_sinh)(x), size = PB_N(magnitude)(x);
    PB_N(mask) is_large = size > (PB_V)PB_CONSTANT(PB_EXPONENTIAL);
    if (!PB_N(any)(is_large)) return value;
    PB_V large = PB_N(copysign)(PB_N(exp)(size - (PB_V)1) * (PB_V)PB_CONSTANT(PB_HALF_E), x);
    return PB_N(choose)(is_large, large, value);
}

PB_INLINE PB_V PB_N(log1p)(PB_V x) {
    PB_V value = PB_N(sleef_log1p)(x);
    PB_N(mask) is_large = x > (PB_V)PB_CONSTANT(PB_LOGARITHM);
    return PB_N(any)(is_large) ? PB_N(choose)(is_large, PB_N(log)(x), value) : value;
}

PB_INLINE PB_V PB_N(logistic)(PB_V x) {
    PB_V one = (PB_V)1, e = PB_N(exp)(-PB_N(magnitude)(x)), above = one + e, below = e - (above - one);
    PB_V size = PB_N(choose)(x < (PB_V)0, e, one), quotient = size / above;
    return quotient + (PB_N(fma)(-quotient, above, size) - quotient * below) / above;
}

#define PB_VECTOR_2(name, ulps) \
    extern void PB_SLEEF(name, ulps)(void); \
    PB_INLINE PB_V PB_N(name)(PB_V x, PB_V y) { \
        PB_V z; \
        PB_JOIN2(pb_apply2, PB_ISA)(&x, &y, &z, PB_SLEEF(name, ulps)); \
        return z; \
    }

PB_VECTOR_2(atan2, 10)
PB_VECTOR_2(hypot, 05)
PB_VECTOR_2(pow, 10)

PB_INLINE PB_V PB_N(div_slope)(PB_V a, PB_V b) {
    PB_V quotient = a / b, value = quotient / b;
    PB_N(mask) is_tiny = PB_N(magnitude)(quotient) < (PB_V)0x1p-100;
    if (!PB_N(any)(is_tiny)) return -value;
    return -PB_N(choose)(is_tiny, a * (PB_V)0x1p64 / b / b * (PB_V)0x1p-64, value);
}

/// log(eˣ + eʸ), see `FloatElement.logAddExp`.
PB_INLINE PB_V PB_N(logaddexp)(PB_V x, PB_V y) {
    PB_V greater = PB_N(choose)(x > y, x, y);
    PB_V value = greater + PB_N(log1p)(PB_N(exp)(-PB_N(magnitude)(x - y)));
    value = PB_N(choose)(x == y, x + (PB_V)PB_CONSTANT(PB_LOG_2), value);
    return PB_N(choose)((x != x) | (y != y), x + y, value);
}

#undef PB_V
#undef PB_SLEEF_1
#undef PB_VECTOR_1
#undef PB_VECTOR_2
