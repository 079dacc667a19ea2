// Products whose left operand is read where it lies, for one element type and one instruction set, in the same order as
// gemm.h, which includes it: small ones, where packing would take longer than the product, and those of few columns, where
// every element of the left operand is used once or twice.

#define PB_HALF_LANES (PB_BYTES == 64 ? PB_LANES / 2 : PB_LANES)
/// Columns of a tile in halves of vectors, at most; where halves are not faster they are whole.
#define PB_MOST_HALVES (PB_BYTES == 64 ? 4 : 2)
/// Rows that one address serves: by index registers of one and three rows, and their multiples by two and four.
#define PB_REACH 5

/// The operands of one tile over one block; columns of `b` lie together.
typedef struct {
    const PB_T *a;
    long a_row, a_column;
    const PB_T *b;
    long b_row;
    long depth, columns;
} PB_N(factors);

/// The sums of a tile: whole vectors, and half of one, of which some are used.
typedef struct {
    PB_N(lanes) wide[PB_TILE_ROWS][2];
#if PB_BYTES == 64
    PB_N(narrow) narrow[PB_TILE_ROWS];
#endif
} PB_N(sums);

/// Vectors of a tile that are whole; of those before the last, all elements are used.
#define PB_WHOLE(halves) (PB_BYTES == 64 ? (halves) / 2 : (halves))
#define PB_IS_ODD(halves) (PB_BYTES == 64 && (halves) % 2)

/// Writes or adds the sums of a tile where columns of the result lie together, `first` those of the last vector.
PB_INLINE void PB_N(keep)(const int rows, const int halves, const PB_N(sums) *sums, PB_N(first) first, PB_N(target) c) {
    const int full = PB_IS_ODD(halves) ? PB_WHOLE(halves) : PB_WHOLE(halves) - 1;
    PB_UNROLL for (int i = 0; i < rows; i++) {
        PB_T *row = c.start + i * c.row, *last = row + full * PB_LANES;
        PB_UNROLL for (int v = 0; v < full; v++) {
            PB_T *to = row + v * PB_LANES;
            PB_N(store)(to, c.is_first ? sums->wide[i][v] : PB_N(load)(to) + sums->wide[i][v]);
        }
#if PB_BYTES == 64
        if (PB_IS_ODD(halves)) {
            PB_N(narrow) sum = sums->narrow[i];
            PB_N(store_narrow)(first, last, c.is_first ? sum : PB_N(load_narrow)(first, last) + sum);
            continue;
        }
#endif
        PB_N(lanes) sum = sums->wide[i][full];
        PB_N(store_first)(first, last, c.is_first ? sum : PB_N(load_first)(first, last) + sum);
    }
}

/// One tile over one block: as many columns as `halves` holds, or fewer.
PB_INLINE void PB_N(near)(const int rows, const int halves, PB_N(factors) f, PB_N(target) c) {
    const int wide = PB_WHOLE(halves), is_odd = PB_IS_ODD(halves), full = is_odd ? wide : wide - 1;
    PB_N(first) first = PB_N(first_of)(f.columns - full * PB_LANES);
    PB_N(sums) sums;
    PB_UNROLL for (int i = 0; i < rows; i++) PB_UNROLL for (int v = 0; v < wide; v++) sums.wide[i][v] = 0;
#if PB_BYTES == 64
    PB_UNROLL for (int i = 0; i < rows; i++) sums.narrow[i] = 0;
#endif
    const PB_T *left[(PB_TILE_ROWS + PB_REACH - 1) / PB_REACH];
    PB_UNROLL for (int i = 0; i < rows; i += PB_REACH) left[i / PB_REACH] = f.a + i * f.a_row;
    for (long k = 0; k < f.depth; k++, f.b += f.b_row) {
        PB_N(lanes) right[2];
        PB_UNROLL for (int v = 0; v < full; v++) right[v] = PB_N(load)(f.b + v * PB_LANES);
        if (!is_odd) right[full] = PB_N(load_first)(first, f.b + full * PB_LANES);
#if PB_BYTES == 64
        PB_N(narrow) narrow_right = is_odd ? PB_N(load_narrow)(first, f.b + full * PB_LANES) : 0;
#endif
        // The compiler would keep an address for each row: this hides where they come from.
        PB_UNROLL for (int i = 0; i < rows; i += PB_REACH) __asm__("" : "+r"(left[i / PB_REACH]));
        PB_UNROLL for (int i = 0; i < rows; i++) {
            PB_T factor = left[i / PB_REACH][i % PB_REACH * f.a_row];
            PB_UNROLL for (int v = 0; v < wide; v++)
                sums.wide[i][v] = __builtin_elementwise_fma((PB_N(lanes))factor, right[v], sums.wide[i][v]);
#if PB_BYTES == 64
            if (is_odd)
                sums.narrow[i] = __builtin_elementwise_fma((PB_N(narrow))factor, narrow_right, sums.narrow[i]);
#endif
        }
        PB_UNROLL for (int i = 0; i < rows; i += PB_REACH) left[i / PB_REACH] += f.a_column;
    }
    if (c.column == 1) {
        PB_N(keep)(rows, halves, &sums, first, c);
        return;
    }
    PB_T tile[PB_TILE_ROWS * 2 * PB_LANES];
    PB_N(keep)(rows, halves, &sums, first, (PB_N(target)){tile, 2 * PB_LANES, 1, 1});
    PB_N(scatter)(rows, f.columns, tile, 2 * PB_LANES, c);
}

