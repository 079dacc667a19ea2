// Kernels for AVX2 and FMA.
#if defined(__x86_64__)
#pragma STDC FP_CONTRACT OFF
#define PB_ISA avx2
#define PB_BYTES 32
#define PB_REGISTER "%ymm"
#define PB_REGISTER_BYTES "32"
#define PB_SLEEF_f64(name, ulps) Sleef_finz_##name##d4_u##ulps##avx2
#define PB_SLEEF_f32(name, ulps) Sleef_finz_##name##f8_u##ulps##avx2
#include "isa.h"

#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#include "apply.h"
#include "kernels.h"
#pragma clang attribute pop
#endif
