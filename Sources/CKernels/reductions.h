// Sums in the order of `SumTree`, greatest and least numbers, for one element type and one instruction set. Included once
// for each pair, after vectors.h and maps.h.

#define PB_SUM_BLOCK 512
#define PB_SUM_LANES 16
/// Blocks or rows that are summed side by side, as one chain of additions leaves the adder idle.
#define PB_ABREAST (256 / (PB_SUM_LANES * PB_SIZE))

typedef PB_T PB_N(sixteen) __attribute__((ext_vector_type(PB_SUM_LANES)));
typedef PB_T PB_N(sixteen_at) __attribute__((ext_vector_type(PB_SUM_LANES), aligned(sizeof(PB_T)), may_alias));

/// Lane 0 after folding: l += l + 8, then 4, 2, 1.
PB_INLINE PB_T PB_N(folded)(const PB_N(sixteen) *lanes) {
    __typeof__(lanes->lo) eight = lanes->lo + lanes->hi;
    __typeof__(eight.lo) four = eight.lo + eight.hi;
    __typeof__(four.lo) two = four.lo + four.hi;
    return two.x + two.y;
}

/// Adds sixteen elements, or products where there is a `y`.
PB_INLINE void PB_N(add_terms)(PB_N(sixteen) *lanes, const PB_T *x, const PB_T *y) {
    PB_N(sixteen) terms = *(const PB_N(sixteen_at) *)x;
    *lanes += y ? terms * *(const PB_N(sixteen_at) *)y : terms;
}

/// Adds the last elements or products, fewer than sixteen. A lane is never −0, so that +0 in the others changes none.
PB_INLINE void PB_N(add_last_terms)(PB_N(sixteen) *lanes, const PB_T *x, const PB_T *y, long count) {
    PB_T terms[PB_SUM_LANES] = {0};
    for (long l = 0; l < count; l++) terms[l] = y ? x[l] * y[l] : x[l];
    *lanes += *(const PB_N(sixteen_at) *)terms;
}

/// The sum of one block of at most 512.
PB_INLINE PB_T PB_N(block_sum)(long count, const PB_T *x, const PB_T *y) {
    PB_N(sixteen) lanes = 0;
    long i = 0;
    for (; i + PB_SUM_LANES <= count; i += PB_SUM_LANES) PB_N(add_terms)(&lanes, x + i, y ? y + i : y);
    if (i < count) PB_N(add_last_terms)(&lanes, x + i, y ? y + i : y, count - i);
    return PB_N(folded)(&lanes);
}

/// The sums of PB_ABREAST whole blocks. The next ones are asked for meanwhile, where they come from memory.
PB_INLINE void PB_N(block_sums_abreast)(const PB_T *x, const PB_T *y, PB_T *sums, const int is_far) {
    PB_N(sixteen) lanes[PB_ABREAST];
    PB_UNROLL for (int b = 0; b < PB_ABREAST; b++) lanes[b] = 0;
    for (long i = 0; i < PB_SUM_BLOCK; i += PB_SUM_LANES) {
        PB_UNROLL for (int b = 0; b < PB_ABREAST; b++) {
            long place = b * PB_SUM_BLOCK + i;
            PB_UNROLL for (long line = 0; is_far && line < PB_SUM_LANES; line += 64 / PB_SIZE)
                __builtin_prefetch(x + place + PB_ABREAST * PB_SUM_BLOCK + line, 0, 2);
            PB_N(add_terms)(&lanes[b], x + place, y ? y + place : y);
        }
    }
    PB_UNROLL for (int b = 0; b < PB_ABREAST; b++) sums[b] = PB_N(folded)(&lanes[b]);
}

/// Adds block sums in pairs as they come: `sums` holds those of 2ᵏ blocks, from many blocks to few, as the bits of `count`.
typedef struct {
    long count;
    int depth;
    PB_T sums[64];
} PB_N(pairs);

PB_INLINE void PB_N(push)(PB_N(pairs) *pairs, PB_T sum) {
    pairs->sums[pairs->depth++] = sum;
    for (long count = ++pairs->count; count % 2 == 0; count /= 2) {
        pairs->depth--;
        pairs->sums[pairs->depth - 1] += pairs->sums[pairs->depth];
    }
}

