// One row times a matrix, for one element type and one instruction set, in the same order as gemm.h, which includes it.
// Every element of the matrix is used once: what counts is that it is read in the order in which it lies.

/// Writes or adds the sums of a block.
PB_INLINE void PB_N(put)(long columns, const PB_T *sums, PB_N(target) c) {
    if (c.is_first) {
        for (long j = 0; j < columns; j++) c.start[j * c.column] = sums[j];
    } else {
        for (long j = 0; j < columns; j++) c.start[j * c.column] += sums[j];
    }
}

/// Columns whose sums stay in the nearest cache: four kilobytes of each row, of a matrix that is not in the second cache sixteen, so
/// that pages are read to their ends.
#define PB_STRETCH (4096 / PB_SIZE)
#define PB_FAR_STRETCH (16384 / PB_SIZE)
/// Rows of the matrix that are read side by side: no more than find room in the nearest cache where all begin at the same
/// place of pages.
#define PB_SIDE_BY_SIDE 8

/// Adds products with `rows` rows to `width` sums.
PB_INLINE void PB_N(add_rows)(
    const int rows, long width, const PB_T *a, long column, const PB_T *b, long row, PB_T *sums
) {
    PB_T left[PB_SIDE_BY_SIDE];
    PB_UNROLL for (int i = 0; i < rows; i++) left[i] = a[i * column];
    PB_LOOP for (long j = 0; j < width; j++) {
        PB_T sum = sums[j];
        PB_UNROLL for (int i = 0; i < rows; i++) sum = __builtin_elementwise_fma(left[i], b[i * row + j], sum);
        sums[j] = sum;
    }
}

/// The same for whole rows of a matrix that is not in the second cache. The next rows are asked for meanwhile, as they lie on
/// other pages, where the hardware does not look ahead; into the second cache, as the nearest one has no room for lines at the
/// same place of so many pages.
PB_INLINE void PB_N(add_far_rows)(
    const int rows, long width, const PB_T *a, long column, const PB_T *b, long row, PB_T *sums
) {
    PB_T left[PB_SIDE_BY_SIDE];
    PB_UNROLL for (int i = 0; i < rows; i++) left[i] = a[i * column];
    long j = 0;
    for (; j + PB_LANES <= width; j += PB_LANES) {
        PB_N(lanes) sum = PB_N(load)(sums + j);
        PB_UNROLL for (int i = 0; i < rows; i++) {
            if (j % (64 / PB_SIZE) == 0) __builtin_prefetch(b + (rows + i) * row + j, 0, 2);
            sum = __builtin_elementwise_fma((PB_N(lanes))left[i], PB_N(load)(b + i * row + j), sum);
        }
        PB_N(store)(sums + j, sum);
    }
    PB_N(add_rows)(rows, width - j, a, column, b + j, row, sums + j);
}

/// Where a matrix is when it is read.
enum PB_N(distance) { PB_N(is_near_by), PB_N(is_in_last_cache), PB_N(is_in_memory) };

static enum PB_N(distance) PB_N(distance_of)(long bytes) {
    return bytes > 12 << 20 ? PB_N(is_in_memory) : bytes >= 8 << 20 ? PB_N(is_in_last_cache) : PB_N(is_near_by);
}

/// One block where rows of `b` lie together.
static void PB_N(along_rows)(
    long columns, long depth, PB_N(matrix) a, PB_N(matrix) b, PB_N(target) c, enum PB_N(distance) distance
) {
    // A load waits for a store before it to the same place of another page, so the sums lie half a kilobyte away from where rows
    // begin that are multiples of a kilobyte apart.
    PB_T room[PB_FAR_STRETCH + 1024 / PB_SIZE];
    PB_T *sums = room + (((uintptr_t)b.start + 512 - (uintptr_t)room) % 1024) / PB_SIZE;
    for (long first = 0, width; first < columns; first += width) {
        width = pb_min(distance == PB_N(is_near_by) ? PB_STRETCH : PB_FAR_STRETCH, columns - first);
        long k = 0;
        for (long j = 0; j < width; j++) sums[j] = 0;
#define PB_ADD_ROWS(add, rows) \
    for (; k + (rows) <= depth; k += (rows)) \
        PB_N(add)(rows, width, a.start + k * a.column, a.column, b.start + k * b.row + first, b.row, sums);
        if (distance == PB_N(is_in_memory)) PB_ADD_ROWS(add_far_rows, PB_SIDE_BY_SIDE)
        // Fewer are enough where an answer takes less.
        if (distance == PB_N(is_in_last_cache)) PB_ADD_ROWS(add_far_rows, PB_SIDE_BY_SIDE / 2)
        PB_ADD_ROWS(add_rows, PB_SIDE_BY_SIDE)
        PB_ADD_ROWS(add_rows, PB_SIDE_BY_SIDE / 2)
        PB_ADD_ROWS(add_rows, 1)
#undef PB_ADD_ROWS
        PB_N(put)(width, sums, (PB_N(target)){c.start + first * c.column, c.row, c.column, c.is_first});
    }
}

#if PB_BYTES > 8
#include "teams.h"
#else
/// A product of one row where columns of `b` lie together, or nothing does.
static int PB_N(along_columns)(
    long columns, long depth, PB_N(matrix) a, PB_N(matrix) b, PB_N(target) c, PB_T *packed, const int *cancel
) {
    (void)packed;
    for (long column = 0; column < columns; column++) {
        if (pb_is_up(cancel)) return 1;
        for (long first = 0; first < depth; first += PB_DEPTH) {
            PB_T sum = 0;
            for (long k = first; k < pb_min(first + PB_DEPTH, depth); k++)
                sum = __builtin_elementwise_fma(a.start[k * a.column], b.start[k * b.row + column * b.column], sum);
            PB_N(put)(1, &sum, (PB_N(target)){c.start + column * c.column, c.row, c.column, first == 0});
        }
    }
    return 0;
}
#endif

#undef PB_STRETCH
#undef PB_FAR_STRETCH
#undef PB_SIDE_BY_SIDE
