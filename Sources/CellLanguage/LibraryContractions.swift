import Graphs
import Tensors

extension Library {
    static let contractions: [Builtin] = [
        Builtin("matmul(a, b)") { e, a in try e.matmul(a("a"), a("b")) },
        Builtin("dot(a, b)") { e, a in
            let (x, y) = try e.pair(a("a"), a("b"))
            let (left, right) = (e.b.shape(x).rank, e.b.shape(y).rank)
            if left == 0 || right == 0 { return try e.elementwise(.mul, a("a"), a("b")) }
            return try e.contract(a, x, y, [left - 1], [right == 1 ? 0 : right - 2])
        },
        Builtin("vdot(a, b)") { e, a in
            let (x, y) = try e.pair(a("a"), a("b"))
            return try e.contract(a, e.flat(x), e.flat(y), [0], [0])
        },
        Builtin("inner(a, b)") { e, a in
            let (x, y) = try e.pair(a("a"), a("b"))
            let (left, right) = (e.b.shape(x).rank, e.b.shape(y).rank)
            if left == 0 || right == 0 { return try e.elementwise(.mul, a("a"), a("b")) }
            return try e.contract(a, x, y, [left - 1], [right - 1])
        },
        Builtin("outer(a, b)") { e, a in
            let (x, y) = try e.pair(a("a"), a("b"))
            return try e.contract(a, e.flat(x), e.flat(y), [], [])
        },
        Builtin("tensordot(a, b, axes=2)") { e, a in
            let (x, y) = try e.pair(a("a"), a("b"))
            let (left, right) = (e.b.shape(x).rank, e.b.shape(y).rank)
            if case .integer(let count) = a("axes").value {
                guard (0...min(left, right)).contains(count) else {
                    throw a.fault("axes", "at most the number of axes")
                }
                return try e.contract(a, x, y, Array((left - count)..<left), Array(0..<count))
            }
            guard let sides = a("axes").value.items, sides.count == 2 else {
                throw a.fault("axes", "two lists of axes")
            }
            let axes = try zip(sides, [left, right]).map { side, rank in
                try e.axisList(side, a).map { try a.normalised($0, rank: rank, "axes") }
            }
            return try e.contract(a, x, y, axes[0], axes[1])
        },
        Builtin("einsum(*operands)") { e, a in
            guard case .string(let text)? = a.rest.first?.value else {
                throw Fault(.argument, "einsum begins with a string such as 'ij,jk->ik'", at: a.position)
            }
            return try e.einsum(text, Array(a.rest.dropFirst()), at: a.position)
        },
    ]
}

extension Elaborator {
    /// Two arrays of one element type, each in its own shape.
    fileprivate mutating func pair(_ left: Term, _ right: Term) throws -> (ValueID, ValueID) {
        let rank = max(try promotion(of: left), try promotion(of: right), .weakInteger)
        return (try array(left, as: rank.dtype), try array(right, as: rank.dtype))
    }

    fileprivate mutating func flat(_ x: ValueID) throws -> ValueID { try b.reshape(x, [b.shape(x).count]) }

    fileprivate func axisList(_ value: Value, _ a: Call) throws -> [Int] {
        if case .integer(let axis) = value { return [axis] }
        return try (value.items ?? []).map { item in
            guard case .integer(let axis) = item else { throw a.fault("axes", "static whole numbers") }
            return axis
        }
    }

    fileprivate mutating func contract(
        _ a: Call, _ x: ValueID, _ y: ValueID, _ left: [Int], _ right: [Int]
    ) throws -> Value {
        let (l, r) = (b.shape(x).dims, b.shape(y).dims)
        guard left.count == right.count, zip(left, right).allSatisfy({ l[$0] == r[$1] }) else {
            throw Fault(
                .shape,
                "\(a.builtin.name): \(b.types[x]) at \(a("a").position) and \(b.types[y]) at \(a("b").position) differ in "
                    + "size along the contracted axes", at: a.position)
        }
        return .array(try b.emit(.dotGeneral(DotDimensions(leftContract: left, rightContract: right)), [x, y]))
    }

    /// `@`: the last axis of the left with the last but one of the right; leading axes broadcast.
    mutating func matmul(_ left: Term, _ right: Term) throws -> Value {
        let (x, y) = try pair(left, right)
        let (l, r) = (b.shape(x).dims, b.shape(y).dims)
        let contracted = max(r.count - 2, 0)
        guard !l.isEmpty, !r.isEmpty, l[l.count - 1] == r[contracted] else {
            throw Fault(
                .shape, "@: \(b.types[x]) at \(left.position) and \(b.types[y]) at \(right.position) do not multiply",
                at: right.position,
                hint: l.isEmpty || r.isEmpty
                    ? "use * with a scalar" : "the last axis of the left must equal the last but one of the right")
        }
        let (leftLead, rightLead) = (Array(l.dropLast(2)), Array(r.dropLast(2)))
        if leftLead.isEmpty || rightLead.isEmpty {
            let dims = DotDimensions(leftContract: [l.count - 1], rightContract: [contracted])
            let product = try b.emit(.dotGeneral(dims), [x, y])
            // dot_general puts the left's free axis before the right's leading axes.
            let hasRow = leftLead.isEmpty && l.count == 2 && !rightLead.isEmpty
            return .array(try hasRow ? b.moveAxis(product, from: 0, to: rightLead.count) : product)
        }
        guard let lead = try Shape(leftLead).broadcast(with: Shape(rightLead)) else {
            throw Fault(
                .shape,
                "@: leading axes of \(b.types[x]) at \(left.position) and \(b.types[y]) at \(right.position) "
                    + "do not broadcast", at: right.position)
        }
        let batch = Array(lead.indices)
        let wideLeft = try b.broadcastTrailing(x, to: lead + l.suffix(2))
        let wideRight = try b.broadcastTrailing(y, to: lead + r.suffix(2))
        let dims = DotDimensions(
            leftContract: [lead.count + 1], rightContract: [lead.count], leftBatch: batch, rightBatch: batch)
        return .array(try b.emit(.dotGeneral(dims), [wideLeft, wideRight]))
    }

