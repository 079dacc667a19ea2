import Graphs
import Tensors

extension Library {
    static let control: [Builtin] = [
        Builtin("cond(pred, true_fun, false_fun, *operands)") { e, a in try e.cond(a) },
        Builtin("scan(f, init, xs=None, length=None, reverse=False, unroll=1)") { e, a in
            let length = try a.isNone("length") ? nil : a.integer("length")
            let loop = Loop(
                function: try e.function("f", of: a), length: length, isReversed: try a.flag("reverse"),
                position: a.position)
            let (carry, ys) = try e.scan(loop, a("init"), a("xs"))
            return .tuple([carry, ys])
        },
        Builtin("fori_loop(lower, upper, body_fun, init_val, *, unroll=None)") { e, a in try e.foriLoop(a) },
        Builtin("while_loop(cond_fun, body_fun, init_val)") { e, a in
            try e.whileLoop(e.function("cond_fun", of: a), e.function("body_fun", of: a), a("init_val"), a)
        },
        // Python's: the function of each item, or of the items side by side.
        Builtin("map(f, *xs)") { e, a in try e.mapped(e.function("f", of: a), a.rest, a) },
        Builtin("lax.map(f, xs, *, batch_size=None)") { e, a in
            let f = try e.function("f", of: a)
            let loop = Loop(function: f, length: nil, isReversed: false, position: a.position)
            return try e.mapped(loop, a("xs"))
        },
        Builtin("checkpoint(fun, *, prevent_cse=True, policy=None)") { e, a in
            .transformed(try Transformed(kind: .checkpoint, function: try e.function("fun", of: a).value))
        },
        Builtin("custom_jvp(fun, nondiff_argnums=())") { e, a in try e.customFunction(a) },
        Builtin("custom_vjp(fun, nondiff_argnums=())") { e, a in try e.customFunction(a) },
    ]
}

/// A loop as a cell asks for it.
struct Loop {
    let function: Term
    /// The number of steps, where it was given.
    let length: Int?
    let isReversed: Bool
    let position: SourcePosition
}

extension Elaborator {
    /// One of two functions of the same operands; a static predicate chooses at once.
    fileprivate mutating func cond(_ a: Call) throws -> Value {
        let branches = [try function("true_fun", of: a), try function("false_fun", of: a)]
        let operands = a.rest.map { NamedTerm(name: nil, term: $0) }
        if case .bool(let holds) = a("pred").value {
            return try apply(branches[holds ? 0 : 1].value, operands, at: a.position)
        }
        let predicate = try isNotZero(array(a("pred")))
        guard b.shape(predicate).rank == 0 else {
            throw Fault(
                .shape, "cond: the predicate is \(b.types[predicate]), and it must be one truth",
                at: a("pred").position,
                hint: "where(condition, x, y) chooses element by element; any(…) or all(…) makes one truth")
        }
        let arguments = try a.rest.map { try flattened($0.value, at: $0.position) }
        let slots = arguments.flatMap(\.slots)
        let first = try branches.map { try trace($0, arguments, types: types(slots)) }
        let kinds = try agreed(first, a)
        let traces = try first.map { try converted($0, to: kinds) }
        let captured = traces.flatMap(\.captured)
        let inputTypes = types(slots) + captured.map { b.types[$0] }
        var offset = slots.count
        let graphs = try traces.map { trace in
            defer { offset += trace.captured.count }
            let places = Array(slots.indices) + trace.captured.indices.map { offset + $0 }
            return try trace.graph.embedded(in: inputTypes, at: places)
        }
        let results = try b.emitAll(
            .control(.cond(onTrue: Body(graphs[0]), onFalse: Body(graphs[1]))),
            [predicate] + slots.map(\.value) + captured)
        return try filled(
            traces[0].structure, with: zip(results, kinds).map { .array($0, isWeak: $1.isWeak) }, at: a.position)
    }

    /// The element types that the results of both branches can have.
    private func agreed(_ traces: [Trace], _ a: Call) throws -> [Promotion] {
        guard traces[0].structure == traces[1].structure else {
            throw Fault(
                .argument,
                "cond: true_fun gives \(traces[0].structure.text), false_fun gives \(traces[1].structure.text)",
                at: a.position, hint: "both branches must give the same structure")
        }
        return try zip(traces[0].results, traces[1].results).map { yes, no in
            let (left, right) = (b.types[yes.value], b.types[no.value])
            let kinds = [Promotion(left.dtype, isWeak: yes.isWeak), Promotion(right.dtype, isWeak: no.isWeak)]
            let isResolved = left.dtype == right.dtype || yes.isWeak || no.isWeak
            guard left.shape == right.shape, isResolved else {
                throw Fault(
                    left.shape == right.shape ? .dtype : .shape,
                    "cond: true_fun gives \(left), false_fun gives \(right)",
                    at: a.position, hint: "both branches must give the same types")
            }
            return max(kinds[0], kinds[1])
        }
    }

