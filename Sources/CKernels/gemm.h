// Matrix products in the order of `pb_dot_…`, for one element type and one instruction set. Included once for each pair,
// after vectors.h and transpose.h, with PB_T (element type), PB_S (its suffix) and PB_LANES (elements of a vector).
//
// The order is fixed over k alone: blocks of 256, each a chain of fused multiply-adds from +0. So k is cut at multiples
// of 256, an element of the result is written by the first block and added to by the others, and rows and columns are
// cut as caches and registers like it: a tile of rows × (vectors · PB_LANES) elements stays in registers during a block.

/// A matrix, or a part of one: element (i, j) at start[i · row + j · column].
typedef struct {
    const PB_T *start;
    long row, column;
} PB_N(matrix);

/// Where results go, in the same way, and whether they are written, else added to what is there.
typedef struct {
    PB_T *start;
    long row, column;
    int is_first;
} PB_N(target);

#include "gemv.h"

/// Stores rows of a tile, `step` elements apart, where columns of the result do not lie together.
static void PB_N(scatter)(long rows, long columns, const PB_T *tile, long step, PB_N(target) c) {
    if (c.row == 1 && c.is_first) {
        PB_N(transpose)(rows, columns, tile, step, c.start, c.column);
        return;
    }
    for (long i = 0; i < rows; i++) {
        for (long j = 0; j < columns; j++) {
            PB_T *place = c.start + i * c.row + j * c.column, sum = tile[i * step + j];
            *place = c.is_first ? sum : *place + sum;
        }
    }
}

/// One tile over one block: `a` packed as depth × rows, `b` with `step` elements between its rows, of the result the
/// first `columns` columns.
PB_INLINE void PB_N(tile)(
    const int rows, const int vectors, long depth, const PB_T *a, const PB_T *b, long step, long columns, PB_N(target) c
) {
    PB_N(lanes) sums[PB_TILE_ROWS][PB_WIDE];
    PB_UNROLL for (int i = 0; i < rows; i++) PB_UNROLL for (int v = 0; v < vectors; v++) sums[i][v] = 0;
    const PB_T *next = c.start;
    for (long k = 0; k < depth; k++, a += rows, b += step) {
        // The result's lines arrive while the sums are formed, a row at a time: all at once they would keep operands waiting.
        if (k % 8 == 0 && k < 8 * rows) {
            PB_UNROLL for (int v = 0; v < vectors; v++) __builtin_prefetch(next + v * PB_LANES * c.column, 1);
            next += c.row;
        }
        // Both panels do not fit in the nearest cache together, and the packed right one comes back tile after tile.
        if (PB_BYTES == 64 && rows > PB_FEW_ROWS)
            PB_UNROLL for (int v = 0; v < vectors; v++) __builtin_prefetch(b + 32 * step + v * PB_LANES);
        PB_N(lanes) right[PB_WIDE];
        PB_UNROLL for (int v = 0; v < vectors; v++) right[v] = *(const PB_N(unaligned) *)(b + v * PB_LANES);
        PB_UNROLL for (int i = 0; i < rows; i++) {
            PB_N(lanes) left = (PB_N(lanes))a[i];
            PB_UNROLL for (int v = 0; v < vectors; v++)
                sums[i][v] = __builtin_elementwise_fma(left, right[v], sums[i][v]);
        }
    }
    if (c.column == 1 && columns == vectors * PB_LANES) {
        PB_UNROLL for (int i = 0; i < rows; i++) PB_UNROLL for (int v = 0; v < vectors; v++) {
            PB_N(unaligned) *place = (PB_N(unaligned) *)(c.start + i * c.row + v * PB_LANES);
            *place = c.is_first ? sums[i][v] : *place + sums[i][v];
        }
        return;
    }
    PB_T tile[PB_TILE_ROWS * PB_WIDE * PB_LANES];
    PB_UNROLL for (int i = 0; i < rows; i++) PB_UNROLL for (int v = 0; v < vectors; v++)
        *(PB_N(unaligned) *)(tile + (i * vectors + v) * PB_LANES) = sums[i][v];
    PB_N(scatter)(rows, columns, tile, vectors * PB_LANES, c);
}

typedef void (*PB_N(tile_of))(long, const PB_T *, const PB_T *, long, long, PB_N(target));

#define PB_TILE(rows, vectors) \
    static void PB_N(tile_##rows##_##vectors)( \
        long depth, const PB_T *a, const PB_T *b, long step, long columns, PB_N(target) c \
    ) { \
        PB_N(tile)(rows, vectors, depth, a, b, step, columns, c); \
    }
PB_TILES(PB_TILE)
#undef PB_TILE

/// Tiles by rows and vectors; those that would not fit into the registers are missing.
static const PB_N(tile_of) PB_N(tiles)[PB_TILE_ROWS + 1][PB_WIDE + 1] = {
#define PB_TILE(rows, vectors) [rows][vectors] = PB_N(tile_##rows##_##vectors),
    PB_TILES(PB_TILE)
#undef PB_TILE
};

/// Columns of a panel of the right operand.
#define PB_WIDTH (2 * PB_LANES)