/// The sum of `count` elements or products.
PB_INLINE PB_T PB_N(tree_sum)(long count, const PB_T *x, const PB_T *y) {
    if (count <= PB_SUM_BLOCK) return PB_N(block_sum)(count, x, y);
    PB_N(pairs) pairs;
    pairs.count = pairs.depth = 0;
    long i = 0;
    for (; i + PB_ABREAST * PB_SUM_BLOCK <= count; i += PB_ABREAST * PB_SUM_BLOCK) {
        PB_T sums[PB_ABREAST];
        PB_N(block_sums_abreast)(x + i, y ? y + i : y, sums, 0);
        for (int b = 0; b < PB_ABREAST; b++) PB_N(push)(&pairs, sums[b]);
    }
    for (; i < count; i += PB_SUM_BLOCK)
        PB_N(push)(&pairs, PB_N(block_sum)(pb_min(PB_SUM_BLOCK, count - i), x + i, y ? y + i : y));
    // An odd last sum moves up until it meets its neighbour.
    while (--pairs.depth > 0) pairs.sums[pairs.depth - 1] += pairs.sums[pairs.depth];
    return pairs.sums[0];
}

static void PB_N(sum_rows)(long rows, long columns, const PB_T *x, long row, PB_T *sums) {
    for (long i = 0; i < rows; i++) sums[i] = PB_N(tree_sum)(columns, x + i * row, 0);
}

static void PB_N(sum_product_rows)(
    long rows, long columns, const PB_T *x, long x_row, const PB_T *y, long y_row, PB_T *sums
) {
    for (long i = 0; i < rows; i++) sums[i] = PB_N(tree_sum)(columns, x + i * x_row, y + i * y_row);
}

static void PB_N(block_sums)(long count, const PB_T *x, PB_T *sums) {
    long block = 0, whole = count / PB_SUM_BLOCK;
    int is_far = count * PB_SIZE >= 6 << 20;
    for (; is_far && block + PB_ABREAST <= whole; block += PB_ABREAST)
        PB_N(block_sums_abreast)(x + block * PB_SUM_BLOCK, 0, sums + block, 1);
    for (; block + PB_ABREAST <= whole; block += PB_ABREAST)
        PB_N(block_sums_abreast)(x + block * PB_SUM_BLOCK, 0, sums + block, 0);
    for (; block * PB_SUM_BLOCK < count; block++)
        sums[block] = PB_N(block_sum)(pb_min(PB_SUM_BLOCK, count - block * PB_SUM_BLOCK), x + block * PB_SUM_BLOCK, 0);
}

static PB_T PB_N(add_pairs)(long count, PB_T *sums) {
    if (count <= 0) return 0;
    for (; count > 1; count = (count + 1) / 2) {
        for (long pair = 0; pair < count / 2; pair++) sums[pair] = sums[2 * pair] + sums[2 * pair + 1];
        if (count % 2) sums[count / 2] = sums[count - 1];
    }
    return sums[0];
}

// MARK: Along the leading axis

/// Columns that are summed side by side: half a kilobyte of each row.
#define PB_CHUNK (512 / PB_SIZE)

/// The sums of a block of at most 512 rows, of `width` columns each. Rows of a matrix that `is_far`, not in the second cache, are
/// asked for ahead: the hardware does not see that they step evenly.
static void PB_N(column_block)(long rows, long width, const PB_T *x, long row, PB_T *sums, int is_far) {
    PB_T lanes[PB_SUM_LANES][PB_CHUNK];
    for (long l = 0; l < PB_SUM_LANES; l++)
        for (long j = 0; j < PB_CHUNK; j++) lanes[l][j] = 0;
    long i = 0;
    // Four rows of a lane at a time, in order, as each costs reading and writing the lane.
    for (; i + 4 * PB_SUM_LANES <= rows; i += 4 * PB_SUM_LANES) {
        for (long l = 0; l < PB_SUM_LANES; l++) {
            const PB_T *line = x + (i + l) * row;
            long next = PB_SUM_LANES * row;
            for (long j = 0; is_far && j < width; j += 64 / PB_SIZE)
                PB_UNROLL for (long turn = 0; turn < 4; turn++) __builtin_prefetch(line + row + turn * next + j, 0, 2);
            PB_LOOP for (long j = 0; j < width; j++)
                lanes[l][j] = lanes[l][j] + line[j] + line[j + next] + line[j + 2 * next] + line[j + 3 * next];
        }
    }
    for (; i < rows; i++) {
        PB_T *lane = lanes[i % PB_SUM_LANES];
        PB_LOOP for (long j = 0; j < width; j++) lane[j] += x[i * row + j];
    }
    for (long fold = PB_SUM_LANES / 2; fold > 0; fold /= 2)
        for (long l = 0; l < fold; l++)
            PB_LOOP for (long j = 0; j < PB_CHUNK; j++) lanes[l][j] += lanes[l + fold][j];
    PB_LOOP for (long j = 0; j < width; j++) sums[j] = lanes[0][j];
}

