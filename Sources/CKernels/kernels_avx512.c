// Kernels for AVX-512 F, DQ and VL.
#if defined(__x86_64__)
#pragma STDC FP_CONTRACT OFF
#define PB_ISA avx512
#define PB_BYTES 64
#define PB_REGISTER "%zmm"
#define PB_REGISTER_BYTES "64"
#define PB_SLEEF_f64(name, ulps) Sleef_finz_##name##d8_u##ulps##avx512f
#define PB_SLEEF_f32(name, ulps) Sleef_finz_##name##f16_u##ulps##avx512f
#include "isa.h"

#pragma clang attribute push(__attribute__((target("avx512f,avx512dq,avx512vl,avx2,fma"))), apply_to = function)
#include "apply.h"
#include "kernels.h"
#pragma clang attribute pop
#endif
