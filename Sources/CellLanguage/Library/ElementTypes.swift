import Graphs
import Tensors

// Element types as values: which kinds they belong to, and their bounds.

extension Library {
    /// Kinds of element types, with the element types that belong to each.
    private static let kinds: [String: Set<DType>] = [
        "generic": Set(DType.allCases), "number": [.f64, .f32, .i64, .i32], "integer": [.i64, .i32],
        "signedinteger": [.i64, .i32], "unsignedinteger": [], "inexact": [.f64, .f32], "floating": [.f64, .f32],
        "complexfloating": [], "dtypes.prng_key": [], "dtypes.extended": [],
    ]

    static let elementTypes: [Builtin] =
        kinds.keys.sorted().map { name in
            .raw("\(name)()") { _, _, position in
                throw Fault(
                    .refused, "\(name) is a kind of element types", at: position, hint: "jnp.issubdtype(t, kind)")
            }
        } + [
            Builtin("issubdtype(arg1, arg2)") { _, a in .bool(try belongs(a)) },
            Builtin("dtypes.issubdtype(a, b)") { _, a in .bool(try belongs(a, "a", "b")) },
            Builtin("dtype(dtype)") { e, a in
                if case .array(let id, _) = a("dtype").value { return .dtype(e.b.dtype(id)) }
                guard let dtype = try a.dtype("dtype") else { throw a.fault("dtype", "an element type") }
                return .dtype(dtype)
            },
            Builtin("result_type(*arrays_and_dtypes)") { e, a in
                guard !a.rest.isEmpty else {
                    throw Fault(.argument, "result_type takes at least one array or element type", at: a.position)
                }
                return .dtype(try a.rest.map { try e.rank(of: $0) }.reduce(.bool) { max($0, $1) }.dtype)
            },
            Builtin("promote_types(a, b)") { e, a in
                .dtype(try max(e.rank(of: a("a")), e.rank(of: a("b"))).dtype)
            },
            Builtin("dtypes.canonicalize_dtype(dtype)") { _, a in
                guard let dtype = try a.dtype("dtype") else { throw a.fault("dtype", "an element type") }
                return .dtype(dtype)
            },
            Builtin("finfo(dtype)") { e, a in
                guard let dtype = try e.elementType(a), dtype.isFloating else {
                    throw a.fault("dtype", "a floating element type")
                }
                let isSingle = dtype == .f32
                let numbers: [(String, Double)] = [
                    ("eps", isSingle ? 0x1p-23 : 0x1p-52),
                    ("max", isSingle ? Double(Float.greatestFiniteMagnitude) : .greatestFiniteMagnitude),
                    ("min", isSingle ? -Double(Float.greatestFiniteMagnitude) : -.greatestFiniteMagnitude),
                    ("tiny", isSingle ? Double(Float.leastNormalMagnitude) : .leastNormalMagnitude),
                    ("smallest_normal", isSingle ? Double(Float.leastNormalMagnitude) : .leastNormalMagnitude),
                ]
                let values = try numbers.map {
                    Value.array(try e.b.full(Scalar(.f64($0.1), as: dtype), TensorType(dtype, .scalar)))
                }
                return bounds("finfo", numbers.map(\.0), values, dtype)
            },
            Builtin("iinfo(dtype)") { e, a in
                guard let dtype = try e.elementType(a), dtype.isInteger else {
                    throw a.fault("dtype", "an element type of whole numbers")
                }
                let (low, high) = dtype == .i32 ? (Int(Int32.min), Int(Int32.max)) : (Int.min, Int.max)
                return bounds("iinfo", ["min", "max"], [.integer(low), .integer(high)], dtype)
            },
        ]

    private static func bounds(_ name: String, _ fields: [String], _ values: [Value], _ dtype: DType) -> Value {
        let type = RecordType(
            name: name, fields: fields + ["bits", "dtype"], kind: .dataclass,
            defaults: RecordDefaults(scope: Scope([:], assigned: [], parent: nil)))
        return .record(Record(type: type, items: values + [.integer(8 * dtype.byteWidth), .dtype(dtype)]))
    }

    /// Whether an element type, or a kind of them, belongs to another.
    private static func belongs(_ a: Call, _ first: String = "arg1", _ second: String = "arg2") throws -> Bool {
        func members(_ name: String) throws -> (Set<DType>, String?) {
            if case .builtin(let builtin) = a(name).value, let kind = kinds[builtin.name] {
                return (kind, builtin.name)
            }
            guard let dtype = try a.dtype(name) else { throw a.fault(name, "an element type") }
            return ([dtype], nil)
        }
        let (inner, kind) = try members(first)
        let (outer, other) = try members(second)
        guard let other, other.hasPrefix("dtypes.") else {
            return kind?.hasPrefix("dtypes.") == true
                ? other == "generic"
                : kind == other && kind != nil
                    || !inner.isEmpty && inner.isSubset(of: outer)
        }
        guard let kind else {
            throw Fault(
                .refused, "whether an array is a key is not known: keys are whole numbers here", at: a.position,
                hint: "random.key and random.PRNGKey give the same words")
        }
        return kind == other || kind == "dtypes.prng_key" && other == "dtypes.extended"
    }
}

extension Elaborator {
    /// The rank in promotion of an array, a number or an element type; Python's own types are weak.
    fileprivate func rank(of term: Term) throws -> Promotion {
        switch term.value {
        case .array, .integer, .float, .bool: return try promotion(of: term)
        case .dtype(let dtype): return Promotion(dtype, isWeak: false)
        case .builtin(let builtin) where builtin.name == "int": return .weakInteger
        case .builtin(let builtin) where builtin.name == "float": return .weakFloat
        case .builtin(let builtin) where builtin.name == "bool": return .bool
        case .object(.arrayType(let type)): return Promotion(type.type.dtype, isWeak: type.isWeak)
        case .string(let text):
            if let dtype = DType(rawValue: text) ?? Library.dtypes[text] { return Promotion(dtype, isWeak: false) }
        default: break
        }
        throw Fault(
            .argument, "\(term.value.text) is neither an array nor an element type", at: term.position,
            hint: "jnp.result_type(x, jnp.float32)")
    }

    /// The element type that the argument `dtype` is, or that its array has.
    fileprivate func elementType(_ a: Call) throws -> DType? {
        if case .array(let id, _) = a("dtype").value { return b.dtype(id) }
        return try a.dtype("dtype")
    }
}
