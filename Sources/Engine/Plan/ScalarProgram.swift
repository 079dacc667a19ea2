import CKernels
import Evaluation
import Graphs
import Tensors

/// A straight line of instructions over single numbers, which `pb_run_program` runs: the work on arrays of a few elements,
/// where a loop would cost more than what it does.
struct ScalarProgram: Sendable {
    /// The last one stops.
    let instructions: [pb_instruction]
    /// The arrays whose elements it loads.
    let reads: [ValueID]

    /// Instructions between two looks at the cancel flag.
    static let pollInterval = 4096
}

extension PlanRun {
    func run(_ program: ScalarProgram) throws {
        try finished(
            program.instructions.withUnsafeBufferPointer { instructions in
                guard let first = instructions.baseAddress else { return 0 }
                return pb_run_program(first, frame, pointers, cancel?.address)
            })
    }
}

/// Makes scalar programs: what is known of every number that they work on, and their instructions so far.
///
/// A number is made once, by one instruction of one program. What only moves elements of small arrays makes no instruction:
/// its result is a list of the numbers that were there before.
struct ScalarPlanner {
    typealias Number = Int32

    /// What is known of one number.
    private struct Entry {
        let width: UInt8
        /// The program that makes it; −1 if it is there before the first one.
        var program: Int32 = -1
        /// How many instructions read it.
        var uses: Int32 = 0
        /// Whether another program than its own reads it, so that its place is its own for the whole run.
        var isShared = false
        /// The byte of the frame where it lies, once that is known.
        var place: UInt32?
        /// Whether the place is free again after the last read.
        var isTemporary = false
    }

    /// An instruction whose operands are numbers; `operandCount` of x, y, z are, the others are themselves.
    struct Draft {
        let code: UInt32
        let result: Number
        var operands: InlineArray<3, UInt32> = [0, 0, 0]
        let operandCount: Int
    }

    private struct Element: Hashable {
        let source: ValueID
        let index: Int
    }

    private struct Program {
        var drafts: [Draft] = []
        var reads: [ValueID] = []
    }

    private var entries: [Entry] = []
    /// The numbers of a small value, row-major; none for other values.
    private var numbers: [[Number]]
    /// Whether a value is made by a program, so that it has no elements in memory of its own until it is given a home.
    private(set) var isMade: [Bool]
    private var loaded: [Element: Number] = [:]
    private var programs: [Program] = []
    /// The bytes with which every run begins, after the inputs.
    private(set) var constants: [UInt8] = []
    private var constantNumbers: [[UInt8]: Number] = [:]
    /// Where constants begin: behind the inputs that are copied.
    let constantStart: Int
    /// For every input the byte of the frame where it is copied to; nil for one that is used where it lies.
    let inputPlaces: [Int?]

    init(_ graph: Graph) {
        var end = 0
        inputPlaces = graph.inputTypes.map { type in
            guard type.byteCount < Plan.openedBytes else { return nil }
            defer { end += (type.byteCount + 63) / 64 * 64 }
            return end
        }
        constantStart = end
        numbers = graph.types.map { _ in [] }
        isMade = graph.types.map { _ in false }
    }

    /// Places are 32-bit offsets: beyond this much, which some ten million numbers take, no more programs are made.
    var isFull: Bool { constantStart + constants.count + entries.count * 8 > 1 << 30 }

    // MARK: Numbers

    /// The numbers of a value, if it has been asked for before or made by a program.
    func known(_ value: ValueID) -> [Number]? { numbers[value].isEmpty ? nil : numbers[value] }

    /// Whether a value is an input that every frame has a copy of.
    func isCopied(_ value: ValueID) -> Bool { value < inputPlaces.count && inputPlaces[value] != nil }

    mutating func define(_ value: ValueID, _ list: [Number]) {
        numbers[value] = list
        isMade[value] = true
    }

    /// Numbers of an array in memory, the elements at `positions` of `source`, which has this element width.
    mutating func load(_ value: ValueID, from source: ValueID, _ positions: [Int], _ width: Int, in program: Int) {
        numbers[value] = positions.map { index in
            let element = Element(source: source, index: index)
            if let number = loaded[element] { return number }
            let number: Number
            if isCopied(source), let place = inputPlaces[source] {
                number = add(Entry(width: UInt8(width), place: UInt32(place + index * width)))
            } else {
                number = add(Entry(width: UInt8(width), program: Int32(program)))
                let byte = index * width
                let code = width == 8 ? pb_op_load_8 : width == 4 ? pb_op_load_4 : pb_op_load_1
                programs[program].drafts.append(
                    Draft(
                        code: code.rawValue, result: number,
                        operands: [UInt32(source), UInt32(truncatingIfNeeded: byte), UInt32(byte >> 32)],
                        operandCount: 0))
                programs[program].reads.append(source)
            }
            loaded[element] = number
            return number
        }
    }

