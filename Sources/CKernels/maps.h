// Maps over blocks of floats, for one element type and one instruction set. Included once for each pair, after vectors.h
// and functions.h. Loops in plain C are left to the compiler's vectors; it does not change IEEE operations.

#define PB_V PB_N(lanes)

// MARK: Functions of one number

#define PB_LOOP_1(name, expression) \
    static void PB_N(map_##name)(long n, const PB_T *from, PB_T *to) { \
        PB_LOOP for (long i = 0; i < n; i++) { \
            PB_T x = from[i]; \
            to[i] = expression; \
        } \
    }

PB_LOOP_1(neg, -x)
PB_LOOP_1(abs, __builtin_elementwise_abs(x))
PB_LOOP_1(sign, x > 0 ? 1 : x < 0 ? -1 : x)
PB_LOOP_1(floor, __builtin_elementwise_floor(x))
PB_LOOP_1(ceil, __builtin_elementwise_ceil(x))
PB_LOOP_1(round, __builtin_elementwise_roundeven(x))
PB_LOOP_1(sqrt, __builtin_elementwise_sqrt(x))
PB_LOOP_1(rsqrt, 1 / __builtin_elementwise_sqrt(x))

// See `FloatElement.power`.
PB_LOOP_1(power_m2, (1 / x) * (1 / x))
PB_LOOP_1(power_m1, 1 / x)
PB_LOOP_1(power_1, x)
PB_LOOP_1(power_2, x * x)
PB_LOOP_1(power_3, x * (x * x))
PB_LOOP_1(power_4, (x * x) * (x * x))
PB_LOOP_1(power_5, x * ((x * x) * (x * x)))

static void PB_N(map_power_0)(long n, const PB_T *x, PB_T *y) {
    (void)x;
    for (long i = 0; i < n; i++) y[i] = 1;
}

static void PB_N(integer_pow)(long n, long exponent, const PB_T *x, PB_T *y) {
    static const PB_JOIN2(pb_map1, PB_S) small[] = {
        PB_N(map_power_m2), PB_N(map_power_m1), PB_N(map_power_0), PB_N(map_power_1),
        PB_N(map_power_2),  PB_N(map_power_3),  PB_N(map_power_4), PB_N(map_power_5),
    };
    if (exponent >= -2 && exponent <= 5) {
        small[exponent + 2](n, x, y);
        return;
    }
    for (long i = 0; i < n; i++) {
        PB_T size = (PB_T)pb_pow_f64(__builtin_elementwise_abs((double)x[i]), (double)exponent);
        y[i] = __builtin_signbit(x[i]) && exponent % 2 != 0 ? -size : size;
    }
}

static void PB_N(map_is_finite)(long n, const PB_T *x, unsigned char *y) {
    PB_LOOP for (long i = 0; i < n; i++) y[i] = __builtin_elementwise_abs(x[i]) < (PB_T)__builtin_inf();
}

