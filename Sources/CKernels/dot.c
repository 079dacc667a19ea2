// Inner products as chains of fused multiply-adds: see the header for the order, which is part of the bit contract.
#pragma STDC FP_CONTRACT OFF
#include "CKernels.h"
#include "fused.h"

int pb_cpu_has_fma(void) {
#if defined(__x86_64__) || defined(__i386__)
    __builtin_cpu_init();
    return __builtin_cpu_supports("fma") != 0;
#else
    return 1;  // Part of the baseline of aarch64.
#endif
}

#define PB_BLOCK 256

#define PB_DOT(type, suffix, fused) \
    PB_FMA type pb_dot_##suffix(type total, const type *left, const type *right, long count) { \
        for (long start = 0; start < count; start += PB_BLOCK) { \
            long end = count - start < PB_BLOCK ? count : start + PB_BLOCK; \
            type sum = 0; \
            for (long k = start; k < end; k++) sum = fused(left[k], right[k], sum); \
            total += sum; \
        } \
        return total; \
    }

PB_DOT(double, f64, __builtin_fma)
PB_DOT(float, f32, __builtin_fmaf)

#define PB_ADD_PRODUCT(type, suffix, fused) \
    PB_FMA void pb_add_product_##suffix(type factor, const type *source, type *target, long count) { \
        for (long k = 0; k < count; k++) target[k] = fused(factor, source[k], target[k]); \
    }

PB_ADD_PRODUCT(double, f64, __builtin_fma)
PB_ADD_PRODUCT(float, f32, __builtin_fmaf)
