import Graphs
import Tensors

// Functions of Python's standard library, and of JAX's modules beside its arrays, that make or take functions. Their modules
// share no names with NumPy's.

extension Library {
    static var importable: Set<String> { Modules.importable }

    static func isModule(_ path: String) -> Bool { Modules.isModule(path) || Modules.isPythonModule(path) }

    private static func identity(_ signature: String) -> Builtin {
        .raw(signature) { e, terms, position in
            guard let first = terms.first(where: { $0.name == nil || $0.name == "fun" || $0.name == "f" }) else {
                // With options alone it gives the decorator.
                return .builtin(Library.sameFunction)
            }
            return first.term.value
        }
    }

    static let sameFunction = Builtin.raw("identity(x)") { _, terms, position in
        guard let first = terms.first else { throw Fault(.argument, "an argument is missing", at: position) }
        return first.term.value
    }

    private static func context(_ signature: String) -> Builtin { .raw(signature) { _, _, _ in .none } }

    private static func binaryRow(_ name: String, _ operation: BinaryOperator) -> Builtin {
        Builtin("operator.\(name)(a, b)") { e, a in try e.binary(operation, a("a"), a("b")) }
    }

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
