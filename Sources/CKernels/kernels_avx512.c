// Kernels for AVX-512 F, DQ and VL.
#pragma STDC FP_CONTRACT OFF
#if defined(__x86_64__)
#define PB_ISA avx512
#define PB_BYTES 64
#define PB_TABLE pb_kernels_avx512
#include "isa.h"
#pragma clang attribute push(__attribute__((target("avx512f,avx512dq,avx512vl,avx2,fma"))), apply_to = function)
#include "kernels.h"
#pragma clang attribute pop
#endif