    /// A number that is there before the first program; equal bits are one number.
    mutating func constant(_ scalar: Scalar) -> Number {
        let bytes = Tensor.scalar(scalar).canonicalBytes
        let padded = bytes + [UInt8](repeating: 0, count: 8 - bytes.count)
        if let number = constantNumbers[padded] { return number }
        let place = UInt32(constantStart + constants.count)
        constants += padded
        let number = add(Entry(width: UInt8(bytes.count), place: place))
        constantNumbers[padded] = number
        return number
    }

    private mutating func add(_ entry: Entry) -> Number {
        entries.append(entry)
        return Number(entries.count - 1)
    }

    // MARK: Instructions

    mutating func beginProgram() -> Int {
        programs.append(Program())
        return programs.count - 1
    }

    /// The arrays that a program has loaded elements of.
    func reads(_ program: Int) -> [ValueID] { programs[program].reads }

    /// The number that an instruction of a program gives; `immediate` follows the operands.
    mutating func emit(
        _ code: UInt32, _ operands: [Number], immediate: UInt32? = nil, width: Int, in program: Int
    ) -> Number {
        let result = add(Entry(width: UInt8(width), program: Int32(program)))
        append(code, operands, immediate: immediate, result, in: program)
        return result
    }

    private mutating func append(
        _ code: UInt32, _ operands: [Number], immediate: UInt32? = nil, _ result: Number, in program: Int
    ) {
        var draft = Draft(code: code, result: result, operandCount: operands.count)
        for (index, operand) in operands.enumerated() {
            draft.operands[index] = UInt32(operand)
            entries[Int(operand)].uses += 1
            if entries[Int(operand)].program != Int32(program) { entries[Int(operand)].isShared = true }
        }
        if let immediate { draft.operands[operands.count] = immediate }
        programs[program].drafts.append(draft)
    }

    // MARK: Places

    /// Gives every value that is kept and made by a program a home, its elements in a row. `program` tells which made it.
    /// Homes follow the constants; the result is the end of the last.
    mutating func makeHomes(
        _ types: [TensorType], kept: [Bool], _ cancel: CancelFlag?, program: (ValueID) -> Int
    ) throws -> [ValueID: Int] {
        var homes: [ValueID: Int] = [:]
        for value in types.indices where kept[value] && isMade[value] {
            try cancel?.check(at: value)
            let (list, width) = (numbers[value], types[value].dtype.byteWidth)
            if let first = list.first, let start = entries[Int(first)].place,
                list.indices.allSatisfy({ entries[Int(list[$0])].place == start + UInt32($0 * width) })
            {
                homes[value] = Int(start)
                continue
            }
            homes[value] = end
            for (index, number) in list.enumerated() {
                let place = UInt32(end + index * width)
                if entries[Int(number)].place == nil {
                    entries[Int(number)].place = place
                } else {
                    let code = width == 8 ? pb_op_move_8 : width == 4 ? pb_op_move_4 : pb_op_move_1
                    let copy = add(Entry(width: UInt8(width), program: Int32(program(value)), place: place))
                    append(code.rawValue, [number], copy, in: program(value))
                }
            }
            extra += (list.count * width + 7) / 8 * 8
        }
        return homes
    }

    /// Bytes behind the constants that have been given away.
    private var extra = 0
    /// Behind all places so far.
    var end: Int { constantStart + constants.count + extra }
    /// Places of numbers that nothing reads any more.
    private var free: [UInt32] = []

    /// A program with all its places.
    mutating func written(_ index: Int, _ cancel: CancelFlag?) throws -> ScalarProgram {
        var instructions: [pb_instruction] = []
        let program = programs[index]
        instructions.reserveCapacity(program.drafts.count + program.drafts.count / ScalarProgram.pollInterval + 1)
        for (count, draft) in program.drafts.enumerated() {
            try cancel?.check(at: count)
            if count % ScalarProgram.pollInterval == ScalarProgram.pollInterval - 1 {
                instructions.append(pb_instruction(code: pb_op_poll.rawValue, result: 0, x: 0, y: 0, z: 0))
            }
            var operands = draft.operands
            for operand in 0..<draft.operandCount {
                let number = Int(operands[operand])
                operands[operand] = entries[number].place ?? 0
                entries[number].uses -= 1
                release(number)
            }
            let result = place(Int(draft.result))
            release(Int(draft.result))
            instructions.append(
                pb_instruction(code: draft.code, result: result, x: operands[0], y: operands[1], z: operands[2]))
        }
        instructions.append(pb_instruction(code: pb_op_stop.rawValue, result: 0, x: 0, y: 0, z: 0))
        return ScalarProgram(instructions: instructions, reads: program.reads)
    }

    /// Where an instruction puts its result.
    private mutating func place(_ number: Int) -> UInt32 {
        if let place = entries[number].place { return place }
        let place: UInt32
        if !entries[number].isShared, let last = free.popLast() {
            place = last
        } else {
            place = UInt32(end)
            extra += 8
        }
        entries[number].place = place
        entries[number].isTemporary = !entries[number].isShared
        return place
    }

    private mutating func release(_ number: Int) {
        guard entries[number].uses == 0, entries[number].isTemporary, let place = entries[number].place else { return }
        entries[number].isTemporary = false
        free.append(place)
    }
}
