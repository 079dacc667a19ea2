import Tensors

/// All functions and constants of the language. A function is added as one row in one of the families' tables.
public enum Library {
    /// Every function, by family, in the order in which help shows them.
    static let families: [(title: String, rows: [Builtin])] = [
        ("elementwise", elementwise + writtenElementwise), ("activations", activations),
        ("reductions", reductions + writtenReductions + writtenSeries), ("along an axis", alongAxis),
        ("contractions", contractions),
        ("windows", windows), ("matrices", matrices + writtenMatrices),
        ("shapes", shapes + repeating + diagonals + writtenShapes),
        ("indexing", indexing + writtenIndexing + writtenIndices + writtenSets),
        ("bits", writtenBits), ("matrices of a form", writtenForms + writtenMatrixForms),
        ("making", making + writtenMaking), ("random", random + writtenRandom + randomDraws),
        ("derivatives", derivatives), ("control", control + branches + implicit), ("Python", python + pythonFunctions),
        ("classes and errors", descriptors + errorRows), ("references", references),
        ("functions as graphs", staging + elementTypes),
        ("jax.lax", lax + writtenLax),
        ("jax.nn", writtenActivations + writtenNetworks), ("jax.nn.initializers", initializers),
        ("jax.scipy.stats", stats + distributions), ("jax.scipy.special", special),
        ("methods of strings, lists and dicts", memberRows),
        ("functions and trees", functionTools + trees + assertions + paths + registrations),
        ("surroundings", surroundings),
        ("other modules", modules),
    ]

    /// Other names for the same functions: the Array API's, and what they are called in `jax.lax` or `jax.nn`.
    private static let aliases = [
        "asin": "arcsin", "acos": "arccos", "atan": "arctan", "atan2": "arctan2", "asinh": "arcsinh",
        "acosh": "arccosh", "atanh": "arctanh", "absolute": "abs", "pow": "power", "concat": "concatenate",
        "permute_dims": "transpose", "amax": "max", "amin": "min", "expit": "sigmoid", "asarray": "array",
        "true_divide": "divide", "remainder": "mod", "swish": "silu", "gammaln": "lgamma", "erfinv": "erf_inv",
        "around": "round", "at_mul": "at_multiply", "bitwise_invert": "bitwise_not",
        "invert": "bitwise_not",
        "jacfwd": "jacobian", "jacrev": "jacobian", "remat": "checkpoint", "Array": "ndarray",
        "i0": "scipy.special.i0", "checkpoint_name": "ad_checkpoint.checkpoint_name",
    ]

    /// Element types by the names that NumPy gives them.
    static let dtypes: [String: DType] = [
        "float64": .f64, "float32": .f32, "int64": .i64, "int32": .i32, "bool": .bool, "bool_": .bool, "f64": .f64,
        "f32": .f32,
        "i64": .i64, "i32": .i32, "double": .f64, "single": .f32, "float_": .f64, "int_": .i64,
    ]

    private static let constants: [String: Value] = [
        "pi": .float(.pi), "e": .float(2.718281828459045), "inf": .float(.infinity), "nan": .float(.nan),
        "newaxis": .none, "euler_gamma": .float(0.5772156649015329),
    ]

    private static let functions: [String: Builtin] = {
        var table: [String: Builtin] = [:]
        for row in families.flatMap(\.rows) { table[row.name] = row }
        for (alias, name) in aliases { table[alias] = table[name] }
        return table
    }()

    /// All names, sorted: for suggestions and completion.
    public static let names: [String] = (Array(functions.keys) + constants.keys + dtypes.keys).sorted()

    /// Signatures by family, for help.
    public static let signatures: [(family: String, signatures: [String])] = families.map {
        ($0.title, $0.rows.map(\.signature))
    }

    /// What a name means when no cell has bound it.
    static func value(named name: String) -> Value? {
        functions[name].map(Value.builtin) ?? constants[name] ?? dtypes[name].map(Value.dtype)
            ?? (Modules.isModule(name) ? .module(name) : nil)
    }

