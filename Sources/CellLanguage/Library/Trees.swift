import Graphs
import Tensors

// Functions of Python's standard library and of JAX that make or take functions and trees. Their modules share no names with
// NumPy's.

/// Modules beside NumPy's: prefixes, and what the rows of their functions begin with.
enum PythonModules {
    static let homes: [String: String] = [
        "functools": "functools", "collections": "collections", "dataclasses": "dataclasses", "operator": "operator",
        "typing": "typing", "math": "math",
        "jax.tree": "tree", "jax.tree_util": "tree_util", "jax.config": "config", "jax.debug": "debug",
        "jax.ad_checkpoint": "ad_checkpoint", "jax.ref": "ref", "jax.errors": "errors", "jax.export": "export",
        "jax.checkpoint_policies": "checkpoint_policies", "jax.profiler": "profiler", "jax.dtypes": "dtypes",
        "jax.typing": "typing", "collections.abc": "typing", "types": "typing", "numpy.typing": "typing", "abc": "abc",
        "os": "os", "warnings": "warnings",
        "logging": "logging",
        "np.testing": "testing", "numpy.testing": "testing",
    ]

    /// Modules that can be imported. Of those that are not here their use says what to write instead.
    static let importable: Set<String> = [
        "jax", "jaxlib", "numpy", "scipy", "autograd", "functools", "collections", "dataclasses", "operator", "typing",
        "math",
        "itertools", "contextlib", "types", "enum", "abc", "copy", "warnings", "logging", "time", "timeit", "datetime",
        "os",
        "sys", "re", "json", "pprint", "inspect", "textwrap", "builtins", "__future__", "matplotlib", "mpl_toolkits",
        "IPython", "tqdm", "string", "traceback",
    ]

    static func isModule(_ path: String) -> Bool {
        let root = String(path.prefix { $0 != "." })
        return homes[path] != nil || importable.contains(root) && homes[root] == nil && !isNumeric(path)
    }

    /// Whether the module belongs to the libraries of arrays, whose names the language has.
    private static func isNumeric(_ path: String) -> Bool {
        ["jax", "numpy", "scipy", "autograd", "np", "jnp"].contains(String(path.prefix { $0 != "." }))
    }
}

extension Library {
    static var importable: Set<String> { PythonModules.importable }

    static func isModule(_ path: String) -> Bool { Modules.isModule(path) || PythonModules.isModule(path) }

    private static func identity(_ signature: String) -> Builtin {
        .raw(signature) { e, terms, position in
            guard let first = terms.first(where: { $0.name == nil || $0.name == "fun" || $0.name == "f" }) else {
                // With options alone it gives the decorator.
                return .builtin(Library.sameFunction)
            }
            return first.term.value
        }
    }

    private static let sameFunction = Builtin.raw("identity(x)") { _, terms, position in
        guard let first = terms.first else { throw Fault(.argument, "an argument is missing", at: position) }
        return first.term.value
    }

    private static func context(_ signature: String) -> Builtin { .raw(signature) { _, _, _ in .none } }

    private static func binaryRow(_ name: String, _ operation: BinaryOperator) -> Builtin {
        Builtin("operator.\(name)(a, b)") { e, a in try e.binary(operation, a("a"), a("b")) }
    }

    private static func constant(_ path: String, _ value: Value) -> (String, Value) { (path, value) }

    /// Values of modules that are no functions.
    static let moduleConstants: [String: Value] = [
        "math.pi": .float(.pi), "math.e": .float(2.718281828459045), "math.inf": .float(.infinity),
        "math.nan": .float(.nan), "math.tau": .float(2 * .pi), "os.environ": .object(.processEnvironment),
        "abc.ABC": .object(.alias("ABC")),
        "lax.Precision.DEFAULT": .string("default"), "lax.Precision.HIGH": .string("high"),
        "lax.Precision.HIGHEST": .string("highest"), "lax.RoundingMethod.AWAY_FROM_ZERO": .integer(0),
        "lax.RoundingMethod.TO_NEAREST_EVEN": .integer(1), "lax.GatherScatterMode.CLIP": .string("clip"),
        "lax.GatherScatterMode.FILL_OR_DROP": .string("fill"),
        "lax.GatherScatterMode.PROMISE_IN_BOUNDS": .string("promise_in_bounds"),
    ]

