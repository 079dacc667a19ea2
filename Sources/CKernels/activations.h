// The functions of activations.c, gaussian.c and `pb_pow_slope_f64` on vectors of doubles: the same operations, with a
// choice in each lane where those branch. Included once for each instruction set, after functions.h for f64.

#define PB_V PB_N(lanes)
#define PB_PAIR PB_N(pair)

/// Unevaluated sums high + low, as in fused.h.
typedef struct {
    PB_V high, low;
} PB_PAIR;

PB_INLINE PB_PAIR PB_N(constant)(pb_pair a) { return (PB_PAIR){(PB_V)a.high, (PB_V)a.low}; }

PB_INLINE PB_PAIR PB_N(sum)(PB_V a, PB_V b) {
    PB_V high = a + b;
    return (PB_PAIR){high, b - (high - a)};
}

PB_INLINE PB_PAIR PB_N(product)(PB_V a, PB_V b) {
    PB_V high = a * b;
    return (PB_PAIR){high, PB_N(fma)(a, b, -high)};
}

PB_INLINE PB_PAIR PB_N(scaled)(PB_PAIR a, PB_V b) {
    PB_PAIR product = PB_N(product)(a.high, b);
    return PB_N(sum)(product.high, PB_N(fma)(a.low, b, product.low));
}

PB_INLINE PB_PAIR PB_N(any_sum)(PB_V a, PB_V b) {
    PB_N(mask) is_less = PB_N(magnitude)(a) < PB_N(magnitude)(b);
    return PB_N(sum)(PB_N(choose)(is_less, b, a), PB_N(choose)(is_less, a, b));
}

PB_INLINE PB_PAIR PB_N(pair_product)(PB_PAIR a, PB_PAIR b) {
    PB_PAIR product = PB_N(scaled)(a, b.high);
    return PB_N(sum)(product.high, PB_N(fma)(a.high, b.low, product.low));
}

PB_INLINE PB_PAIR PB_N(pair_sum)(PB_PAIR a, PB_PAIR b) {
    PB_PAIR sum = PB_N(any_sum)(a.high, b.high);
    return PB_N(sum)(sum.high, sum.low + (a.low + b.low));
}

PB_INLINE PB_PAIR PB_N(pair_quotient)(PB_PAIR a, PB_PAIR b) {
    PB_V quotient = a.high / b.high;
    PB_V rest = PB_N(fma)(-quotient, b.high, a.high) + PB_N(fma)(-quotient, b.low, a.low);
    return PB_N(sum)(quotient, rest / b.high);
}

PB_INLINE PB_V PB_N(polynomial)(const double *coefficients, int count, PB_V x) {
    PB_V value = (PB_V)coefficients[count - 1];
    for (int k = count - 2; k >= 0; k--) value = PB_N(fma)(value, x, (PB_V)coefficients[k]);
    return value;
}

#define PB_SERIES(coefficients, x) \
    PB_N(polynomial)(coefficients, (int)(sizeof(coefficients) / sizeof(*coefficients)), x)

PB_INLINE PB_V PB_N(gaussian)(PB_V x) {
    PB_PAIR square = PB_N(product)(x, x);
    PB_V power = PB_N(exp)(-square.high);
    return PB_N(choose)(PB_N(magnitude)(x) > (PB_V)28, (PB_V)0, PB_N(fma)(power, -square.low, power));
}

PB_INLINE PB_V PB_N(times_power)(PB_PAIR a, PB_PAIR v) {
    PB_N(mask) is_deep = v.high < (PB_V)-600;
    PB_V power = PB_N(exp)(PB_N(choose)(is_deep, v.high + (PB_V)RAISE, v.high));
    PB_V value = PB_N(pair_product)(a, (PB_PAIR){power, power * v.low}).high;
    return PB_N(choose)(is_deep, value * (PB_V)LOWER, value);
}

PB_INLINE PB_PAIR PB_N(logistic_pair)(PB_PAIR v) {
    PB_V power = PB_N(exp)(-PB_N(magnitude)(v.high));
    PB_N(mask) is_negative = v.high < (PB_V)0;
    PB_PAIR e = {power, power * PB_N(choose)(is_negative, v.low, -v.low)}, one = {(PB_V)1, (PB_V)0};
    PB_PAIR size = {PB_N(choose)(is_negative, e.high, one.high), PB_N(choose)(is_negative, e.low, one.low)};
    return PB_N(pair_quotient)(size, PB_N(pair_sum)(one, e));
}

PB_INLINE PB_V PB_N(times_logistic)(PB_PAIR a, PB_PAIR v) {
    PB_V value = PB_N(pair_product)(a, PB_N(logistic_pair)(v)).high;
    PB_N(mask) is_low = v.high < (PB_V)-40;
    return PB_N(any)(is_low) ? PB_N(choose)(is_low, PB_N(times_power)(a, v), value) : value;
}