    /// A loop over entries of `xs`: the last carry, and what each step gave, stacked.
    mutating func scan(_ loop: Loop, _ initial: Term, _ xs: Term) throws -> (carry: Value, ys: Value) {
        let entries = try flattened(xs.value, at: xs.position)
        let length = try self.length(of: loop, entries.slots, at: xs.position)
        let entryTypes = try types(entries.slots).map {
            TensorType($0.dtype, try Shape(Array($0.shape.dims.dropFirst())))
        }
        let start = try flattened(initial.value, at: initial.position)
        let (carry, trace) = try settled(start, loop.function, "scan") { e, carry, finish in
            try e.trace(loop.function, [carry, entries], types: e.types(carry.slots) + entryTypes) { e, results in
                guard case .tuple(let parts) = results.structure, parts.count == 2 else {
                    throw Fault(
                        .argument, "scan: the function gives \(results.structure.text), and it must give (carry, y)",
                        at: loop.position, hint: "return carry, None where nothing is to be stacked")
                }
                try finish(&e, &results, parts[0])
            }
        }
        guard case .tuple(let parts) = trace.structure else { return (.none, .none) }
        let primitive = Scan(
            body: Body(try trace.capturedFirst()), length: length, isReversed: loop.isReversed,
            constantCount: trace.captured.count, carryCount: carry.slots.count)
        let results = try b.emitAll(
            .control(.scan(primitive)), trace.captured + (carry.slots + entries.slots).map(\.value))
        let last = zip(results, carry.slots).map { Value.array($0, isWeak: $1.isWeak) }
        let ys = zip(results, trace.results).dropFirst(last.count).map { Value.array($0, isWeak: $1.isWeak) }
        return (
            try filled(parts[0], with: last, at: loop.position),
            try filled(parts[1], with: Array(ys), at: loop.position)
        )
    }

    private func length(of loop: Loop, _ slots: [Slot], at position: SourcePosition) throws -> Int {
        var length = loop.length
        for slot in slots {
            guard let size = b.shape(slot.value).dims.first else {
                throw Fault(.shape, "a loop goes over leading axes, and \(b.types[slot.value]) has none", at: position)
            }
            guard size == length ?? size else {
                throw Fault(
                    .shape, "a loop of \(length ?? 0) steps over \(b.types[slot.value])", at: position,
                    hint: "all arrays that are gone through have one leading size")
            }
            length = size
        }
        guard let length, length >= 0 else {
            throw Fault(.argument, "how many steps?", at: loop.position, hint: "give xs, or length=10")
        }
        return length
    }

    /// Changes the results of a step so that the carry, of the given structure, keeps its types.
    private typealias Finish = (inout Elaborator, inout Flattened, Structure) throws -> Void

    /// Traces a step until its carry comes out as it goes in: a carry that began as a Python number takes the type that the
    /// step gives it.
    private mutating func settled(
        _ start: Flattened, _ function: Term, _ name: String,
        _ step: (inout Elaborator, Flattened, Finish) throws -> Trace
    ) throws -> (carry: Flattened, trace: Trace) {
        var carry = start
        while true {
            var next = carry
            let trace = try step(&self, carry) { e, results, structure in
                try e.settle(&next, carry, &results, structure, name, at: function.position)
            }
            if next.slots == carry.slots { return (carry, trace) }
            carry = next
        }
    }

    private mutating func settle(
        _ next: inout Flattened, _ carry: Flattened, _ results: inout Flattened, _ structure: Structure, _ name: String,
        at position: SourcePosition
    ) throws {
        guard structure == carry.structure else {
            throw Fault(
                .argument, "\(name): the carry goes in as \(carry.structure.text) and comes out as \(structure.text)",
                at: position, hint: "a step gives the carry back as it took it")
        }
        for index in carry.slots.indices {
            let (old, new) = (carry.slots[index], results.slots[index])
            let (before, after) = (b.types[old.value], b.types[new.value])
            guard before.shape == after.shape else {
                throw Fault(
                    .shape, "\(name): the carry goes in as \(before) and comes out as \(after)", at: position,
                    hint: "a step keeps the shapes of its carry")
            }
            let entering = Promotion(before.dtype, isWeak: old.isWeak)
            let leaving = Promotion(after.dtype, isWeak: new.isWeak)
            if old.isWeak, entering < leaving {
                let value = try b.convert(old.value, to: leaving.dtype)
                next.slots[index] = Slot(value: value, isWeak: leaving.isWeak)
            } else if before.dtype != after.dtype {
                guard new.isWeak, leaving < entering else {
                    throw Fault(
                        .dtype, "\(name): the carry goes in as \(before) and comes out as \(after)", at: position,
                        hint: "convert it: .astype(\(before.dtype))")
                }
                results.slots[index].value = try b.convert(new.value, to: before.dtype)
            }
        }
    }

