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
    mutating func pair(_ left: Term, _ right: Term, _ lift: Lift = .none) throws -> (ValueID, ValueID) {
        let rank = lift(max(try promotion(of: left), try promotion(of: right)))
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
        return .array(try product(DotDimensions(leftContract: left, rightContract: right), x, y))
    }

    /// A contraction; of bools, whether any pair holds.
    fileprivate mutating func product(_ dims: DotDimensions, _ x: ValueID, _ y: ValueID) throws -> ValueID {
        guard b.dtype(x) == .bool else { return try b.emit(.dotGeneral(dims), [x, y]) }
        let count = try b.emit(.dotGeneral(dims), [b.convert(x, to: .i32), b.convert(y, to: .i32)])
        return try isNotZero(count)
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
            let product = try product(dims, x, y)
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
        return .array(try product(dims, wideLeft, wideRight))
    }
}
