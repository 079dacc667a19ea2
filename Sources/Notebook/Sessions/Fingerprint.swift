import CellLanguage
import Graphs
import Tensors

/// What a cell elaborated to, in short: enough to tell at a restart whether it elaborates to the same again.
struct Fingerprint: Sendable {
    /// The hash of the cell's own part of the dataflow.
    var hash: ContentHash
    /// Values of earlier cells that the part begins at, in order.
    var operands: [ValueID]
    /// The numbers of cells that elaborate otherwise today, and whose inner values the part would use.
    var usesAside: Set<Int>
}

extension Session {
    /// The fingerprint of a cell whose values begin at `start`.
    ///
    /// A value is known by its equation and by what its operands are known by. What an earlier cell bound, and what came
    /// from outside, is known by its content, so that the hash covers no more than the cell's own part: a cell that changes
    /// takes none with it that only uses its results. What no name rests on is left out, and so is the place of a value in
    /// the graph: two bound values are told apart by their order, as a derivative tells them apart.
    func fingerprint(of bindings: [(name: String, value: Value)], since start: ValueID) throws -> Fingerprint {
        let arrays = bindings.flatMap { Session.flatten($0.name, $0.value) }
        var part = PartHashes(of: arrays.map(\.value), since: start, in: self)
        try part.compute()
        var hasher = ContentHasher()
        hasher.update("cell")
        var numbers: [ValueID: Int] = [:]
        for (name, value) in arrays {
            hasher.update(name)
            hasher.update(numbers[value] ?? numbers.count)
            numbers[value] = numbers[value] ?? numbers.count
            hasher.update("\(builder.types[value])")
            hasher.update(try part.hash(of: value))
        }
        for (name, value) in bindings { hasher.update("\(name) \(value.fixedText)") }
        return Fingerprint(hash: hasher.finish(), operands: part.operands.sorted(), usesAside: part.usesAside)
    }
}

/// Hashes of the values that some outputs rest on, back to what is known by its content.
private struct PartHashes {
    private let session: Session
    private let start: ValueID
    private let outputs: [ValueID]
    private var hashes: [ValueID: ContentHash] = [:]
    private(set) var operands: Set<ValueID> = []
    private(set) var usesAside: Set<Int> = []

    init(of outputs: [ValueID], since start: ValueID, in session: Session) {
        self.session = session
        self.start = start
        self.outputs = outputs
    }

    func hash(of value: ValueID) throws -> ContentHash {
        guard let hash = hashes[value] else { throw Fault(.defect, "%\(value) has no fingerprint") }
        return hash
    }

    mutating func compute() throws {
        for (index, value) in reached().enumerated() {
            if index % WritingMonitor.interval == 0 { try session.builder.monitor?.check() }
            if hashes[value] != nil { continue }
            var hasher = ContentHasher()
            if let hash = contentHash(of: value) {
                hasher.update("known \(session.builder.types[value])")
                hasher.update(hash)
                hashes[value] = hasher.finish()
                continue
            }
            guard case .equation(let index) = session.builder.origins[value] else {
                // An argument of a function that was written as a graph: nothing rests on it outside of that.
                hasher.update("argument \(session.builder.types[value])")
                hashes[value] = hasher.finish()
                continue
            }
            let equation = session.builder.equations[index]
            hasher.update(equation.primitive.text)
            for operand in equation.operands { hasher.update(try hash(of: operand)) }
            let hash = hasher.finish()
            for (place, result) in equation.results.enumerated() {
                var hasher = ContentHasher()
                hasher.update(place)
                hasher.update(hash)
                hashes[result] = place == 0 ? hash : hasher.finish()
            }
        }
    }

    /// All values that the outputs rest on, in order, known ones not followed.
    private mutating func reached() -> [ValueID] {
        var seen: Set<ValueID> = []
        var stack = outputs
        while let value = stack.popLast() {
            guard seen.insert(value).inserted else { continue }
            if value < start, let cell = session.history.aside(value) { usesAside.insert(cell) }
            if contentHash(of: value) != nil {
                if value < start, session.history.isBound(value) { operands.insert(value) }
            } else if case .equation(let index) = session.builder.origins[value] {
                stack += session.builder.equations[index].operands
            }
        }
        return seen.sorted()
    }

    /// The content of what an earlier cell bound, or of what came from outside.
    private func contentHash(of value: ValueID) -> ContentHash? {
        let isKnown = session.builder.origins[value] == .input || (value < start && session.history.isBound(value))
        return isKnown ? session.contents[value]?.hash : nil
    }
}

extension Value {
    /// What is fixed in a value: numbers and texts as Python prints them, how it hangs together, and which arrays are weak.
    fileprivate var fixedText: String {
        switch self {
        case .tuple(let items): "(" + items.map(\.fixedText).joined(separator: ", ") + ")"
        case .list(let items): "[" + items.map(\.fixedText).joined(separator: ", ") + "]"
        case .array(_, let isWeak): isWeak ? "weak array" : "array"
        default: staticText ?? "function"
        }
    }
}
