// Rows picked by indices and written to them: see `pb_gather_rows` and `pb_scatter_rows`.
#include "cancel.h"

static inline long pb_index(const void *indices, long size, long i) {
    return size == 8 ? (long)((const int64_t *)indices)[i] : ((const int32_t *)indices)[i];
}

int pb_gather_rows(
    long count, const void *indices, long index_size, long rows, long bytes, const void *from, void *to,
    const int32_t *cancel
) {
    const char *source = from;
    char *target = to;
    for (long i = 0, work = 0; i < count; i++, target += bytes) {
        if ((work += bytes + 8) > 8 * PB_PART) {
            work = 0;
            if (pb_is_up(cancel)) return 1;
        }
        long row = pb_index(indices, index_size, i);
        int is_inside = row >= 0 && row < rows;
        if (is_inside && bytes == 8) memcpy(target, source + row * 8, 8);
        else if (is_inside && bytes == 4) memcpy(target, source + row * 4, 4);
        else if (pb_copy(target, is_inside ? source + row * bytes : 0, bytes, cancel)) return 1;
    }
    return 0;
}

/// Single numbers added by the instruction `code`.
#define PB_ADD_NUMBERS(type, code_of_type) \
    if (length == 1 && code == code_of_type + pb_map2_add) { \
        const type *from = updates; \
        type *to = target; \
        for (long start = 0; start < count; start += PB_PART) { \
            if (pb_is_up(cancel)) return 1; \
            long stop = start + PB_PART < count ? start + PB_PART : count; \
            for (long i = start; i < stop; i++) { \
                long row = pb_index(indices, index_size, i); \
                if (row >= first && row < end) to[row] = to[row] + from[i]; \
            } \
        } \
        return 0; \
    }

int pb_scatter_rows(
    const pb_kernels *kernels, uint32_t code, long size, long count, const void *indices, long index_size, long first,
    long end, long length, const void *updates, void *target, const int32_t *cancel
) {
    PB_ADD_NUMBERS(double, pb_op_map2_f64)
    PB_ADD_NUMBERS(float, pb_op_map2_f32)
    long bytes = length * size;
    for (long i = 0, work = 0; i < count; i++) {
        if ((work += length + 1) > PB_PART) {
            work = 0;
            if (pb_is_up(cancel)) return 1;
        }
        long row = pb_index(indices, index_size, i);
        if (row < first || row >= end) continue;
        char *to = (char *)target + row * bytes;
        const char *from = (const char *)updates + i * bytes;
        if (code < pb_op_map1_f64) {
            if (pb_copy(to, from, bytes, cancel)) return 1;
            continue;
        }
        for (long start = 0; start < length; start += PB_PART) {
            if (start > 0 && pb_is_up(cancel)) return 1;
            const pb_place places[] = {{to + start * size, 1}, {(void *)(from + start * size), 1}};
            const pb_instruction instruction = {code, 0, 0, 1, 0};
            pb_run_rows(kernels, &instruction, 1, length - start < PB_PART ? length - start : PB_PART, places);
        }
    }
    return 0;
}
