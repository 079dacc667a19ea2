import Graphs
import Tensors

/// A function of the library: one row of a table. Its signature is written as in Python and serves as documentation,
/// argument binding and defaults at once.
public struct Builtin: Sendable {
    /// Builds the result from bound arguments.
    typealias Body = @Sendable (inout Elaborator, Call) throws -> Value

    /// `sum(a, axis=None, keepdims=False)`
    public let signature: String
    /// The name before the parenthesis.
    public let name: String
    let parameters: [(name: String, default: Value?)]
    /// How many parameters may be given without their names: those before a bare `*`.
    let positionalCount: Int
    /// The place of a parameter that takes all further positional arguments (`*operands`).
    let variadic: Int?
    let body: Body
    /// What the function of this name is in Python; nil where it leaves these arguments to NumPy's.
    var python: PythonBody?

    typealias PythonBody = @Sendable (inout Elaborator, [NamedTerm], SourcePosition) throws -> Value?
    /// The parameters whose weakness the result takes: it is weak when all of these are. Empty where the function itself says.
    private(set) var weakness: [String] = []

    /// A row. Defaults may be None, True, False, (), numbers and quoted words.
    init(_ signature: String, _ body: @escaping Body) {
        self.signature = signature
        self.body = body
        let open = signature.firstIndex(of: "(") ?? signature.endIndex
        name = String(signature[..<open])
        let inside = signature[open...].dropFirst().dropLast()
        var parameters: [(name: String, default: Value?)] = []
        var (variadic, positionalCount) = (Int?.none, Int?.none)
        for part in inside.split(separator: ",") {
            let sides = part.split(separator: "=", maxSplits: 1).map { $0.filter { $0 != " " } }
            if sides[0] == "*" {
                positionalCount = parameters.count
                continue
            }
            if sides[0].hasPrefix("*") { variadic = parameters.count }
            let parameter = sides[0].filter { $0 != "*" }
            parameters.append((parameter, sides.count == 2 ? Builtin.defaultValue(sides[1]) : nil))
        }
        self.parameters = parameters
        self.positionalCount = positionalCount ?? parameters.count
        self.variadic = variadic
    }

    /// The same function, whose result is weak when what all these parameters take came from Python numbers alone, unless
    /// `dtype` says what it is: so it is in JAX wherever elements are only moved.
    func keepingWeak(_ parameters: String...) -> Builtin {
        var kept = self
        kept.weakness = parameters
        return kept
    }

    /// `1 argument`, `2 arguments and the others by name`
    var positionalText: String {
        let count = "\(positionalCount) argument\(positionalCount == 1 ? "" : "s")"
        return positionalCount < parameters.count ? count + " and the others by name" : count
    }

    /// The signature, with the parameter that was perhaps meant by `keyword`.
    fileprivate func advice(on keyword: String) -> String {
        let known = parameters.map(\.name)
        let meant = ForeignNames.keywords[keyword].flatMap { known.contains($0) ? $0 : nil }
        let nearest = meant ?? nearestName(to: keyword, among: known)
        return (nearest.map { "did you mean \($0)? " } ?? "") + signature
    }

    private static func defaultValue(_ text: String) -> Value {
        switch text {
        case "None": .none
        case "True": .bool(true)
        case "False": .bool(false)
        case "()": .tuple([])
        default:
            Int(text).map(Value.integer) ?? (text.first?.isNumber == true ? Double(text).map(Value.float) : nil)
                ?? .string(text.filter { $0 != "'" })
        }
    }
}

/// An argument as it was written in a call.
struct NamedTerm {
    let name: String?
    let term: Term
    /// Where it begins: at the keyword, if it has one in the source.
    let position: SourcePosition

    init(name: String?, term: Term, position: SourcePosition? = nil) {
        self.name = name
        self.term = term
        self.position = position ?? term.position
    }
}

/// Bound arguments of a call of a library function.
struct Call {
    let builtin: Builtin
    let position: SourcePosition
    private(set) var terms: [String: Term] = [:]
    /// What a variadic parameter took.
    private(set) var rest: [Term] = []

    init(binding given: [NamedTerm], to builtin: Builtin, at position: SourcePosition) throws {
        self.builtin = builtin
        self.position = position
        var names = builtin.parameters.prefix(builtin.variadic ?? builtin.positionalCount).map(\.name)[...]
        for argument in given {
            if let name = argument.name {
                guard builtin.parameters.contains(where: { $0.name == name }) else {
                    throw Fault(
                        .argument, "\(builtin.name) has no argument \(name)", at: argument.position,
                        hint: builtin.advice(on: name))
                }
                guard terms.updateValue(argument.term, forKey: name) == nil else {
                    throw Fault(.argument, "\(builtin.name) got \(name) twice", at: argument.position)
                }
            } else {
                guard let name = names.popFirst() else {
                    if builtin.variadic != nil {
                        rest.append(argument.term)
                        continue
                    }
                    throw Fault(
                        .argument, "\(builtin.name) takes \(builtin.positionalText), not \(given.count)",
                        at: argument.term.position, hint: builtin.signature)
                }
                terms[name] = argument.term
            }
        }
        for (place, parameter) in builtin.parameters.enumerated()
        where place != builtin.variadic && terms[parameter.name] == nil {
            guard let value = parameter.default else {
                throw Fault(
                    .argument, "\(builtin.name) needs the argument \(parameter.name)", at: position,
                    hint: builtin.signature)
            }
            terms[parameter.name] = Term(value, position)
        }
    }