    /// `fori_loop` with static bounds is a scan, which has a reverse derivative; otherwise a while loop.
    fileprivate mutating func foriLoop(_ a: Call) throws -> Value {
        let body = try function("body_fun", of: a)
        guard case .integer(let lower) = a("lower").value, case .integer(let upper) = a("upper").value else {
            return try countedWhile(body, a)
        }
        let (span, overflow) = upper.subtractingReportingOverflow(lower)
        guard !overflow else { throw a.fault("upper", "a bound near lower") }
        let count = try b.emit(.iota(TensorType(.i64, Shape([max(span, 0)])), axis: 0), [])
        let index = try lower == 0 ? count : b.add(count, b.full(.i64(Int64(lower)), b.types[count]))
        let step = Value.transformed(try Transformed(kind: .step, function: body.value))
        let loop = Loop(
            function: Term(step, body.position), length: max(span, 0), isReversed: false, position: a.position)
        // Counted from Python numbers, so weak.
        return try scan(loop, a("init_val"), Term(.array(index, isWeak: true), a.position)).carry
    }

    private mutating func countedWhile(_ body: Term, _ a: Call) throws -> Value {
        let isWeak = a("lower").value.isWeak && a("upper").value.isWeak
        let bounds = try [a("lower"), a("upper")].map { term -> Value in
            let bound = try array(term)
            guard b.shape(bound).rank == 0, b.dtype(bound).isInteger else {
                throw Fault(
                    .dtype, "fori_loop: a bound is \(b.types[bound]), and it must be a whole number", at: term.position)
            }
            return .array(try b.convert(bound, to: .i64), isWeak: isWeak)
        }
        let start = Value.tuple([bounds[0], bounds[1], a("init_val").value])
        let test = Term(.transformed(try Transformed(kind: .countTest, function: body.value)), body.position)
        let step = Term(.transformed(try Transformed(kind: .countStep, function: body.value)), body.position)
        let result = try whileLoop(test, step, Term(start, a.position), a)
        return result.items?.last ?? .none
    }

    fileprivate mutating func whileLoop(_ test: Term, _ step: Term, _ initial: Term, _ a: Call) throws -> Value {
        let start = try flattened(initial.value, at: initial.position)
        let (carry, body) = try settled(start, step, a.builtin.name) { e, carry, finish in
            try e.trace(step, [carry], types: e.types(carry.slots)) { e, results in
                try finish(&e, &results, results.structure)
            }
        }
        let condition = try trace(test, [carry], types: types(carry.slots)) { e, results in
            guard results.slots.count == 1, e.b.shape(results.slots[0].value).rank == 0 else {
                throw Fault(
                    .shape,
                    "while_loop: the condition gives \(e.text(results)), and it must "
                        + "give one truth", at: test.position, hint: "any(…) or all(…) makes one of an array")
            }
            results.slots[0].value = try e.isNotZero(results.slots[0].value)
        }
        let constants = condition.captured + body.captured
        let inputTypes = constants.map { b.types[$0] } + types(carry.slots)
        func embedded(_ trace: Trace, after offset: Int) throws -> Body {
            let places =
                carry.slots.indices.map { constants.count + $0 } + trace.captured.indices.map { offset + $0 }
            return Body(try trace.graph.embedded(in: inputTypes, at: places))
        }
        let results = try b.emitAll(
            .control(
                .whileLoop(
                    condition: embedded(condition, after: 0), body: embedded(body, after: condition.captured.count))),
            constants + carry.slots.map(\.value))
        return try filled(
            carry.structure, with: zip(results, carry.slots).map { .array($0, isWeak: $1.isWeak) }, at: a.position)
    }

    /// A list of what the function gives for each item; of one array, what it gives for its entries as one loop, where that
    /// is one array, which is gone through as a list of them would be.
    fileprivate mutating func mapped(_ f: Term, _ xs: [Term], _ a: Call) throws -> Value {
        guard !xs.isEmpty else { throw a.fault("xs", "a list, a tuple, a range or an array") }
        if xs.count == 1, case .array = xs[0].value {
            let loop = Loop(function: f, length: nil, isReversed: false, position: a.position)
            let result = try mapped(loop, xs[0])
            guard case .array = result else {
                throw Fault(
                    .argument, "map: \(functionName(f.value)) gives \(result.kindText) for each entry", at: f.position,
                    hint: "lax.map(f, xs) stacks each part; [f(x) for x in xs] makes a list")
            }
            return result
        }
        let count = try xs.map { try length(of: $0.value, at: $0.position) }.min() ?? 0
        try step(count, at: a.position)
        return .list(
            try (0..<count).map { index in
                let items = try xs.map { term in
                    NamedTerm(
                        name: nil,
                        term: Term(try element(index, of: term.value, at: term.position), term.position))
                }
                return try apply(f.value, items, at: a.position)
            })
    }

    /// `lax.map`: a function of each entry, one after the other.
    fileprivate mutating func mapped(_ loop: Loop, _ xs: Term) throws -> Value {
        let step = Value.transformed(try Transformed(kind: .entry, function: loop.function.value))
        let each = Loop(
            function: Term(step, loop.function.position), length: nil, isReversed: false, position: loop.position)
        return try scan(each, Term(.none, loop.position), xs).ys
    }
}
