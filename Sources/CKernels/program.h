// Programs over single numbers, see `pb_run_program`. Included once, after kernels.h of the scalar instruction set: what an
// instruction does to a number is what that set's kernel does to a row of one.
#pragma once

typedef struct {
    void *const *pointers;
    const int32_t *cancel;
} pb_program_context;

typedef int (*pb_handler)(char *frame, const pb_instruction *i, const pb_program_context *context);
static const pb_handler pb_handlers[pb_op_count];

/// Each instruction calls the next as its last act, so that every one has a jump of its own for the CPU to predict.
#define PB_HANDLER(name, ...) \
    __attribute__((flatten)) static int pb_do_##name( \
        char *frame, const pb_instruction *i, const pb_program_context *context \
    ) { \
        __VA_ARGS__; \
        __attribute__((musttail)) return pb_handlers[i[1].code](frame, i + 1, context); \
    }
#define PB_AT(type, place) ((type *)(frame + i->place))
#define PB_KERNEL(name, suffix) PB_JOIN3(map_##name, suffix, scalar)

static int pb_do_stop(char *frame, const pb_instruction *i, const pb_program_context *context) {
    (void)frame, (void)i, (void)context;
    return 0;
}
static int pb_do_poll(char *frame, const pb_instruction *i, const pb_program_context *context) {
    if (pb_is_up(context->cancel)) return 1;
    __attribute__((musttail)) return pb_handlers[i[1].code](frame, i + 1, context);
}

#define PB_FROM_POINTER ((const char *)context->pointers[i->x] + ((uint64_t)i->z << 32 | i->y))
PB_HANDLER(load_8, *PB_AT(uint64_t, result) = *(const uint64_t *)PB_FROM_POINTER)
PB_HANDLER(load_4, *PB_AT(uint32_t, result) = *(const uint32_t *)PB_FROM_POINTER)
PB_HANDLER(load_1, *PB_AT(uint8_t, result) = *(const uint8_t *)PB_FROM_POINTER)
PB_HANDLER(move_8, *PB_AT(uint64_t, result) = *PB_AT(uint64_t, x))
PB_HANDLER(move_4, *PB_AT(uint32_t, result) = *PB_AT(uint32_t, x))
PB_HANDLER(move_1, *PB_AT(uint8_t, result) = *PB_AT(uint8_t, x))
PB_HANDLER(select_8, *PB_AT(uint64_t, result) = *PB_AT(uint8_t, x) ? *PB_AT(uint64_t, y) : *PB_AT(uint64_t, z))
PB_HANDLER(select_4, *PB_AT(uint32_t, result) = *PB_AT(uint8_t, x) ? *PB_AT(uint32_t, y) : *PB_AT(uint32_t, z))
PB_HANDLER(select_1, *PB_AT(uint8_t, result) = *PB_AT(uint8_t, x) ? *PB_AT(uint8_t, y) : *PB_AT(uint8_t, z))
PB_HANDLER(fma_f64, *PB_AT(double, result) = __builtin_fma(*PB_AT(double, x), *PB_AT(double, y), *PB_AT(double, z)))
PB_HANDLER(fma_f32, *PB_AT(float, result) = __builtin_fmaf(*PB_AT(float, x), *PB_AT(float, y), *PB_AT(float, z)))
PB_HANDLER(logic_not, pb_not_scalar(1, PB_AT(uint8_t, x), PB_AT(uint8_t, result)))
PB_HANDLER(logic_and, pb_and_scalar(1, PB_AT(uint8_t, x), 1, PB_AT(uint8_t, y), 1, PB_AT(uint8_t, result)))
PB_HANDLER(logic_or, pb_or_scalar(1, PB_AT(uint8_t, x), 1, PB_AT(uint8_t, y), 1, PB_AT(uint8_t, result)))
PB_HANDLER(logic_xor, pb_xor_scalar(1, PB_AT(uint8_t, x), 1, PB_AT(uint8_t, y), 1, PB_AT(uint8_t, result)))
PB_HANDLER(integer_pow_f64, pb_integer_pow_f64_scalar(1, (int32_t)i->y, PB_AT(double, x), PB_AT(double, result)))
PB_HANDLER(integer_pow_f32, pb_integer_pow_f32_scalar(1, (int32_t)i->y, PB_AT(float, x), PB_AT(float, result)))
PB_HANDLER(is_finite_f64, PB_KERNEL(is_finite, f64)(1, PB_AT(double, x), PB_AT(uint8_t, result)))
PB_HANDLER(is_finite_f32, PB_KERNEL(is_finite, f32)(1, PB_AT(float, x), PB_AT(uint8_t, result)))

