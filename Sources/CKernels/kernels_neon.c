// Kernels for NEON.
#if defined(__aarch64__)
#pragma STDC FP_CONTRACT OFF
#define PB_ISA neon
#define PB_BYTES 16
#define PB_SLEEF_f64(name, ulps) Sleef_finz_##name##d2_u##ulps##advsimd
#define PB_SLEEF_f32(name, ulps) Sleef_finz_##name##f4_u##ulps##advsimd
#include "isa.h"

#include "apply.h"
#include "kernels.h"
#endif
