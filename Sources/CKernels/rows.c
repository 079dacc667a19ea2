// Chains of maps over rows: see `pb_run_rows`.
#include "CKernels.h"

#define PB_X places[i->x].first
#define PB_RESULT places[i->result].first
#define PB_OPERANDS_2 n, PB_X, places[i->x].step, places[i->y].first, places[i->y].step, PB_RESULT

void pb_run_rows(const pb_kernels *kernels, const pb_instruction *first, long count, long n, const pb_place *places) {
    for (const pb_instruction *i = first; i < first + count; i++) {
        uint32_t code = i->code;
        switch (code) {
        case pb_op_select_8:
            kernels->select_8_bytes(
                n, PB_X, places[i->y].first, places[i->y].step, places[i->z].first, places[i->z].step, PB_RESULT);
            continue;
        case pb_op_select_4:
            kernels->select_4_bytes(
                n, PB_X, places[i->y].first, places[i->y].step, places[i->z].first, places[i->z].step, PB_RESULT);
            continue;
        case pb_op_select_1:
            kernels->select_1_byte(
                n, PB_X, places[i->y].first, places[i->y].step, places[i->z].first, places[i->z].step, PB_RESULT);
            continue;
        case pb_op_integer_pow_f64: kernels->integer_pow_f64(n, (int32_t)i->y, PB_X, PB_RESULT); continue;
        case pb_op_integer_pow_f32: kernels->integer_pow_f32(n, (int32_t)i->y, PB_X, PB_RESULT); continue;
        case pb_op_is_finite_f64: kernels->is_finite_f64(n, PB_X, PB_RESULT); continue;
        case pb_op_is_finite_f32: kernels->is_finite_f32(n, PB_X, PB_RESULT); continue;
        case pb_op_logic_not: kernels->logic_not(n, PB_X, PB_RESULT); continue;
        case pb_op_logic_and: kernels->logic_and(PB_OPERANDS_2); continue;
        case pb_op_logic_or: kernels->logic_or(PB_OPERANDS_2); continue;
        case pb_op_logic_xor: kernels->logic_xor(PB_OPERANDS_2); continue;
        }
        // The tables lie one behind the other.
        if (code < pb_op_map1_f32) kernels->map1_f64[code - pb_op_map1_f64](n, PB_X, PB_RESULT);
        else if (code < pb_op_map2_f64) kernels->map1_f32[code - pb_op_map1_f32](n, PB_X, PB_RESULT);
        else if (code < pb_op_map2_f32) kernels->map2_f64[code - pb_op_map2_f64](PB_OPERANDS_2);
        else if (code < pb_op_integer1_i64) kernels->map2_f32[code - pb_op_map2_f32](PB_OPERANDS_2);
        else if (code < pb_op_integer1_i32) kernels->integer1_i64[code - pb_op_integer1_i64](n, PB_X, PB_RESULT);
        else if (code < pb_op_integer2_i64) kernels->integer1_i32[code - pb_op_integer1_i32](n, PB_X, PB_RESULT);
        else if (code < pb_op_integer2_i32) kernels->integer2_i64[code - pb_op_integer2_i64](PB_OPERANDS_2);
        else if (code < pb_op_compare_f64) kernels->integer2_i32[code - pb_op_integer2_i32](PB_OPERANDS_2);
        else if (code < pb_op_compare_f32) kernels->compare_f64[code - pb_op_compare_f64](PB_OPERANDS_2);
        else if (code < pb_op_compare_i64) kernels->compare_f32[code - pb_op_compare_f32](PB_OPERANDS_2);
        else if (code < pb_op_compare_i32) kernels->compare_i64[code - pb_op_compare_i64](PB_OPERANDS_2);
        else if (code < pb_op_convert) kernels->compare_i32[code - pb_op_compare_i32](PB_OPERANDS_2);
        else kernels->converts[code - pb_op_convert](n, PB_X, PB_RESULT);
    }
}
