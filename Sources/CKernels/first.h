// The first elements of a vector, for one element type and one instruction set: what is beyond them is 0 when it is read, and
// left alone when it is written. Included once for each pair, after vectors.h and transpose.h.

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
typedef struct {
    long count;
    /// −1 in each lane that counts, else 0.
    __m256i lanes;
} PB_N(first);
PB_INLINE PB_N(first) PB_N(first_of)(long count) {
    static const PB_I lanes[16] = {-1, -1, -1, -1, -1, -1, -1, -1};
    return (PB_N(first)){count, *(const __m256i_u *)(lanes + 8 - count)};
}
PB_INLINE PB_N(lanes) PB_N(load_first)(PB_N(first) first, const PB_T *p) {
#if PB_SIZE == 8
    return (PB_N(lanes))_mm256_maskload_pd(p, first.lanes);
#else
    return (PB_N(lanes))_mm256_maskload_ps(p, first.lanes);
#endif
}
PB_INLINE void PB_N(store_first)(PB_N(first) first, PB_T *p, PB_N(lanes) x) {
    if (first.count == PB_LANES) {
        PB_N(store)(p, x);
        return;
    }
    // Storing by a mask takes hundreds of cycles on some processors.
    PB_T part[PB_LANES];
    PB_N(store)(part, x);
    PB_N(copy)(first.count, part, p);
}
#elif PB_BYTES == 16
typedef long PB_N(first);
PB_INLINE PB_N(first) PB_N(first_of)(long count) { return count; }
PB_INLINE PB_N(lanes) PB_N(load_first)(PB_N(first) first, const PB_T *p) {
    if (first == PB_LANES) return PB_N(load)(p);
    PB_N(lanes) x = 0;
    for (long i = 0; i < first; i++) x[i] = p[i];
    return x;
}
PB_INLINE void PB_N(store_first)(PB_N(first) first, PB_T *p, PB_N(lanes) x) {
    if (first == PB_LANES) PB_N(store)(p, x);
    else for (long i = 0; i < first; i++) p[i] = x[i];
}
#else
typedef long PB_N(first);
PB_INLINE PB_N(first) PB_N(first_of)(long count) { return count; }
PB_INLINE PB_N(lanes) PB_N(load_first)(PB_N(first) first __attribute__((unused)), const PB_T *p) { return PB_N(load)(p); }
PB_INLINE void PB_N(store_first)(PB_N(first) first __attribute__((unused)), PB_T *p, PB_N(lanes) x) { PB_N(store)(p, x); }
#endif
