// Which kernels this CPU can run.
#include <string.h>

#include "CKernels.h"

#define PB_BYTES 64
#include "tiles.h"

extern const pb_kernels pb_kernels_scalar, pb_kernels_avx2, pb_kernels_avx512, pb_kernels_neon;

/// The kernels of an instruction set, or null where this CPU lacks it.
static const pb_kernels *pb_found(int isa) {
#if defined(__x86_64__)
    __builtin_cpu_init();
    int has_avx2 = __builtin_cpu_supports("fma") && __builtin_cpu_supports("avx2");
    int has_avx512 = has_avx2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
                     __builtin_cpu_supports("avx512vl");
    if (isa == pb_isa_avx2 && has_avx2) return &pb_kernels_avx2;
    if (isa == pb_isa_avx512 && has_avx512) return &pb_kernels_avx512;
#elif defined(__aarch64__)
    // Part of the baseline.
    if (isa == pb_isa_neon) return &pb_kernels_neon;
#endif
    return isa == pb_isa_scalar ? &pb_kernels_scalar : 0;
}

int pb_has_isa(int isa) { return pb_found(isa) != 0; }

const pb_kernels *pb_kernels_at_most(int isa) {
    for (; isa > pb_isa_scalar; isa--)
        if (pb_has_isa(isa)) return pb_found(isa);
    return &pb_kernels_scalar;
}

long pb_gemm_scratch(long size) { return (PB_ROWS + PB_COLUMNS) * PB_DEPTH * size + 64; }

void pb_fill(long count, long size, const void *value, void *to) {
    char *target = to;
    if (size == 1) {
        memset(to, *(const unsigned char *)value, (size_t)count);
    } else if (size == 4) {
        uint32_t bits;
        memcpy(&bits, value, 4);
        for (long i = 0; i < count; i++) memcpy(target + 4 * i, &bits, 4);
    } else {
        uint64_t bits;
        memcpy(&bits, value, 8);
        for (long i = 0; i < count; i++) memcpy(target + 8 * i, &bits, 8);
    }
}
