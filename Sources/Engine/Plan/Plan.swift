import CKernels
import Evaluation
import Graphs
import Interpreter
import Tensors

/// A graph made ready to run: where every value lives, and the steps that fill these places in order.
struct Plan: Sendable {
    /// Where a value's elements are while the plan runs.
    enum Home: Hashable, Sendable {
        /// In an input of the graph.
        case input(Int)
        /// In an array that becomes an output; several outputs may be the same elements.
        case output(Int)
        /// In the frame, from this byte on.
        case arena(Int)
        /// In the registers of one loop, or nowhere: its elements are read where another value has them.
        case none
    }

    /// Inputs and outputs from this size on are used where they lie; smaller ones are copied, which costs less.
    static let openedBytes = 1 << 16

    /// The simplified graph.
    let graph: Graph
    let steps: [Step]
    /// For every value its home.
    let homes: [Home]
    /// For every output of the graph the value that has its elements in a row.
    let sources: [ValueID]
    /// The values that become outputs, in the order of `Home.output`.
    let made: [ValueID]
    /// For every input where in the frame it is copied to; nil for one that is used where it lies.
    let inputPlaces: [Int?]
    /// What lies in every frame before the first step, from this byte on.
    let constants: [UInt8]
    let constantStart: Int
    /// Bytes of the frame: small inputs, constants, single numbers, then the arena.
    let frameBytes: Int
    /// Elements of the largest array that is made, and bytes of all inputs, and of all that is made, with
    /// what one thread needs beside it to lay out or sort.
    let largest: ValueID?
    let inputBytes, madeBytes: Int
    /// Bytes of the arrays that become outputs.
    let outputBytes: Int
    /// Whether there is a step that the interpreter computes.
    let isInterpreted: Bool
    /// Bytes of the blocks that loops work on, for one thread.
    let blockBytes: Int
    let productBytes: Int
    /// Bytes of what convolutions lay out, and of what is sorted, for one thread.
    let windowBytes, sortBytes: Int

    /// About the bytes that a plan takes for each equation while it is made.
    static let bytesPerEquation = 512

    /// Bytes beside the frame, for one thread.
    var scratchBytes: Int { (max(blockBytes, productBytes + windowBytes, sortBytes) + 127) / 64 * 64 }

    /// Bytes that a call needs beside its large inputs and outputs.
    func bytes(_ threads: Int) -> Int { frameBytes + scratchBytes * threads }

    /// Whether they are kept for the next call, else given back.
    func isLight(_ threads: Int) -> Bool { bytes(threads) <= 1 << 26 }

    /// Refuses what would take too much, before any array is made.
    func check(_ limits: EvaluationLimits) throws {
        if let largest {
            let type = graph.types[largest]
            try limits.requireArray(of: type.byteCount, "%\(largest) : \(type) would take")
        }
        try limits.requireRoom(for: inputBytes, beside: 0, "the inputs would take")
        try limits.requireRoom(
            for: madeBytes, beside: inputBytes, "the arrays that are alive at one time would take")
    }
}

/// What is done at one time. Results lie in a row at their homes. Steps are boxed, so that a run copies a reference.
indirect enum Step: Sendable {
    /// Work on arrays of a few elements.
    case scalars(ScalarProgram)
    /// Elementwise work in one pass over memory.
    case loop(FusedLoop)
    /// Elements picked from one array, put in a row.
    case copy(from: ValueID, view: StridedView, to: ValueID)
    /// A batch of matrix products, and a loop that follows on each part of them.
    case product(MatrixProduct, then: FusedLoop?)
    /// A convolution.
    case convolve(WindowProduct)
    /// Rows of an array, which has the shape of the value `as`, at indices.
    case gather(ValueID, as: ValueID, indices: ValueID, to: ValueID)
    case scatter(ScatterRows)
    case greatest(WindowArgmax)
    case argsort(Lines)
    case runningSums(Lines, isBackward: Bool)
    case reduce(Reduction, RowReduction)
    /// Loops and reductions, some rows at a time.
    case rows(RowGroup)
    /// An equation as the interpreter computes it; its operands lie in a row.
    case interpret(Equation, operands: [ValueID])
}

/// An array `[outer, length, inner]` in a row, reduced over `length` to `[outer, inner]`.
struct RowReduction: Sendable {
    let operand, result: ValueID
    let outer, length, inner: Int
}

/// An array `[outer, length, inner]`, whose lines along the middle axis are sorted or summed up.
struct Lines: Sendable {
    let operand, result: ValueID
    let dtype: DType
    let outer, length, inner: Int
}

/// A batch of matrix products `[m, k] · [k, n]`, whose operands step evenly, into rows that lie together.
struct MatrixProduct: Sendable {
    /// One operand: where it lies, and how far apart neighbours along each axis are, in elements.
    struct Operand: Sendable {
        let value: ValueID
        let offset: Int
        let batch, row, column: Int
    }

    let left, right: Operand
    let result: ValueID
    let batch, m, n, k: Int
}

/// Elementwise work on `count` elements, block by block.
struct FusedLoop: Sendable {
    /// Most elements of one block: a register of the widest type takes 4 KB, so that those of most loops fit in the first cache.
    static let blockLength = 512

    /// Where an instruction finds or puts the elements of a block.
    enum Place: Hashable, Sendable {
        /// The elements of a value, in order.
        case row(ValueID)
        /// One number of a value, for every element; the index of it.
        case number(ValueID, Int)
        case register(Int)
        /// What a load has found.
        case load(Int)
    }

    /// Elements of a value that are picked by strides. An object, as it is looked at for every block.
    final class Load: Sendable {
        let value: ValueID
        let view: StridedView
        /// Where they are put unless they lie in a row, or are one number, already.
        let register: Int
        /// Whether one number may stand for all.
        let takesNumber: Bool

        init(value: ValueID, view: StridedView, register: Int, takesNumber: Bool) {
            (self.value, self.view, self.register, self.takesNumber) = (value, view, register, takesNumber)
        }
    }

    let count: Int
    /// No block goes beyond a multiple of this: within it every load steps evenly. `count` where that would be too short.
    let rowLength: Int
    let loads: [Load]
    /// Their operands and results are indices of places.
    let instructions: [pb_instruction]
    let places: [Place]
    /// The values in places that are read, and those that are made.
    let reads, makes: [ValueID]
    let registerCount: Int

    private var blocksOfRow: Int { (rowLength + FusedLoop.blockLength - 1) / FusedLoop.blockLength }

    /// Most elements of a block: rows are cut evenly.
    var block: Int { (rowLength + blocksOfRow - 1) / max(blocksOfRow, 1) }

    var blocks: Int { count / max(rowLength, 1) * blocksOfRow }

    /// The first element of a block; `count` behind the last one.
    func start(of block: Int) -> Int {
        let (row, number) = block.quotientAndRemainder(dividingBy: max(blocksOfRow, 1))
        return row * rowLength + min(number * self.block, rowLength)
    }
}
