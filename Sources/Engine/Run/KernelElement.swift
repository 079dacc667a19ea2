import CKernels
import Interpreter

/// A floating type with kernels of its own; see `Kernels.h` for what each does.
protocol KernelElement: BinaryFloatingPoint, BitwiseCopyable, Sendable {
    /// A matrix product: m, n, k, then each operand with the strides of its rows and columns, the result with that of its
    /// rows, scratch, and the flag that stops it.
    typealias Gemm = (
        Int, Int, Int, UnsafePointer<Self>, Int, Int, UnsafePointer<Self>, Int, Int, UnsafeMutablePointer<Self>, Int,
        UnsafeMutableRawPointer, UnsafePointer<Int32>?
    ) -> Int32
    /// A reduction of some rows or columns: how many rows and columns, where they are, how far apart rows are, and the results.
    typealias Reducer = (Int, Int, UnsafePointer<Self>, Int, UnsafeMutablePointer<Self>) -> Void

    static func gemm(_ kernels: BlockKernels) -> Gemm
    static func reducesRows(_ kernels: BlockKernels, _ kind: Reduction) -> Reducer
    static func reducesColumns(_ kernels: BlockKernels, _ kind: Reduction) -> Reducer
    static func blockSums(_ kernels: BlockKernels) -> (Int, UnsafePointer<Self>, UnsafeMutablePointer<Self>) -> Void
    static func addPairs(_ kernels: BlockKernels) -> (Int, UnsafeMutablePointer<Self>) -> Self
}

extension Double: KernelElement {
    static func gemm(_ kernels: BlockKernels) -> Gemm { kernels.table.pointee.gemm_f64 }

    static func reducesRows(_ kernels: BlockKernels, _ kind: Reduction) -> Reducer {
        switch kind {
        case .sum: kernels.table.pointee.sum_rows_f64
        case .max: kernels.table.pointee.max_rows_f64
        case .min: kernels.table.pointee.min_rows_f64
        }
    }

    static func reducesColumns(_ kernels: BlockKernels, _ kind: Reduction) -> Reducer {
        switch kind {
        case .sum: kernels.table.pointee.sum_columns_f64
        case .max: kernels.table.pointee.max_columns_f64
        case .min: kernels.table.pointee.min_columns_f64
        }
    }

    static func blockSums(_ kernels: BlockKernels) -> (Int, UnsafePointer<Double>, UnsafeMutablePointer<Double>) -> Void
    { kernels.table.pointee.block_sums_f64 }

    static func addPairs(_ kernels: BlockKernels) -> (Int, UnsafeMutablePointer<Double>) -> Double {
        kernels.table.pointee.add_pairs_f64
    }
}

extension Float: KernelElement {
    static func gemm(_ kernels: BlockKernels) -> Gemm { kernels.table.pointee.gemm_f32 }

    static func reducesRows(_ kernels: BlockKernels, _ kind: Reduction) -> Reducer {
        switch kind {
        case .sum: kernels.table.pointee.sum_rows_f32
        case .max: kernels.table.pointee.max_rows_f32
        case .min: kernels.table.pointee.min_rows_f32
        }
    }

    static func reducesColumns(_ kernels: BlockKernels, _ kind: Reduction) -> Reducer {
        switch kind {
        case .sum: kernels.table.pointee.sum_columns_f32
        case .max: kernels.table.pointee.max_columns_f32
        case .min: kernels.table.pointee.min_columns_f32
        }
    }

    static func blockSums(_ kernels: BlockKernels) -> (Int, UnsafePointer<Float>, UnsafeMutablePointer<Float>) -> Void {
        kernels.table.pointee.block_sums_f32
    }

    static func addPairs(_ kernels: BlockKernels) -> (Int, UnsafeMutablePointer<Float>) -> Float {
        kernels.table.pointee.add_pairs_f32
    }
}