static void PB_N(sum_columns)(long rows, long columns, const PB_T *x, long row, PB_T *sums) {
    int is_far = rows * row * PB_SIZE >= 8 << 20;
    for (long first = 0; first < columns; first += PB_CHUNK) {
        long width = pb_min(PB_CHUNK, columns - first);
        if (rows <= PB_SUM_BLOCK) {
            PB_N(column_block)(rows, width, x + first, row, sums + first, is_far);
            continue;
        }
        // As in `push`, for all columns at once.
        PB_T levels[56][PB_CHUNK];
        long depth = 0, count = 0;
        for (long i = 0; i < rows; i += PB_SUM_BLOCK) {
            long height = pb_min(PB_SUM_BLOCK, rows - i);
            PB_N(column_block)(height, width, x + first + i * row, row, levels[depth++], is_far);
            for (long rest = ++count; rest % 2 == 0; rest /= 2, depth--)
                PB_LOOP for (long j = 0; j < width; j++) levels[depth - 2][j] += levels[depth - 1][j];
        }
        for (; depth > 1; depth--)
            PB_LOOP for (long j = 0; j < width; j++) levels[depth - 2][j] += levels[depth - 1][j];
        PB_LOOP for (long j = 0; j < width; j++) sums[first + j] = levels[0][j];
    }
}

// MARK: Extremes, whose order does not matter

/// In each lane as `greater` or `lesser`, short of NaN.
#define PB_BETTER(a, x, sign, both) \
    { \
        PB_N(sixteen_mask) is_better = a sign x, is_equal = a == x; \
        PB_N(sixteen) equal = (PB_N(sixteen))((PB_N(sixteen_mask))a both (PB_N(sixteen_mask))x); \
        a = is_better ? a : x; \
        a = is_equal ? equal : a; \
    }

typedef PB_I PB_N(sixteen_mask) __attribute__((ext_vector_type(PB_SUM_LANES)));

#define PB_EXTREME(name, better, sign, both) \
    static void PB_N(name##_rows)(long rows, long columns, const PB_T *x, long row, PB_T *best) { \
        for (long i = 0; i < rows; i++) { \
            const PB_T *line = x + i * row; \
            PB_T value = line[0]; \
            long j = 0; \
            if (columns >= 2 * PB_SUM_LANES) { \
                PB_N(sixteen) lanes[2] = {*(const PB_N(sixteen_at) *)line, *(const PB_N(sixteen_at) *)(line + PB_SUM_LANES)}; \
                PB_N(sixteen_mask) has_nan = (lanes[0] != lanes[0]) | (lanes[1] != lanes[1]); \
                for (j = 2 * PB_SUM_LANES; j + 2 * PB_SUM_LANES <= columns; j += 2 * PB_SUM_LANES) { \
                    PB_UNROLL for (int half = 0; half < 2; half++) { \
                        PB_N(sixteen) next = *(const PB_N(sixteen_at) *)(line + j + half * PB_SUM_LANES); \
                        has_nan |= next != next; \
                        PB_BETTER(lanes[half], next, sign, both) \
                    } \
                } \
                for (int l = 0; l < 2 * PB_SUM_LANES; l++) \
                    value = PB_N(better)( \
                        value, has_nan[l % PB_SUM_LANES] ? (PB_T)__builtin_nan("") : lanes[l / PB_SUM_LANES][l % PB_SUM_LANES]); \
            } \
            for (; j < columns; j++) value = PB_N(better)(value, line[j]); \
            best[i] = value; \
        } \
    } \
    static void PB_N(name##_columns)(long rows, long columns, const PB_T *x, long row, PB_T *best) { \
        for (long first = 0; first < columns; first += 1024) { \
            long end = pb_min(columns, first + 1024); \
            PB_LOOP for (long j = first; j < end; j++) best[j] = x[j]; \
            for (long i = 1; i < rows; i++) { \
                const PB_T *line = x + i * row; \
                PB_LOOP for (long j = first; j < end; j++) best[j] = PB_N(better)(best[j], line[j]); \
            } \
        } \
    }

PB_EXTREME(max, greater, >, &)
PB_EXTREME(min, lesser, <, |)

#undef PB_SUM_BLOCK
#undef PB_SUM_LANES
#undef PB_ABREAST
#undef PB_CHUNK
#undef PB_BETTER
#undef PB_EXTREME