    static let functionTools: [Builtin] = [
        identity("jit(fun, **options)"), identity("block_until_ready(x)"), identity("device_put(x, device=None)"),
        identity("device_get(x)"), identity("named_call(fun, name=None)"),
        context("disable_jit(disable=True)"), context("named_scope(name)"), context("checking_leaks()"),
        context("debug_nans(enable=True)"), context("debug_infs(enable=True)"), context("log_compiles(enable=True)"),
        context("enable_x64(enable=True)"), context("transfer_guard(level)"), context("default_device(device)"),
        .raw("config.update(name, value)") { _, _, _ in .none }, identity("abc.abstractmethod(funcobj)"),
        Builtin("typing.cast(typ, val)") { _, a in a("val").value },
        Builtin(
            "dataclasses.field(*, default=(), default_factory=None, metadata=None, init=True, repr=True, compare=True)"
        ) {
            e, a in
            var value: Value? = a("default").value
            if case .tuple(let none)? = value, none.isEmpty { value = nil }
            var isStatic = false
            if case .dict(let dict) = a("metadata").value, case .bool(true)? = dict[.string("static")] {
                isStatic = true
            }
            let factory = a.isNone("default_factory") ? nil : try e.function("default_factory", of: a).value
            return .object(.field(FieldDefault(value: value, factory: factory, isStatic: isStatic)))
        },
        .raw("debug.print(fmt, *args, **kwargs)") { e, terms, position in
            guard case .string(let format)? = terms.first?.term.value else {
                throw Fault(.argument, "jax.debug.print takes a format and its values", at: position)
            }
            let rest = terms.dropFirst().filter { $0.name != "ordered" }
            let text = try e.formatted(format, Array(rest), at: position)
            try e.emit(e.pieces(of: text, represented: false) + [.text("\n")], at: position)
            return .none
        },
        identity("ad_checkpoint.checkpoint_name(x, name)"),
        .raw("functools.partial(func, *args, **keywords)") { e, terms, position in
            guard let first = terms.first, first.name == nil, first.term.value.isCallable else {
                throw Fault(.argument, "partial takes a function, then what it is called with", at: position)
            }
            let held = terms.dropFirst().map { Transformed.Held(name: $0.name, value: $0.term.value) }
            return .transformed(try Transformed(kind: .partial(Array(held)), function: first.term.value))
        },
        Builtin("functools.reduce(function, iterable, initial=())") { e, a in
            var items = try e.items(of: a("iterable"))[...]
            var total: Value
            if case .tuple(let none) = a("initial").value, none.isEmpty {
                guard let first = items.popFirst() else { throw a.fault("iterable", "a list of at least one item") }
                total = first
            } else {
                total = a("initial").value
            }
            for item in items {
                let terms = [total, item].map { NamedTerm(name: nil, term: Term($0, a("iterable").position)) }
                total = try e.apply(a("function").value, terms, at: a.position)
            }
            return total
        },
        .raw("functools.wraps(wrapped)") { _, _, _ in .builtin(Library.sameFunction) },
        .raw("functools.lru_cache(maxsize=128)") { _, terms, _ in
            if let first = terms.first?.term.value, first.isCallable { return first }
            return .builtin(Library.sameFunction)
        },
        identity("functools.cache(user_function)"),
        Builtin("collections.namedtuple(typename, field_names)") { e, a in
            let fields: [String]
            if case .string(let text) = a("field_names").value {
                fields = text.split { $0 == "," || $0 == " " }.map(String.init)
            } else {
                fields = try e.items(of: a("field_names")).map {
                    guard case .string(let name) = $0 else { throw a.fault("field_names", "a list of names") }
                    return name
                }
            }
            guard Set(fields).count == fields.count else { throw a.fault("field_names", "names that differ") }
            let defaults = RecordDefaults(scope: Scope([:], assigned: [], parent: nil))
            return .object(
                .recordType(
                    RecordType(name: try a.word("typename"), fields: fields, kind: .namedTuple, defaults: defaults)))
        },
        identity("collections.OrderedDict(dict)"),
        .raw("dataclasses.dataclass(cls, **options)") { e, terms, position in
            guard let first = terms.first(where: { $0.name == nil }) else {
                return Library.value(named: "dataclass", in: "dataclasses") ?? .none
            }
            return try e.dataclass(first.term.value, at: position)
        },
        .raw("dataclasses.replace(obj, **changes)") { e, terms, position in
            guard case .record(let record)? = terms.first?.term.value else {
                throw Fault(.argument, "replace takes an instance of a dataclass", at: position)
            }
            let names = Set(terms.compactMap(\.name))
            let kept = zip(record.type.fields, record.items).filter { !names.contains($0.0) }
            return try e.instance(
                of: record.type, Array(terms.dropFirst()) + kept.map { NamedTerm(name: $0, term: Term($1, position)) },
                at: position)
        },
        binaryRow("add", .add), binaryRow("sub", .subtract), binaryRow("mul", .multiply), binaryRow("truediv", .divide),
        binaryRow("floordiv", .floorDivide), binaryRow("mod", .modulo), binaryRow("pow", .power),
        binaryRow("matmul", .matmul),
        Builtin("operator.neg(a)") { e, a in try e.unary(.minus, a("a")) },
        Builtin("operator.itemgetter(item)") { _, a in
            throw Fault(
                .refused, "itemgetter is not part of the cell language", at: a.position, hint: "write lambda x: x[i]")
        },
        Builtin("math.sqrt(x)") { _, a in
            let x = try a.number("x")
            guard !(x < 0) else { throw a.fault("x", "a number from 0") }
            return .float(x.squareRoot())
        },
        Builtin("math.exp(x)") { _, a in
            let x = try a.number("x")
            let result = x.isNaN ? 0 : DoubleDouble.exp(DoubleDouble(x))
            guard !x.isNaN else { return .float(.nan) }
            guard result.isFinite else { throw a.fault("x", "less than 710") }
            return .float(result)
        },
        Builtin("math.log(x, base=None)") { _, a in
            let x = try a.number("x")
            guard x > 0, x.isFinite else { throw a.fault("x", "a positive number") }
            guard !a.isNone("base") else { return .float(DoubleDouble.log(x).rounded) }
            let base = try a.number("base")
            guard base > 0, base.isFinite, base != 1 else { throw a.fault("base", "a positive number other than 1") }
            return .float(DoubleDouble.log(x).rounded / DoubleDouble.log(base).rounded)
        },
        Builtin("math.pow(x, y)") { _, a in
            try StaticArithmetic.binary(.power, .float(a.number("x")), .float(a.number("y"))) ?? .none
        },
        Builtin("math.floor(x)") { _, a in try a.whole("x", .down) },
        Builtin("math.ceil(x)") { _, a in try a.whole("x", .up) },
        Builtin("math.fabs(x)") { _, a in .float(try a.number("x").magnitude) },
        Builtin("math.isnan(x)") { _, a in .bool(try a.number("x").isNaN) },
        Builtin("math.isinf(x)") { _, a in .bool(try a.number("x").isInfinite) },
        Builtin("math.factorial(n)") { _, a in
            let n = try a.integer("n")
            guard (0...20).contains(n) else { throw a.fault("n", "from 0 to 20") }
            return .integer((1...max(n, 1)).reduce(1, *))
        },
        Builtin("math.prod(iterable)") { e, a in
            try e.items(of: a("iterable")).reduce(.integer(1)) {
                try e.binary(.multiply, Term($0, a.position), Term($1, a("iterable").position))
            }
        },
    ]

