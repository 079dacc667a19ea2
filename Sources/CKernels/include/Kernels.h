// Kernels over arrays, one table for each instruction set; all tables give the same bits, those of the functions in
// CKernels.h and of the interpreter. Counts and strides are in elements. Nothing is allocated and nothing is kept: any
// thread may call anything. All need fused multiply-add instructions, see `pb_cpu_has_fma`.
#pragma once
#include <stdint.h>

#pragma clang assume_nonnull begin

// MARK: Flags

/// Raises a flag that another thread may look at.
static inline void pb_flag_raise(int32_t *flag) { __atomic_store_n(flag, 1, __ATOMIC_RELAXED); }
/// 1 once it is raised, else 0.
static inline int32_t pb_flag_is_raised(const int32_t *flag) { return __atomic_load_n(flag, __ATOMIC_RELAXED); }

/// Tells the CPU that this thread waits for another one.
static inline void pb_pause(void) {
#if defined(__x86_64__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ volatile("yield");
#endif
}

/// Lets the process keep up to `most` bytes that are freed, of pieces of any size, where the C library can.
void pb_keep_freed_memory(int most);
/// 1 if the process could have `bytes` more now, which it does not keep, else 0.
int pb_can_allocate(long bytes);

/// Asks for large pages for fresh memory: the system clears pages one by one when they are first touched, and of large ones in
/// a fraction of the time. They are soon given back, too.
void pb_prefer_large_pages(void *start, long bytes);

/// Makes the calling thread give way to others of the process, for good: the system lets no thread take that back.
void pb_give_way(void);

// A kernel that takes a flag `cancel` looks at it every few milliseconds at most. When it was up the result is 1, and what the
// kernel was to write is undefined; else the result is 0.

// MARK: Matrix products

/// C = A · B for an m × k and a k × n matrix; `row` and `column` are the strides of each, the columns of C lie together.
/// Every element is `pb_dot_…(−0.0, …)` of its row and column, and +0.0 where k is 0. So parts of C can be computed apart
/// and at once, by offsets into A, B and C.
///
/// `scratch` is `pb_gemm_scratch` bytes, at any address, for this call alone. C overlaps nothing.
typedef int (*pb_gemm_f64)(
    long m, long n, long k, const double *a, long a_row, long a_column, const double *b, long b_row, long b_column,
    double *c, long c_row, void *scratch, const int32_t *_Nullable cancel);
typedef int (*pb_gemm_f32)(
    long m, long n, long k, const float *a, long a_row, long a_column, const float *b, long b_row, long b_column,
    float *c, long c_row, void *scratch, const int32_t *_Nullable cancel);

/// Bytes of scratch for a product of elements of `size` bytes, whatever its shape.
long pb_gemm_scratch(long size);

// MARK: Maps

/// Functions of one float, those of `UnaryFunction`.
#define PB_MAPS_1(X) X(neg) X(abs) X(sign) X(floor) X(ceil) X(round) X(sqrt) X(rsqrt) PB_UNARY_FUNCTIONS(X)
/// Functions of two floats, those of `BinaryFunction`.
#define PB_MAPS_2(X) X(add) X(sub) X(mul) X(div) X(rem) X(max) X(min) X(logaddexp) PB_BINARY_FUNCTIONS(X)
/// Functions of one and of two whole numbers.
#define PB_INTEGERS_1(X) X(neg) X(abs) X(sign) X(not)
#define PB_INTEGERS_2(X) X(add) X(sub) X(mul) X(div) X(rem) X(max) X(min) X(and) X(or) X(xor)
#define PB_COMPARISONS(X) X(eq) X(ne) X(lt) X(le) X(gt) X(ge)
#define PB_DTYPES(X) X(f64) X(f32) X(i64) X(i32) X(bool)

