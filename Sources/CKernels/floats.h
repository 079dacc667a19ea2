// The kernels of one floating type and one instruction set, and the end of the macros that say which.
#include "vectors.h"
#include "transpose.h"
#include "first.h"
#include "gemm.h"
#if PB_BYTES > 8
#include "functions.h"
#if PB_SIZE == 8
#include "activations.h"
#endif
#endif
#include "maps.h"
#include "reductions.h"
#include "moves.h"
#include "pooling.h"

#undef PB_T
#undef PB_S
#undef PB_I
#undef PB_SIZE
#undef PB_SQUARE
#undef PB_LANES
#undef PB_SLEEF
#undef PB_WIDER
