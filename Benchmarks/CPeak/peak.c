#include "Peak.h"

/// Chains of multiply-adds side by side: more than hide what one takes, and few enough for the registers.
#define CHAINS 12

/// One loop for an element type and a vector of `bytes`. The numbers stay 1.
#define MULTIPLY_ADD(type, suffix, isa, bytes, attributes) \
    attributes static double multiply_add_##suffix##_##isa(long rounds) { \
        typedef type vector __attribute__((ext_vector_type(bytes / sizeof(type)))); \
        vector sums[CHAINS], zero = 0; \
        _Pragma("clang loop unroll(full)") for (int i = 0; i < CHAINS; i++) sums[i] = 1; \
        for (long round = 0; round < rounds; round++) { \
            /* The compiler must not know what it multiplies. */ \
            __asm__ volatile("" : "+m"(zero)); \
            vector factor = zero; \
            _Pragma("clang loop unroll(full)") for (int i = 0; i < CHAINS; i++) \
                sums[i] = __builtin_elementwise_fma(sums[i], factor, sums[i]); \
        } \
        type total = 0; \
        _Pragma("clang loop unroll(full)") for (int i = 0; i < CHAINS; i++) total += sums[i][0]; \
        return total == CHAINS ? 2.0 * CHAINS * (bytes / sizeof(type)) * rounds : 0; \
    }

#if defined(__x86_64__)
#define WIDE __attribute__((target("avx512f,fma"), min_vector_width(512)))
#define NARROW __attribute__((target("avx2,fma")))
MULTIPLY_ADD(double, f64, wide, 64, WIDE)
MULTIPLY_ADD(float, f32, wide, 64, WIDE)
MULTIPLY_ADD(double, f64, narrow, 32, NARROW)
MULTIPLY_ADD(float, f32, narrow, 32, NARROW)
#define CHOOSE(suffix, rounds) \
    (__builtin_cpu_supports("avx512f") ? multiply_add_##suffix##_wide(rounds) : multiply_add_##suffix##_narrow(rounds))
#else
MULTIPLY_ADD(double, f64, narrow, 16, )
MULTIPLY_ADD(float, f32, narrow, 16, )
#define CHOOSE(suffix, rounds) multiply_add_##suffix##_narrow(rounds)
#endif

double peak_multiply_add_f64(long rounds) { return CHOOSE(f64, rounds); }
double peak_multiply_add_f32(long rounds) { return CHOOSE(f32, rounds); }

uint64_t peak_read(const uint64_t *words, long count) {
    uint64_t seen[8] = {0};
    for (long i = 0; i + 8 <= count; i += 8)
        for (int j = 0; j < 8; j++) seen[j] ^= words[i + j];
    for (int j = 1; j < 8; j++) seen[0] ^= seen[j];
    return seen[0];
}
