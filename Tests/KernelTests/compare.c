// Every kernel of the tables against the scalar one, to the bit, on numbers of every kind; NaNs are one. Prints a hash of all
// results: it is the same on every kind of CPU. See script/test-kernels.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "CKernels.h"

static uint64_t state = 88172645463325252u, hash = 14695981039346656037u;
static long compared = 0;

static uint64_t draw(void) {
    state ^= state << 13, state ^= state >> 7, state ^= state << 17;
    return state;
}

static double number(long i) {
    static const double special[] = {0,      -0.0, 1.0 / 0.0, -1.0 / 0.0, 0.0 / 0.0, 1e-310, -1e-40, 1,
                                     -1,     0.5,  2,         1e300,      1e38,      -700,   88,     3.25};
    uint64_t bits = draw();
    double any;
    memcpy(&any, &bits, 8);
    if (i % 3 == 0) return special[draw() % 16];
    return i % 3 == 1 ? any : (double)(int64_t)draw() / 0x1p61;
}

enum { most = 1 << 17 };
typedef union {
    double f64[most];
    float f32[most];
    int64_t i64[most];
    int32_t i32[most];
    uint8_t bytes[8 * most];
} array;

static array x, y, z, expected, found;

static void fill(array *a, int dtype, long count) {
    for (long i = 0; i < count; i++) {
        switch (dtype) {
        case pb_dtype_f64: a->f64[i] = number(i); break;
        case pb_dtype_f32: a->f32[i] = (float)number(i); break;
        case pb_dtype_i64: a->i64[i] = i % 2 ? (int64_t)draw() : (int64_t)(draw() % 9) - 4; break;
        case pb_dtype_i32: a->i32[i] = i % 2 ? (int32_t)draw() : (int32_t)(draw() % 9) - 4; break;
        default: a->bytes[i] = draw() % 2;
        }
    }
}

/// Takes the scalar result and that of another table, and forgets both.
static void compare(const char *what, long index, int dtype, long count) {
    static const long sizes[] = {[pb_dtype_f64] = 8, [pb_dtype_f32] = 4, [pb_dtype_i64] = 8, [pb_dtype_i32] = 4, [pb_dtype_bool] = 1};
    for (long i = 0; i < count; i++) {
        array *both[] = {&expected, &found};
        for (int k = 0; k < 2; k++) {
            if (dtype == pb_dtype_f64 && both[k]->f64[i] != both[k]->f64[i]) both[k]->i64[i] = 0x7ff8000000000000;
            if (dtype == pb_dtype_f32 && both[k]->f32[i] != both[k]->f32[i]) both[k]->i32[i] = 0x7fc00000;
        }
    }
    long bytes = count * sizes[dtype];
    if (memcmp(&expected, &found, (size_t)bytes)) {
        printf("%s %ld of type %d differs\n", what, index, dtype);
        exit(1);
    }
    for (long i = 0; i < bytes; i++) hash = (hash ^ expected.bytes[i]) * 1099511628211u;
    compared += count;
    memset(&expected, 0, (size_t)bytes), memset(&found, 0, (size_t)bytes);
}

/// `call` with `table` and `result` bound to the scalar table and to the other one.
#define COMPARE(what, index, dtype, count, call) \
    do { \
        const pb_kernels *table = scalar; \
        array *result = &expected; \
        call; \
        table = kernels, result = &found; \
        call; \
        compare(what, index, dtype, count); \
    } while (0)

