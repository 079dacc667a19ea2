// Where the greatest elements of windows lie, for one element type and one instruction set. Included once for each pair,
// after isa.h.

/// Windows that begin at `start` and have `extent` elements cover `*from ..< *to` of an axis of `size` elements.
PB_INLINE void PB_N(cover)(long start, long extent, long size, long *from, long *to) {
    *from = start < 0 ? 0 : start;
    *to = pb_min(start + extent, size);
}

/// The greatest element of some, and where in the plane it lies.
typedef struct {
    union { PB_T value; PB_I bits; } best;
    long place;
} PB_N(greatest);

/// The greatest of those so far and of a part of a plane whose rows have `width` elements.
PB_INLINE PB_N(greatest) PB_N(greater_in)(
    PB_N(greatest) so_far, const PB_T *x, long width, long top, long bottom, long left, long right
) {
    union { PB_T value; PB_I bits; } best = {so_far.best.value}, next;
    long place = so_far.place;
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
    return (PB_N(greatest)){{best.value}, place};
}

static int PB_N(window_argmax)(
    long planes, const pb_window_axis *rows, const pb_window_axis *columns, const PB_T *x, int64_t *y, const int *cancel
) {
    long width = columns->size, work = 0;
    for (long plane = 0; plane < planes; plane++, x += rows->size * width) {
        for (long row = 0; row < rows->places; row++) {
            long top, bottom, left, right;
            PB_N(cover)(row * rows->stride - rows->low, rows->extent, rows->size, &top, &bottom);
            for (long column = 0; column < columns->places; column++) {
                PB_N(cover)(column * columns->stride - columns->low, columns->extent, width, &left, &right);
                int is_empty = top >= bottom || left >= right;
                PB_N(greatest) found = {{is_empty ? 0 : x[top * width + left]}, is_empty ? -1 : top * width + left};
                long area = is_empty ? 1 : (bottom - top) * (right - left);
                if ((work += area) > PB_PART) {
                    work = 0;
                    if (pb_is_up(cancel)) return 1;
                }
                if (area <= PB_PART) {
                    found = PB_N(greater_in)(found, x, width, top, bottom, left, right);
                } else {
                    for (long r = top; r < bottom; r++) {
                        for (long c = left; c < right; c += PB_PART) {
                            if (pb_is_up(cancel)) return 1;
                            found = PB_N(greater_in)(found, x, width, r, r + 1, c, pb_min(c + PB_PART, right));
                        }
                    }
                }
                *y++ = found.place;
            }
        }
    }
    return 0;
}