// The indices of the tables: `pb_map1_exp`, and so on.
#define PB_ROW(name) pb_map1_##name,
enum pb_map1 { PB_MAPS_1(PB_ROW) pb_map1_count };
#undef PB_ROW
#define PB_ROW(name) pb_map2_##name,
enum pb_map2 { PB_MAPS_2(PB_ROW) pb_map2_count };
#undef PB_ROW
#define PB_ROW(name) pb_integer1_##name,
enum pb_integer1 { PB_INTEGERS_1(PB_ROW) pb_integer1_count };
#undef PB_ROW
#define PB_ROW(name) pb_integer2_##name,
enum pb_integer2 { PB_INTEGERS_2(PB_ROW) pb_integer2_count };
#undef PB_ROW
#define PB_ROW(name) pb_compare_##name,
enum pb_compare { PB_COMPARISONS(PB_ROW) pb_compare_count };
#undef PB_ROW
#define PB_ROW(name) pb_dtype_##name,
enum pb_dtype { PB_DTYPES(PB_ROW) pb_dtype_count };
#undef PB_ROW

/// y[i] = f(x[i]) for i < n. y may be x; else they do not overlap.
typedef void (*pb_map1_f64)(long n, const double *x, double *y);
typedef void (*pb_map1_f32)(long n, const float *x, float *y);
typedef void (*pb_map1_i64)(long n, const int64_t *x, int64_t *y);
typedef void (*pb_map1_i32)(long n, const int32_t *x, int32_t *y);

/// y[i] = x[i]ⁿ: products from n = −2 to 5, else by `pow`.
typedef void (*pb_integer_pow_f64)(long n, long exponent, const double *x, double *y);
typedef void (*pb_integer_pow_f32)(long n, long exponent, const float *x, float *y);

/// y[i] = 1 where x[i] is finite, else 0.
typedef void (*pb_is_finite_f64)(long n, const double *x, uint8_t *y);
typedef void (*pb_is_finite_f32)(long n, const float *x, uint8_t *y);

/// z[i] = f(x[i · x_step], y[i · y_step]) for i < n. A step is 1, or 0 for one number that is used throughout. z may be an
/// operand of step 1; else it overlaps neither.
typedef void (*pb_map2_f64)(long n, const double *x, long x_step, const double *y, long y_step, double *z);
typedef void (*pb_map2_f32)(long n, const float *x, long x_step, const float *y, long y_step, float *z);
typedef void (*pb_map2_i64)(long n, const int64_t *x, long x_step, const int64_t *y, long y_step, int64_t *z);
typedef void (*pb_map2_i32)(long n, const int32_t *x, long x_step, const int32_t *y, long y_step, int32_t *z);

/// z[i] = 1 where the comparison holds, else 0; steps as in `pb_map2_f64`.
typedef void (*pb_compare_f64)(long n, const double *x, long x_step, const double *y, long y_step, uint8_t *z);
typedef void (*pb_compare_f32)(long n, const float *x, long x_step, const float *y, long y_step, uint8_t *z);
typedef void (*pb_compare_i64)(long n, const int64_t *x, long x_step, const int64_t *y, long y_step, uint8_t *z);
typedef void (*pb_compare_i32)(long n, const int32_t *x, long x_step, const int32_t *y, long y_step, uint8_t *z);

/// Logic on bytes 0 and 1.
typedef void (*pb_logic1)(long n, const uint8_t *x, uint8_t *y);
typedef void (*pb_logic2)(long n, const uint8_t *x, long x_step, const uint8_t *y, long y_step, uint8_t *z);

/// z[i] = choices[i] ? yes[i · yes_step] : no[i · no_step], for elements of one size.
typedef void (*pb_select)(
    long n, const uint8_t *choices, const void *yes, long yes_step, const void *no, long no_step, void *z);

/// y[i] = x[i] in another type, as `Scalar` converts.
typedef void (*pb_convert)(long n, const void *x, void *y);

// MARK: Reductions

