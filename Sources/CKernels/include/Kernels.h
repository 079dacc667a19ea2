// Kernels over arrays, one table for each instruction set; all tables give the same bits, those of the functions in
// CKernels.h. Counts and strides are in elements. Nothing is allocated and nothing is kept: any thread may call anything.
#pragma once

/// C = A · B for an m × k and a k × n matrix; `row` and `column` are the strides of each, the columns of C lie together.
/// Every element is `pb_dot_…(−0.0, …)` of its row and column, and +0.0 where k is 0. So parts of C can be computed apart
/// and at once, by offsets into A, B and C.
///
/// `scratch` is `pb_gemm_scratch` bytes, at any address, for this call alone. `cancel` may be null; it is looked at every
/// few milliseconds, and when it is not 0 the result is 1 and C is undefined. Else the result is 0. C overlaps nothing.
typedef int (*pb_gemm_f64)(
    long m, long n, long k, const double *a, long a_row, long a_column, const double *b, long b_row, long b_column,
    double *c, long c_row, void *scratch, const int *cancel);
typedef int (*pb_gemm_f32)(
    long m, long n, long k, const float *a, long a_row, long a_column, const float *b, long b_row, long b_column,
    float *c, long c_row, void *scratch, const int *cancel);

/// Bytes that a product of elements of `size` bytes needs as scratch, whatever its shape.
long pb_gemm_scratch(long size);

/// The instruction sets, each of which contains those before.
enum pb_isa { pb_isa_scalar, pb_isa_avx2, pb_isa_avx512 };

/// The kernels of one instruction set.
typedef struct {
    pb_gemm_f64 gemm_f64;
    pb_gemm_f32 gemm_f32;
} pb_kernels;

/// The best instruction set of this CPU.
int pb_best_isa(void);

/// The kernels of an instruction set, null if this CPU does not have it.
const pb_kernels *pb_kernels_for(int isa);