    /// What a name means behind a module: the module's own function, else what it means without.
    static func value(named name: String, in module: String) -> Value? {
        if Modules.isPythonModule(module) {
            guard let home = Modules.pythonHome(of: module) else { return nil }
            if home == "typing" {
                if let row = functions["typing.\(name)"] { return .builtin(row) }
                return name == "NamedTuple" ? value(named: name) : .object(.alias(name))
            }
            return moduleConstants["\(home).\(name)"] ?? functions["\(home).\(name)"].map(Value.builtin)
        }
        if let own = Modules.ownRow(of: name, behind: module) {
            if let constant = moduleConstants[own] { return constant }
            if let row = functions[own] { return .builtin(row) }
        }
        return Modules.shares(name, behind: module) ? value(named: name) : nil
    }

    /// What to write instead of a name that a module does not have.
    static func advice(on name: String, in module: String) -> String? {
        if let advice = Modules.advice(on: name, behind: module) ?? Modules.advice(on: "", behind: "\(module).\(name)")
        {
            return advice
        }
        if Modules.isPythonModule(module) {
            return ForeignNames.modules[String(module.prefix { $0 != "." })] ?? ForeignNames.names[name]
        }
        return ForeignNames.names[name] ?? nearestName(to: name, among: names).map { "did you mean \($0)?" }
    }

    /// The methods of functions, which `jit` gives them.
    static let functionMethods: Set<String> = ["trace", "lower", "eval_shape"]

    /// The methods of arrays: library functions whose first argument is the array.
    static let methods: Set<String> = [
        "reshape", "sum", "mean", "max", "min", "prod", "var", "std", "astype", "swapaxes", "transpose", "ravel",
        "flatten",
        "dot", "squeeze", "cumsum", "cumprod", "argmax", "argmin", "any", "all", "round", "clip", "take", "trace",
        "sort",
        "argsort", "repeat", "diagonal", "copy", "block_until_ready", "__array_namespace__",
    ]
}

extension Elaborator {
    mutating func attribute(_ name: String, of value: Value, at position: SourcePosition) throws -> Value {
        switch value {
        case .module("primitive"): return .primitive(name)
        case .module(let module):
            if Modules.isNumPy(module) { usesNumPy = true }
            let path = "\(module).\(name)"
            if Modules.isModule(path) || (Library.isModule(path) && Library.value(named: name, in: module) == nil) {
                return .module("\(module).\(name)")
            }
            guard let found = Library.value(named: name, in: module) else {
                throw Fault(
                    .notFound, "\(module) has no \(name) here", at: position,
                    hint: Library.advice(on: name, in: module))
            }
            return found
        case .array(let id, _): return try arrayAttribute(name, of: value, id, at: position)
        case .updater(let id, let isWeak, let index?):
            guard case .builtin(let builtin)? = Library.value(named: "at_\(name)") else {
                throw Fault(
                    .notFound, "x.at[…] has no method \(name)", at: position,
                    hint: "it has get, apply, " + Update.allCases.map(\.rawValue).joined(separator: ", "))
            }
            return .method(builtin, receiver: .updater(id, isWeak: isWeak, index: index))
        case .tuple, .list, .range, .string, .dict: return try memberAttribute(name, of: value, at: position)
        case .record(let record): return try attribute(name, of: record, at: position)
        case .object(.instance(let instance)): return try attribute(name, of: instance, at: position)
        case .object(.reference(let id)): return try attribute(name, ofReference: id, at: position)
        case .object(.arrayType(let type)): return try attribute(name, of: type, at: position)
        case .object(.graph(let graph)): return try attribute(name, of: graph, at: position)
        case .object(.error(let error)): return try attribute(name, of: error, at: position)
        case .object(.parent(let type, let receiver)):
            return try attribute(name, ofParentOf: type, receiver: receiver, at: position)
        case .object(.processEnvironment) where ["get", "setdefault", "pop", "update"].contains(name):
            guard case .builtin(let row)? = Library.value(named: "os.environ.\(name)") else { return .none }
            return .builtin(row)
        case .integer, .float, .bool:
            // `jit` gives arrays, of which this is one without axes.
            if name == "block_until_ready", case .builtin(let row)? = Library.value(named: name) {
                return .method(row, receiver: value)
            }
            throw Fault(
                .notFound, "\(value.kindText) has no attribute \(name)", at: position,
                hint: "array(…) makes an array of a number")
        case .dtype(let dtype) where name == "name": return .string(dtype.numpyName)
        case .dtype(let dtype) where name == "itemsize": return .integer(dtype.byteWidth)
        case .object(.structure(let structure)) where name == "num_leaves": return .integer(structure.count)
        case .object(.recordType(let type)) where name == "_fields" && type.kind == .namedTuple:
            return .tuple(type.fields.map(Value.string))
        case .object(.recordType(let type)) where name == "__name__": return .string(type.name)
        case .object(.recordType(let type)) where type.defaults.type?.member(name) != nil:
            return try bound(type.defaults.type?.member(name) ?? .none, to: nil, of: value, at: position)
        case .object(.classType(let type)):
            if let member = type.member(name) { return try bound(member, to: nil, of: value, at: position) }
            if name == "__name__" || name == "__qualname__" { return .string(type.name) }
            throw Fault(.notFound, "\(type.name) has no attribute \(name)", at: position).raising("AttributeError")
        case .builtin(let builtin) where Library.value(named: "\(builtin.name).\(name)") != nil:
            return Library.value(named: "\(builtin.name).\(name)") ?? .none
        case .builtin where Library.functionMethods.contains(name),
            .closure where Library.functionMethods.contains(name),
            .transformed where Library.functionMethods.contains(name):
            guard case .builtin(let row)? = Library.value(named: "function.\(name)") else { return .none }
            return .method(row, receiver: value)
        case .builtin where name == "__name__", .closure where name == "__name__",
            .transformed where name == "__name__":
            return .string(functionName(value))
        case .builtin, .closure, .transformed, .primitive, .none, .ellipsis, .dtype, .method, .updater, .file, .object:
            throw Fault(.notFound, "\(value.kindText) has no attribute \(name)", at: position)
        }
    }

