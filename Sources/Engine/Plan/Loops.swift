import CKernels
import Evaluation
import Graphs
import Interpreter
import Tensors

extension Planner {
    /// Which values must be in memory: outputs, and whatever is read by another step than the one that makes it.
    func kept(_ cancel: CancelFlag?) throws -> [Bool] {
        var kept = graph.types.map { _ in false }
        for input in 0..<graph.inputCount { kept[input] = true }
        for output in graph.outputs { kept[layouts[output].source] = true }
        for (index, draft) in drafts.enumerated() {
            try cancel?.check(at: index)
            switch draft {
            case .loop(_, let items):
                let own = Set(items.map(\.equation.result))
                for layout in items.flatMap(\.layouts) where !own.contains(layout.source) { kept[layout.source] = true }
            case .scalars(let program): for value in scalars.reads(program) { kept[value] = true }
            case .done(let step):
                for value in step.reads + step.makes { kept[value] = true }
            }
        }
        return kept
    }

    /// Homes of the kept values that scalar programs make.
    mutating func scalarHomes(kept: [Bool], _ cancel: CancelFlag?) throws -> [ValueID: Int] {
        let (drafts, maker) = (drafts, maker)
        return try scalars.makeHomes(graph.types, kept: kept, cancel) { value in
            if case .scalars(let program) = drafts[maker[value]] { program } else { 0 }
        }
    }

    /// The steps, with loops and programs written out.
    mutating func steps(kept: [Bool], _ cancel: CancelFlag?) throws -> [Step] {
        try drafts.enumerated().map { index, draft in
            try cancel?.check(at: index)
            return switch draft {
            case .done(let step): step
            case .scalars(let program): .scalars(try scalars.written(program, cancel))
            case .loop(let count, let items): .loop(written(items, count: count, kept: kept))
            }
        }
    }
}

extension Planner {
    private func written(_ items: [LoopItem], count: Int, kept: [Bool]) -> FusedLoop {
        var writer = LoopWriter(self, count: count, kept: kept)
        return writer.write(items)
    }
}

extension Step {
    /// The values whose elements the step reads.
    var reads: [ValueID] {
        switch self {
        case .loop(let loop): loop.reads
        case .scalars(let program): program.reads
        case .copy(let source, _, _): [source]
        case .product(let product, let loop):
            [product.left.value, product.right.value] + (loop?.reads ?? []).filter { $0 != product.result }
        case .convolve(let product): [product.left, product.right]
        case .gather(let operand, _, let indices, _): [operand, indices]
        case .scatter(let scatter): [scatter.operand, scatter.indices, scatter.updates]
        case .greatest(let windows): [windows.operand]
        case .argsort(let lines), .runningSums(let lines, _): [lines.operand]
        case .reduce(_, let reduction): [reduction.operand]
        case .rows(let group): group.steps.flatMap(\.reads)
        case .interpret(_, let operands): operands
        }
    }

    /// Whether the step needs the scratch of matrix products.
    var multiplies: Bool {
        switch self {
        case .product, .convolve: true
        default: false
        }
    }

    /// The values that the step puts in memory.
    var makes: [ValueID] {
        switch self {
        case .loop(let loop): loop.makes
        case .scalars: []
        case .copy(_, _, let result): [result]
        case .reduce(_, let reduction): [reduction.result]
        case .rows(let group): group.steps.flatMap(\.makes)
        case .product(let product, let loop): [product.result] + (loop?.makes ?? [])
        case .convolve(let product): [product.result]
        case .gather(_, _, _, let result): [result]
        case .scatter(let scatter): [scatter.result]
        case .greatest(let windows): [windows.result]
        case .argsort(let lines), .runningSums(let lines, _): [lines.result]
        case .interpret(let equation, _): Array(equation.results)
        }
    }
}

/// Gives the values of one loop registers, each as long as something reads it.
private struct LoopWriter {
    private let planner: Planner
    private let count: Int
    private let kept: [Bool]
    /// Where the loop has what it makes.
    private var places: [ValueID: FusedLoop.Place] = [:]
    /// Where it has what others make; an operation that takes no single number needs a row of it.
    private var readings: [Reading: FusedLoop.Place] = [:]

    private struct Reading: Hashable {
        let source: ValueID
        let view: [Int]
        let asNumber: Bool
    }

