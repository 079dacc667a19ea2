import CKernels
import Tensors

/// The kernels of one instruction set, as loops use them.
struct BlockKernels: @unchecked Sendable {
    // Safe to share: the table is constant and part of the program.
    let table: UnsafePointer<pb_kernels>

    init(_ set: Engine.InstructionSet) { table = pb_kernels_at_most(set.index) }

    /// Copies elements of a size.
    func move(_ width: Int) -> pb_move {
        switch width {
        case 8: table.pointee.move_8_bytes
        case 4: table.pointee.move_4_bytes
        default: table.pointee.move_1_byte
        }
    }
}
