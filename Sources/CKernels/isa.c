// Which kernels this CPU can run.
#include "CKernels.h"

#define PB_BYTES 64
#include "tiles.h"

extern const pb_kernels pb_kernels_scalar, pb_kernels_avx2, pb_kernels_avx512;

int pb_best_isa(void) {
#if defined(__x86_64__)
    __builtin_cpu_init();
    if (!__builtin_cpu_supports("fma") || !__builtin_cpu_supports("avx2")) return pb_isa_scalar;
    int has_all = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
    return has_all ? pb_isa_avx512 : pb_isa_avx2;
#else
    return pb_isa_scalar;
#endif
}

const pb_kernels *pb_kernels_for(int isa) {
    if (isa < 0 || isa > pb_best_isa()) return 0;
#if defined(__x86_64__)
    if (isa == pb_isa_avx512) return &pb_kernels_avx512;
    if (isa == pb_isa_avx2) return &pb_kernels_avx2;
#endif
    return &pb_kernels_scalar;
}

long pb_gemm_scratch(long size) { return (PB_ROWS + PB_COLUMNS) * PB_DEPTH * size + 64; }
