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
