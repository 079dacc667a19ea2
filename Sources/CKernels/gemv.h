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
#define PB_SQUARES 4

/// Elements of a column that are read at a time: half a kilobyte.
#define PB_STRIP (512 / PB_SIZE)

/// The sums of `squares` × PB_SQUARE columns, each of which lies together, over one block. Strips of columns are copied
/// first: where columns are a power of two apart, lines of many do not fit into the nearest cache side by side.
PB_INLINE void PB_N(chains)(const int squares, long depth, PB_N(matrix) a, PB_N(matrix) b, PB_T *sums) {
    enum { step = PB_STRIP + 64 / PB_SIZE };
    PB_T strips[PB_SQUARES * PB_SQUARE * step];
    PB_N(full) chains[PB_SQUARES];
    PB_UNROLL for (int s = 0; s < squares; s++) chains[s] = 0;
    for (long first = 0; first < depth; first += PB_STRIP) {
        long length = pb_min(PB_STRIP, depth - first), k = 0;
        for (int j = 0; j < squares * PB_SQUARE; j++) {
            const PB_T *column = b.start + j * b.column + first;
            if (length == PB_STRIP) {
                PB_UNROLL for (int i = 0; i < PB_STRIP; i += PB_LANES)
                    PB_N(store)(strips + j * step + i, PB_N(load)(column + i));
            } else {
                PB_N(copy)(length, column, strips + j * step);
            }
        }
        const PB_T *left = a.start + first * a.column;
        for (; k + PB_SQUARE <= length; k += PB_SQUARE) {
            PB_UNROLL for (int s = 0; s < squares; s++) {
                PB_N(full) rows[PB_SQUARE];
                PB_N(turn)(strips + s * PB_SQUARE * step + k, step, rows);
                PB_UNROLL for (int i = 0; i < PB_SQUARE; i++)
                    chains[s] = __builtin_elementwise_fma((PB_N(full))left[(k + i) * a.column], rows[i], chains[s]);
            }
        }
        for (; k < length; k++) {
            PB_UNROLL for (int s = 0; s < squares; s++) {
                PB_N(full) right;
                PB_UNROLL for (int j = 0; j < PB_SQUARE; j++) right[j] = strips[(s * PB_SQUARE + j) * step + k];
                chains[s] = __builtin_elementwise_fma((PB_N(full))left[k * a.column], right, chains[s]);
            }
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
#undef PB_STRIP
