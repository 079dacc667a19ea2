import CKernels
import Evaluation
import Graphs
import Tensors

extension Plan {
    /// The plan of a graph.
    /// - Throws: `Fault.cancelled` soon after the flag is raised; `Fault.graph` when an equation cannot be rewritten.
    init(_ graph: Graph, _ cancel: CancelFlag?) throws {
        var planner = try Planner(graph.simplified(cancel), cancel)
        let kept = try planner.kept(cancel)
        let scalarHomes = try planner.scalarHomes(kept: kept, cancel)
        let single = try planner.steps(kept: kept, cancel)
        steps = try single.grouped(cancel)
        var memory = MemoryPlanner(planner.graph, kept: kept, scalarHomes, end: planner.scalars.end)
        self.graph = planner.graph
        sources = planner.graph.outputs.map { planner.layouts[$0].source }
        made = memory.makeOutputs(sources)
        try memory.place(steps, cancel)
        homes = memory.homes
        inputPlaces = planner.scalars.inputPlaces
        constants = planner.scalars.constants
        constantStart = planner.scalars.constantStart
        frameBytes = memory.end
        let types = planner.graph.types
        inputBytes = planner.graph.inputTypes.reduce(0) { $0 + $1.byteCount }
        largest = types.indices.dropFirst(planner.graph.inputCount).filter { memory.homes[$0] != .none }
            .max { types[$0].byteCount < types[$1].byteCount }
        let registers = single.map { if case .loop(let loop) = $0 { loop.registerCount } else { 0 } }.max() ?? 0
        blockBytes = registers * FusedLoop.blockLength * 8
        productBytes = steps.contains(where: \.multiplies) ? (pb_gemm_scratch(8) + 63) / 64 * 64 : 0
        func most(_ bytes: (Step) -> Int) -> Int { single.map(bytes).max() ?? 0 }
        windowBytes = most { if case .convolve(let product) = $0 { product.scratchCount * 8 } else { 0 } }
        sortBytes = most {
            if case .argsort(let lines) = $0 { lines.length * 2 * MemoryLayout<pb_keyed>.stride } else { 0 }
        }
        outputBytes = made.reduce(0) { $0 + types[$1].byteCount }
        madeBytes = memory.end + windowBytes + sortBytes + outputBytes
        isInterpreted = steps.contains { if case .interpret = $0 { true } else { false } }
    }
}

/// Gives every value that must be in memory a place in one arena, used again as soon as nothing reads it any more.
private struct MemoryPlanner {
    private let graph: Graph
    private(set) var homes: [Plan.Home]
    private(set) var end: Int
    private let arenaStart: Int
    /// Free stretches between `arenaStart` and `end`: where they begin, and how long they are.
    private var free: [(start: Int, size: Int)] = []
    /// Outputs, whose places are not used again.
    private var permanent: Set<ValueID> = []

    /// Places begin at multiples of a cache line.
    private static let alignment = 64

    /// `scalarHomes` are places that values have already, `end` is behind them.
    init(_ graph: Graph, kept: [Bool], _ scalarHomes: [ValueID: Int], end: Int) {
        self.graph = graph
        arenaStart = (end + MemoryPlanner.alignment - 1) / MemoryPlanner.alignment * MemoryPlanner.alignment
        self.end = arenaStart
        homes = kept.indices.map { value in
            value < graph.inputCount ? .input(value) : scalarHomes[value].map { .arena($0) } ?? .none
        }
    }

    private func size(_ value: ValueID) -> Int {
        let bytes = max(graph.types[value].byteCount, 1)
        return (bytes + MemoryPlanner.alignment - 1) / MemoryPlanner.alignment * MemoryPlanner.alignment
    }

    /// Large outputs are made where they stay; small ones in the arena, from which they are copied in the end.
    mutating func makeOutputs(_ sources: [ValueID]) -> [ValueID] {
        var made: [ValueID] = []
        for source in sources {
            guard homes[source] == .none else {
                permanent.insert(source)
                continue
            }
            permanent.insert(source)
            if graph.types[source].byteCount < Plan.openedBytes {
                homes[source] = .arena(take(size(source)))
            } else {
                homes[source] = .output(made.count)
                made.append(source)
            }
        }
        return made
    }

    mutating func place(_ steps: [Step], _ cancel: CancelFlag?) throws {
        var lastRead: [ValueID: Int] = [:]
        for (index, step) in steps.enumerated() {
            try cancel?.check(at: index)
            for value in step.reads { lastRead[value] = index }
        }
        for (index, step) in steps.enumerated() {
            try cancel?.check(at: index)
            let made = step.makes.filter { homes[$0] == .none }
            for value in made { homes[value] = .arena(take(size(value))) }
            for value in Set(step.reads + made) where lastRead[value] ?? index == index {
                guard case .arena(let start) = homes[value], start >= arenaStart, !permanent.contains(value)
                else { continue }
                give(start, size(value))
            }
        }
    }

    /// The shortest free stretch that is long enough, or new room at the end.
    private mutating func take(_ size: Int) -> Int {
        let fitting = free.indices.filter { free[$0].size >= size }
        if let best = fitting.min(by: { free[$0].size < free[$1].size }) {
            let start = free[best].start
            if free[best].size == size {
                free.remove(at: best)
            } else {
                free[best] = (start + size, free[best].size - size)
            }
            return start
        }
        if let last = free.last, last.start + last.size == end {
            free.removeLast()
            end = last.start + size
            return last.start
        }
        end += size
        return end - size
    }

    /// Gives a stretch back, joined with free neighbours. Stretches are kept in order.
    private mutating func give(_ start: Int, _ size: Int) {
        var index = free.partition { $0.start > start }
        free.insert((start, size), at: index)
        if index + 1 < free.count, start + size == free[index + 1].start {
            free[index].size += free[index + 1].size
            free.remove(at: index + 1)
        }
        if index > 0, free[index - 1].start + free[index - 1].size == start {
            free[index - 1].size += free[index].size
            free.remove(at: index)
            index -= 1
        }
    }
}

extension Array {
    /// The first place whose element satisfies a condition that holds from some element on.
    fileprivate func partition(_ holds: (Element) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if holds(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
