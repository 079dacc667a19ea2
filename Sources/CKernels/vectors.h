// Vectors of one element type and one instruction set. Included once for each pair, after isa.h, with PB_T (element type),
// PB_S (its suffix), PB_I (whole numbers of its size) and PB_LANES (elements of a vector).

typedef PB_T PB_N(lanes) __attribute__((ext_vector_type(PB_LANES)));
/// The same at any address of an element.
typedef PB_T PB_N(unaligned) __attribute__((ext_vector_type(PB_LANES), aligned(sizeof(PB_T)), may_alias));
/// What a comparison gives: −1 or 0 in each lane.
typedef PB_I PB_N(mask) __attribute__((ext_vector_type(PB_LANES)));

PB_INLINE PB_N(lanes) PB_N(load)(const PB_T *p) { return *(const PB_N(unaligned) *)p; }
PB_INLINE void PB_N(store)(PB_T *p, PB_N(lanes) x) { *(PB_N(unaligned) *)p = x; }

#if PB_BYTES >= 32
PB_INLINE PB_N(lanes) PB_N(choose)(PB_N(mask) choice, PB_N(lanes) yes, PB_N(lanes) no) { return choice ? yes : no; }
PB_INLINE int PB_N(any)(PB_N(mask) choice) { return __builtin_reduce_or(choice) != 0; }
PB_INLINE PB_N(lanes) PB_N(fma)(PB_N(lanes) x, PB_N(lanes) y, PB_N(lanes) z) {
    return __builtin_elementwise_fma(x, y, z);
}
PB_INLINE PB_N(lanes) PB_N(magnitude)(PB_N(lanes) x) { return __builtin_elementwise_abs(x); }
PB_INLINE PB_N(lanes) PB_N(copysign)(PB_N(lanes) size, PB_N(lanes) sign) {
    return __builtin_elementwise_copysign(size, sign);
}
#endif

// The first elements of a vector: what is beyond is 0 when it is read, and left alone when it is written.
#if PB_BYTES == 64
typedef __mmask16 PB_N(first);
typedef PB_T PB_N(narrow) __attribute__((ext_vector_type(PB_LANES / 2)));
PB_INLINE PB_N(first) PB_N(first_of)(long count) { return (PB_N(first))((1u << count) - 1); }
#if PB_SIZE == 8
#define PB_OF(name) name##_pd
#else
#define PB_OF(name) name##_ps
#endif
PB_INLINE PB_N(lanes) PB_N(load_first)(PB_N(first) first, const PB_T *p) {
    return (PB_N(lanes))PB_OF(_mm512_maskz_loadu)(first, p);
}
PB_INLINE void PB_N(store_first)(PB_N(first) first, PB_T *p, PB_N(lanes) x) { PB_OF(_mm512_mask_storeu)(p, first, x); }
PB_INLINE PB_N(narrow) PB_N(load_narrow)(PB_N(first) first, const PB_T *p) {
    return (PB_N(narrow))PB_OF(_mm256_maskz_loadu)(first, p);
}
PB_INLINE void PB_N(store_narrow)(PB_N(first) first, PB_T *p, PB_N(narrow) x) { PB_OF(_mm256_mask_storeu)(p, first, x); }
#undef PB_OF
#elif PB_BYTES == 32
typedef __m256i PB_N(first);
PB_INLINE PB_N(first) PB_N(first_of)(long count) {
    // Lanes that count are −1.
    static const PB_I lanes[2 * PB_LANES] = {-1, -1, -1, -1
#if PB_SIZE == 4
        , -1, -1, -1, -1
#endif
    };
    return *(const __m256i_u *)(lanes + PB_LANES - count);
}
PB_INLINE PB_N(lanes) PB_N(load_first)(PB_N(first) first, const PB_T *p) {
#if PB_SIZE == 8
    return (PB_N(lanes))_mm256_maskload_pd(p, first);
#else
    return (PB_N(lanes))_mm256_maskload_ps(p, first);
#endif
}
PB_INLINE void PB_N(store_first)(PB_N(first) first, PB_T *p, PB_N(lanes) x) {
#if PB_SIZE == 8
    _mm256_maskstore_pd(p, first, (__m256d)x);
#else
    _mm256_maskstore_ps(p, first, (__m256)x);
#endif
}
#else
typedef long PB_N(first);
PB_INLINE PB_N(first) PB_N(first_of)(long count) { return count; }
PB_INLINE PB_N(lanes) PB_N(load_first)(PB_N(first) first __attribute__((unused)), const PB_T *p) { return PB_N(load)(p); }
PB_INLINE void PB_N(store_first)(PB_N(first) first __attribute__((unused)), PB_T *p, PB_N(lanes) x) { PB_N(store)(p, x); }
#endif