    private var loads: [FusedLoop.Load] = []
    private var free: [Int] = []
    private var registerCount = 0
    /// The places so far, and the index of each.
    private var table: [FusedLoop.Place] = []
    private var indices: [FusedLoop.Place: UInt32] = [:]

    init(_ planner: Planner, count: Int, kept: [Bool]) {
        self.planner = planner
        self.count = count
        self.kept = kept
    }

    mutating func write(_ items: [Planner.LoopItem]) -> FusedLoop {
        var lastUse: [ValueID: Int] = [:]
        let own = Set(items.map(\.equation.result))
        for (index, item) in items.enumerated() {
            for layout in item.layouts where own.contains(layout.source) { lastUse[layout.source] = index }
        }
        // What is read by strides is loaded before the first instruction, so that its register is never shared.
        let readings = items.map { item in
            item.layouts.enumerated().map { place, layout -> FusedLoop.Place? in
                if own.contains(layout.source) { return nil }
                return read(item.equation.operands[place], layout, asNumber: place >= item.operation.numbersFrom)
            }
        }
        var instructions: [pb_instruction] = []
        for (index, item) in items.enumerated() {
            let (equation, sources) = (item.equation, item.layouts.map(\.source))
            let operands = zip(sources, readings[index]).compactMap { $1 ?? places[$0] }
            // Before the operands' registers are free: a kernel may write wider elements than it reads.
            let result = kept[equation.result] ? .row(equation.result) : FusedLoop.Place.register(register())
            for value in Set(sources) where lastUse[value] == index { release(value) }
            places[equation.result] = result
            if lastUse[equation.result] == nil { release(equation.result) }
            instructions.append(instruction(item.operation, operands, result))
        }
        let made = items.map(\.equation.result).filter { kept[$0] }
        let sources = Set(items.flatMap(\.layouts).map(\.source)).subtracting(own)
        return FusedLoop(
            count: count, rowLength: rowLength, loads: loads, instructions: instructions, places: table,
            reads: sources.sorted(), makes: made, registerCount: registerCount)
    }

    private mutating func instruction(
        _ operation: Operation, _ operands: [FusedLoop.Place], _ result: FusedLoop.Place
    ) -> pb_instruction {
        var x = operands.map { index(of: $0) }
        if let immediate = operation.immediate { x.append(immediate) }
        x += [UInt32](repeating: 0, count: 3 - x.count)
        return pb_instruction(code: operation.code, result: index(of: result), x: x[0], y: x[1], z: x[2])
    }

    private mutating func index(of place: FusedLoop.Place) -> UInt32 {
        if let index = indices[place] { return index }
        indices[place] = UInt32(table.count)
        table.append(place)
        return UInt32(table.count - 1)
    }

    /// The greatest length within which all loads step evenly, if it is worth a block.
    private var rowLength: Int {
        let length = loads.reduce(count) { gcd($0, $1.view.dims.last ?? 1) }
        return length >= LoopWriter.leastRow ? length : count
    }

    /// Elements below which gathering them costs less than an instruction for each row.
    private static let leastRow = 128

    private mutating func register() -> Int {
        if let register = free.popLast() { return register }
        registerCount += 1
        return registerCount - 1
    }

    private mutating func release(_ value: ValueID) {
        if case .register(let register)? = places[value] { free.append(register) }
    }

    /// How the loop reads a value that another step made.
    private mutating func read(_ value: ValueID, _ layout: Planner.Layout, asNumber: Bool) -> FusedLoop.Place {
        let dims = planner.shape(value).dims
        let reading = Reading(source: layout.source, view: dims + layout.strides + [layout.offset], asNumber: asNumber)
        if let place = readings[reading] { return place }
        let place: FusedLoop.Place
        if planner.isStraight(value, layout), count != 1 || !asNumber {
            place = .row(layout.source)
        } else if asNumber, layout.strides.allSatisfy({ $0 == 0 }) {
            place = .number(layout.source, layout.offset)
        } else {
            let view = StridedView(dims: dims, strides: layout.strides, offset: layout.offset)
            let register = register()
            place = .load(loads.count)
            loads.append(.init(value: layout.source, view: view, register: register, takesNumber: asNumber))
        }
        readings[reading] = place
        return place
    }
}

/// The greatest number that divides both; positive ones.
private func gcd(_ a: Int, _ b: Int) -> Int { b == 0 ? a : gcd(b, a % b) }
