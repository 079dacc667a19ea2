// What kernels_scalar.c, kernels_avx2.c, kernels_avx512.c and kernels_neon.c share. Each defines PB_ISA (the suffix of its
// names) and PB_BYTES (bytes of a vector), and compiles the same templates for its instruction set.
#pragma once
#include "cancel.h"
#if defined(__x86_64__)
#include <immintrin.h>
#endif

/// Names with the element type or the instruction set in them.
#define PB_JOIN2_(a, b) a##_##b
#define PB_JOIN2(a, b) PB_JOIN2_(a, b)
#define PB_JOIN3_(a, b, c) pb_##a##_##b##_##c
#define PB_JOIN3(a, b, c) PB_JOIN3_(a, b, c)
#define PB_N(name) PB_JOIN3(name, PB_S, PB_ISA)
/// A constant of large.h for the element type.
#define PB_CONSTANT(name) PB_JOIN2(name, PB_S)

#define PB_INLINE static inline __attribute__((always_inline))
#define PB_UNROLL _Pragma("clang loop unroll(full)")
/// A loop whose rounds do not depend on each other; arrays are the same or apart.
#if PB_BYTES > 8
#define PB_LOOP _Pragma("clang loop vectorize(assume_safety)")
#else
#define PB_LOOP _Pragma("clang loop vectorize(disable)")
#endif

static inline long pb_min(long a, long b) { return a < b ? a : b; }

/// The first address from `p` on at the start of a cache line.
static inline void *pb_aligned(void *p) { return (void *)(((uintptr_t)p + 63) & ~(uintptr_t)63); }