PB_INLINE PB_V PB_N(slope)(PB_PAIR a, PB_PAIR v) {
    PB_PAIR one = {(PB_V)1, (PB_V)0};
    PB_PAIR product = PB_N(pair_product)(a, PB_N(logistic_pair)((PB_PAIR){-v.high, -v.low}));
    return PB_N(times_logistic)(PB_N(pair_sum)(one, product), v);
}

/// `value`, but near a slope's zero the series.
#define PB_NEAR_ZERO(value, x, zero, zero_low, reach, series) \
    { \
        PB_V distance = (x - (PB_V)(zero)) - (PB_V)(zero_low); \
        PB_N(mask) is_near = PB_N(magnitude)(distance) < (PB_V)(reach); \
        if (PB_N(any)(is_near)) value = PB_N(choose)(is_near, distance * PB_SERIES(series, distance), value); \
    }

/// Past ±`limit` the lower or the upper end of a function, else `value`.
PB_INLINE PB_V PB_N(within)(double limit, PB_V value, PB_V x, PB_V upper) {
    PB_V end = PB_N(choose)(x < (PB_V)0, (PB_V)-0.0, upper);
    return PB_N(choose)(PB_N(magnitude)(x) > (PB_V)limit, end, value);
}

PB_INLINE PB_V PB_N(silu)(PB_V x) {
    PB_PAIR v = {x, (PB_V)0};
    return PB_N(within)(800, PB_N(copysign)(PB_N(times_logistic)(v, v), x), x, x);
}

PB_INLINE PB_V PB_N(silu_slope)(PB_V x) {
    PB_PAIR v = {x, (PB_V)0};
    PB_V value = PB_N(slope)(v, v);
    PB_NEAR_ZERO(value, x, SILU_ZERO, SILU_ZERO_LOW, SILU_REACH, silu_series)
    return PB_N(within)(800, value, x, (PB_V)1);
}

PB_INLINE PB_V PB_N(tail_series)(PB_V x) {
    PB_V square = x * x, value = (PB_V)1;
    for (int k = 12; k >= 1; k--) value = (PB_V)1 - (PB_V)(2 * k - 1) * value / square;
    return value;
}

PB_INLINE PB_PAIR PB_N(exponent)(PB_V x) {
    PB_PAIR square = PB_N(product)(x, x);
    return (PB_PAIR){(PB_V)-0.5 * square.high, (PB_V)-0.5 * square.low};
}

PB_INLINE PB_PAIR PB_N(normal)(PB_V x) {
    PB_PAIR z = PB_N(scaled)(PB_N(constant)(root_half), -x);
    PB_V rest = (PB_V)(-0.5 * TWO_OVER_ROOT_PI) * PB_N(gaussian)(z.high) * z.low;
    return PB_N(sum)((PB_V)0.5 * PB_N(erfc)(z.high), rest);
}

PB_INLINE PB_V PB_N(gelu)(PB_V x) {
    PB_V value = PB_N(copysign)(PB_N(scaled)(PB_N(normal)(x), x).high, x);
    PB_N(mask) is_low = x < (PB_V)-15;
    if (PB_N(any)(is_low)) {
        PB_PAIR factor = PB_N(scaled)(PB_N(constant)(density), -PB_N(tail_series)(x));
        value = PB_N(choose)(is_low, PB_N(times_power)(factor, PB_N(exponent)(x)), value);
    }
    return PB_N(within)(40, value, x, x);
}

PB_INLINE PB_V PB_N(gelu_slope)(PB_V x) {
    PB_PAIR v = PB_N(exponent)(x);
    PB_V power = PB_N(exp)(v.high);
    PB_PAIR product = PB_N(pair_product)(
        PB_N(scaled)(PB_N(constant)(density), x), (PB_PAIR){power, power * v.low});
    PB_V value = PB_N(pair_sum)(PB_N(normal)(x), product).high;
    PB_N(mask) is_low = x < (PB_V)-15;
    if (PB_N(any)(is_low)) {
        PB_PAIR factor = PB_N(scaled)(PB_N(constant)(density), x - PB_N(tail_series)(x) / x);
        value = PB_N(choose)(is_low, PB_N(times_power)(factor, v), value);
    }
    PB_NEAR_ZERO(value, x, GELU_ZERO, GELU_ZERO_LOW, GELU_REACH, gelu_series)
    return PB_N(within)(40, value, x, (PB_V)1);
}

PB_INLINE PB_PAIR PB_N(inner)(double times, PB_V x) {
    PB_PAIR square = PB_N(product)(x, x), scaled = {(PB_V)times * square.high, (PB_V)times * square.low};
    return PB_N(pair_sum)(PB_N(constant)(linear), PB_N(pair_product)(PB_N(constant)(cubic), scaled));
}

PB_INLINE PB_V PB_N(gelu_tanh)(PB_V x) {
    PB_V value = PB_N(times_logistic)((PB_PAIR){x, (PB_V)0}, PB_N(scaled)(PB_N(inner)(1, x), x));
    return PB_N(within)(40, PB_N(copysign)(value, x), x, x);
}

