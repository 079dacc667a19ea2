// Vectors of one element type and one instruction set. Included once for each pair, after isa.h, with PB_T (element type),
// PB_S (its suffix), PB_I (whole numbers of its size) and PB_LANES (elements of a vector).

typedef PB_T PB_N(lanes) __attribute__((ext_vector_type(PB_LANES)));
/// The same at any address of an element.
typedef PB_T PB_N(unaligned) __attribute__((ext_vector_type(PB_LANES), aligned(sizeof(PB_T)), may_alias));
/// What a comparison gives: −1 or 0 in each lane.
typedef PB_I PB_N(mask) __attribute__((ext_vector_type(PB_LANES)));

PB_INLINE PB_N(lanes) PB_N(load)(const PB_T *p) { return *(const PB_N(unaligned) *)p; }
PB_INLINE void PB_N(store)(PB_T *p, PB_N(lanes) x) { *(PB_N(unaligned) *)p = x; }

#if PB_BYTES > 8
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
