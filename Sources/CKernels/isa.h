// What kernels_scalar.c, kernels_avx2.c and kernels_avx512.c share. Each defines PB_ISA (the suffix of its names) and
// PB_BYTES (bytes of a vector), and compiles the same templates for its instruction set.
#pragma once
#include "CKernels.h"

#define PB_JOIN3_(a, b, c) pb_##a##_##b##_##c
#define PB_JOIN3(a, b, c) PB_JOIN3_(a, b, c)
/// A name with the element type and the instruction set in it.
#define PB_N(name) PB_JOIN3(name, PB_S, PB_ISA)

#define PB_INLINE static inline __attribute__((always_inline))
#define PB_UNROLL _Pragma("clang loop unroll(full)")

static inline long pb_min(long a, long b) { return a < b ? a : b; }

/// Whether a flag is up; NULL never is.
static inline int pb_is_up(const int *flag) { return flag && __atomic_load_n(flag, __ATOMIC_RELAXED); }

/// The first address from `p` on at the start of a cache line.
static inline void *pb_aligned(void *p) { return (void *)(((unsigned long)p + 63) & ~63ul); }
