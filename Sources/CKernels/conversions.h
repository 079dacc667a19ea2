// Logic on bytes, choices and conversions, for one instruction set. Included once for each, after isa.h.

#define PB_I_(name) PB_JOIN2(pb_##name, PB_ISA)

#define PB_LOGIC(name, expression) \
    static void PB_I_(name)(long n, const uint8_t *left, long left_step, const uint8_t *right, long right_step, uint8_t *to) { \
        if (left_step && right_step) { \
            PB_LOOP for (long i = 0; i < n; i++) { \
                uint8_t x = left[i], y = right[i]; \
                to[i] = expression; \
            } \
        } else { \
            for (long i = 0; i < n; i++) { \
                uint8_t x = left[i * left_step], y = right[i * right_step]; \
                to[i] = expression; \
            } \
        } \
    }

PB_LOGIC(and, x & y)
PB_LOGIC(or, x | y)
PB_LOGIC(xor, x ^ y)

static void PB_I_(not)(long n, const uint8_t *x, uint8_t *y) {
    PB_LOOP for (long i = 0; i < n; i++) y[i] = x[i] ^ 1;
}

#define PB_SELECT(bits) \
    static void PB_I_(select##bits)( \
        long n, const uint8_t *choices, const void *yes, long yes_step, const void *no, long no_step, void *to \
    ) { \
        const uint##bits##_t *x = yes, *y = no; \
        uint##bits##_t *z = to; \
        if (yes_step && no_step) { \
            PB_LOOP for (long i = 0; i < n; i++) { \
                uint##bits##_t a = x[i], b = y[i]; \
                z[i] = choices[i] ? a : b; \
            } \
        } else if (yes_step) { \
            uint##bits##_t b = n > 0 ? *y : 0; \
            PB_LOOP for (long i = 0; i < n; i++) { \
                uint##bits##_t a = x[i]; \
                z[i] = choices[i] ? a : b; \
            } \
        } else if (no_step) { \
            uint##bits##_t a = n > 0 ? *x : 0; \
            PB_LOOP for (long i = 0; i < n; i++) { \
                uint##bits##_t b = y[i]; \
                z[i] = choices[i] ? a : b; \
            } \
        } else { \
            uint##bits##_t a = n > 0 ? *x : 0, b = n > 0 ? *y : 0; \
            PB_LOOP for (long i = 0; i < n; i++) z[i] = choices[i] ? a : b; \
        } \
    }

PB_SELECT(64)
PB_SELECT(32)
PB_SELECT(8)

#define PB_CONVERT(from, to, F, T, expression) \
    static void PB_I_(from##_to_##to)(long n, const void *source, void *target) { \
        const F *values = source; \
        T *results = target; \
        PB_LOOP for (long i = 0; i < n; i++) { \
            F x = values[i]; \
            results[i] = (T)(expression); \
        } \
    }

/// Truncates; outside the range gives the nearest end, NaN gives 0.
#define PB_SATURATED(T, end, least, greatest) (x >= (end) ? (greatest) : x <= -(end) ? (least) : x == x ? (T)x : 0)

PB_CONVERT(f64, f64, double, double, x)
PB_CONVERT(f64, f32, double, float, x)
PB_CONVERT(f64, i64, double, int64_t, PB_SATURATED(int64_t, 0x1p63, INT64_MIN, INT64_MAX))
PB_CONVERT(f64, i32, double, int32_t, PB_SATURATED(int32_t, 0x1p31, INT32_MIN, INT32_MAX))
PB_CONVERT(f64, bool, double, uint8_t, x != 0)
PB_CONVERT(f32, f64, float, double, x)
PB_CONVERT(f32, f32, float, float, x)
PB_CONVERT(f32, i64, float, int64_t, PB_SATURATED(int64_t, 0x1p63f, INT64_MIN, INT64_MAX))
PB_CONVERT(f32, i32, float, int32_t, PB_SATURATED(int32_t, 0x1p31f, INT32_MIN, INT32_MAX))
PB_CONVERT(f32, bool, float, uint8_t, x != 0)
PB_CONVERT(i64, f64, int64_t, double, x)
PB_CONVERT(i64, f32, int64_t, float, x)
PB_CONVERT(i64, i64, int64_t, int64_t, x)
PB_CONVERT(i64, i32, int64_t, int32_t, x)
PB_CONVERT(i64, bool, int64_t, uint8_t, x != 0)
PB_CONVERT(i32, f64, int32_t, double, x)
PB_CONVERT(i32, f32, int32_t, float, x)
PB_CONVERT(i32, i64, int32_t, int64_t, x)
PB_CONVERT(i32, i32, int32_t, int32_t, x)
PB_CONVERT(i32, bool, int32_t, uint8_t, x != 0)
PB_CONVERT(bool, f64, uint8_t, double, x)
PB_CONVERT(bool, f32, uint8_t, float, x)
PB_CONVERT(bool, i64, uint8_t, int64_t, x)
PB_CONVERT(bool, i32, uint8_t, int32_t, x)
PB_CONVERT(bool, bool, uint8_t, uint8_t, x)

static const pb_convert PB_I_(converts)[] = {
#define PB_ROW(from) \
    PB_I_(from##_to_f64), PB_I_(from##_to_f32), PB_I_(from##_to_i64), PB_I_(from##_to_i32), PB_I_(from##_to_bool),
    PB_DTYPES(PB_ROW)
#undef PB_ROW
};

#undef PB_LOGIC
#undef PB_SELECT
#undef PB_CONVERT
#undef PB_SATURATED