#define PB_NEAR_OF(rows, halves) \
    static void PB_N(near_##rows##_##halves)(const PB_N(factors) *f, PB_N(target) c) { PB_N(near)(rows, halves, *f, c); }
#if PB_BYTES == 64
#define PB_NEAR(rows) PB_NEAR_OF(rows, 1) PB_NEAR_OF(rows, 2) PB_NEAR_OF(rows, 3) PB_NEAR_OF(rows, 4)
#else
#define PB_NEAR(rows) PB_NEAR_OF(rows, 1) PB_NEAR_OF(rows, 2)
#endif
PB_NEAR_ROWS(PB_NEAR)
#undef PB_NEAR
#undef PB_NEAR_OF

static void (*const PB_N(nears)[PB_TILE_ROWS + 1][5])(const PB_N(factors) *, PB_N(target)) = {
#if PB_BYTES == 64
#define PB_NEAR(rows) \
    [rows] = {0, PB_N(near_##rows##_1), PB_N(near_##rows##_2), PB_N(near_##rows##_3), PB_N(near_##rows##_4)},
#else
#define PB_NEAR(rows) [rows] = {0, PB_N(near_##rows##_1), PB_N(near_##rows##_2)},
#endif
    PB_NEAR_ROWS(PB_NEAR)
#undef PB_NEAR
};

/// One block of all rows and columns. Where rows of `b` do not lie together, its columns are packed.
static int PB_N(near_block)(
    long rows, long columns, long depth, PB_N(matrix) a, PB_N(matrix) b, PB_N(target) c, PB_T *packed, const int *cancel
) {
    const long most = PB_MOST_HALVES * PB_HALF_LANES;
    // Rows that begin at the same place of pages meet in the same eight lines of the nearest cache.
    long height = a.column == 1 && a.row * PB_SIZE % 2048 == 0 ? pb_min(PB_TILE_ROWS, 7) : PB_TILE_ROWS;
    long panels = (rows + height - 1) / height;
    for (long column = 0; column < columns; column += most) {
        long width = pb_min(most, columns - column), halves = (width + PB_HALF_LANES - 1) / PB_HALF_LANES;
        PB_N(matrix) right = {b.start + column * b.column, b.row, 1};
        if (b.column != 1) {
            PB_N(pack)(width, depth, (PB_N(matrix)){right.start, b.column, b.row}, packed, halves * PB_HALF_LANES);
            right = (PB_N(matrix)){packed, halves * PB_HALF_LANES, 1};
        }
        for (long panel = 0, row = 0; panel < panels; panel++) {
            if (pb_is_up(cancel)) return 1;
            long end = rows * (panel + 1) / panels;
            PB_N(factors) f = {a.start + row * a.row, a.row, a.column, right.start, right.row, depth, width};
            PB_N(target) place = {c.start + row * c.row + column * c.column, c.row, c.column, c.is_first};
            PB_N(nears)[end - row][halves](&f, place);
            row = end;
        }
    }
    return 0;
}

/// Whether the left operand is better read where it lies: it stays in the second cache, or is used a few times only. Tiles of
/// fewer registers take longer to begin and to end, so that they should be small or deep.
PB_INLINE int PB_N(is_near)(long rows, long columns, long depth) {
    long bytes = rows * pb_min(depth, PB_DEPTH) * PB_SIZE;
#if PB_BYTES == 64
    return columns <= 2 * PB_LANES || bytes <= 1 << 18;
#else
    return columns <= 4 * PB_LANES || rows * columns * depth <= 1 << 18 || (depth >= 48 && bytes <= 1 << 16);
#endif
}

static int PB_N(near_product)(
    long m, long n, long k, PB_N(matrix) a, PB_N(matrix) b, PB_N(target) c, PB_T *packed, const int *cancel
) {
    for (long first = 0; first < k; first += PB_DEPTH) {
        PB_N(matrix) left = {a.start + first * a.column, a.row, a.column};
        PB_N(matrix) right = {b.start + first * b.row, b.row, b.column};
        c.is_first = first == 0;
        if (PB_N(near_block)(m, n, pb_min(PB_DEPTH, k - first), left, right, c, packed, cancel)) return 1;
    }
    return 0;
}

#undef PB_MOST_HALVES
#undef PB_WHOLE
#undef PB_IS_ODD
#undef PB_REACH
