// Orders of elements and running sums: see `pb_argsort` and `pb_running_sums`.
#include "cancel.h"

/// A whole number that is as great among others as the element is among elements: not a number is the greatest, and
/// −0 and 0 are one.
static uint64_t pb_key(int dtype, const void *x, long i) {
    switch (dtype) {
    case pb_dtype_f64: {
        double value = ((const double *)x)[i] + 0.0;
        uint64_t bits;
        memcpy(&bits, &value, 8);
        return value != value ? UINT64_MAX : bits >> 63 ? ~bits : bits | (uint64_t)1 << 63;
    }
    case pb_dtype_f32: {
        float value = ((const float *)x)[i] + 0.0f;
        uint32_t bits;
        memcpy(&bits, &value, 4);
        return value != value ? UINT32_MAX : bits >> 31 ? ~bits : bits | (uint32_t)1 << 31;
    }
    case pb_dtype_i64: return (uint64_t)((const int64_t *)x)[i] ^ (uint64_t)1 << 63;
    case pb_dtype_i32: return (uint32_t)((const int32_t *)x)[i] ^ (uint32_t)1 << 31;
    default: return ((const uint8_t *)x)[i];
    }
}

/// Elements below which insertion takes less than counting digits.
#define PB_FEW 64

static void pb_insert(long length, pb_keyed *items) {
    for (long i = 1; i < length; i++) {
        pb_keyed item = items[i];
        long place = i;
        for (; place > 0 && items[place - 1].key > item.key; place--) items[place] = items[place - 1];
        items[place] = item;
    }
}

/// `body` for every i from 0 to `length`; returns `stopped` from the function around it when `cancel` is up, which it looks at
/// every `most` times.
#define PB_POLLED(length, most, stopped, body) \
    for (long part = 0; part < length; part += most) { \
        if (pb_is_up(cancel)) return stopped; \
        long stop = part + most < length ? part + most : length; \
        for (long i = part; i < stop; i++) body; \
    }

/// Sorts by one byte after the other, the lowest first, each time keeping the order of equal ones. The result is where the
/// items are then, or null when `cancel` was up.
static pb_keyed *pb_count_digits(long length, pb_keyed *items, pb_keyed *others, const int32_t *cancel) {
    for (int shift = 0; shift < 64; shift += 8) {
        long starts[256] = {0};
        PB_POLLED(length, PB_PART, 0, starts[items[i].key >> shift & 255]++)
        // Most keys have bytes that are the same in all.
        if (starts[items[0].key >> shift & 255] == length) continue;
        for (long digit = 0, start = 0; digit < 256; digit++) {
            long count = starts[digit];
            starts[digit] = start;
            start += count;
        }
        PB_POLLED(length, PB_PART, 0, others[starts[items[i].key >> shift & 255]++] = items[i])
        pb_keyed *sorted = others;
        others = items, items = sorted;
    }
    return items;
}

int pb_argsort(
    int dtype, long length, const void *x, long first, long step, int64_t *places, pb_keyed *scratch,
    const int32_t *cancel
) {
    // Each element may lie on a page of its own, which the system has to find first.
    long most = step < 512 ? PB_PART : 256;
    PB_POLLED(length, most, 1, (scratch[i] = (pb_keyed){pb_key(dtype, x, first + i * step), i}))
    pb_keyed *sorted = scratch;
    if (length <= PB_FEW) pb_insert(length, scratch);
    else sorted = pb_count_digits(length, scratch, scratch + length, cancel);
    if (!sorted) return 1;
    PB_POLLED(length, most, 1, places[first + i * step] = sorted[i].place)
    return 0;
}

/// The sums of a slab, some of its columns after the others; integers wrap.
#define PB_RUNNING_SUMS(type, sum_type) \
    { \
        const type *from = (const type *)x + first; \
        type *to = (type *)sums + first; \
        for (long left = 0, work = 0; left < inner; left += PB_PART) { \
            long right = left + PB_PART < inner ? left + PB_PART : inner; \
            for (long j = left; j < right; j++) to[start + j] = from[start + j]; \
            for (long i = 1; i < length; i++) { \
                if ((work += right - left) > PB_PART) { \
                    work = 0; \
                    if (pb_is_up(cancel)) return 1; \
                } \
                long here = start + i * step, before = here - step; \
                for (long j = left; j < right; j++) \
                    to[here + j] = (type)((sum_type)to[before + j] + (sum_type)from[here + j]); \
            } \
        } \
        break; \
    }

int pb_running_sums(
    int dtype, long length, long inner, int is_backward, const void *x, long first, void *sums, const int32_t *cancel
) {
    if (length <= 0) return 0;
    long start = is_backward ? (length - 1) * inner : 0, step = is_backward ? -inner : inner;
    switch (dtype) {
    case pb_dtype_f64: PB_RUNNING_SUMS(double, double)
    case pb_dtype_f32: PB_RUNNING_SUMS(float, float)
    case pb_dtype_i64: PB_RUNNING_SUMS(int64_t, uint64_t)
    case pb_dtype_i32: PB_RUNNING_SUMS(int32_t, uint32_t)
    default: break;
    }
    return 0;
}
