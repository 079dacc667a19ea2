import Graphs
import Tensors

// Functions seen as graphs, and arrays known by their types: `make_jaxpr`, `jit(f).lower(…)`, `eval_shape`, `typeof`.

/// The type of an array as a value.
public struct ArrayType: Equatable, Sendable {
    let type: TensorType
    let isWeak: Bool
    /// `ShapeDtypeStruct`, else what `typeof` gives.
    let isStruct: Bool

    func text(represented: Bool) -> String {
        let (shape, dtype) = (type.shape.dims, type.dtype.numpyName)
        if isStruct {
            let dims = Value.tuple(shape.map(Value.integer)).staticText ?? ""
            return "ShapeDtypeStruct(shape=\(dims), dtype=\(dtype)\(isWeak ? ", weak_type=True" : ""))"
        }
        let short = "\(dtype)[\(shape.map(String.init).joined(separator: ","))]"
        guard represented else { return (isWeak ? "~" : "") + short }
        return "ShapedArray(\(short)\(isWeak ? ", weak_type=True" : ""))"
    }
}

/// A function written as a graph, to be shown. Its text is this project's graph text, not JAX's.
public struct GraphText: Sendable {
    /// How far JAX would have gone with it.
    enum Stage: Sendable { case jaxpr, traced, lowered, compiled, exported }

    var stage: Stage
    let text: String
    let inputs: [ArrayType]
    let outputs: [ArrayType]
    /// The results' types as they hang together.
    let results: Value
    let function: Value

    func at(_ stage: Stage) -> GraphText {
        var copy = self
        copy.stage = stage
        return copy
    }
}

extension Library {
    static let staging: [Builtin] = [
        .raw("ad_checkpoint.print_saved_residuals(f, *args, **kwargs)") { e, terms, position in
            guard let function = terms.first?.term, function.value.isCallable else {
                throw Fault(.argument, "print_saved_residuals takes a function and its arguments", at: position)
            }
            try e.printResiduals(function, Array(terms.dropFirst()), at: position)
            return .none
        },
        .raw("export.export(fun_jit, **options)") { _, terms, position in
            guard let function = terms.first?.term.value, function.isCallable else {
                throw Fault(.argument, "export takes a function", at: position)
            }
            let kind = Transformed.Kind.staged(fixed: [], hasResults: false, stage: .exported)
            return .transformed(try Transformed(kind: kind, function: function))
        },
        Builtin("export.default_export_platform()") { _, _ in .string("cpu") },
        Builtin("make_jaxpr(fun, static_argnums=(), axis_env=None, return_shape=False)") { e, a in
            let kind = Transformed.Kind.staged(
                fixed: try a.integers("static_argnums"), hasResults: try a.flag("return_shape"), stage: .jaxpr)
            return .transformed(try Transformed(kind: kind, function: try e.function("fun", of: a).value))
        },
        .raw("eval_shape(fun, *args, **kwargs)") { e, terms, position in
            guard let fun = terms.first?.term else {
                throw Fault(.argument, "eval_shape takes a function", at: position)
            }
            return try e.staged(fun, Array(terms.dropFirst()), fixed: []).results
        },
        .raw("function.trace(self, *args, **kwargs)") { e, terms, _ in
            .object(.graph(try e.staged(terms[0].term, Array(terms.dropFirst()), fixed: []).at(.traced)))
        },
        .raw("function.lower(self, *args, **kwargs)") { e, terms, _ in
            .object(.graph(try e.staged(terms[0].term, Array(terms.dropFirst()), fixed: []).at(.lowered)))
        },
        .raw("function.eval_shape(self, *args, **kwargs)") { e, terms, _ in
            try e.staged(terms[0].term, Array(terms.dropFirst()), fixed: []).results
        },
        .raw("graph.lower(self, **options)") { _, terms, position in
            .object(.graph(try graph(terms, at: position).at(.lowered)))
        },
        .raw("graph.compile(self, **options)") { _, terms, position in
            .object(.graph(try graph(terms, at: position).at(.compiled)))
        },
        .raw("graph.as_text(self, dialect=None, **options)") { _, terms, position in
            .string(try graph(terms, at: position).text)
        },
        Builtin("ShapeDtypeStruct(shape, dtype, *, named_shape=None, sharding=None, weak_type=False)") { e, a in
            guard let dtype = try a.dtype("dtype") else { throw a.fault("dtype", "an element type") }
            let type = TensorType(dtype, try Shape(a.integers("shape")))
            return .object(.arrayType(ArrayType(type: type, isWeak: try a.flag("weak_type"), isStruct: true)))
        },
        Builtin("ShapeDtypeStruct.like(x)") { e, a in .object(.arrayType(try e.arrayType(a("x"), isStruct: true))) },
        Builtin("typeof(x)") { e, a in .object(.arrayType(try e.arrayType(a("x"), isStruct: false))) },
        .raw("pure_callback(callback, result_shape_dtypes, *args, **options)") { e, terms, position in
            try e.calledBack(terms, at: position)
        },
        .raw("debug.callback(callback, *args, **kwargs)") { e, terms, position in
            guard let function = terms.first?.term.value, function.isCallable else {
                throw Fault(.argument, "jax.debug.callback takes a function and its arguments", at: position)
            }
            guard e.traceDepth == 0 else {
                let text = "jax.debug.callback is not called inside of a function that loops, branches or vmap run"
                e.note(Note(text: text, position: e.foreignCall ?? position))
                return .none
            }
            let given = terms.dropFirst().filter { !["ordered", "partitioned"].contains($0.name) }
            _ = try e.apply(function, Array(given), at: position)
            return .none
        },
    ]

