import CKernels

/// A floating type with kernels of its own; see `Kernels.h` for what each does.
protocol KernelElement: FloatElement {
    /// A matrix product: m, n, k, then each operand with the strides of its rows and columns, the result with that of its
    /// rows, scratch, and the flag that stops it.
    typealias Gemm = (
        Int, Int, Int, UnsafePointer<Self>, Int, Int, UnsafePointer<Self>, Int, Int, UnsafeMutablePointer<Self>, Int,
        UnsafeMutableRawPointer, UnsafePointer<Int32>?
    ) -> Int32

    static func gemm(_ kernels: BlockKernels) -> Gemm
    static func blockSums(_ kernels: BlockKernels) -> (Int, UnsafePointer<Self>, UnsafeMutablePointer<Self>) -> Void
    static func addPairs(_ kernels: BlockKernels) -> (Int, UnsafeMutablePointer<Self>) -> Self
}

extension Double: KernelElement {
    static func gemm(_ kernels: BlockKernels) -> Gemm { kernels.table.pointee.gemm_f64 }
    static func blockSums(_ kernels: BlockKernels) -> (Int, UnsafePointer<Double>, UnsafeMutablePointer<Double>) -> Void
    { kernels.table.pointee.block_sums_f64 }
    static func addPairs(_ kernels: BlockKernels) -> (Int, UnsafeMutablePointer<Double>) -> Double {
        kernels.table.pointee.add_pairs_f64
    }
}

extension Float: KernelElement {
    static func gemm(_ kernels: BlockKernels) -> Gemm { kernels.table.pointee.gemm_f32 }
    static func blockSums(_ kernels: BlockKernels) -> (Int, UnsafePointer<Float>, UnsafeMutablePointer<Float>) -> Void {
        kernels.table.pointee.block_sums_f32
    }
    static func addPairs(_ kernels: BlockKernels) -> (Int, UnsafeMutablePointer<Float>) -> Float {
        kernels.table.pointee.add_pairs_f32
    }
}
