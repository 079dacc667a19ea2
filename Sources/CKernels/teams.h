// One row times a matrix whose columns lie together, for one element type and one instruction set: part of gemv.h. Chains go
// along the columns, so vectors are turned in registers: lanes are columns, and those of a vector or two are a team.

/// Columns of a team.
#define PB_TEAM 8
#define PB_VECTORS_OF_TEAM (PB_TEAM / PB_SQUARE)
/// Teams at a time, at most: as many as hide what one multiplication takes.
#define PB_TEAMS 3
/// Elements that one turn takes of each column, and those of a cache line.
#define PB_TURN (PB_SQUARE / 2)
#define PB_LINE (64 / PB_SIZE)

/// Multiplies what one turn takes.
PB_INLINE void PB_N(advance)(const PB_T *left, const PB_T *right, long stride, PB_N(full) *chains) {
    PB_UNROLL for (int v = 0; v < PB_VECTORS_OF_TEAM; v++) {
        PB_N(full) turned[PB_TURN];
        PB_N(turn)(right + v * PB_SQUARE * stride, stride, turned);
        PB_UNROLL for (int i = 0; i < PB_TURN; i++)
            chains[v] = __builtin_elementwise_fma((PB_N(full))left[i], turned[i], chains[v]);
    }
}

/// The sums over a block of `depth` elements for each of `count` teams: team t begins at starts[t], with `stride` between
/// columns, and its left operand at left + t · apart. Lines are fetched `ahead` bytes early, where that is not 0.
PB_INLINE void PB_N(chains)(
    const int count, const long apart, long depth, const PB_T *left, const PB_T *const *starts, long stride, long ahead,
    PB_T *sums
) {
    PB_N(full) chains[PB_TEAMS][PB_VECTORS_OF_TEAM];
    const PB_T *right[PB_TEAMS];
    PB_UNROLL for (int t = 0; t < count; t++) {
        right[t] = starts[t];
        PB_UNROLL for (int v = 0; v < PB_VECTORS_OF_TEAM; v++) chains[t][v] = 0;
    }
    long k = 0;
    for (; k + PB_LINE <= depth; k += PB_LINE) {
        // The compiler would keep an address for each column, more than there are registers: this hides where they come from.
        PB_UNROLL for (int t = 0; t < count; t++) __asm__("" : "+r"(right[t]));
        if (ahead) PB_UNROLL for (int t = 0; t < count; t++) PB_UNROLL for (int j = 0; j < PB_TEAM; j++)
            __builtin_prefetch((const char *)(right[t] + j * stride) + ahead);
        PB_UNROLL for (int part = 0; part < PB_LINE; part += PB_TURN) PB_UNROLL for (int t = 0; t < count; t++)
            PB_N(advance)(left + t * apart + k + part, right[t] + part, stride, chains[t]);
        PB_UNROLL for (int t = 0; t < count; t++) right[t] += PB_LINE;
    }
    for (; k + PB_TURN <= depth; k += PB_TURN) PB_UNROLL for (int t = 0; t < count; t++)
        PB_N(advance)(left + t * apart + k, starts[t] + k, stride, chains[t]);
    for (; k < depth; k++) PB_UNROLL for (int t = 0; t < count; t++) PB_UNROLL for (int v = 0; v < PB_VECTORS_OF_TEAM; v++) {
        PB_N(full) column;
        PB_UNROLL for (int j = 0; j < PB_SQUARE; j++) column[j] = starts[t][(v * PB_SQUARE + j) * stride + k];
        chains[t][v] = __builtin_elementwise_fma((PB_N(full))left[t * apart + k], column, chains[t][v]);
    }
    PB_UNROLL for (int t = 0; t < count; t++) PB_UNROLL for (int v = 0; v < PB_VECTORS_OF_TEAM; v++)
        *(PB_N(full_at) *)(sums + t * PB_TEAM + v * PB_SQUARE) = chains[t][v];
}

#define PB_CHAINS(count, name, apart) \
    static void PB_N(chains_##name)( \
        long depth, const PB_T *left, const PB_T *const *starts, long stride, long ahead, PB_T *sums \
    ) { \
        PB_N(chains)(count, apart, depth, left, starts, stride, ahead, sums); \
    }
PB_CHAINS(1, 1, 0) PB_CHAINS(2, 2, 0) PB_CHAINS(3, 3, 0) PB_CHAINS(2, apart, PB_DEPTH)
#undef PB_CHAINS

