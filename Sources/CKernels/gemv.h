// One row times a matrix, for one element type and one instruction set, in the same order as gemm.h, which includes it.
// Every element of the matrix is used once: what counts is that it is read in the order in which it lies.

/// Writes or adds the sums of a block.
static void PB_N(put)(long columns, const PB_T *sums, PB_N(target) c) {
    if (c.is_first) {
        for (long j = 0; j < columns; j++) c.start[j * c.column] = sums[j];
    } else {
        for (long j = 0; j < columns; j++) c.start[j * c.column] += sums[j];
    }
}

/// Columns whose sums stay in the nearest cache: four kilobytes of each row.
#define PB_STRETCH (4096 / PB_SIZE)
/// Rows of the matrix that are read side by side.
#define PB_SIDE_BY_SIDE 8

/// One block where rows of `b` lie together.
static void PB_N(along_rows)(long columns, long depth, PB_N(matrix) a, PB_N(matrix) b, PB_N(target) c) {
    PB_T sums[PB_STRETCH];
    for (long first = 0; first < columns; first += PB_STRETCH) {
        long width = pb_min(PB_STRETCH, columns - first), k = 0;
        for (long j = 0; j < width; j++) sums[j] = 0;
        for (; k + PB_SIDE_BY_SIDE <= depth; k += PB_SIDE_BY_SIDE) {
            const PB_T *right = b.start + k * b.row + first;
            PB_T left[PB_SIDE_BY_SIDE];
            for (int i = 0; i < PB_SIDE_BY_SIDE; i++) left[i] = a.start[(k + i) * a.column];
            PB_LOOP for (long j = 0; j < width; j++) {
                PB_T sum = sums[j];
                PB_UNROLL for (int i = 0; i < PB_SIDE_BY_SIDE; i++)
                    sum = __builtin_elementwise_fma(left[i], right[i * b.row + j], sum);
                sums[j] = sum;
            }
        }
        for (; k < depth; k++) {
            const PB_T *right = b.start + k * b.row + first;
            PB_T left = a.start[k * a.column];
            PB_LOOP for (long j = 0; j < width; j++) sums[j] = __builtin_elementwise_fma(left, right[j], sums[j]);
        }
        PB_N(put)(width, sums, (PB_N(target)){c.start + first * c.column, c.row, c.column, c.is_first});
    }
}

#if PB_BYTES >= 32
/// Squares of columns whose chains run side by side.
#define PB_SQUARES 2

/// Bytes by which a column is fetched ahead.
#define PB_AHEAD 512

/// The sums of `squares` × PB_SQUARE columns, each of which lies together, over one block.
PB_INLINE void PB_N(chains)(const int squares, long depth, PB_N(matrix) a, PB_N(matrix) b, PB_T *sums) {
    PB_N(full) chains[PB_SQUARES];
    PB_UNROLL for (int s = 0; s < squares; s++) chains[s] = 0;
    long k = 0;
    // Two squares deep at a time, which is a cache line of each column.
    for (; k + 2 * PB_SQUARE <= depth; k += 2 * PB_SQUARE) {
        PB_UNROLL for (int s = 0; s < squares; s++) {
            const PB_T *corner = b.start + s * PB_SQUARE * b.column + k;
            PB_UNROLL for (int j = 0; j < PB_SQUARE; j++)
                __builtin_prefetch((const char *)(corner + j * b.column) + PB_AHEAD);
            PB_UNROLL for (int half = 0; half < 2 * PB_SQUARE; half += PB_SQUARE) {
                PB_N(full) rows[PB_SQUARE];
                PB_N(turn)(corner + half, b.column, rows);
                PB_UNROLL for (int i = 0; i < PB_SQUARE; i++)
                    chains[s] =
                        __builtin_elementwise_fma((PB_N(full))a.start[(k + half + i) * a.column], rows[i], chains[s]);
            }
        }
    }
    for (; k < depth; k++) {
        PB_UNROLL for (int s = 0; s < squares; s++) {
            PB_N(full) right;
            PB_UNROLL for (int j = 0; j < PB_SQUARE; j++) right[j] = b.start[(s * PB_SQUARE + j) * b.column + k];
            chains[s] = __builtin_elementwise_fma((PB_N(full))a.start[k * a.column], right, chains[s]);
        }
    }
    PB_UNROLL for (int s = 0; s < squares; s++) *(PB_N(full_at) *)(sums + s * PB_SQUARE) = chains[s];
}
#endif

/// One block where columns of `b` lie together, or nothing does.
static void PB_N(along_columns)(long columns, long depth, PB_N(matrix) a, PB_N(matrix) b, PB_N(target) c) {
    long column = 0;
#if PB_BYTES >= 32
    PB_T sums[PB_SQUARES * PB_SQUARE];
    while (b.row == 1 && columns - column >= PB_SQUARE) {
        PB_N(matrix) part = {b.start + column * b.column, b.row, b.column};
        PB_N(target) place = {c.start + column * c.column, c.row, c.column, c.is_first};
        int is_wide = columns - column >= PB_SQUARES * PB_SQUARE;
        if (is_wide) {
            PB_N(chains)(PB_SQUARES, depth, a, part, sums);
        } else {
            PB_N(chains)(1, depth, a, part, sums);
        }
        long width = is_wide ? PB_SQUARES * PB_SQUARE : PB_SQUARE;
        PB_N(put)(width, sums, place);
        column += width;
    }
#endif
    for (; column < columns; column++) {
        PB_T sum = 0;
        for (long k = 0; k < depth; k++)
            sum = __builtin_elementwise_fma(a.start[k * a.column], b.start[k * b.row + column * b.column], sum);
        PB_N(put)(1, &sum, (PB_N(target)){c.start + column * c.column, c.row, c.column, c.is_first});
    }
}

#undef PB_STRETCH
#undef PB_SIDE_BY_SIDE
#undef PB_SQUARES
#undef PB_AHEAD
