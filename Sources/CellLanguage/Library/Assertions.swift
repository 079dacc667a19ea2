import Graphs
import Tensors

// Assertions of NumPy's `testing`.

extension Library {
    static let assertions: [Builtin] = [
        Builtin("testing.assert_allclose(actual, desired, rtol=None, atol=None, err_msg='')") { e, a in
            let rtol = a.isNone("rtol") ? Value.float(1e-7) : a("rtol").value
            let atol = a.isNone("atol") ? Value.float(0) : a("atol").value
            try e.requireClose(a, rtol: rtol, atol: atol)
            return .none
        },
        Builtin("testing.assert_array_equal(actual, desired, err_msg='')") { e, a in
            try e.requireClose(a, rtol: nil, atol: nil)
            return .none
        },
    ]
}

extension Elaborator {
    /// |actual − desired| ≤ atol + rtol · |desired| in every element, or equal ones where no tolerance is given; NaN equals NaN.
    fileprivate mutating func requireClose(_ a: Call, rtol: Value?, atol: Value?) throws {
        guard traceDepth == 0 else {
            throw Fault(.argument, "an assertion of values that are not known before the function runs", at: a.position)
        }
        func made(_ name: String) throws -> Term {
            let term = a(name)
            guard term.value.items != nil else { return Term(.array(try array(term)), term.position) }
            return Term(try makeArray(term.value, dtype: nil, at: term.position), term.position)
        }
        let (actual, desired) = (try made("actual"), try made("desired"))
        let (pair, _) = try matched([actual, desired], as: a.builtin.name)
        let isFloating = b.dtype(pair[0]).isFloating
        var isEqual = try b.compare(.eq, pair[0], pair[1])
        if isFloating {
            let bothNaN = try b.apply(.and, b.compare(.ne, pair[0], pair[0]), b.compare(.ne, pair[1], pair[1]))
            isEqual = try b.apply(.or, isEqual, bothNaN)
            if let rtol, let atol {
                let distance = try b.apply(.abs, b.sub(pair[0], pair[1]))
                let relative = try binary(
                    .multiply, Term(rtol, a.position), Term(.array(b.apply(.abs, pair[1])), a.position))
                let bound = try array(binary(.add, Term(atol, a.position), Term(relative, a.position)), at: a.position)
                let isClose = try b.compare(.le, distance, b.convert(bound, to: b.dtype(distance)))
                isEqual = try b.apply(.or, isEqual, isClose)
            }
        }
        let count = b.shape(isEqual).count
        guard count > 0 else { return }
        let truths = try b.convert(b.reshape(isEqual, [count]), to: .i32)
        let truth = try isNotZero(b.emit(.reduceMin([0]), [truths]))
        let said: [TextPiece] =
            try [.text("\(a.builtin.name): ")] + pieces(of: actual.value, represented: false) + [.text(" and ")]
            + pieces(of: desired.value, represented: false)
        checks.append(Check(value: truth, message: said, position: foreignCall ?? a.position, condition: ""))
    }

    private mutating func array(_ value: Value, at position: SourcePosition) throws -> ValueID {
        try array(Term(value, position))
    }
}
