// Kernels for fused multiply-add alone: one number at a time.
#pragma STDC FP_CONTRACT OFF
#define PB_ISA scalar
#define PB_BYTES 8
#include "isa.h"

#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("fma"))), apply_to = function)
#endif
#include "kernels.h"
#include "program.h"
#if defined(__x86_64__)
#pragma clang attribute pop
#endif