    private mutating func arrayAttribute(
        _ name: String, of value: Value, _ id: Int, at position: SourcePosition
    ) throws -> Value {
        let shape = b.shape(id)
        switch name {
        case "T":
            return .array(
                try b.emit(.transpose(Array((0..<shape.rank).reversed())), [id]), isWeak: value.isWeak)
        case "mT" where shape.rank >= 2:
            return .array(
                try b.emit(.transpose(Array(0..<(shape.rank - 2)) + [shape.rank - 1, shape.rank - 2]), [id]),
                isWeak: value.isWeak)
        case "shape": return .tuple(shape.dims.map(Value.integer))
        case "ndim": return .integer(shape.rank)
        case "size": return .integer(shape.count)
        case "itemsize": return .integer(b.dtype(id).byteWidth)
        case "nbytes": return .integer(b.types[id].byteCount)
        case "dtype": return .dtype(b.dtype(id))
        case "aval": return .object(.arrayType(ArrayType(type: b.types[id], isWeak: value.isWeak, isStruct: false)))
        case "weak_type": return .bool(value.isWeak)
        case "at": return .updater(id, isWeak: value.isWeak, index: nil)
        default:
            guard Library.methods.contains(name), case .builtin(let builtin)? = Library.value(named: name) else {
                throw Fault(
                    .notFound, "an array has no attribute \(name)", at: position, hint: arrayAdvice(on: name))
            }
            return .method(builtin, receiver: value)
        }
    }

    /// What to write instead of an attribute that arrays do not have.
    private func arrayAdvice(on name: String) -> String? {
        if let instead = ForeignNames.arrayAttributes[name] { return instead }
        if case .builtin? = Library.value(named: name) { return "it is a function: write \(name)(x)" }
        let known = Library.methods.union(["T", "mT", "shape", "ndim", "size", "dtype", "at"])
        return nearestName(to: name, among: known).map { "did you mean .\($0)?" }
    }
}