/// sums[i] = the sum in the order of `SumTree` of the i-th row's `columns` elements; rows are `row` apart.
typedef void (*pb_sum_f64)(long rows, long columns, const double *x, long row, double *sums);
typedef void (*pb_sum_f32)(long rows, long columns, const float *x, long row, float *sums);

/// The same of the products x[i, j] · y[i, j], each of which is rounded. A row stride may be 0.
typedef void (*pb_sum_product_f64)(
    long rows, long columns, const double *x, long x_row, const double *y, long y_row, double *sums);
typedef void (*pb_sum_product_f32)(
    long rows, long columns, const float *x, long x_row, const float *y, long y_row, float *sums);

/// sums[b] = the sum of the b-th block of 512, as `SumTree` forms it, for a sum that arrives in parts.
typedef void (*pb_block_sums_f64)(long count, const double *x, double *sums);
typedef void (*pb_block_sums_f32)(long count, const float *x, float *sums);

/// The sum of the tree above `count` block sums, which are overwritten; 0 for none.
typedef double (*pb_add_pairs_f64)(long count, double *sums);
typedef float (*pb_add_pairs_f32)(long count, float *sums);

/// The greatest or least of rows or columns, which are not empty: NaN if any is NaN, −0.0 below 0.0.
typedef pb_sum_f64 pb_extreme_f64;
typedef pb_sum_f32 pb_extreme_f32;

// MARK: Copies

/// to[i · to_row + j] = from[i · from_row + j · from_column], for elements of one size. They do not overlap.
typedef void (*pb_move)(
    long rows, long columns, const void *from, long from_row, long from_column, void *to, long to_row);

/// The i-th of `count` rows of `bytes` bytes is row indices[i] of the `rows` at `from`; an index outside gives zeros.
/// Indices are whole numbers of `index_size` bytes.
int pb_gather_rows(
    long count, const void *indices, long index_size, long rows, long bytes, const void *from, void *to,
    const int32_t *_Nullable cancel);

/// `count` elements of `size` bytes, each a copy of the one at `value`.
void pb_fill(long count, long size, const void *value, void *to);

// MARK: Programs

/// Instructions that are not a row of a table of maps.
#define PB_OPS(X) \
    X(stop) X(poll) X(load_8) X(load_4) X(load_1) X(move_8) X(move_4) X(move_1) X(select_8) X(select_4) X(select_1) \
    X(fma_f64) X(fma_f32) X(integer_pow_f64) X(integer_pow_f32) X(is_finite_f64) X(is_finite_f32) X(logic_not) \
    X(logic_and) X(logic_or) X(logic_xor)

/// What an instruction does: one of `PB_OPS`, or the function of a table at the table's first code plus its index.
#define PB_ROW(name) pb_op_##name,
enum pb_op {
    PB_OPS(PB_ROW)
    pb_op_map1_f64,
    pb_op_map1_f32 = pb_op_map1_f64 + pb_map1_count,
    pb_op_map2_f64 = pb_op_map1_f32 + pb_map1_count,
    pb_op_map2_f32 = pb_op_map2_f64 + pb_map2_count,
    pb_op_integer1_i64 = pb_op_map2_f32 + pb_map2_count,
    pb_op_integer1_i32 = pb_op_integer1_i64 + pb_integer1_count,
    pb_op_integer2_i64 = pb_op_integer1_i32 + pb_integer1_count,
    pb_op_integer2_i32 = pb_op_integer2_i64 + pb_integer2_count,
    pb_op_compare_f64 = pb_op_integer2_i32 + pb_integer2_count,
    pb_op_compare_f32 = pb_op_compare_f64 + pb_compare_count,
    pb_op_compare_i64 = pb_op_compare_f32 + pb_compare_count,
    pb_op_compare_i32 = pb_op_compare_i64 + pb_compare_count,
    pb_op_convert = pb_op_compare_i32 + pb_compare_count,
    pb_op_count = pb_op_convert + pb_dtype_count * pb_dtype_count
};
#undef PB_ROW