#define PB_HANDLER_1(type, suffix, name) \
    PB_HANDLER(suffix##_##name, PB_KERNEL(name, suffix)(1, PB_AT(type, x), PB_AT(type, result)))
#define PB_HANDLER_2(type, suffix, name, to) \
    PB_HANDLER( \
        suffix##_##name, PB_KERNEL(name, suffix)(1, PB_AT(type, x), 1, PB_AT(type, y), 1, PB_AT(to, result)))

#define PB_FLOAT_HANDLERS_1(name) PB_HANDLER_1(double, f64, name) PB_HANDLER_1(float, f32, name)
#define PB_FLOAT_HANDLERS_2(name) PB_HANDLER_2(double, f64, name, double) PB_HANDLER_2(float, f32, name, float)
#define PB_INTEGER_HANDLERS_1(name) PB_HANDLER_1(int64_t, i64, name) PB_HANDLER_1(int32_t, i32, name)
#define PB_INTEGER_HANDLERS_2(name) PB_HANDLER_2(int64_t, i64, name, int64_t) PB_HANDLER_2(int32_t, i32, name, int32_t)
#define PB_COMPARE_HANDLERS(name) \
    PB_HANDLER_2(double, f64, name, uint8_t) PB_HANDLER_2(float, f32, name, uint8_t) \
    PB_HANDLER_2(int64_t, i64, name, uint8_t) PB_HANDLER_2(int32_t, i32, name, uint8_t)
PB_MAPS_1(PB_FLOAT_HANDLERS_1)
PB_MAPS_2(PB_FLOAT_HANDLERS_2)
PB_INTEGERS_1(PB_INTEGER_HANDLERS_1)
PB_INTEGERS_2(PB_INTEGER_HANDLERS_2)
PB_COMPARISONS(PB_COMPARE_HANDLERS)

#define PB_CONVERT_HANDLER(from, to) \
    PB_HANDLER(from##_to_##to, pb_##from##_to_##to##_scalar(1, frame + i->x, frame + i->result))
#define PB_CONVERT_HANDLERS(from) \
    PB_CONVERT_HANDLER(from, f64) PB_CONVERT_HANDLER(from, f32) PB_CONVERT_HANDLER(from, i64) \
    PB_CONVERT_HANDLER(from, i32) PB_CONVERT_HANDLER(from, bool)
PB_DTYPES(PB_CONVERT_HANDLERS)

static const pb_handler pb_handlers[pb_op_count] = {
#define PB_ROW(name) [pb_op_##name] = pb_do_##name,
    PB_OPS(PB_ROW)
#undef PB_ROW
#define PB_ROW(name) \
    [pb_op_map1_f64 + pb_map1_##name] = pb_do_f64_##name, [pb_op_map1_f32 + pb_map1_##name] = pb_do_f32_##name,
    PB_MAPS_1(PB_ROW)
#undef PB_ROW
#define PB_ROW(name) \
    [pb_op_map2_f64 + pb_map2_##name] = pb_do_f64_##name, [pb_op_map2_f32 + pb_map2_##name] = pb_do_f32_##name,
    PB_MAPS_2(PB_ROW)
#undef PB_ROW
#define PB_ROW(name) \
    [pb_op_integer1_i64 + pb_integer1_##name] = pb_do_i64_##name, \
    [pb_op_integer1_i32 + pb_integer1_##name] = pb_do_i32_##name,
    PB_INTEGERS_1(PB_ROW)
#undef PB_ROW
#define PB_ROW(name) \
    [pb_op_integer2_i64 + pb_integer2_##name] = pb_do_i64_##name, \
    [pb_op_integer2_i32 + pb_integer2_##name] = pb_do_i32_##name,
    PB_INTEGERS_2(PB_ROW)
#undef PB_ROW
#define PB_ROW(name) \
    [pb_op_compare_f64 + pb_compare_##name] = pb_do_f64_##name, [pb_op_compare_f32 + pb_compare_##name] = pb_do_f32_##name, \
    [pb_op_compare_i64 + pb_compare_##name] = pb_do_i64_##name, [pb_op_compare_i32 + pb_compare_##name] = pb_do_i32_##name,
    PB_COMPARISONS(PB_ROW)
#undef PB_ROW
#define PB_CELL(from, to) [pb_op_convert + pb_dtype_count * pb_dtype_##from + pb_dtype_##to] = pb_do_##from##_to_##to,
#define PB_ROW(from) PB_CELL(from, f64) PB_CELL(from, f32) PB_CELL(from, i64) PB_CELL(from, i32) PB_CELL(from, bool)
    PB_DTYPES(PB_ROW)
#undef PB_ROW
#undef PB_CELL
};

int pb_run_program(
    const pb_instruction *first, void *frame, void *const *pointers, const int32_t *cancel
) {
    pb_program_context context = {pointers, cancel};
    return pb_handlers[first->code](frame, first, &context);
}