/// `blocks` blocks of `depth` for `columns` columns, and PB_TEAMS teams in all, at most. Where there are fewer than a
/// team, they are its last.
static void PB_N(side_by_side)(
    long columns, long blocks, long depth, const PB_T *left, PB_N(matrix) b, long ahead, PB_N(target) c
) {
    static void (*const chains[])(long, const PB_T *, const PB_T *const *, long, long, PB_T *) = {
        PB_N(chains_apart), PB_N(chains_1), PB_N(chains_2), PB_N(chains_3)};
    const PB_T *starts[PB_TEAMS];
    PB_T sums[PB_TEAMS * PB_TEAM];
    int count = 0, team = 0;
    for (long block = 0; block < blocks * PB_DEPTH; block += PB_DEPTH)
        // The last team overlaps the one before.
        for (long column = 0; column < columns; column += PB_TEAM)
            starts[count++] = b.start + block + (columns < PB_TEAM ? 0 : pb_min(column, columns - PB_TEAM)) * b.column;
    chains[blocks > 1 ? 0 : count](depth, left, starts, b.column, ahead, sums);
    for (long block = 0; block < blocks; block++, c.is_first = 0)
        for (long column = 0; column < columns; column += PB_TEAM) {
            PB_N(target) place = {c.start + column * c.column, c.row, c.column, c.is_first};
            long width = pb_min(PB_TEAM, columns - column);
            team++;
            if (c.column == 1 && width == PB_TEAM) {
                PB_N(put)(PB_TEAM, sums + (team - 1) * PB_TEAM, (PB_N(target)){place.start, 1, 1, c.is_first});
            } else {
                PB_N(put)(width, sums + team * PB_TEAM - width, place);
            }
        }
}

/// Lays columns of a block out as the teams expect them. Fewer than a team are its last: whatever stands before them takes part
/// in vain.
static PB_N(matrix) PB_N(gather)(long columns, long depth, PB_N(matrix) b, PB_T *packed) {
    // The columns do not begin at the same place of pages.
    long step = PB_DEPTH + PB_LINE, missing = columns < PB_TEAM ? PB_TEAM - columns : 0;
    for (long j = 0; j < columns; j++) {
        const PB_T *column = b.start + j * b.column;
        PB_T *to = packed + (missing + j) * step;
        if (b.row == 1) {
            __builtin_memcpy(to, column, (unsigned long)depth * PB_SIZE);
        } else {
            for (long k = 0; k < depth; k++) to[k] = column[k * b.row];
        }
    }
    return (PB_N(matrix)){packed, 1, step};
}

/// How many columns to read at a time, and in how many blocks, and how many bytes ahead.
typedef struct {
    long columns, blocks, ahead;
} PB_N(plan);

static PB_N(plan) PB_N(plan_of)(long columns, long depth, PB_N(matrix) b) {
    // Columns that begin at the same place of pages meet in the same eight lines of the nearest cache: then fewer are read
    // at a time, and rather two blocks of them. What comes from memory wants few streams, too, and to be asked for early.
    int is_far = columns * depth * PB_SIZE > 12 << 20, is_same = b.column * PB_SIZE % 4096 == 0;
    if (is_far) return (PB_N(plan)){is_same || PB_SIZE == 8 ? PB_TEAM : 2 * PB_TEAM, 1, 256};
    if (is_same) return (PB_N(plan)){PB_TEAM, 2, 0};
    return (PB_N(plan)){(b.column * PB_SIZE % 2048 == 0 ? 2 : PB_TEAMS) * PB_TEAM, 1, 0};
}

/// A product of one row where columns of `b` lie together, or nothing does.
static int PB_N(along_columns)(
    long columns, long depth, PB_N(matrix) a, PB_N(matrix) b, PB_N(target) c, PB_T *packed, const int *cancel
) {
    int is_gathered = b.row != 1 || columns < PB_TEAM;
    PB_N(plan) plan = is_gathered ? (PB_N(plan)){PB_TEAMS * PB_TEAM, 1, 0} : PB_N(plan_of)(columns, depth, b);
    for (long column = 0, width; column < columns; column += width) {
        // Fewer than a team must not be left.
        long rest = columns - column;
        width = rest >= plan.columns + PB_TEAM ? plan.columns : rest <= PB_TEAMS * PB_TEAM ? rest : 2 * PB_TEAM;
        for (long first = 0, count; first < depth; first += count) {
            if (pb_is_up(cancel)) return 1;
            long blocks = depth - first < plan.blocks * PB_DEPTH || width > PB_TEAM ? 1 : plan.blocks;
            count = pb_min(blocks * PB_DEPTH, depth - first);
            const PB_T *left = a.start + first;
            if (a.column != 1) {
                for (long k = 0; k < count; k++) packed[k] = a.start[(first + k) * a.column];
                left = packed;
            }
            PB_N(matrix) part = {b.start + first * b.row + column * b.column, b.row, b.column};
            if (is_gathered) part = PB_N(gather)(width, count, part, packed + 2 * PB_DEPTH);
            PB_N(target) place = {c.start + column * c.column, c.row, c.column, first == 0};
            PB_N(side_by_side)(width, blocks, count / blocks, left, part, plan.ahead, place);
        }
    }
    return 0;
}

#undef PB_TEAM
#undef PB_VECTORS_OF_TEAM
#undef PB_TEAMS
#undef PB_TURN
#undef PB_LINE
