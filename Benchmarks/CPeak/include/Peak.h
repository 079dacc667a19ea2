// What a processor can do at most: multiplications in registers alone, and reading from end to end.
#pragma once
#include <stdint.h>

#pragma clang assume_nonnull begin

/// Fused multiply-adds of one thread that wait for nothing, in the widest vectors that this CPU has. The result is the
/// number of floating-point operations, two for each multiply-add of one element.
double peak_multiply_add_f64(long rounds);
double peak_multiply_add_f32(long rounds);

/// Reads `count` words from end to end; the result depends on all of them.
uint64_t peak_read(const uint64_t *words, long count);

#pragma clang assume_nonnull end
