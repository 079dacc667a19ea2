import Graphs
import Tensors

extension Library {
    static let contractions: [Builtin] = [
        Builtin("matmul(a, b, *, precision=None, preferred_element_type=None)") { e, a in
            try e.preferred(a) { try $0.matmul($1, $2) }
        }.keepingWeak("a", "b"),
        Builtin("dot(a, b, *, precision=None, preferred_element_type=None)") { e, a in
            let (x, y) = try e.operands(a)
            let (left, right) = (e.b.shape(x).rank, e.b.shape(y).rank)
            if left == 0 || right == 0 { return try e.preferred(a) { try $0.elementwise(.mul, $1, $2) } }
            return try e.contract(a, x, y, [left - 1], [right == 1 ? 0 : right - 2])
        }.keepingWeak("a", "b"),
        Builtin("vdot(a, b, *, precision=None, preferred_element_type=None)") { e, a in
            let (x, y) = try e.operands(a)
            return try e.contract(a, e.flat(x), e.flat(y), [0], [0])
        }.keepingWeak("a", "b"),
        Builtin("inner(a, b, *, precision=None, preferred_element_type=None)") { e, a in
            let (x, y) = try e.operands(a)
            let (left, right) = (e.b.shape(x).rank, e.b.shape(y).rank)
            if left == 0 || right == 0 { return try e.preferred(a) { try $0.elementwise(.mul, $1, $2) } }
            return try e.contract(a, x, y, [left - 1], [right - 1])
        }.keepingWeak("a", "b"),
        Builtin("outer(a, b)") { e, a in
            let (x, y) = try e.operands(a)
            return try e.contract(a, e.flat(x), e.flat(y), [], [])
        }.keepingWeak("a", "b"),
        Builtin("tensordot(a, b, axes=2, *, precision=None, preferred_element_type=None)") { e, a in
            let (x, y) = try e.operands(a)
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
                try a.axisList(side, "axes").map { try a.normalised($0, rank: rank, "axes") }
            }
            return try e.contract(a, x, y, axes[0], axes[1])
        }.keepingWeak("a", "b"),
        Builtin("einsum(*operands, optimize='optimal', precision=None, preferred_element_type=None)") { e, a in
            guard case .string(let text)? = a.rest.first?.value else {
                throw Fault(.argument, "einsum begins with a string such as 'ij,jk->ik'", at: a.position)
            }
            let operands = Array(a.rest.dropFirst())
            let result = try e.preferred(e.einsum(text, operands.map { try e.widened($0, a) }, at: a.position), a)
            return operands.allSatisfy(\.value.isWeak) && a.isNone("preferred_element_type") ? result.weakened : result
        },
    ]
}

extension Elaborator {
    /// Two arrays of one element type, each in its own shape.
    mutating func pair(_ left: Term, _ right: Term, _ lift: Lift = .none) throws -> (ValueID, ValueID) {
        let rank = lift(max(try promotion(of: left), try promotion(of: right)))
        return (try array(left, as: rank.dtype), try array(right, as: rank.dtype))
    }

    /// The operands of a contraction, in the type that `preferred_element_type` asks for where that is wider.
    fileprivate mutating func operands(_ a: Call) throws -> (ValueID, ValueID) {
        try pair(widened(a("a"), a), widened(a("b"), a))
    }

    fileprivate mutating func widened(_ term: Term, _ a: Call) throws -> Term {
        guard let dtype = try a.dtype("preferred_element_type"), dtype.isFloating else { return term }
        let x = try array(term)
        guard b.dtype(x).byteWidth < dtype.byteWidth else { return term }
        return Term(.array(try b.convert(x, to: dtype)), term.position)
    }

    /// The result in the type that `preferred_element_type` asks for.
    fileprivate mutating func preferred(_ result: Value, _ a: Call) throws -> Value {
        guard let dtype = try a.dtype("preferred_element_type") else { return result }
        return .array(try b.convert(array(Term(result, a.position)), to: dtype))
    }

    fileprivate mutating func preferred(
        _ a: Call, _ contract: (inout Elaborator, Term, Term) throws -> Value
    ) throws -> Value {
        let terms = (try widened(a("a"), a), try widened(a("b"), a))
        return try preferred(contract(&self, terms.0, terms.1), a)
    }

    fileprivate mutating func flat(_ x: ValueID) throws -> ValueID { try b.reshape(x, [b.shape(x).count]) }

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
        return try preferred(.array(product(DotDimensions(leftContract: left, rightContract: right), x, y)), a)
    }

    /// A contraction; of bools, whether any pair holds.
    mutating func product(_ dims: DotDimensions, _ x: ValueID, _ y: ValueID) throws -> ValueID {
        guard b.dtype(x) == .bool else { return try b.emit(.dotGeneral(dims), [x, y]) }
        let count = try b.emit(.dotGeneral(dims), [b.convert(x, to: .i32), b.convert(y, to: .i32)])
        return try isNotZero(count)
    }

    /// `@`: the last axis of the left with the last but one of the right; leading axes broadcast.
    mutating func matmul(_ left: Term, _ right: Term) throws -> Value {
        let (x, y) = try pair(left, right)
        let isWeak = left.value.isWeak && right.value.isWeak
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
            let moved = try hasRow ? b.moveAxis(product, from: 0, to: rightLead.count) : product
            return .array(moved, isWeak: isWeak)
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
        return .array(try product(dims, wideLeft, wideRight), isWeak: isWeak)
    }
}