/// Lays out `width` rows of a block as depth × `padded`; what is beyond the width is 0 and meets results that are dropped.
static void PB_N(pack)(long width, long depth, PB_N(matrix) a, PB_T *packed, long padded) {
    if (a.column == 1) {
        PB_N(transpose)(width, depth, a.start, a.row, packed, padded);
    } else if (a.row == 1) {
        for (long k = 0; k < depth; k++) {
            // Strides are too long for the hardware to see what comes next.
            const PB_T *row = a.start + k * a.column;
            for (long i = 0; i < width; i += 64 / PB_SIZE) __builtin_prefetch(row + 16 * a.column + i);
            if (width == PB_WIDTH) {
                PB_N(store)(packed + k * padded, PB_N(load)(row));
                PB_N(store)(packed + k * padded + PB_LANES, PB_N(load)(row + PB_LANES));
            } else {
                PB_N(copy)(width, row, packed + k * padded);
            }
        }
    } else {
        for (long k = 0; k < depth; k++)
            for (long i = 0; i < width; i++) packed[k * padded + i] = a.start[i * a.row + k * a.column];
    }
    for (long k = 0; k < depth && width < padded; k++)
        for (long i = width; i < padded; i++) packed[k * padded + i] = 0;
}

#include "near.h"

/// All panels of at most PB_TILE_ROWS rows of a packed block against one panel of columns.
static void PB_N(column)(
    long rows, int vectors, long depth, const PB_T *a, const PB_T *b, long step, long columns, PB_N(target) c
) {
    long panels = (rows + PB_TILE_ROWS - 1) / PB_TILE_ROWS, first = 0;
    for (long panel = 0; panel < panels; panel++) {
        long end = rows * (panel + 1) / panels;
        PB_N(target) place = {c.start + first * c.row, c.row, c.column, c.is_first};
        PB_N(tiles)[end - first][vectors](depth, a + first * depth, b, step, columns, place);
        first = end;
    }
}

/// Packs rows of a block in the panels that `column` expects.
static void PB_N(pack_rows)(long rows, long depth, PB_N(matrix) a, PB_T *packed) {
    long panels = (rows + PB_TILE_ROWS - 1) / PB_TILE_ROWS, first = 0;
    for (long panel = 0; panel < panels; panel++) {
        long end = rows * (panel + 1) / panels;
        PB_N(matrix) part = {a.start + first * a.row, a.row, a.column};
        PB_N(pack)(end - first, depth, part, packed + first * depth, end - first);
        first = end;
    }
}

/// Vectors of the tile that takes `columns` columns, at most two.
#define PB_VECTORS(columns) ((columns) > PB_LANES ? 2 : 1)

/// One block of so few rows that a wide tile holds them, where rows of `b` lie together: these are read as they lie.
static void PB_N(few_rows)(long rows, long columns, long depth, const PB_T *a, PB_N(matrix) b, PB_N(target) c) {
    long column = 0;
    for (int vectors = PB_WIDE; vectors > 0; vectors--) {
        PB_N(tile_of) tile = PB_N(tiles)[rows][vectors];
        for (long width = vectors * PB_LANES; tile && column + width <= columns; column += width) {
            PB_N(target) place = {c.start + column * c.column, c.row, c.column, c.is_first};
            tile(depth, a, b.start + column, b.row, width, place);
        }
    }
    if (column == columns) return;
    PB_N(factors) rest = {a, 1, rows, b.start + column, b.row, depth, columns - column};
    PB_N(target) place = {c.start + column * c.column, c.row, c.column, c.is_first};
    PB_N(nears)[rows][(columns - column + PB_HALF_LANES - 1) / PB_HALF_LANES](&rest, place);
}

/// One block of depth of all rows against `columns` columns of `b`.
static int PB_N(block)(
    long rows, long columns, long depth, PB_N(matrix) a, PB_N(matrix) b, PB_N(target) c, PB_T *packed_a, PB_T *packed_b,
    const int *cancel
) {
    for (long column = 0; column < columns; column += PB_WIDTH) {
        long width = pb_min(PB_WIDTH, columns - column);
        PB_N(matrix) part = {b.start + column * b.column, b.column, b.row};
        PB_N(pack)(width, depth, part, packed_b + column * depth, PB_VECTORS(width) * PB_LANES);
    }
    for (long row = 0; row < rows; row += PB_ROWS) {
        if (pb_is_up(cancel)) return 1;
        long height = pb_min(PB_ROWS, rows - row);
        PB_N(matrix) part = {a.start + row * a.row, a.row, a.column};
        PB_N(pack_rows)(height, depth, part, packed_a);
        for (long column = 0; column < columns; column += PB_WIDTH) {
            long width = pb_min(PB_WIDTH, columns - column);
            int vectors = PB_VECTORS(width);
            PB_N(target) place = {
                c.start + row * c.row + column * c.column, c.row, c.column, c.is_first};
            PB_N(column)(
                height, vectors, depth, packed_a, packed_b + column * depth, vectors * PB_LANES, width, place);
        }
    }
    return 0;
}