    static let trees: [Builtin] =
        ["tree", "tree_util"].flatMap { module -> [Builtin] in
            let prefix = module == "tree" ? "tree." : "tree_util.tree_"
            return [
                .raw("\(prefix)map(f, tree, *rest)") { e, terms, position in try e.treeMapped(terms, at: position) },
                Builtin("\(prefix)leaves(tree, is_leaf=None)") { e, a in .list(try e.leaves(a).leaves) },
                Builtin("\(prefix)structure(tree, is_leaf=None)") { e, a in
                    .object(.structure(try e.leaves(a).structure))
                },
                Builtin("\(prefix)flatten(tree, is_leaf=None)") { e, a in
                    let (leaves, structure) = try e.leaves(a)
                    return .tuple([.list(leaves), .object(.structure(structure))])
                },
                Builtin("\(prefix)unflatten(treedef, leaves)") { e, a in
                    guard case .object(.structure(let structure)) = a("treedef").value else {
                        throw a.fault("treedef", "what tree.structure or tree.flatten gives")
                    }
                    let leaves = try e.items(of: a("leaves"))
                    guard leaves.count == structure.count else {
                        throw Fault(
                            .argument, "\(structure.count) leaves are needed, and \(leaves.count) given",
                            at: a("leaves").position)
                    }
                    return try e.filled(structure, with: leaves, at: a.position)
                },
                Builtin("\(prefix)reduce(function, tree, initializer=(), is_leaf=None)") { e, a in
                    var leaves = try e.leaves(a).leaves[...]
                    var total = a("initializer").value
                    if case .tuple(let none) = total, none.isEmpty {
                        guard let first = leaves.popFirst() else {
                            throw a.fault("tree", "a tree of at least one leaf")
                        }
                        total = first
                    }
                    for leaf in leaves {
                        let terms = [total, leaf].map { NamedTerm(name: nil, term: Term($0, a("tree").position)) }
                        total = try e.apply(a("function").value, terms, at: a.position)
                    }
                    return total
                },
                Builtin("\(prefix)all(tree, is_leaf=None)") { e, a in
                    let leaves = try e.leaves(a).leaves
                    return try e.call(
                        .builtin(Library.builtins["all"] ?? sameFunction), on: [.list(leaves)], at: a.position)
                },
            ]
        } + [
            .raw("tree_map(f, tree, *rest)") { e, terms, position in try e.treeMapped(terms, at: position) },
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

extension Call {
    /// A static number rounded to a whole one.
    fileprivate func whole(_ name: String, _ rule: FloatingPointRoundingRule) throws -> Value {
        guard let whole = Int(exactly: try number(name).rounded(rule)) else {
            throw fault(name, "a number that fits in 64 bits")
        }
        return .integer(whole)
    }
}

extension Elaborator {
    /// Calls a function value with arguments by place.
    mutating func call(_ callee: Value, on values: [Value], at position: SourcePosition) throws -> Value {
        try apply(callee, values.map { NamedTerm(name: nil, term: Term($0, position)) }, at: position)
    }

    /// The leaves of the argument `tree`, where `is_leaf` says what is not gone into.
    fileprivate mutating func leaves(_ a: Call) throws -> (leaves: [Value], structure: Structure) {
        try leaves(of: a("tree").value, isLeaf: a("is_leaf"), at: a.position)
    }

    mutating func leaves(
        of tree: Value, isLeaf: Term, at position: SourcePosition
    ) throws -> (leaves: [Value], structure: Structure) {
        guard !isLeaf.value.isNone else { return try leaves(of: tree, at: position) }
        return try leaves(of: tree, at: position) { e, value in
            try e.truth(e.call(isLeaf.value, on: [value], at: position), at: isLeaf.position)
        }
    }

    /// `jax.tree.map(f, tree, *rest)`: trees behind the first may go deeper than it does.
    fileprivate mutating func treeMapped(_ terms: [NamedTerm], at position: SourcePosition) throws -> Value {
        let places = terms.filter { $0.name == nil || $0.name == "f" || $0.name == "tree" }
        let isLeaf = terms.first { $0.name == "is_leaf" }?.term ?? Term(.none, position)
        guard places.count >= 2, terms.allSatisfy({ ["f", "tree", "is_leaf", nil].contains($0.name) }) else {
            throw Fault(
                .argument, "tree.map takes a function and trees", at: position, hint: "tree.map(f, tree, *rest)")
        }
        let function = places[0].term
        let (leaves, structure) = try leaves(of: places[1].term.value, isLeaf: isLeaf, at: position)
        let others = try places.dropFirst(2).map { try parts(of: $0.term.value, like: structure, at: $0.term.position) }
        try step(leaves.count, at: position)
        let mapped = try leaves.indices.map { index in
            try call(function.value, on: [leaves[index]] + others.map { $0[index] }, at: function.position)
        }
        return try filled(structure, with: mapped, at: position)
    }

    /// The parts of a tree that stand where another has its leaves.
    private mutating func parts(of value: Value, like structure: Structure, at position: SourcePosition) throws
        -> [Value]
    {
        func mismatch() -> Fault {
            Fault(
                .argument, "\(value.kindText) stands where \(structure.text) is expected", at: position,
                hint: "trees have one form")
        }
        func all(_ items: [Value], _ parts: [Structure]) throws -> [Value] {
            guard items.count == parts.count else { throw mismatch() }
            var found: [Value] = []
            for (item, part) in zip(items, parts) { found += try self.parts(of: item, like: part, at: position) }
            return found
        }
        switch (structure, value) {
        case (.array, _): return [value]
        case (.none, .none): return []
        case (.tuple(let parts), .tuple(let items)), (.list(let parts), .list(let items)): return try all(items, parts)
        case (.dict(let keys, let parts), .dict(let dict)):
            guard dict.keys.count == keys.count else { throw mismatch() }
            return try all(
                keys.map { key in
                    guard let item = dict[key] else { throw mismatch() }
                    return item
                }, parts)
        case (.record(let type, let parts), .record(let record)) where record.type == type:
            return try all(record.items, parts)
        case (.node(let node, let parts), _):
            // A part of the other tree where this one ends is a leaf; else it is taken apart as this one was.
            var isOuter = true
            let (items, other) = try leaves(of: value, at: position) { _, _ in
                defer { isOuter = false }
                return !isOuter
            }
            guard case .node(let found, _) = other, found == node else { throw mismatch() }
            return try all(items, parts)
        default: throw mismatch()
        }
    }

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
