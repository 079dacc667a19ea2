// All kernels of one instruction set and their table. Included by kernels_….c.
#include "isa.h"
#include "tiles.h"

#define PB_T double
#define PB_S f64
#define PB_SIZE 8
#define PB_LANES (PB_BYTES / 8)
#include "transpose.h"
#include "gemm.h"
#undef PB_T
#undef PB_S
#undef PB_SIZE
#undef PB_LANES

#define PB_T float
#define PB_S f32
#define PB_SIZE 4
#define PB_LANES (PB_BYTES > 8 ? PB_BYTES / 4 : 1)
#include "transpose.h"
#include "gemm.h"
#undef PB_T
#undef PB_S
#undef PB_SIZE
#undef PB_LANES

const pb_kernels PB_TABLE = {
    .gemm_f64 = PB_JOIN3(gemm, f64, PB_ISA),
    .gemm_f32 = PB_JOIN3(gemm, f32, PB_ISA),
};