PB_INLINE PB_V PB_N(gelu_tanh_slope)(PB_V x) {
    PB_V value = PB_N(slope)(PB_N(scaled)(PB_N(inner)(3, x), x), PB_N(scaled)(PB_N(inner)(1, x), x));
    PB_NEAR_ZERO(value, x, GELU_TANH_ZERO, GELU_TANH_ZERO_LOW, GELU_REACH, gelu_tanh_series)
    return PB_N(within)(40, value, x, (PB_V)1);
}

// MARK: For f32

PB_INLINE PB_V PB_N(plain_logistic)(PB_V v) { return (PB_V)1 / ((PB_V)1 + PB_N(exp)(-v)); }

PB_INLINE PB_V PB_N(plain_slope)(PB_V a, PB_V v) {
    PB_V s = PB_N(plain_logistic)(v);
    return s * PB_N(fma)(a, (PB_V)1 - s, (PB_V)1);
}

PB_INLINE PB_V PB_N(from_below)(double end, PB_V x) { return PB_N(choose)(x < (PB_V)-end, (PB_V)-end, x); }
PB_INLINE PB_V PB_N(between)(double end, PB_V x) {
    return PB_N(from_below)(end, PB_N(choose)(x > (PB_V)end, (PB_V)end, x));
}

PB_INLINE PB_V PB_N(plain_silu)(PB_V x) {
    x = PB_N(from_below)(SILU_END, x);
    return x * PB_N(plain_logistic)(x);
}

PB_INLINE PB_V PB_N(plain_silu_slope)(PB_V x) {
    x = PB_N(between)(SILU_END, x);
    return PB_N(plain_slope)(x, x);
}

PB_INLINE PB_V PB_N(bounded_size)(PB_V x) {
    PB_V size = PB_N(magnitude)(x);
    return PB_N(choose)(size > (PB_V)GELU_END, (PB_V)GELU_END, size);
}

PB_INLINE PB_V PB_N(tail_ratio)(PB_V t) { return PB_SERIES(tail_above, t) / PB_SERIES(tail_below, t); }

PB_INLINE PB_V PB_N(plain_gelu)(PB_V x) {
    x = PB_N(from_below)(GELU_END, x);
    PB_V t = PB_N(bounded_size)(x), left = PB_N(exp)((PB_V)-0.5 * t * t) * PB_N(tail_ratio)(t);
    return x * PB_N(choose)(x < (PB_V)0, left, (PB_V)1 - left);
}

PB_INLINE PB_V PB_N(plain_gelu_slope)(PB_V x) {
    PB_V t = PB_N(bounded_size)(x), power = PB_N(exp)((PB_V)-0.5 * t * t);
    PB_V left = power * PB_N(fma)((PB_V)-density.high, t, PB_N(tail_ratio)(t));
    return PB_N(choose)(x < (PB_V)0, left, (PB_V)1 - left);
}

PB_INLINE PB_V PB_N(plain_inner)(double times, PB_V x) {
    return x * PB_N(fma)((PB_V)(times * cubic.high), x * x, (PB_V)linear.high);
}

PB_INLINE PB_V PB_N(plain_gelu_tanh)(PB_V x) {
    x = PB_N(from_below)(GELU_END, x);
    return x * PB_N(plain_logistic)(PB_N(plain_inner)(1, x));
}

PB_INLINE PB_V PB_N(plain_gelu_tanh_slope)(PB_V x) {
    x = PB_N(between)(GELU_END, x);
    return PB_N(plain_slope)(PB_N(plain_inner)(3, x), PB_N(plain_inner)(1, x));
}

// MARK: Powers

PB_INLINE PB_V PB_N(pow_slope)(PB_V a, PB_V b) {
    PB_V infinity = (PB_V)__builtin_inf(), exponent = b - (PB_V)1, rest = PB_N(any_sum)(b, (PB_V)-1).low;
    PB_V power = PB_N(pow)(a, exponent), change = (PB_V)0;
    PB_N(mask) is_changed = (PB_N(magnitude)(rest) > (PB_V)0) & (a > (PB_V)0) & (a < infinity);
    if (PB_N(any)(is_changed)) change = PB_N(choose)(is_changed, rest * PB_N(log)(a), change);
    PB_V value = b * PB_N(fma)(power, change, power), size = PB_N(magnitude)(power);
    PB_N(mask) is_extreme = (size < (PB_V)0x1p-1022) | (size == infinity);
    if (PB_N(any)(is_extreme)) {
        PB_V root = PB_N(copysign)((PB_V)1, power) * PB_N(pow)(PB_N(magnitude)(a), (PB_V)0.5 * exponent);
        value = PB_N(choose)(is_extreme, b * root * (PB_N(magnitude)(root) * ((PB_V)1 + change)), value);
    }
    return PB_N(choose)(b == (PB_V)0, (PB_V)0, value);
}

#undef PB_V
#undef PB_PAIR
#undef PB_NEAR_ZERO
#undef PB_SERIES
