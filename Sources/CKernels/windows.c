// What windows cover, laid out for matrix products: see `pb_lay_windows`.
#include <string.h>

#include "CKernels.h"

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

static inline void pb_lay_run(
    long element, const void *axis, long size, long dilation, long start, long step, long count, void *to
) {
    if (element == 4) pb_lay_run_4(axis, size, dilation, start, step, count, to);
    else pb_lay_run_8(axis, size, dilation, start, step, count, to);
}

/// Elements `first ..< first + count` of rows × axes[1].size positions, row-major, which lie `down` rows and `right` columns
/// before their elements in the plane; zeros where there is none. One copy of all rows, then the columns that the copy
/// takes from neighbouring rows.
static void pb_lay_shifted(
    long element, const pb_window_axis *axes, long rows, long down, long right, long first, long count, const char *plane,
    char *to
) {
    long width = axes[1].size, shift = down * width + right, end = first + count;
    // Rows inside the plane, and what of them begins and ends inside it.
    long top = down < 0 ? -down : 0, bottom = axes[0].size - down < rows ? axes[0].size - down : rows;
    long from = top * width > first ? top * width : first, until = bottom * width < end ? bottom * width : end;
    if (from < -shift) from = -shift;
    if (until > axes[0].size * width - shift) until = axes[0].size * width - shift;
    if (until <= from) {
        memset(to, 0, (size_t)(count * element));
        return;
    }
    memset(to, 0, (size_t)((from - first) * element));
    memcpy(to + (from - first) * element, plane + (from + shift) * element, (size_t)((until - from) * element));
    memset(to + (until - first) * element, 0, (size_t)((end - until) * element));
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
}

/// Whether runs of rows that lie together in the plane lie together in the windows, too: along `count` positions that are
/// `step` apart.
static int pb_is_shifted(long rank, const pb_window_axis *axes, long step0, long step1, long count) {
    return rank == 2 && axes[0].left_dilation == 1 && axes[1].left_dilation == 1 && step0 == 1 && step1 == 1
        && count == axes[1].size;
}

/// `pb_lay_windows` for two axes where every position of the window moves all windows, or every window all positions.
static void pb_lay_planes(
    long element, const pb_window_axis *axes, long channels, const char *image, long first, long count, long place_step,
    long depth_step, char *target
) {
    long plane = axes[0].size * axes[1].size, extent = axes[0].extent * axes[1].extent;
    for (long channel = 0; channel < channels; channel++, image += plane * element) {
        if (place_step == 1) {
            for (long k = 0; k < extent; k++) {
                long down = k / axes[1].extent * axes[0].right_dilation - axes[0].low;
                long right = k % axes[1].extent * axes[1].right_dilation - axes[1].low;
                pb_lay_shifted(
                    element, axes, axes[0].places, down, right, first, count, image,
                    target + (channel * extent + k) * depth_step * element);
            }
            continue;
        }
        for (long place = 0; place < count; place++) {
            long down = (first + place) / axes[1].places * axes[0].stride - axes[0].low;
            long right = (first + place) % axes[1].places * axes[1].stride - axes[1].low;
            pb_lay_shifted(
                element, axes, axes[0].extent, down, right, 0, extent, image,
                target + (place * place_step + channel * extent) * element);
        }
    }
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

void pb_lay_windows(
    long element, long rank, const pb_window_axis *axes, long channels, const void *image, long first, long count,
    long place_step, long depth_step, void *target
) {
    if (place_step == 1 ? pb_is_shifted(rank, axes, axes[0].stride, axes[rank - 1].stride, axes[rank - 1].places)
                        : pb_is_shifted(
                              rank, axes, axes[0].right_dilation, axes[rank - 1].right_dilation, axes[rank - 1].extent)) {
        pb_lay_planes(element, axes, channels, image, first, count, place_step, depth_step, target);
        return;
    }
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
        memset(offset, 0, sizeof(long) * (size_t)rank);
        for (long row = 0; row < rows; row++, pb_advance(rank, offset, extents)) {
            long outer = pb_outer_index(rank, axes, place, offset);
            for (long channel = 0; channel < channels; channel++) {
                long depth = (channel * rows + row) * last.extent;
                char *to = (char *)target + (done * place_step + depth * depth_step) * element;
                const char *axis = (const char *)image + (channel * plane + outer * last.size) * element;
                long size = outer < 0 ? 0 : last.size, start = place[rank - 1] * last.stride - last.low;
                if (!is_along_places) {
                    pb_lay_run(element, axis, size, last.left_dilation, start, last.right_dilation, last.extent, to);
                    continue;
                }
                for (long k = 0; k < last.extent; k++)
                    pb_lay_run(
                        element, axis, size, last.left_dilation, start + k * last.right_dilation, last.stride, run,
                        to + k * depth_step * element);
            }
        }
        done += run;
    }
}
