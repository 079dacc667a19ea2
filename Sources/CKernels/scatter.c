// Rows picked and brought home by indices: see `pb_gather_rows` and `pb_scatter_rows`.
#include <string.h>

#include "CKernels.h"

static inline long pb_index(const void *indices, long size, long i) {
    return size == 8 ? (long)((const int64_t *)indices)[i] : ((const int32_t *)indices)[i];
}

void pb_gather_rows(
    long count, const void *indices, long index_size, long rows, long bytes, const void *from, void *to
) {
    const char *source = from;
    char *target = to;
    for (long i = 0; i < count; i++, target += bytes) {
        long row = pb_index(indices, index_size, i);
        if (row < 0 || row >= rows) memset(target, 0, (size_t)bytes);
        else if (bytes == 8) memcpy(target, source + row * 8, 8);
        else if (bytes == 4) memcpy(target, source + row * 4, 4);
        else memcpy(target, source + row * bytes, (size_t)bytes);
    }
}

/// Single numbers added by the instruction `code`.
#define PB_ADD_NUMBERS(type, code_of_type) \
    if (length == 1 && code == code_of_type + pb_map2_add) { \
        const type *from = updates; \
        type *to = target; \
        for (long i = 0; i < count; i++) { \
            long row = pb_index(indices, index_size, i); \
            if (row >= first && row < end) to[row] = to[row] + from[i]; \
        } \
        return; \
    }

void pb_scatter_rows(
    const pb_kernels *kernels, uint32_t code, long size, long count, const void *indices, long index_size, long first,
    long end, long length, const void *updates, void *target
) {
    PB_ADD_NUMBERS(double, pb_op_map2_f64)
    PB_ADD_NUMBERS(float, pb_op_map2_f32)
    long bytes = length * size;
    for (long i = 0; i < count; i++) {
        long row = pb_index(indices, index_size, i);
        if (row < first || row >= end) continue;
        void *to = (char *)target + row * bytes;
        const void *from = (const char *)updates + i * bytes;
        if (code < pb_op_map1_f64) {
            memcpy(to, from, (size_t)bytes);
            continue;
        }
        const pb_place places[] = {{to, 1}, {(void *)from, 1}};
        const pb_instruction instruction = {code, 0, 0, 1, 0};
        pb_run_rows(kernels, &instruction, 1, length, places);
    }
}