/// One step of a program. `result`, `x`, `y` and `z` are byte offsets of numbers in the frame, save that
/// - `integer_pow` has its exponent in `y`;
/// - `load` takes the number at byte `y + 2³² · z` of the array `pointers[x]`;
/// - `select` takes y where the byte at x is not 0, else z, and `fma` gives x · y + z;
/// - `poll` looks at the cancel flag, and `stop` ends the program.
typedef struct {
    uint32_t code, result, x, y, z;
} pb_instruction;

/// Runs instructions up to `stop`. A result may be an operand's place.
int pb_run_program(
    const pb_instruction *first, void *frame, void *_Nonnull const *_Nonnull pointers, const int32_t *_Nullable cancel);

// MARK: Rows

/// Where an operand or result of a row lies: its first element, and 1 or, for one number that is used throughout, 0.
typedef struct {
    void *first;
    long step;
} pb_place;

// MARK: Windows

/// How a window moves along one axis: window p covers positions p · stride − low + k · right_dilation for k < extent, and
/// the axis has `size` elements, which lie left_dilation apart.
typedef struct {
    long size, extent, places, stride, low, left_dilation, right_dilation;
} pb_window_axis;

/// What windows `first ..< first + count` cover of an image of `channels` channels, counted row-major over the axes: the
/// element of window p at (channel, position in the window) d lies at to[(p − first) · place_step + d · depth_step], zeros
/// for padding. One of the steps is 1. Elements have 4 or 8 bytes; at least one axis, and at most 64.
int pb_lay_windows(
    long element, long rank, const pb_window_axis *axes, long channels, const void *image, long first, long count,
    long place_step, long depth_step, void *to, const int32_t *_Nullable cancel);

/// For each plane and each window, row-major, where in the plane the greatest element that it covers lies: the first of
/// equal ones, the first NaN if there is any, −1 if it covers padding only. Dilations are 1. Planes have less than 2³¹
/// elements.
typedef int (*pb_window_argmax_f64)(
    long planes, const pb_window_axis *rows, const pb_window_axis *columns, const double *x, int64_t *y,
    const int32_t *_Nullable cancel);
typedef int (*pb_window_argmax_f32)(
    long planes, const pb_window_axis *rows, const pb_window_axis *columns, const float *x, int64_t *y,
    const int32_t *_Nullable cancel);

// MARK: Lines

/// A number by which elements are sorted, and where the element was.
typedef struct {
    uint64_t key;
    int64_t place;
} pb_keyed;

/// places[first + i · step] is where the i-th least of the elements x[first + j · step], j < length, is: the j. Equal ones
/// keep their order, and not a number comes last. `scratch` is room for twice `length`.
int pb_argsort(
    int dtype, long length, const void *x, long first, long step, int64_t *places, pb_keyed *scratch,
    const int32_t *_Nullable cancel);

/// Running sums of the lines of one slab `[length, inner]` that begins at element `first`, in order, from its end when
/// `is_backward`.
int pb_running_sums(
    int dtype, long length, long inner, int is_backward, const void *x, long first, void *sums,
    const int32_t *_Nullable cancel);

// MARK: Tables

/// The instruction sets: FMA alone, NEON of AArch64, and of x86-64 AVX2 and AVX-512 F, DQ and VL, which contains AVX2.
enum pb_isa { pb_isa_scalar, pb_isa_neon, pb_isa_avx2, pb_isa_avx512 };