    private static func graph(_ terms: [NamedTerm], at position: SourcePosition) throws -> GraphText {
        guard case .object(.graph(let graph))? = terms.first?.term.value else {
            throw Fault(.argument, "a function written as a graph is needed", at: position)
        }
        return graph
    }
}

extension Elaborator {
    /// A function written as a graph for arguments like these, of which types are enough.
    /// - Parameter fixed: the places of arguments that stay what they are.
    mutating func staged(_ function: Term, _ terms: [NamedTerm], fixed: [Int]) throws -> GraphText {
        let isHeld = terms.indices.map { fixed.contains($0) || fixed.contains($0 - terms.count) }
        let held = try Transformed.holding(function, terms, isHeld)
        let arguments = try zip(terms, isHeld).filter { !$0.1 }.map { term, _ in
            try flattened(imagined(term.term.value, at: term.term.position), at: term.term.position)
        }
        let slots = arguments.flatMap(\.slots)
        let trace = try trace(held, arguments, types: types(slots))
        func listed(_ slots: [Slot], isStruct: Bool) -> [ArrayType] {
            slots.map { ArrayType(type: b.types[$0.value], isWeak: $0.isWeak, isStruct: isStruct) }
        }
        let results = listed(trace.results, isStruct: true).map { Value.object(.arrayType($0)) }
        return GraphText(
            stage: .jaxpr, text: trace.graph.description, inputs: listed(slots, isStruct: false),
            outputs: listed(trace.results, isStruct: false),
            results: try filled(trace.structure, with: results, at: function.position), function: function.value)
    }

    /// The value with arrays, of which nothing else is known, in place of types.
    private mutating func imagined(_ value: Value, at position: SourcePosition) throws -> Value {
        let (leaves, structure) = try leaves(of: value, at: position)
        let arrays = leaves.map { leaf -> Value in
            guard case .object(.arrayType(let type)) = leaf else { return leaf }
            return .array(b.input(type.type), isWeak: type.isWeak)
        }
        return try filled(structure, with: arrays, at: position)
    }

    mutating func arrayType(_ term: Term, isStruct: Bool) throws -> ArrayType {
        if case .object(.arrayType(let type)) = term.value {
            return ArrayType(type: type.type, isWeak: type.isWeak, isStruct: isStruct)
        }
        let id = try array(term)
        return ArrayType(type: b.types[id], isWeak: term.value.isWeak, isStruct: isStruct)
    }