    /// Every argument by its name; what a variadic parameter took, as a tuple.
    var values: [String: Value] {
        var values = terms.mapValues(\.value)
        if let place = builtin.variadic { values[builtin.parameters[place].name] = .tuple(rest.map(\.value)) }
        return values
    }

    /// The argument `name`, given or by default.
    func callAsFunction(_ name: String) -> Term { terms[name] ?? Term(.none, position) }

    func fault(_ name: String, _ expected: String, hint: String? = nil) -> Fault {
        let term = self(name)
        return Fault(
            .argument, "\(builtin.name): \(name) must be \(expected), not \(term.value.text)", at: term.position,
            hint: hint ?? builtin.signature)
    }

    func isNone(_ name: String) -> Bool {
        if case .none = self(name).value { true } else { false }
    }

    /// A static whole number.
    func integer(_ name: String) throws -> Int {
        guard case .integer(let value) = self(name).value else { throw fault(name, "a static whole number") }
        return value
    }

    /// A static number.
    func number(_ name: String) throws -> Double {
        switch self(name).value {
        case .integer(let value): return Double(value)
        case .float(let value): return value
        default: throw fault(name, "a static number")
        }
    }

    /// A static flag.
    func flag(_ name: String) throws -> Bool {
        guard case .bool(let value) = self(name).value else { throw fault(name, "True or False") }
        return value
    }

    /// A word.
    func word(_ name: String) throws -> String {
        guard case .string(let value) = self(name).value else { throw fault(name, "a string") }
        return value
    }

    /// One whole number or a tuple of them.
    func integers(_ name: String) throws -> [Int] {
        if case .integer(let value) = self(name).value { return [value] }
        guard let items = self(name).value.items else { throw fault(name, "whole numbers") }
        return try items.map { item in
            guard case .integer(let value) = item else { throw fault(name, "whole numbers") }
            return value
        }
    }

    /// An element type, or nil for None.
    func dtype(_ name: String) throws -> DType? {
        switch self(name).value {
        case .none: return nil
        case .dtype(let dtype): return dtype
        case .builtin(let builtin) where builtin.name == "float": return .f64
        case .builtin(let builtin) where builtin.name == "int": return .i64
        case .builtin(let builtin) where builtin.name == "bool": return .bool
        case .string(let text):
            guard let dtype = DType(rawValue: text) ?? Library.dtypes[text] else {
                throw fault(name, "an element type: f64, f32, i64, i32 or bool_")
            }
            return dtype
        default: throw fault(name, "an element type such as f32")
        }
    }

    /// A static axis, counted from the end when negative.
    func axis(_ name: String, rank: Int) throws -> Int { try normalised(integer(name), rank: rank, name) }

    /// Axes: None means all of them.
    func axes(_ name: String, rank: Int) throws -> [Int] {
        if isNone(name) { return Array(0..<rank) }
        return try distinctAxes(name, rank: rank).sorted()
    }

    /// Axes in the order in which they are given.
    func distinctAxes(_ name: String, rank: Int) throws -> [Int] {
        let axes = try integers(name).map { try normalised($0, rank: rank, name) }
        guard Set(axes).count == axes.count else {
            throw Fault(.argument, "\(builtin.name): an axis is given twice", at: self(name).position)
        }
        return axes
    }

    func normalised(_ axis: Int, rank: Int, _ name: String) throws -> Int {
        guard (-rank..<rank).contains(axis) else {
            throw Fault(
                .shape, "\(builtin.name): axis \(axis) of an array with \(rank) axes", at: self(name).position,
                hint: rank == 0 ? "a scalar has no axes" : "axes go from \(-rank) to \(rank - 1)")
        }
        return axis < 0 ? axis + rank : axis
    }

    /// Whether all that the function's result takes its weakness from is weak.
    var isWeak: Bool {
        guard isNone("dtype"), isNone("preferred_element_type"), !builtin.weakness.isEmpty else { return false }
        return builtin.weakness.allSatisfy { name in
            let isRest = builtin.variadic.map { builtin.parameters[$0].name == name } ?? false
            return isRest ? rest.first?.value.isWeak == true : self(name).value.isWeak
        }
    }

    /// Arrays given as a list, a tuple, or one array that is taken apart along its first axis.
    func list(_ name: String, _ e: inout Elaborator) throws -> [Term] {
        let term = self(name)
        if let items = term.value.items { return items.map { Term($0, term.position) } }
        switch term.value {
        case .range, .array: return try e.items(of: term).map { Term($0, term.position) }
        default: throw fault(name, "a list of arrays")
        }
    }
}
