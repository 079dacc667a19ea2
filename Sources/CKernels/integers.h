// Maps over blocks of whole numbers, for one element type and one instruction set: arithmetic wraps, and division is defined
// everywhere, see `IntegerElement`. Included once for each pair, after isa.h, with PB_T (element type), PB_S (its suffix),
// PB_U (the unsigned type of its size) and PB_LEAST (its least number).

#define PB_LOOP_1(name, expression) \
    static void PB_N(map_##name)(long n, const PB_T *from, PB_T *to) { \
        PB_LOOP for (long i = 0; i < n; i++) { \
            PB_T x = from[i]; \
            to[i] = (PB_T)(expression); \
        } \
    }

PB_LOOP_1(neg, 0 - (PB_U)x)
PB_LOOP_1(abs, x < 0 ? 0 - (PB_U)x : (PB_U)x)
PB_LOOP_1(sign, (x > 0) - (x < 0))
PB_LOOP_1(not, ~x)

static const PB_JOIN2(pb_map1, PB_S) PB_N(integers1)[] = {
#define PB_ROW(name) [pb_integer1_##name] = PB_N(map_##name),
    PB_INTEGERS_1(PB_ROW)
#undef PB_ROW
};

PB_INLINE PB_T PB_N(quotient)(PB_T x, PB_T y) { return y == 0 ? -1 : y == -1 ? (PB_T)(0 - (PB_U)x) : x / y; }
PB_INLINE PB_T PB_N(remainder)(PB_T x, PB_T y) { return y == 0 ? x : y == -1 ? 0 : x % y; }

#define PB_LOOP_2(name, result, expression) \
    static void PB_N(map_##name)( \
        long n, const PB_T *left, long left_step, const PB_T *right, long right_step, result *to \
    ) { \
        if (left_step && right_step) { \
            PB_LOOP for (long i = 0; i < n; i++) { \
                PB_T x = left[i], y = right[i]; \
                to[i] = (result)(expression); \
            } \
        } else { \
            for (long i = 0; i < n; i++) { \
                PB_T x = left[i * left_step], y = right[i * right_step]; \
                to[i] = (result)(expression); \
            } \
        } \
    }

PB_LOOP_2(add, PB_T, (PB_U)x + (PB_U)y)
PB_LOOP_2(sub, PB_T, (PB_U)x - (PB_U)y)
PB_LOOP_2(mul, PB_T, (PB_U)x * (PB_U)y)
PB_LOOP_2(div, PB_T, PB_N(quotient)(x, y))
PB_LOOP_2(rem, PB_T, PB_N(remainder)(x, y))
PB_LOOP_2(max, PB_T, x > y ? x : y)
PB_LOOP_2(min, PB_T, x < y ? x : y)
PB_LOOP_2(and, PB_T, x & y)
PB_LOOP_2(or, PB_T, x | y)
PB_LOOP_2(xor, PB_T, x ^ y)

static const PB_JOIN2(pb_map2, PB_S) PB_N(integers2)[] = {
#define PB_ROW(name) [pb_integer2_##name] = PB_N(map_##name),
    PB_INTEGERS_2(PB_ROW)
#undef PB_ROW
};

PB_LOOP_2(eq, unsigned char, x == y)
PB_LOOP_2(ne, unsigned char, x != y)
PB_LOOP_2(lt, unsigned char, x < y)
PB_LOOP_2(le, unsigned char, x <= y)
PB_LOOP_2(gt, unsigned char, x > y)
PB_LOOP_2(ge, unsigned char, x >= y)

static const PB_JOIN2(pb_compare, PB_S) PB_N(compares)[] = {
#define PB_ROW(name) [pb_compare_##name] = PB_N(map_##name),
    PB_COMPARISONS(PB_ROW)
#undef PB_ROW
};

#undef PB_LOOP_1
#undef PB_LOOP_2
