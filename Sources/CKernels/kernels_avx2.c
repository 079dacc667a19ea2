// Kernels for AVX2 and FMA.
#pragma STDC FP_CONTRACT OFF
#if defined(__x86_64__)
#define PB_ISA avx2
#define PB_BYTES 32
#define PB_TABLE pb_kernels_avx2
#include "isa.h"
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#include "kernels.h"
#pragma clang attribute pop
#endif