/// A function from CKernels.h, one number at a time.
#define PB_SCALAR_1(name) \
    static void PB_N(map_##name)(long n, const PB_T *x, PB_T *y) { \
        for (long i = 0; i < n; i++) y[i] = PB_JOIN2(pb_##name, PB_S)(x[i]); \
    }
#if PB_BYTES > 8
/// A function of SLEEF's as it is, called for all vectors in one loop.
#define PB_SLEEF_MAP(name, ulps) \
    static void PB_N(map_##name)(long n, const PB_T *x, PB_T *y) { \
        long i = n - n % PB_LANES; \
        if (i > 0) PB_JOIN2(pb_apply_rows, PB_ISA)(n / PB_LANES, x, y, PB_SLEEF(name, ulps)); \
        if (i == n) return; \
        PB_T rest[PB_LANES]; \
        for (long k = 0; k < PB_LANES; k++) rest[k] = x[pb_min(i + k, n - 1)]; \
        PB_N(store)(rest, PB_N(name)(PB_N(load)(rest))); \
        for (long k = 0; i + k < n; k++) y[i + k] = rest[k]; \
    }
/// A function on vectors. The last numbers, too few for one, are repeated to fill it.
#define PB_VECTOR_1(name) \
    static void PB_N(map_##name)(long n, const PB_T *x, PB_T *y) { \
        long i = 0; \
        for (; i + PB_LANES <= n; i += PB_LANES) PB_N(store)(y + i, PB_N(name)(PB_N(load)(x + i))); \
        if (i == n) return; \
        PB_T rest[PB_LANES]; \
        for (long k = 0; k < PB_LANES; k++) rest[k] = x[pb_min(i + k, n - 1)]; \
        PB_N(store)(rest, PB_N(name)(PB_N(load)(rest))); \
        for (long k = 0; i + k < n; k++) y[i + k] = rest[k]; \
    }
#if PB_SIZE == 8
#define PB_DOUBLE_1(name) PB_VECTOR_1(name)
#define PB_PLAIN_1(name) PB_VECTOR_1(name)
#else
typedef float PB_N(half) __attribute__((ext_vector_type(PB_LANES / 2)));
#define PB_NARROW PB_N(half)

/// A function that is computed in doubles and rounded.
#define PB_DOUBLE_1(name) PB_ROUNDED_1(name, name)
/// The same, in doubles for f32 alone.
#define PB_PLAIN_1(name) PB_ROUNDED_1(name, plain_##name)
#define PB_ROUNDED_1(name, wider) \
    PB_INLINE PB_V PB_N(name)(PB_V x) { \
        PB_WIDER low = PB_JOIN3(wider, f64, PB_ISA)(__builtin_convertvector(x.lo, PB_WIDER)); \
        PB_WIDER high = PB_JOIN3(wider, f64, PB_ISA)(__builtin_convertvector(x.hi, PB_WIDER)); \
        PB_V y; \
        y.lo = __builtin_convertvector(low, PB_NARROW), y.hi = __builtin_convertvector(high, PB_NARROW); \
        return y; \
    } \
    PB_VECTOR_1(name)
#endif
#else
#define PB_SLEEF_MAP(name, ulps) PB_SCALAR_1(name)
#define PB_VECTOR_1(name) PB_SCALAR_1(name)
#define PB_DOUBLE_1(name) PB_SCALAR_1(name)
#define PB_PLAIN_1(name) PB_SCALAR_1(name)
#endif

PB_SLEEF_MAP(acos, 10) PB_SLEEF_MAP(asin, 10) PB_SLEEF_MAP(atan, 10) PB_SLEEF_MAP(atanh, 10) PB_SLEEF_MAP(cbrt, 10)
PB_SLEEF_MAP(cos, 10) PB_SLEEF_MAP(erf, 10) PB_SLEEF_MAP(erfc, 15) PB_SLEEF_MAP(exp, 10) PB_SLEEF_MAP(exp2, 10)
PB_SLEEF_MAP(expm1, 10) PB_SLEEF_MAP(log, 10) PB_SLEEF_MAP(log10, 10) PB_SLEEF_MAP(log2, 10) PB_SLEEF_MAP(sin, 10)
PB_SLEEF_MAP(tan, 10) PB_SLEEF_MAP(tanh, 10)
PB_VECTOR_1(acosh) PB_VECTOR_1(asinh) PB_VECTOR_1(cosh) PB_VECTOR_1(log1p) PB_VECTOR_1(logistic) PB_VECTOR_1(sinh)
PB_DOUBLE_1(gaussian)
PB_PLAIN_1(gelu) PB_PLAIN_1(gelu_slope) PB_PLAIN_1(gelu_tanh) PB_PLAIN_1(gelu_tanh_slope) PB_PLAIN_1(silu)
PB_PLAIN_1(silu_slope)
PB_SCALAR_1(erf_inv) PB_SCALAR_1(erf_inv_slope) PB_SCALAR_1(lgamma)

static const PB_JOIN2(pb_map1, PB_S) PB_N(maps1)[] = {
#define PB_ROW(name) [pb_map1_##name] = PB_N(map_##name),
    PB_MAPS_1(PB_ROW)
#undef PB_ROW
};

// MARK: Functions of two numbers

/// A loop for each way in which operands are repeated.
#define PB_LOOP_2(name, result, expression) \
    static void PB_N(map_##name)( \
        long n, const PB_T *left, long left_step, const PB_T *right, long right_step, result *to \
    ) { \
        if (n <= 0) return; \
        PB_T x = left[0], y = right[0]; \
        if (left_step && right_step) { \
            PB_LOOP for (long i = 0; i < n; i++) { \
                PB_T x = left[i], y = right[i]; \
                to[i] = expression; \
            } \
        } else if (left_step) { \
            PB_LOOP for (long i = 0; i < n; i++) { \
                PB_T x = left[i]; \
                to[i] = expression; \
            } \
        } else if (right_step) { \
            PB_LOOP for (long i = 0; i < n; i++) { \
                PB_T y = right[i]; \
                to[i] = expression; \
            } \
        } else { \
            result z = expression; \
            for (long i = 0; i < n; i++) to[i] = z; \
        } \
    }

/// The greater of two numbers, see `FloatElement.greater`: the bits of equal ones differ in the sign of a zero only.
PB_INLINE PB_T PB_N(greater)(PB_T x, PB_T y) {
    union { PB_T value; PB_I bits; } a = {x}, b = {y}, both = {.bits = a.bits & b.bits};
    PB_T greater = x > y ? x : y;
    greater = x == y ? both.value : greater;
    return x != x || y != y ? (PB_T)__builtin_nan("") : greater;
}

PB_INLINE PB_T PB_N(lesser)(PB_T x, PB_T y) {
    union { PB_T value; PB_I bits; } a = {x}, b = {y}, either = {.bits = a.bits | b.bits};
    PB_T lesser = x < y ? x : y;
    lesser = x == y ? either.value : lesser;
    return x != x || y != y ? (PB_T)__builtin_nan("") : lesser;
}

PB_LOOP_2(add, PB_T, x + y)
PB_LOOP_2(sub, PB_T, x - y)
PB_LOOP_2(mul, PB_T, x * y)
PB_LOOP_2(div, PB_T, x / y)
PB_LOOP_2(max, PB_T, PB_N(greater)(x, y))
PB_LOOP_2(min, PB_T, PB_N(lesser)(x, y))

static void PB_N(map_rem)(long n, const PB_T *x, long x_step, const PB_T *y, long y_step, PB_T *z) {
    for (long i = 0; i < n; i++) z[i] = (PB_T)__builtin_fmod(x[i * x_step], y[i * y_step]);
}

PB_LOOP_2(eq, unsigned char, x == y)
PB_LOOP_2(ne, unsigned char, x != y)
PB_LOOP_2(lt, unsigned char, x < y)
PB_LOOP_2(le, unsigned char, x <= y)
PB_LOOP_2(gt, unsigned char, x > y)
PB_LOOP_2(ge, unsigned char, x >= y)

#if PB_BYTES > 8
/// A function on vectors, the rest as in PB_VECTOR_1.
#define PB_VECTOR_2(name) \
    static void PB_N(map_##name)(long n, const PB_T *x, long x_step, const PB_T *y, long y_step, PB_T *z) { \
        for (long i = 0; i < n; i += PB_LANES) { \
            PB_T left[PB_LANES], right[PB_LANES]; \
            int is_whole = n - i >= PB_LANES; \
            if (!is_whole || !x_step) \
                for (long k = 0; k < PB_LANES; k++) left[k] = x[pb_min(i + k, n - 1) * x_step]; \
            if (!is_whole || !y_step) \
                for (long k = 0; k < PB_LANES; k++) right[k] = y[pb_min(i + k, n - 1) * y_step]; \
            PB_V a = PB_N(load)(is_whole && x_step ? x + i : left), b = PB_N(load)(is_whole && y_step ? y + i : right); \
            PB_V value = PB_N(name)(a, b); \
            PB_N(store)(is_whole ? z + i : left, value); \
            for (long k = 0; !is_whole && i + k < n; k++) z[i + k] = left[k]; \
        } \
    }
#if PB_SIZE == 4
PB_INLINE PB_V PB_N(pow_slope)(PB_V x, PB_V y) {
    PB_V z;
    z.lo = __builtin_convertvector(PB_JOIN3(pow_slope, f64, PB_ISA)(
        __builtin_convertvector(x.lo, PB_WIDER), __builtin_convertvector(y.lo, PB_WIDER)), PB_NARROW);
    z.hi = __builtin_convertvector(PB_JOIN3(pow_slope, f64, PB_ISA)(
        __builtin_convertvector(x.hi, PB_WIDER), __builtin_convertvector(y.hi, PB_WIDER)), PB_NARROW);
    return z;
}
#endif
#else
#define PB_VECTOR_2(name) PB_LOOP_2(name, PB_T, PB_N(name)(x, y))

/// log(eˣ + eʸ), see `FloatElement.logAddExp`.
PB_INLINE PB_T PB_N(logaddexp)(PB_T x, PB_T y) {
    if (x != x || y != y) return (PB_T)__builtin_nan("");
    if (x == y) return x + PB_CONSTANT(PB_LOG_2);
    PB_T power = PB_JOIN2(pb_exp, PB_S)(-__builtin_elementwise_abs(x - y));
    return (x > y ? x : y) + PB_JOIN2(pb_log1p, PB_S)(power);
}
PB_INLINE PB_T PB_N(div_slope)(PB_T x, PB_T y) { return PB_JOIN2(pb_div_slope, PB_S)(x, y); }
PB_INLINE PB_T PB_N(pow)(PB_T x, PB_T y) { return PB_JOIN2(pb_pow, PB_S)(x, y); }
PB_INLINE PB_T PB_N(pow_slope)(PB_T x, PB_T y) { return PB_JOIN2(pb_pow_slope, PB_S)(x, y); }
PB_INLINE PB_T PB_N(atan2)(PB_T x, PB_T y) { return PB_JOIN2(pb_atan2, PB_S)(x, y); }
PB_INLINE PB_T PB_N(hypot)(PB_T x, PB_T y) { return PB_JOIN2(pb_hypot, PB_S)(x, y); }
#endif

PB_VECTOR_2(div_slope)
PB_VECTOR_2(pow)
PB_VECTOR_2(pow_slope)
PB_VECTOR_2(atan2)
PB_VECTOR_2(hypot)
PB_VECTOR_2(logaddexp)

static const PB_JOIN2(pb_map2, PB_S) PB_N(maps2)[] = {
#define PB_ROW(name) [pb_map2_##name] = PB_N(map_##name),
    PB_MAPS_2(PB_ROW)
#undef PB_ROW
};

static const PB_JOIN2(pb_compare, PB_S) PB_N(compares)[] = {
#define PB_ROW(name) [pb_compare_##name] = PB_N(map_##name),
    PB_COMPARISONS(PB_ROW)
#undef PB_ROW
};

#undef PB_V
#undef PB_NARROW
#undef PB_LOOP_1
#undef PB_LOOP_2
#undef PB_SCALAR_1
#undef PB_SLEEF_MAP
#undef PB_VECTOR_1
#undef PB_DOUBLE_1
#undef PB_PLAIN_1
#undef PB_ROUNDED_1
#undef PB_VECTOR_2
