// Where the greatest elements of windows lie, for one element type and one instruction set. Included once for each pair,
// after isa.h.

/// Windows that begin at `start` and have `extent` elements cover `*from ..< *to` of an axis of `size` elements.
PB_INLINE void PB_N(cover)(long start, long extent, long size, long *from, long *to) {
    *from = start < 0 ? 0 : start;
    *to = pb_min(start + extent, size);
}

static void PB_N(window_argmax)(
    long planes, const pb_window_axis *rows, const pb_window_axis *columns, const PB_T *x, int64_t *y
) {
    long width = columns->size;
    for (long plane = 0; plane < planes; plane++, x += rows->size * width) {
        for (long row = 0; row < rows->places; row++) {
            long top, bottom, left, right;
            PB_N(cover)(row * rows->stride - rows->low, rows->extent, rows->size, &top, &bottom);
            for (long column = 0; column < columns->places; column++) {
                PB_N(cover)(column * columns->stride - columns->low, columns->extent, width, &left, &right);
                long place = -1;
                if (top < bottom && left < right) place = top * width + left;
                union { PB_T value; PB_I bits; } best = {place < 0 ? 0 : x[place]}, next;
                for (long r = top; r < bottom; r++) {
                    for (long c = left; c < right; c++) {
                        next.value = x[r * width + c];
                        // Nothing beats a number that is none, the first of which stays. Masks, as branches would be
                        // guessed wrong every other time.
                        PB_I is_better = -(PB_I)((next.value > best.value)
                            | ((next.value != next.value) & (best.value == best.value)));
                        best.bits ^= (best.bits ^ next.bits) & is_better;
                        place ^= (place ^ (r * width + c)) & (long)is_better;
                    }
                }
                *y++ = place;
            }
        }
    }
}