    /// Contracts operands from left to right; a letter is summed as soon as no later operand and no output has it.
    fileprivate mutating func einsum(_ text: String, _ terms: [Term], at position: SourcePosition) throws -> Value {
        let spec = try EinsumSpec(text, operands: terms.count, at: position)
        let rank = try terms.map { try promotion(of: $0) }.reduce(.weakInteger) { max($0, $1) }
        var current: (value: ValueID, letters: [Character])?
        for (index, term) in terms.enumerated() {
            let value = try array(term, as: rank.dtype)
            let letters = spec.inputs[index]
            guard b.shape(value).rank == letters.count else {
                throw Fault(
                    .shape,
                    "einsum: '\(String(letters))' has \(letters.count) axes, \(b.types[value]) has "
                        + "\(b.shape(value).rank)", at: term.position)
            }
            let later = Set(spec.inputs[(index + 1)...].joined()).union(spec.output)
            guard let left = current else {
                current = try summed(value, letters, keeping: later)
                continue
            }
            let right = try summed(value, letters, keeping: later.union(left.letters))
            current = try contracted(left, right, keeping: later, at: term.position)
        }
        guard let current, Set(current.letters) == Set(spec.output) else {
            throw Fault(.argument, "einsum: an output letter is in no operand", at: position)
        }
        return .array(try b.transpose(current.value, spec.output.compactMap { current.letters.firstIndex(of: $0) }))
    }

    private mutating func summed(
        _ value: ValueID, _ letters: [Character], keeping kept: Set<Character>
    ) throws -> (value: ValueID, letters: [Character]) {
        let axes = letters.indices.filter { !kept.contains(letters[$0]) }
        return (try b.sum(value, axes: axes), letters.filter(kept.contains))
    }

    private mutating func contracted(
        _ x: (value: ValueID, letters: [Character]), _ y: (value: ValueID, letters: [Character]),
        keeping kept: Set<Character>, at position: SourcePosition
    ) throws -> (value: ValueID, letters: [Character]) {
        let shared = x.letters.filter(y.letters.contains)
        let (batch, sum) = (shared.filter(kept.contains), shared.filter { !kept.contains($0) })
        func axes(_ of: [Character], _ letters: [Character]) -> [Int] { of.compactMap { letters.firstIndex(of: $0) } }
        for letter in shared {
            let sizes = [
                axes([letter], x.letters).map { b.shape(x.value).dims[$0] },
                axes([letter], y.letters).map { b.shape(y.value).dims[$0] },
            ]
            guard sizes[0] == sizes[1] else {
                throw Fault(.shape, "einsum: '\(letter)' is \(sizes[0][0]) and \(sizes[1][0])", at: position)
            }
        }
        let dims = DotDimensions(
            leftContract: axes(sum, x.letters), rightContract: axes(sum, y.letters), leftBatch: axes(batch, x.letters),
            rightBatch: axes(batch, y.letters))
        let free = { (letters: [Character]) in letters.filter { !shared.contains($0) } }
        return (try b.emit(.dotGeneral(dims), [x.value, y.value]), batch + free(x.letters) + free(y.letters))
    }
}

/// `bhqd,bhkd->bhqk` taken apart. Without `->` the output is the letters that occur once, in alphabetical order.
private struct EinsumSpec {
    let inputs: [[Character]]
    let output: [Character]

    init(_ text: String, operands: Int, at position: SourcePosition) throws {
        let compact = text.filter { $0 != " " }
        let sides = compact.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        inputs = sides[0].split(separator: ",", omittingEmptySubsequences: false).map { Array($0) }
        let letters = inputs.joined()
        if sides.count == 2 {
            output = Array(sides[1].dropFirst())
        } else {
            output = Set(letters).sorted().filter { letter in letters.filter { $0 == letter }.count == 1 }
        }
        guard inputs.count == operands else {
            throw Fault(.argument, "einsum: '\(text)' is for \(inputs.count) operands, not \(operands)", at: position)
        }
        let isPlain =
            (Array(letters) + output).allSatisfy { $0.isASCII && $0.isLetter }
            && (sides.count == 1 || sides[1].first == ">")
        guard isPlain, (inputs + [output]).allSatisfy({ Set($0).count == $0.count }) else {
            throw Fault(
                .argument, "einsum: '\(text)' must be letters, commas and one ->, no letter twice in one operand",
                at: position)
        }
    }
}
