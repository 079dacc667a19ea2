import Graphs
import Tensors

// Python's own functions on static values, and what its standard library and JAX have around arrays.

extension Builtin {
    /// A row whose arguments are taken as they are written, for functions that take any number of names.
    static func raw(
        _ signature: String, _ body: @escaping @Sendable (inout Elaborator, [NamedTerm], SourcePosition) throws -> Value
    ) -> Builtin {
        var row = Builtin(signature) { _, a in throw a.fault("fun", "an argument") }
        row.python = { e, terms, position in try body(&e, terms, position) }
        return row
    }

    /// The same function with Python's meaning before it, for arguments that are not NumPy's.
    fileprivate func inPython(_ body: @escaping PythonBody) -> Builtin {
        var row = self
        row.python = body
        return row
    }
}

extension Library {
    /// Functions whose names are Python's and NumPy's: without a module they are Python's where the arguments are Python's.
    static let builtins: [String: Builtin] = {
        var table: [String: Builtin] = [:]
        func add(_ name: String, _ body: @escaping Builtin.PythonBody) {
            guard case .builtin(let row)? = Library.value(named: name) else { return }
            table[name] = row.inPython(body)
        }
        add("sum") { e, terms, position in try e.pythonSum(terms, at: position) }
        add("max") { e, terms, position in try e.extreme(terms, .greater, at: position) }
        add("min") { e, terms, position in try e.extreme(terms, .less, at: position) }
        add("all") { e, terms, position in try e.quantified(terms, isAll: true) }
        add("any") { e, terms, position in try e.quantified(terms, isAll: false) }
        add("abs") { _, terms, _ in
            guard terms.count == 1, terms[0].name == nil else { return nil }
            switch terms[0].term.value {
            case .integer(let value) where value != .min: return .integer(abs(value))
            case .float(let value): return .float(value.magnitude)
            case .bool(let value): return .integer(value ? 1 : 0)
            default: return nil
            }
        }
        for name in ["float", "int"] {
            add(name) { _, terms, position in
                guard terms.count == 1, terms[0].name == nil else { return nil }
                switch terms[0].term.value {
                case .bool(let flag): return name == "int" ? .integer(flag ? 1 : 0) : .float(flag ? 1 : 0)
                case .string(let text):
                    let plain = text.filter { $0 != " " && $0 != "_" }
                    if name == "int", let whole = Int(plain) { return .integer(whole) }
                    if name == "float", let number = Double(plain), !plain.lowercased().contains("x") {
                        return .float(number)
                    }
                    throw Fault(
                        .argument, "\(name) of \(terms[0].term.value.text)", at: position, hint: "the text is no number"
                    ).raising("ValueError")
                default: return nil
                }
            }
        }
        add("round") { e, terms, position in try e.rounded(terms, at: position) }
        add("pow") { _, terms, _ in
            guard terms.count == 2, terms.allSatisfy({ $0.name == nil }) else { return nil }
            return try StaticArithmetic.binary(.power, terms[0].term.value, terms[1].term.value)
        }
        return table
    }()

    /// Functions that go through their argument once, so that it may be a generator.
    static let takesGenerators: Set<String> = [
        "sum", "max", "min", "all", "any", "sorted", "list", "tuple", "dict", "enumerate", "zip", "functools.reduce",
        "map",
        "str.join", "filter",
    ]

    /// What a `with` may enter: contexts that change no number.
    static let contexts: Set<String> = [
        "disable_jit", "named_scope", "checking_leaks", "debug_nans", "debug_infs", "log_compiles", "enable_x64",
        "transfer_guard", "default_device",
    ]

    static let pythonFunctions: [Builtin] =
        [
            Builtin("print(*values, sep=None, end=None, file=None, flush=False)") { e, a in try e.printed(a) },
            Builtin("str(x='')") { e, a in try e.string(e.pieces(of: a("x").value, represented: false)) },
            Builtin("repr(x)") { e, a in try e.string(e.pieces(of: a("x").value, represented: true)) },
            Builtin("format(x, format_spec='')") { e, a in
                try e.string(e.written(a("x"), conversion: nil, format: a.word("format_spec")))
            },
            Builtin("bool(x=False)") { e, a in
                guard case .array(let id, _) = a("x").value else {
                    return .bool(try e.truth(a("x").value, at: a.position))
                }
                guard e.b.shape(id).count == 1 else {
                    throw Fault(
                        .argument, "bool of an array, which has many truths", at: a("x").position,
                        hint: "any(x) or all(x) makes one of them")
                }
                return .array(try e.isNotZero(e.b.reshape(id, [])))
            },
            .raw("dict(**entries)") { e, terms, position in
                var dict = Dict()
                for (index, term) in terms.enumerated() {
                    if let name = term.name {
                        dict[.string(name)] = term.term.value
                    } else {
                        guard index == 0 else {
                            throw Fault(.argument, "dict takes one argument by place", at: term.position)
                        }
                        dict = try e.dict(from: term.term)
                    }
                }
                return .dict(dict)
            },
            Builtin("sorted(iterable, *, key=None, reverse=False)") { e, a in try e.sorted(a) },
            Builtin("reversed(sequence)") { e, a in .list(try e.items(of: a("sequence")).reversed()) },
            Builtin("filter(function, iterable)") { e, a in
                let function = a("function")
                return .list(
                    try e.items(of: a("iterable")).filter { item in
                        let kept =
                            function.value.isNone
                            ? item
                            : try e.apply(
                                function.value, [NamedTerm(name: nil, term: Term(item, a.position))], at: a.position)
                        return try e.truth(kept, at: function.position)
                    })
            },
            Builtin("divmod(a, b)") { e, a in
                .tuple([try e.binary(.floorDivide, a("a"), a("b")), try e.binary(.modulo, a("a"), a("b"))])
            },
            Builtin("isinstance(object, classinfo)") { e, a in
                .bool(try e.isInstance(a("object").value, of: a("classinfo").value, at: a("classinfo").position))
            },
            Builtin("type(object)") { e, a in try e.type(of: a("object")) },
            Builtin("callable(object)") { _, a in .bool(a("object").value.isCallable) },
            Builtin("getattr(object, name, default=())") { e, a in
                do {
                    return try e.attribute(a.word("name"), of: a("object").value, at: a.position)
                } catch let fault as Fault where fault.kind == .notFound {
                    if case .tuple = a("default").value { throw fault }
                    return a("default").value
                }
            },
            Builtin("hasattr(object, name)") { e, a in
                do {
                    _ = try e.attribute(a.word("name"), of: a("object").value, at: a.position)
                    return .bool(true)
                } catch let fault as Fault where fault.kind == .notFound { return .bool(false) }
            },
            Builtin("NamedTuple(typename, fields)") { _, a in
                throw Fault(
                    .refused, "NamedTuple is a class to inherit from", at: a.position,
                    hint: "write class Point(NamedTuple): x: float, or namedtuple('Point', ['x', 'y'])")
            },
            Builtin("ndarray(shape)") { _, a in
                throw Fault(.refused, "ndarray is the class of arrays", at: a.position, hint: "write array([1.0, 2.0])")
            },
        ]
}
