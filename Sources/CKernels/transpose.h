// Short copies and transposition, for elements of 4 or 8 bytes and one instruction set. Included once for each pair, after
// isa.h, with PB_T (element type), PB_S (its suffix) and PB_SIZE (its bytes).

/// Copies `count` elements, too few for memcpy to be worth its call.
PB_INLINE void PB_N(copy)(long count, const PB_T *from, PB_T *to) {
    typedef PB_T quarter __attribute__((ext_vector_type(16 / PB_SIZE), aligned(PB_SIZE), may_alias));
    long i = 0;
    for (; i + 16 / PB_SIZE <= count; i += 16 / PB_SIZE) *(quarter *)(to + i) = *(const quarter *)(from + i);
    for (; i < count; i++) to[i] = from[i];
}

#if PB_BYTES > 8
#define PB_SQUARE (32 / PB_SIZE)

typedef PB_T PB_N(full) __attribute__((ext_vector_type(PB_SQUARE)));
typedef PB_T PB_N(full_at) __attribute__((ext_vector_type(PB_SQUARE), aligned(PB_SIZE), may_alias));

/// Reads PB_SQUARE rows of 16 bytes and turns them: turned[j][i] = from[i · row + j].
PB_INLINE void PB_N(turn)(const PB_T *from, long row, PB_N(full) *turned) {
    typedef PB_T half __attribute__((ext_vector_type(PB_SQUARE / 2), aligned(PB_SIZE), may_alias));
#define PB_HALF(i) (*(const half *)(from + (i) * row))
#if PB_SIZE == 8
    PB_N(full) even = __builtin_shufflevector(PB_HALF(0), PB_HALF(2), 0, 1, 2, 3);
    PB_N(full) odd = __builtin_shufflevector(PB_HALF(1), PB_HALF(3), 0, 1, 2, 3);
    turned[0] = __builtin_shufflevector(even, odd, 0, 4, 2, 6);
    turned[1] = __builtin_shufflevector(even, odd, 1, 5, 3, 7);
#else
    PB_N(full) rows[4], low[2], high[2];
    PB_UNROLL for (int i = 0; i < 4; i++)
        rows[i] = __builtin_shufflevector(PB_HALF(i), PB_HALF(i + 4), 0, 1, 2, 3, 4, 5, 6, 7);
    PB_UNROLL for (int i = 0; i < 2; i++) {
        low[i] = __builtin_shufflevector(rows[2 * i], rows[2 * i + 1], 0, 8, 1, 9, 4, 12, 5, 13);
        high[i] = __builtin_shufflevector(rows[2 * i], rows[2 * i + 1], 2, 10, 3, 11, 6, 14, 7, 15);
    }
    turned[0] = __builtin_shufflevector(low[0], low[1], 0, 1, 8, 9, 4, 5, 12, 13);
    turned[1] = __builtin_shufflevector(low[0], low[1], 2, 3, 10, 11, 6, 7, 14, 15);
    turned[2] = __builtin_shufflevector(high[0], high[1], 0, 1, 8, 9, 4, 5, 12, 13);
    turned[3] = __builtin_shufflevector(high[0], high[1], 2, 3, 10, 11, 6, 7, 14, 15);
#endif
#undef PB_HALF
}

/// Transposes a square: to[j, i] = from[i, j].
PB_INLINE void PB_N(square)(const PB_T *from, long from_row, PB_T *to, long to_row) {
    PB_N(full) turned[PB_SQUARE];
    PB_N(turn)(from, from_row, turned);
    PB_N(turn)(from + PB_SQUARE / 2, from_row, turned + PB_SQUARE / 2);
    PB_UNROLL for (int j = 0; j < PB_SQUARE; j++) *(PB_N(full_at) *)(to + j * to_row) = turned[j];
}
#else
#define PB_SQUARE 4

PB_INLINE void PB_N(square)(const PB_T *from, long from_row, PB_T *to, long to_row) {
    for (int i = 0; i < 4; i++)
        for (int j = 0; j < 4; j++) to[j * to_row + i] = from[i * from_row + j];
}
#endif

/// to[j · to_row + i] = from[i · from_row + j] for i < rows, j < columns. The last squares overlap those before.
static void PB_N(transpose)(
    long rows, long columns, const PB_T *from, long from_row, PB_T *to, long to_row
) {
    if (rows < PB_SQUARE || columns < PB_SQUARE) {
        for (long j = 0; j < columns; j++)
            for (long i = 0; i < rows; i++) to[j * to_row + i] = from[i * from_row + j];
        return;
    }
    for (long i = 0; i < rows; i += PB_SQUARE) {
        long row = pb_min(i, rows - PB_SQUARE);
        for (long j = 0; j < columns; j += PB_SQUARE) {
            long column = pb_min(j, columns - PB_SQUARE);
            PB_N(square)(from + row * from_row + column, from_row, to + column * to_row + row, to_row);
        }
    }
}