/// A product of many rows and columns, cut as the caches like it.
static int PB_N(far_product)(
    long m, long n, long k, PB_N(matrix) a, PB_N(matrix) b, PB_N(target) c, PB_T *packed_a, PB_T *packed_b,
    const int *cancel
) {
    for (long column = 0; column < n; column += PB_COLUMNS) {
        for (long first = 0; first < k; first += PB_DEPTH) {
            long columns = pb_min(PB_COLUMNS, n - column), depth = pb_min(PB_DEPTH, k - first);
            PB_N(matrix) left = {a.start + first * a.column, a.row, a.column};
            PB_N(matrix) right = {b.start + first * b.row + column * b.column, b.row, b.column};
            PB_N(target) place = {c.start + column * c.column, c.row, c.column, first == 0};
            if (PB_N(block)(m, columns, depth, left, right, place, packed_a, packed_b, cancel)) return 1;
        }
    }
    return 0;
}

/// Columns between two looks at `cancel`.
#define PB_CHUNK (1 << 15)

/// A product of few rows where rows of `b` lie together: these are read from end to end.
static int PB_N(wide_product)(
    long m, long n, long k, PB_N(matrix) a, PB_N(matrix) b, PB_N(target) c, PB_T *packed, const int *cancel
) {
    // One row reads single rows of `b`. With wide registers that is worth it only where rows are so many that sums are not moved
    // about more than these, and where they do not begin at the same place of pages, unless they come from memory.
    enum PB_N(distance) distance = PB_N(distance_of)(n * k * PB_SIZE);
    int is_crowded = b.row * PB_SIZE % 4096 == 0 && distance == PB_N(is_near_by);
    int is_along = m == 1 && (PB_BYTES < 64 || (k > 32 && !is_crowded));
    for (long first = 0; first < k; first += PB_DEPTH) {
        long depth = pb_min(PB_DEPTH, k - first);
        PB_N(matrix) left = {a.start + first * a.column, a.row, a.column};
        if (!is_along) PB_N(pack)(m, depth, left, packed, m);
        for (long column = 0; column < n; column += PB_CHUNK) {
            if (pb_is_up(cancel)) return 1;
            long columns = pb_min(PB_CHUNK, n - column);
            PB_N(matrix) right = {b.start + first * b.row + column, b.row, 1};
            PB_N(target) place = {c.start + column * c.column, c.row, c.column, first == 0};
            if (is_along) {
                PB_N(along_rows)(columns, depth, left, right, place, distance);
            } else {
                PB_N(few_rows)(m, columns, depth, packed, right, place);
            }
        }
    }
    return 0;
}

/// What a product of this form takes for each k, in eighths of the time of a multiplication of 64 bytes: useless ones of partly
/// filled vectors are included, and the packing of a right operand whose rows do not lie together.
PB_INLINE long PB_N(cost)(long rows, long columns, int is_packed) {
    long vectors = (columns + PB_HALF_LANES - 1) / PB_HALF_LANES;
    // A single narrow vector waits for the left operand.
    return rows * (vectors == 1 ? 6 : 4 * vectors) + (is_packed ? columns * PB_SIZE * 3 / 4 : 0);
}

static int PB_N(gemm)(
    long m, long n, long k, const PB_T *a_start, long a_row, long a_column, const PB_T *b_start, long b_row,
    long b_column, PB_T *c_start, long c_row, void *scratch, const int *cancel
) {
    if (m <= 0 || n <= 0) return 0;
    if (k <= 0) {
        for (long i = 0; i < m; i++)
            if (pb_copy(c_start + i * c_row, 0, n * PB_SIZE, cancel)) return 1;
        return pb_is_up(cancel);
    }
    PB_N(matrix) a = {a_start, a_row, a_column}, b = {b_start, b_row, b_column};
    PB_N(target) c = {c_start, c_row, 1, 1};
    // Where few columns fill vectors badly, or columns lie together, the transposed product may take less.
    int is_turned = k * PB_N(cost)(n, m, a_row != 1) + 8 * m * n < k * PB_N(cost)(m, n, b_column != 1);
    if (m > 1 && (n == 1 || is_turned)) {
        long rows = m;
        m = n, n = rows;
        a = (PB_N(matrix)){b_start, b_column, b_row}, b = (PB_N(matrix)){a_start, a_column, a_row};
        c = (PB_N(target)){c_start, 1, c_row, 1};
    }
    PB_T *packed_a = pb_aligned(scratch), *packed_b = packed_a + PB_ROWS * PB_DEPTH;
    if (m == 1 && b.column != 1) return PB_N(along_columns)(n, k, a, b, c, packed_a, cancel);
    if (m <= PB_FEW_ROWS && b.column == 1 && n > (m == 1 ? 2 : 15) * PB_LANES)
        return PB_N(wide_product)(m, n, k, a, b, c, packed_a, cancel);
    if (PB_N(is_near)(m, n, k)) return PB_N(near_product)(m, n, k, a, b, c, packed_b, cancel);
    return PB_N(far_product)(m, n, k, a, b, c, packed_a, packed_b, cancel);
}

#undef PB_WIDTH
#undef PB_CHUNK
#undef PB_HALF_LANES
#undef PB_VECTORS