/// The kernels of one instruction set. The tables of maps are indexed by the enumerations of the same name; `converts` by
/// `pb_dtype_count · from + to`.
typedef struct {
    pb_gemm_f64 _Nonnull gemm_f64;
    pb_gemm_f32 _Nonnull gemm_f32;
    const pb_map1_f64 _Nonnull *_Nonnull map1_f64;
    const pb_map1_f32 _Nonnull *_Nonnull map1_f32;
    const pb_map1_i64 _Nonnull *_Nonnull integer1_i64;
    const pb_map1_i32 _Nonnull *_Nonnull integer1_i32;
    const pb_map2_f64 _Nonnull *_Nonnull map2_f64;
    const pb_map2_f32 _Nonnull *_Nonnull map2_f32;
    const pb_map2_i64 _Nonnull *_Nonnull integer2_i64;
    const pb_map2_i32 _Nonnull *_Nonnull integer2_i32;
    const pb_compare_f64 _Nonnull *_Nonnull compare_f64;
    const pb_compare_f32 _Nonnull *_Nonnull compare_f32;
    const pb_compare_i64 _Nonnull *_Nonnull compare_i64;
    const pb_compare_i32 _Nonnull *_Nonnull compare_i32;
    pb_integer_pow_f64 _Nonnull integer_pow_f64;
    pb_integer_pow_f32 _Nonnull integer_pow_f32;
    pb_is_finite_f64 _Nonnull is_finite_f64;
    pb_is_finite_f32 _Nonnull is_finite_f32;
    pb_logic1 _Nonnull logic_not;
    pb_logic2 _Nonnull logic_and, logic_or, logic_xor;
    pb_select _Nonnull select_8_bytes, select_4_bytes, select_1_byte;
    const pb_convert _Nonnull *_Nonnull converts;
    /// Of the columns of each row, which lie together.
    pb_sum_f64 _Nonnull sum_rows_f64;
    pb_sum_f32 _Nonnull sum_rows_f32;
    /// Of the rows of each column: `columns` results.
    pb_sum_f64 _Nonnull sum_columns_f64;
    pb_sum_f32 _Nonnull sum_columns_f32;
    pb_sum_product_f64 _Nonnull sum_product_rows_f64;
    pb_sum_product_f32 _Nonnull sum_product_rows_f32;
    pb_block_sums_f64 _Nonnull block_sums_f64;
    pb_block_sums_f32 _Nonnull block_sums_f32;
    pb_add_pairs_f64 _Nonnull add_pairs_f64;
    pb_add_pairs_f32 _Nonnull add_pairs_f32;
    pb_extreme_f64 _Nonnull max_rows_f64, max_columns_f64, min_rows_f64, min_columns_f64;
    pb_extreme_f32 _Nonnull max_rows_f32, max_columns_f32, min_rows_f32, min_columns_f32;
    pb_window_argmax_f64 _Nonnull window_argmax_f64;
    pb_window_argmax_f32 _Nonnull window_argmax_f32;
    pb_move _Nonnull move_8_bytes, move_4_bytes, move_1_byte;
} pb_kernels;

/// Runs `count` instructions on rows of `n` elements: `result`, `x`, `y` and `z` are indices of places, codes those of
/// programs that are maps, choices or conversions. Only operands of functions of two numbers and the chosen ones of `select`
/// may have step 0. A result may be an operand of its element size.
void pb_run_rows(const pb_kernels *kernels, const pb_instruction *first, long count, long n, const pb_place *places);

/// Writes each of `count` rows of `length` elements of `size` bytes at `updates`, in order, to row indices[i] at `target`:
/// combined with it by the function of two numbers `code`, or in its place for `move`. Rows outside `first ..< end` are
/// left alone.
int pb_scatter_rows(
    const pb_kernels *kernels, uint32_t code, long size, long count, const void *indices, long index_size, long first,
    long end, long length, const void *updates, void *target, const int32_t *_Nullable cancel);

/// Whether this CPU has an instruction set; it always has `pb_isa_scalar`.
int pb_has_isa(int isa);

/// The kernels of an instruction set, or of the best below it that this CPU has.
const pb_kernels *pb_kernels_at_most(int isa);

#pragma clang assume_nonnull end
