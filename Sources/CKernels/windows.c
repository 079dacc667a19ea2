// What windows cover, laid out for matrix products: see `pb_lay_windows`.
#include "cancel.h"

#define PB_MAX_RANK 64

/// Writes `count` elements: those at positions `start`, `start + step`, … of an axis of `size` elements that lie `dilation`
/// apart; zeros where there is none. Runs are short, so that plain loops beat calls.
#define PB_LAY_RUN(name, type) \
    static inline void name(const type *axis, long size, long dilation, long start, long step, long count, type *to) { \
        if (dilation > 1) { \
            for (long i = 0; i < count; i++) { \
                long position = start + i * step, index = position / dilation; \
                to[i] = position < 0 || position % dilation != 0 || index >= size ? 0 : axis[index]; \
            } \
            return; \
        } \
        /* The first one that is inside, and the first behind it that is not; divisions take longer than most runs. */ \
        long first = start >= 0 ? 0 : step == 1 ? -start : (-start + step - 1) / step; \
        long end = start >= size ? 0 : step == 1 ? size - start : (size - start + step - 1) / step; \
        first = first > count ? count : first; \
        end = end > count ? count : end < first ? first : end; \
        long i = 0; \
        _Pragma("clang loop vectorize(disable)") for (; i < first; i++) to[i] = 0; \
        if (step == 1) \
            for (; i < end; i++) to[i] = axis[start + i]; \
        else \
            for (; i < end; i++) to[i] = axis[start + i * step]; \
        _Pragma("clang loop vectorize(disable)") for (; i < count; i++) to[i] = 0; \
    }

PB_LAY_RUN(pb_lay_run_4, uint32_t)
PB_LAY_RUN(pb_lay_run_8, uint64_t)

/// The result is 1 when `cancel` was up, which is looked at in runs that are longer than any usual one.
static inline int pb_lay_run(
    long element, const void *axis, long size, long dilation, long start, long step, long count, char *to,
    const int32_t *cancel
) {
    for (; count > PB_PART; count -= PB_PART, start += PB_PART * step, to += PB_PART * element) {
        if (pb_is_up(cancel)) return 1;
        if (element == 4) pb_lay_run_4(axis, size, dilation, start, step, PB_PART, (void *)to);
        else pb_lay_run_8(axis, size, dilation, start, step, PB_PART, (void *)to);
    }
    if (element == 4) pb_lay_run_4(axis, size, dilation, start, step, count, (void *)to);
    else pb_lay_run_8(axis, size, dilation, start, step, count, (void *)to);
    return 0;
}

/// Elements `first ..< first + count` of rows × axes[1].size positions, row-major, which lie `down` rows and `right` columns
/// before their elements in the plane; zeros where there is none. One copy of all rows, then the columns that the copy
/// takes from neighbouring rows. The result is 1 when `cancel` was up.
static int pb_lay_shifted(
    long element, const pb_window_axis *axes, long rows, long down, long right, long first, long count, const char *plane,
    char *to, const int32_t *cancel
) {
    long width = axes[1].size, shift = down * width + right, end = first + count;
    // Rows inside the plane, and what of them begins and ends inside it.
    long top = down < 0 ? -down : 0, bottom = axes[0].size - down < rows ? axes[0].size - down : rows;
    long from = top * width > first ? top * width : first, until = bottom * width < end ? bottom * width : end;
    if (from < -shift) from = -shift;
    if (until > axes[0].size * width - shift) until = axes[0].size * width - shift;
    if (until <= from) return pb_copy(to, 0, count * element, cancel);
    if (pb_copy(to, 0, (from - first) * element, cancel)) return 1;
    if (pb_copy(to + (from - first) * element, plane + (from + shift) * element, (until - from) * element, cancel)) return 1;
    if (pb_copy(to + (until - first) * element, 0, (end - until) * element, cancel)) return 1;
    long zeros = right < 0 ? -right : right;
    if (zeros > width) zeros = width;
    for (long row = first / width; zeros > 0 && row * width < end; row++) {
        for (long k = 0; k < zeros; k++) {
            long place = row * width + (right < 0 ? k : width - 1 - k) - first;
            if (place < 0 || place >= count) continue;
            if (element == 4) memset(to + place * 4, 0, 4);
            else memset(to + place * 8, 0, 8);
        }
    }
    return 0;
}

/// Whether runs of rows that lie together in the plane lie together in the windows, too: along `count` positions that are
/// `step` apart.
static int pb_is_shifted(long rank, const pb_window_axis *axes, long step0, long step1, long count) {
    return rank == 2 && axes[0].left_dilation == 1 && axes[1].left_dilation == 1 && step0 == 1 && step1 == 1
        && count == axes[1].size;
}