static void maps(const pb_kernels *scalar, const pb_kernels *kernels, long n) {
#define MAPS(type, map1, count1, map2, count2) \
    fill(&x, pb_dtype_##type, n), fill(&y, pb_dtype_##type, n); \
    for (long f = 0; f < count1; f++) COMPARE(#map1, f, pb_dtype_##type, n, table->map1[f](n, x.type, result->type)); \
    for (long f = 0; f < count2; f++) \
        for (long steps = 0; steps < 4; steps++) \
            COMPARE(#map2, f, pb_dtype_##type, n, \
                    table->map2[f](n, x.type, steps & 1, y.type, steps >> 1, result->type)); \
    for (long f = 0; f < pb_compare_count; f++) \
        COMPARE("compare", f, pb_dtype_bool, n, table->compare_##type[f](n, x.type, 1, y.type, 1, result->bytes));
    MAPS(f64, map1_f64, pb_map1_count, map2_f64, pb_map2_count)
    MAPS(f32, map1_f32, pb_map1_count, map2_f32, pb_map2_count)
    MAPS(i64, integer1_i64, pb_integer1_count, integer2_i64, pb_integer2_count)
    MAPS(i32, integer1_i32, pb_integer1_count, integer2_i32, pb_integer2_count)
    fill(&z, pb_dtype_bool, n);
    for (long from = 0; from < pb_dtype_count; from++) {
        fill(&x, (int)from, n);
        for (long to = 0; to < pb_dtype_count; to++)
            COMPARE("convert", from * pb_dtype_count + to, (int)to, n,
                    table->converts[from * pb_dtype_count + to](n, &x, result));
    }
    fill(&x, pb_dtype_bool, n), fill(&y, pb_dtype_bool, n);
    COMPARE("not", 0, pb_dtype_bool, n, table->logic_not(n, x.bytes, result->bytes));
    COMPARE("and", 0, pb_dtype_bool, n, table->logic_and(n, x.bytes, 1, y.bytes, 1, result->bytes));
    COMPARE("or", 0, pb_dtype_bool, n, table->logic_or(n, x.bytes, 0, y.bytes, 1, result->bytes));
    COMPARE("xor", 0, pb_dtype_bool, n, table->logic_xor(n, x.bytes, 1, y.bytes, 0, result->bytes));
    COMPARE("select", 1, pb_dtype_bool, n, table->select_1_byte(n, z.bytes, &x, 1, &y, 1, result));
    fill(&x, pb_dtype_f64, n), fill(&y, pb_dtype_f64, n);
    COMPARE("select", 8, pb_dtype_f64, n, table->select_8_bytes(n, z.bytes, &x, 1, &y, 1, result));
    for (long exponent = -3; exponent < 8; exponent++)
        COMPARE("integer_pow", exponent, pb_dtype_f64, n, table->integer_pow_f64(n, exponent, x.f64, result->f64));
    COMPARE("is_finite", 0, pb_dtype_bool, n, table->is_finite_f64(n, x.f64, result->bytes));
    fill(&x, pb_dtype_f32, n), fill(&y, pb_dtype_f32, n);
    COMPARE("select", 4, pb_dtype_f32, n, table->select_4_bytes(n, z.bytes, &x, 1, &y, 0, result));
    for (long exponent = -3; exponent < 8; exponent++)
        COMPARE("integer_pow", exponent, pb_dtype_f32, n, table->integer_pow_f32(n, exponent, x.f32, result->f32));
    COMPARE("is_finite", 1, pb_dtype_bool, n, table->is_finite_f32(n, x.f32, result->bytes));
}

/// The kernel works in place, on a copy.
#define ADD_PAIRS(type, element) \
    static void add_pairs_##type(const pb_kernels *table, long count, element *to) { \
        static array copy; \
        memcpy(&copy, &y, sizeof(element) * (size_t)count); \
        *to = table->add_pairs_##type(count, copy.type); \
    }
ADD_PAIRS(f64, double)
ADD_PAIRS(f32, float)

/// Three planes of 21 × 34 elements, under windows that overlap, skip and stand out.
static void windows(const pb_kernels *scalar, const pb_kernels *kernels, long extent, long stride, long low) {
    pb_window_axis rows = {21, extent, (21 + 2 * low - extent) / stride + 1, stride, low, 1, 1};
    pb_window_axis columns = {34, 2, (34 - 2) / 2 + 1, 2, 0, 1, 1};
    long count = 3 * rows.places * columns.places;
    fill(&x, pb_dtype_f64, 3 * 21 * 34);
    COMPARE("window_argmax", extent, pb_dtype_i64, count, table->window_argmax_f64(3, &rows, &columns, x.f64, result->i64, 0));
    fill(&x, pb_dtype_f32, 3 * 21 * 34);
    COMPARE("window_argmax", extent, pb_dtype_i64, count, table->window_argmax_f32(3, &rows, &columns, x.f32, result->i64, 0));
}

static void reductions(const pb_kernels *scalar, const pb_kernels *kernels, long rows, long columns) {
#define REDUCTIONS(type) \
    for (long i = 0; i < rows * columns; i++) x.type[i] = (draw() % 64 ? 1 : 0) * ((int64_t)draw() / 0x1p60), y.type[i] = 1 / x.type[i]; \
    COMPARE("sum_rows", columns, pb_dtype_##type, rows, table->sum_rows_##type(rows, columns, x.type, columns, result->type)); \
    COMPARE("sum_columns", columns, pb_dtype_##type, columns, \
            table->sum_columns_##type(rows, columns, x.type, columns, result->type)); \
    COMPARE("sum_product", columns, pb_dtype_##type, rows, \
            table->sum_product_rows_##type(rows, columns, x.type, columns, y.type, columns, result->type)); \
    COMPARE("max_rows", columns, pb_dtype_##type, rows, table->max_rows_##type(rows, columns, x.type, columns, result->type)); \
    COMPARE("min_rows", columns, pb_dtype_##type, rows, table->min_rows_##type(rows, columns, x.type, columns, result->type)); \
    COMPARE("max_columns", columns, pb_dtype_##type, columns, \
            table->max_columns_##type(rows, columns, x.type, columns, result->type)); \
    COMPARE("min_columns", columns, pb_dtype_##type, columns, \
            table->min_columns_##type(rows, columns, x.type, columns, result->type)); \
    COMPARE("block_sums", columns, pb_dtype_##type, (rows * columns + 511) / 512, \
            table->block_sums_##type(rows *columns, x.type, result->type)); \
    COMPARE("add_pairs", columns, pb_dtype_##type, 1, add_pairs_##type(table, columns, result->type)); \
    COMPARE("move", columns, pb_dtype_##type, rows *columns, \
            table->move_##type(columns, rows, &x, 1, columns, result, rows)); \
    COMPARE("move", 1, pb_dtype_bool, rows *columns, table->move_1_byte(columns, rows, &x, 1, columns, result, rows));
#define move_f64 move_8_bytes
#define move_f32 move_4_bytes
    REDUCTIONS(f64)
    REDUCTIONS(f32)
}

/// Operands as they lie, or transposed; results with a gap between rows.
static void products(const pb_kernels *scalar, const pb_kernels *kernels, long m, long n, long k, int turns) {
    long a_row = turns & 1 ? 1 : k, a_column = turns & 1 ? m : 1, b_row = turns & 2 ? 1 : n, b_column = turns & 2 ? k : 1;
    void *scratch = malloc((size_t)pb_gemm_scratch(8));
#define PRODUCT(type) \
    for (long i = 0; i < m * k; i++) x.type[i] = (int64_t)draw() / 0x1p62; \
    for (long i = 0; i < k * n; i++) y.type[i] = (int64_t)draw() / 0x1p62; \
    COMPARE("gemm", turns, pb_dtype_##type, m *(n + 1), \
            (void)table->gemm_##type(m, n, k, x.type, a_row, a_column, y.type, b_row, b_column, result->type, n + 1, scratch, 0));
    PRODUCT(f64)
    PRODUCT(f32)
    free(scratch);
}

int main(void) {
    static const char *const names[] = {"scalar", "neon", "avx2", "avx512"};
    const pb_kernels *scalar = pb_kernels_at_most(pb_isa_scalar);
    for (int isa = pb_isa_scalar; isa <= pb_isa_avx512; isa++) {
        if (!pb_has_isa(isa)) continue;
        const pb_kernels *kernels = pb_kernels_at_most(isa);
        state = 88172645463325252u, hash = 14695981039346656037u, compared = 0;
        for (long n = 1; n < 40; n++) maps(scalar, kernels, n);
        maps(scalar, kernels, 4099);
        for (long columns = 1; columns < 40; columns++) reductions(scalar, kernels, 1 + (long)(draw() % 40), columns);
        reductions(scalar, kernels, 3, 1300), reductions(scalar, kernels, 1300, 3);
        windows(scalar, kernels, 2, 2, 0), windows(scalar, kernels, 3, 1, 2), windows(scalar, kernels, 5, 3, 1);
        for (int round = 0; round < 400; round++) {
            long m = 1 + (long)(draw() % 40), n = 1 + (long)(draw() % 40), k = 1 + (long)(draw() % 100);
            products(scalar, kernels, m, n, k, round % 4);
        }
        for (int turns = 0; turns < 4; turns++) {
            products(scalar, kernels, 2, 2, 1900, turns), products(scalar, kernels, 1, 7, 580, turns);
            products(scalar, kernels, 3, 1000, 4, turns), products(scalar, kernels, 14, 14, 290, turns);
            products(scalar, kernels, 251, 190, 301, turns), products(scalar, kernels, 61, 47, 2100, turns);
            products(scalar, kernels, 97, 1300, 70, turns);
        }
        printf("%s equals scalar: %ld numbers, hash %016lx\n", names[isa], compared, (unsigned long)hash);
    }
    return 0;
}