    /// An attribute of a type of an array.
    func attribute(_ name: String, of type: ArrayType, at position: SourcePosition) throws -> Value {
        switch name {
        case "shape": return .tuple(type.type.shape.dims.map(Value.integer))
        case "dtype": return .dtype(type.type.dtype)
        case "ndim": return .integer(type.type.shape.rank)
        case "size": return .integer(type.type.shape.count)
        case "weak_type": return .bool(type.isWeak)
        default:
            throw Fault(
                .notFound, "the type of an array has no attribute \(name)", at: position,
                hint: "it has shape, dtype, ndim, size and weak_type")
        }
    }

    /// An attribute of a function written as a graph.
    func attribute(_ name: String, of graph: GraphText, at position: SourcePosition) throws -> Value {
        switch (name, graph.stage) {
        case ("jaxpr", .jaxpr), ("jaxpr", .traced): return .object(.graph(graph.at(.jaxpr)))
        case ("call", .exported): return graph.function
        case ("in_avals", .exported): return .tuple(graph.inputs.map { .object(.arrayType($0)) })
        case ("out_avals", .exported): return .tuple(graph.outputs.map { .object(.arrayType($0)) })
        case ("platforms", .exported): return .tuple([.string("cpu")])
        case ("in_avals", _): return .list(graph.inputs.map { .object(.arrayType($0)) })
        case ("out_avals", _): return .list(graph.outputs.map { .object(.arrayType($0)) })
        case ("out_info", .traced), ("out_info", .lowered), ("out_info", .compiled): return graph.results
        case ("fun_name", .traced), ("fun_name", .exported): return .string(functionName(graph.function))
        case ("lower", .traced), ("compile", .lowered), ("as_text", .lowered), ("as_text", .compiled),
            ("pretty_print", .jaxpr), ("mlir_module", .exported):
            let row = name == "pretty_print" || name == "mlir_module" ? "graph.as_text" : "graph.\(name)"
            if case .builtin(let builtin)? = Library.value(named: row) {
                return .method(builtin, receiver: .object(.graph(graph)))
            }
        default: break
        }
        throw Fault(
            .refused, "\(name) of a function written as a graph is not part of the cell language", at: position,
            hint: "print it: its text is this notebook's graph text")
    }

    /// `pure_callback(f, result_shape_dtypes, *args)`: functions of cells are pure, so that it is called as it is.
    fileprivate mutating func calledBack(_ terms: [NamedTerm], at position: SourcePosition) throws -> Value {
        let places = terms.filter { $0.name == nil }
        guard places.count >= 2, places[0].term.value.isCallable else {
            throw Fault(
                .argument, "pure_callback takes a function, the types of its results, and its arguments", at: position,
                hint: "jax.pure_callback(f, jax.ShapeDtypeStruct(x.shape, x.dtype), x)")
        }
        let value = try apply(places[0].term.value, Array(places.dropFirst(2)), at: position)
        let promised = try leaves(of: places[1].term.value, at: position)
        var found = try flattened(value, at: position)
        guard found.structure == promised.structure else {
            throw Fault(
                .argument, "the callback gives \(found.structure.text), and \(promised.structure.text) was promised",
                at: position)
        }
        for (index, leaf) in promised.leaves.enumerated() {
            let type = try arrayType(Term(leaf, position), isStruct: true).type
            let slot = found.slots[index]
            guard b.shape(slot.value) == type.shape, b.dtype(slot.value) == type.dtype || slot.isWeak else {
                throw Fault(
                    .shape, "the callback gives \(b.types[slot.value]), and \(type) was promised", at: position)
            }
            found.slots[index] = Slot(value: try b.convert(slot.value, to: type.dtype), isWeak: false)
        }
        return try self.value(of: found, at: position)
    }
}