/// `pb_lay_windows` for two axes where every position of the window moves all windows, or every window all positions.
static int pb_lay_planes(
    long element, const pb_window_axis *axes, long channels, const char *image, long first, long count, long place_step,
    long depth_step, char *target, const int32_t *cancel
) {
    long plane = axes[0].size * axes[1].size, extent = axes[0].extent * axes[1].extent;
    for (long channel = 0; channel < channels; channel++, image += plane * element) {
        if (place_step == 1) {
            for (long k = 0; k < extent; k++) {
                long down = k / axes[1].extent * axes[0].right_dilation - axes[0].low;
                long right = k % axes[1].extent * axes[1].right_dilation - axes[1].low;
                char *to = target + (channel * extent + k) * depth_step * element;
                if (pb_is_up(cancel)
                    || pb_lay_shifted(element, axes, axes[0].places, down, right, first, count, image, to, cancel))
                    return 1;
            }
            continue;
        }
        for (long place = 0; place < count; place++) {
            long down = (first + place) / axes[1].places * axes[0].stride - axes[0].low;
            long right = (first + place) % axes[1].places * axes[1].stride - axes[1].low;
            char *to = target + (place * place_step + channel * extent) * element;
            if (pb_is_up(cancel)
                || pb_lay_shifted(element, axes, axes[0].extent, down, right, 0, extent, image, to, cancel))
                return 1;
        }
    }
    return 0;
}

/// To the next coordinates of all axes but the last, row-major.
static void pb_advance(long rank, long *coordinates, const long *sizes) {
    for (long axis = rank - 2; axis >= 0; axis--) {
        if (++coordinates[axis] < sizes[axis]) return;
        coordinates[axis] = 0;
    }
}

/// Where in a channel the elements of a place and an offset of the window lie, over all axes but the last; −1 for padding.
static long pb_outer_index(long rank, const pb_window_axis *axes, const long *place, const long *offset) {
    long index = 0;
    for (long a = 0; a < rank - 1; a++) {
        long position = place[a] * axes[a].stride - axes[a].low + offset[a] * axes[a].right_dilation;
        if (axes[a].left_dilation > 1) {
            if (position % axes[a].left_dilation != 0) return -1;
            position /= axes[a].left_dilation;
        }
        if (position < 0 || position >= axes[a].size) return -1;
        index = index * axes[a].size + position;
    }
    return index;
}

/// Sets the coordinates of all axes to those of the place `flat`, row-major.
static void pb_coordinates(long rank, long flat, const long *sizes, long *coordinates) {
    for (long axis = rank - 1; axis >= 0; axis--) {
        coordinates[axis] = flat % sizes[axis];
        flat /= sizes[axis];
    }
}

int pb_lay_windows(
    long element, long rank, const pb_window_axis *axes, long channels, const void *image, long first, long count,
    long place_step, long depth_step, void *target, const int32_t *cancel
) {
    if (place_step == 1 ? pb_is_shifted(rank, axes, axes[0].stride, axes[rank - 1].stride, axes[rank - 1].places)
                        : pb_is_shifted(
                              rank, axes, axes[0].right_dilation, axes[rank - 1].right_dilation, axes[rank - 1].extent))
        return pb_lay_planes(element, axes, channels, image, first, count, place_step, depth_step, target, cancel);
    long places[PB_MAX_RANK], extents[PB_MAX_RANK], plane = 1, rows = 1;
    for (long a = 0; a < rank; a++) {
        places[a] = axes[a].places, extents[a] = axes[a].extent;
        plane *= axes[a].size;
        if (a < rank - 1) rows *= axes[a].extent;
    }
    const pb_window_axis last = axes[rank - 1];
    // Runs go along the places of a row, or along a row of the window, whichever lie together.
    int is_along_places = place_step == 1;
    long place[PB_MAX_RANK], offset[PB_MAX_RANK];
    for (long done = 0; done < count;) {
        pb_coordinates(rank, first + done, places, place);
        long left = is_along_places ? last.places - place[rank - 1] : 1;
        long run = left < count - done ? left : count - done;
        int is_long = run * last.extent > PB_PART;
        memset(offset, 0, sizeof(long) * (size_t)rank);
        for (long row = 0; row < rows; row++, pb_advance(rank, offset, extents)) {
            long outer = pb_outer_index(rank, axes, place, offset);
            for (long channel = 0; channel < channels; channel++) {
                if (pb_is_up(cancel)) return 1;
                long depth = (channel * rows + row) * last.extent;
                char *to = (char *)target + (done * place_step + depth * depth_step) * element;
                const char *axis = (const char *)image + (channel * plane + outer * last.size) * element;
                long size = outer < 0 ? 0 : last.size, start = place[rank - 1] * last.stride - last.low;
                if (!is_along_places) {
                    if (pb_lay_run(
                            element, axis, size, last.left_dilation, start, last.right_dilation, last.extent, to, cancel))
                        return 1;
                    continue;
                }
                for (long k = 0; k < last.extent; k++) {
                    long from = start + k * last.right_dilation;
                    if (is_long && pb_is_up(cancel)) return 1;
                    if (pb_lay_run(
                            element, axis, size, last.left_dilation, from, last.stride, run, to + k * depth_step * element,
                            cancel))
                        return 1;
                }
            }
        }
        done += run;
    }
    return 0;
}
