// How kernels look at the flag that stops them.
#pragma once
#include <stdint.h>
#include <string.h>

#include "CKernels.h"

/// Elements of cheap work between two looks: well under a millisecond.
#define PB_PART (1 << 16)

/// Whether a flag is up.
static inline int pb_is_up(const int32_t *flag) { return flag && pb_flag_is_raised(flag); }

/// Copies bytes, zeros where `from` is null. The result is 1 when the flag was up, and then not all are copied; else 0.
static inline int pb_copy(void *to, const void *from, long bytes, const int32_t *cancel) {
    for (long start = 0; start < bytes; start += 8 * PB_PART) {
        if (start > 0 && pb_is_up(cancel)) return 1;
        size_t count = (size_t)(bytes - start < 8 * PB_PART ? bytes - start : 8 * PB_PART);
        if (from) memcpy((char *)to + start, (const char *)from + start, count);
        else memset((char *)to + start, 0, count);
    }
    return 0;
}
