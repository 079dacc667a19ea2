// All kernels of one instruction set and their table. Included by kernels_….c, after isa.h.
#include "fused.h"
#include "large.h"
#include "series.h"
#include "tiles.h"

#define PB_T double
#define PB_S f64
#define PB_I int64_t
#define PB_SIZE 8
#define PB_LANES (PB_BYTES / 8)
#define PB_SLEEF PB_SLEEF_f64
#include "floats.h"

#define PB_T float
#define PB_S f32
#define PB_I int32_t
#define PB_SIZE 4
#define PB_LANES (PB_BYTES > 8 ? PB_BYTES / 4 : 1)
#define PB_SLEEF PB_SLEEF_f32
#define PB_WIDER PB_JOIN3(lanes, f64, PB_ISA)
#include "floats.h"

#define PB_T int64_t
#define PB_S i64
#define PB_U uint64_t
#include "integers.h"
#undef PB_T
#undef PB_S
#undef PB_U

#define PB_T int32_t
#define PB_S i32
#define PB_U uint32_t
#include "integers.h"
#undef PB_T
#undef PB_S
#undef PB_U

#include "conversions.h"

#define PB_T uint8_t
#define PB_S u8
#define PB_SIZE 1
#include "moves.h"
#undef PB_T
#undef PB_S
#undef PB_SIZE

#define PB_ROW(name, type) .name##_##type = PB_JOIN3(name, type, PB_ISA),
#define PB_ROWS_OF(type) \
    PB_ROW(gemm, type) PB_ROW(integer_pow, type) PB_ROW(sum_rows, type) PB_ROW(sum_columns, type) \
    PB_ROW(sum_product_rows, type) PB_ROW(block_sums, type) PB_ROW(add_pairs, type) PB_ROW(max_rows, type) \
    PB_ROW(window_argmax, type) PB_ROW(max_columns, type) PB_ROW(min_rows, type) PB_ROW(min_columns, type) \
    .map1_##type = PB_JOIN3(maps1, type, PB_ISA), .map2_##type = PB_JOIN3(maps2, type, PB_ISA), \
    .is_finite_##type = PB_JOIN3(map_is_finite, type, PB_ISA),

const pb_kernels PB_JOIN2(pb_kernels, PB_ISA) = {
    PB_ROWS_OF(f64)
    PB_ROWS_OF(f32)
    .integer1_i64 = PB_JOIN3(integers1, i64, PB_ISA),
    .integer1_i32 = PB_JOIN3(integers1, i32, PB_ISA),
    .integer2_i64 = PB_JOIN3(integers2, i64, PB_ISA),
    .integer2_i32 = PB_JOIN3(integers2, i32, PB_ISA),
    .compare_f64 = PB_JOIN3(compares, f64, PB_ISA),
    .compare_f32 = PB_JOIN3(compares, f32, PB_ISA),
    .compare_i64 = PB_JOIN3(compares, i64, PB_ISA),
    .compare_i32 = PB_JOIN3(compares, i32, PB_ISA),
    .logic_not = PB_I_(not),
    .logic_and = PB_I_(and),
    .logic_or = PB_I_(or),
    .logic_xor = PB_I_(xor),
    .select_8_bytes = PB_I_(select64),
    .select_4_bytes = PB_I_(select32),
    .select_1_byte = PB_I_(select8),
    .converts = PB_I_(converts),
    .move_8_bytes = PB_JOIN3(move, f64, PB_ISA),
    .move_4_bytes = PB_JOIN3(move, f32, PB_ISA),
    .move_1_byte = PB_JOIN3(move, u8, PB_ISA),
};

#undef PB_ROW
#undef PB_ROWS_OF
