// Strided copies for elements of one size and one instruction set. Included once for each pair, after isa.h and, for 4 and
// 8 bytes, transpose.h.

static void PB_N(move)(
    long rows, long columns, const void *source, long from_row, long from_column, void *target, long to_row
) {
    const PB_T *from = source;
    PB_T *to = target;
    if (from_column == 1) {
        for (long i = 0; i < rows; i++)
            __builtin_memcpy(to + i * to_row, from + i * from_row, (unsigned long)columns * sizeof(PB_T));
    } else if (from_column == 0) {
        for (long i = 0; i < rows; i++) {
            PB_T value = columns > 0 ? from[i * from_row] : 0;
            for (long j = 0; j < columns; j++) to[i * to_row + j] = value;
        }
    } else {
        // In squares, so that cache lines of both sides are used whole.
        for (long i = 0; i < rows; i += 64) {
            long height = pb_min(64, rows - i);
            for (long j = 0; j < columns; j += 64) {
                long width = pb_min(64, columns - j);
                const PB_T *part = from + i * from_row + j * from_column;
                PB_T *place = to + i * to_row + j;
#if PB_SIZE >= 4
                if (from_row == 1) {
                    PB_N(transpose)(width, height, part, from_column, place, to_row);
                    continue;
                }
#endif
                for (long r = 0; r < height; r++)
                    for (long c = 0; c < width; c++) place[r * to_row + c] = part[r * from_row + c * from_column];
            }
        }
    }
}
