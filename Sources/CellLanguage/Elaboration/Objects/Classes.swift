import Graphs
import Tensors

/// A class that a cell defined.
public final class ClassType: Sendable {
    /// Which class it is, whatever its name.
    let id: Int
    let name: String
    /// What it inherits from, beside Python's own classes.
    let base: ClassType?
    /// Python's errors that it inherits from, the nearest first; empty for what is no error.
    let errors: [String]
    /// Annotated fields in order, with their defaults in `members`.
    let fields: [String]
    /// Methods and attributes by name.
    let members: Scope

    init(id: Int, name: String, base: ClassType?, errors: [String], fields: [String], members: Scope) {
        self.id = id
        self.name = name
        self.base = base
        self.errors = errors
        self.fields = fields
        self.members = members
    }

    /// How deep classes may inherit.
    static let depthLimit = 32

    /// The class and what it inherits from, the nearest first.
    var line: [ClassType] { [self] + (base?.line ?? []) }

    func member(_ name: String) -> Value? {
        for type in line {
            if case .value(let value) = type.members.meaning(ofOwn: name) { return value }
        }
        return nil
    }
}

/// An instance of a class that a cell defined.
public struct Instance: Sendable {
    let id: Int
    let type: ClassType
}

/// How a member of a class is taken from an instance.
public enum Descriptor: Sendable {
    /// Called when it is read.
    case property(Value)
    /// A function that does not take the instance.
    case staticMethod(Value)
    /// A function that takes the class.
    case classMethod(Value)
}

extension Library {
    static let descriptors: [Builtin] = [
        Builtin("property(fget)") { e, a in .object(.descriptor(.property(try e.function("fget", of: a).value))) },
        Builtin("staticmethod(function)") { e, a in
            .object(.descriptor(.staticMethod(try e.function("function", of: a).value)))
        },
        Builtin("classmethod(function)") { e, a in
            .object(.descriptor(.classMethod(try e.function("function", of: a).value)))
        },
        Builtin("functools.cached_property(func)") { e, a in
            .object(.descriptor(.property(try e.function("func", of: a).value)))
        },
        Builtin("super()") { e, a in
            guard case .value(.object(.classType(let type)))? = e.scope?.meaning(of: Elaborator.className),
                case .value(let receiver)? = e.scope?.meaning(of: Elaborator.receiverName)
            else { throw Fault(.argument, "super() outside of a method of a class", at: a.position) }
            return .object(.parent(of: type, receiver: receiver))
        },
        .raw("object()") { e, terms, position in
            guard terms.isEmpty else { throw Fault(.argument, "object() takes no arguments", at: position) }
            return .object(.instance(try e.newInstance(of: e.plainClass())))
        },
        Builtin("object.__new__(cls)") { e, a in
            guard case .object(.classType(let type)) = a("cls").value else { throw a.fault("cls", "a class") }
            return .object(.instance(try e.newInstance(of: type)))
        },
        Builtin("object.__setattr__(self, name, value)") { e, a in
            try e.setAttribute(a.word("name"), of: a("self").value, to: a("value").value, at: a.position)
            return .none
        },
        Builtin("object.__init__(self)") { _, _ in .none },
        Builtin("setattr(obj, name, value)") { e, a in
            try e.setAttribute(a.word("name"), of: a("obj").value, to: a("value").value, at: a.position)
            return .none
        },
    ]
}

extension Elaborator {
    /// Names that a method sees beside its own: its class, for `super()`, and what it was called on.
    static let className = "__class__"
    static let receiverName = "__receiver__"

    /// The class of `object()`.
    fileprivate mutating func plainClass() throws -> ClassType {
        ClassType(
            id: try heap.number(), name: "object", base: nil, errors: [], fields: [],
            members: Scope([:], assigned: [], parent: nil))
    }

    /// The value of a `class` statement.
    mutating func classValue(_ definition: RecordDefinition) throws -> Value {
        let bases = try definition.bases.map { Term(try evaluate($0), $0.position) }.filter { !$0.value.isPlainBase }
        guard bases.count <= 1 else {
            throw Fault(
                .refused, "a class with several bases is not part of the cell language", at: definition.position,
                hint: "let it inherit from one class, and hold the others as attributes")
        }
        let id = try heap.number()
        let members = try self.members(of: definition, id)
        func type(_ base: ClassType?, _ errors: [String]) -> ClassType {
            let type = ClassType(
                id: id, name: definition.name, base: base, errors: errors, fields: definition.fields.map(\.name),
                members: members)
            heap.types[id] = type
            return type
        }
        let value: Value
        switch bases.first?.value {
        case nil: value = .object(.classType(type(nil, [])))
        case .builtin(let builtin)? where builtin.name == "NamedTuple":
            value = .object(.recordType(try recordType(of: type(nil, []), .namedTuple, at: definition.position)))
        case .builtin(let builtin)? where Library.errors[builtin.name] != nil:
            value = .object(.classType(type(nil, Library.errorLine(builtin.name))))
        case .object(.classType(let base))?:
            guard base.line.count < ClassType.depthLimit else {
                throw Fault(
                    .limit, "classes inherit through more than \(ClassType.depthLimit)", at: definition.position)
            }
            value = .object(.classType(type(base, base.errors)))
        case let other?:
            throw Fault(
                .refused, "a class that inherits from \(baseName(other)) is not part of the cell language",
                at: bases[0].position, hint: "classes of cells and errors can be inherited from")
        }
        return try decorated(value, by: definition.decorators)
    }

    /// What a base of a class is called.
    private func baseName(_ value: Value) -> String {
        if case .builtin(let builtin) = value { builtin.name } else { value.kindText }
    }

    /// What the body of a class binds. Its functions see what is around the class, not each other.
    private mutating func members(of definition: RecordDefinition, _ id: Int) throws -> Scope {
        let members = Scope([:], assigned: [], parent: scope)
        let outer = (scope, classScope, classNumber)
        (scope, classScope, classNumber) = (members, members, id)
        defer { (scope, classScope, classNumber) = outer }
        for field in definition.fields {
            if let expression = field.default { members.bind(field.name, try evaluate(expression)) }
        }
        for statement in definition.members {
            if case .function(let function, _) = statement.kind, let name = function.name,
                Elaborator.unsupportedMethods.contains(name)
            {
                throw Fault(
                    .refused, "the method \(name) is not part of the cell language", at: statement.position,
                    hint: "set attributes in __init__")
            }
            _ = try execute(statement)
        }
        return members
    }

    private static let unsupportedMethods: Set<String> = [
        "__new__", "__bool__", "__getattr__", "__getattribute__", "__setattr__", "__delattr__", "__del__", "__next__",
        "__init_subclass__", "__set_name__", "__get__", "__set__", "__class_getitem__",
    ]

    /// A class of named fields.
    func recordType(of type: ClassType, _ kind: RecordType.Kind, at position: SourcePosition) throws -> RecordType {
        let defaults = type.fields.map { type.members.meaning(ofOwn: $0) }
        let isGiven = defaults.map { if case .value = $0 { true } else { false } }
        if let place = isGiven.firstIndex(of: true), let missing = isGiven[place...].firstIndex(of: false) {
            throw Fault(
                .argument, "field '\(type.fields[missing])' without a default after one with a default", at: position)
        }
        return RecordType(
            name: type.name, fields: type.fields, kind: kind, defaults: RecordDefaults(scope: type.members, type: type))
    }

    /// `dataclass(C)`: the class with its annotated fields as arguments.
    func dataclass(_ value: Value, at position: SourcePosition) throws -> Value {
        switch value {
        case .object(.recordType): return value
        case .object(.classType(let type)):
            guard type.base == nil, type.errors.isEmpty else {
                throw Fault(
                    .refused, "a dataclass that inherits is not part of the cell language", at: position,
                    hint: "write all of its fields in one class")
            }
            if let name = ["__init__", "__post_init__"].first(where: { type.member($0) != nil }) {
                throw Fault(
                    .refused, "a dataclass with \(name) is not part of the cell language", at: position,
                    hint: "leave out @dataclass, and set the attributes in __init__")
            }
            return .object(.recordType(try recordType(of: type, .dataclass, at: position)))
        default: throw Fault(.argument, "dataclass takes a class", at: position)
        }
    }

    // MARK: Instances

    /// `A(…)`: a new instance, initialised.
    mutating func instantiate(_ type: ClassType, _ terms: [NamedTerm], at position: SourcePosition) throws -> Value {
        let instance = try newInstance(of: type)
        let value = Value.object(.instance(instance))
        if !type.errors.isEmpty {
            let given = terms.filter { $0.name == nil }.map(\.term.value)
            try setAttribute("args", of: value, to: .tuple(given), at: position)
        }
        guard let initialiser = type.member("__init__") else {
            guard terms.isEmpty || !type.errors.isEmpty else {
                throw Fault(
                    .argument, "\(type.name) takes no arguments", at: position,
                    hint: type.fields.isEmpty ? "def __init__(self, x): … takes them" : "@dataclass takes its fields")
            }
            return value
        }
        let result = try apply(
            initialiser, [NamedTerm(name: nil, term: Term(value, position))] + terms, at: position)
        guard result.isNone else {
            throw Fault(
                .argument, "__init__ of \(type.name) gives \(result.kindText), and it must give None", at: position)
        }
        return value
    }

    /// - Parameter escapes: whether a list or dict goes on from here, and not only what is in it.
    mutating func attribute(
        _ name: String, of instance: Instance, escapes: Bool = true, at position: SourcePosition
    ) throws -> Value {
        let (receiver, owner) = (Value.object(.instance(instance)), Value.object(.classType(instance.type)))
        let member = instance.type.member(name)
        if case .object(.descriptor(.property))? = member, let member {
            return try bound(member, to: receiver, of: owner, at: position)
        }
        let attributes = try attributes(of: instance)
        if let value = attributes[.string(name)] {
            if escapes { heap.disown(name, of: instance.id) }
            return value
        }
        if let member { return try bound(member, to: receiver, of: owner, at: position) }
        switch name {
        case "__class__": return .object(.classType(instance.type))
        case "__dict__":
            for key in attributes.keys { if case .string(let name) = key { heap.disown(name, of: instance.id) } }
            return .dict(attributes)
        default:
            let known = attributes.keys.compactMap { if case .string(let name) = $0 { name } else { nil } }
            throw Fault(
                .notFound, "an instance of \(instance.type.name) has no attribute \(name)", at: position,
                hint: nearestName(to: name, among: known).map { "did you mean \($0)?" }
            ).raising("AttributeError")
        }
    }

    /// A member of a class as it is on an instance, or on the class itself.
    mutating func bound(
        _ member: Value, to receiver: Value?, of owner: Value, at position: SourcePosition
    ) throws -> Value {
        func held(_ value: Value, _ function: Value) throws -> Value {
            let held = Transformed.Held(name: nil, value: value)
            return .transformed(try Transformed(kind: .partial([held]), function: function))
        }
        switch member {
        case .object(.descriptor(.property(let function))):
            guard let receiver else { return member }
            return try call(function, on: [receiver], at: position)
        case .object(.descriptor(.staticMethod(let function))): return function
        case .object(.descriptor(.classMethod(let function))): return try held(owner, function)
        case .closure: return try receiver.map { try held($0, member) } ?? member
        case .transformed(let transformed):
            if case .partial = transformed.kind { return member }
            return try receiver.map { try held($0, member) } ?? member
        default: return member
        }
    }

    /// `super().name`
    mutating func attribute(
        _ name: String, ofParentOf type: ClassType, receiver: Value, at position: SourcePosition
    ) throws -> Value {
        if let member = type.base?.member(name) {
            return try bound(member, to: receiver, of: receiver.owner ?? .object(.classType(type)), at: position)
        }
        guard name == "__init__" else {
            throw Fault(.notFound, "what \(type.name) inherits from has no \(name)", at: position)
                .raising("AttributeError")
        }
        return .transformed(try initialiser(of: receiver, type.errors.isEmpty ? "object.__init__" : "errors.__init__"))
    }

    private func initialiser(of receiver: Value, _ row: String) throws -> Transformed {
        guard case .builtin(let builtin)? = Library.value(named: row) else {
            throw Fault(.defect, "no row \(row)")
        }
        return try Transformed(
            kind: .partial([Transformed.Held(name: nil, value: receiver)]), function: .builtin(builtin))
    }

    /// `holder.name = value`
    mutating func setAttribute(
        _ name: String, of holder: Value, to value: Value, at position: SourcePosition
    ) throws {
        switch holder {
        case .object(.instance(let instance)):
            if case .object(.descriptor(.property))? = instance.type.member(name) {
                throw Fault(.argument, "\(name) is a property, which is not set", at: position)
                    .raising("AttributeError")
            }
            var attributes = try attributes(of: instance)
            attributes[.string(name)] = value
            try setAttributes(of: instance, to: attributes, at: position)
            heap.disown(name, of: instance.id)
            // The names around a function that is kept are kept with it.
            if try measure(value, at: position).holdsFunctions { scope?.keep() }
        case .record(let record):
            throw Fault(
                .argument, "a field of a \(record.type.name) cannot be set", at: position,
                hint: record.type.kind == .namedTuple
                    ? "make a new one: x = x._replace(\(name)=…)"
                    : "make a new one: x = dataclasses.replace(x, \(name)=…)")
        case .array:
            throw Fault(
                .argument, "cannot assign to attribute '\(name)' of an array", at: position,
                hint: "arrays do not change: bind a new name")
        case .module("jax.config"): break
        default:
            throw Fault(
                .argument, "cannot assign to attribute '\(name)' of \(holder.kindText)", at: position,
                hint: "attributes are set on instances of classes; bind a new name")
        }
    }

    // MARK: Methods with two underscores

    /// The method of that name that the class of a value defines; nil for what is no instance of a cell's class.
    mutating func method(_ name: String, of value: Value, at position: SourcePosition) throws -> Value? {
        guard let owner = value.owner, let member = value.classType?.member(name) else { return nil }
        return try bound(member, to: value, of: owner, at: position)
    }

    /// What the method of that name gives; nil where the class of the value has none.
    mutating func calling(
        _ name: String, of value: Value, on arguments: [Value] = [], at position: SourcePosition
    ) throws -> Value? {
        guard let method = try method(name, of: value, at: position) else { return nil }
        return try call(method, on: arguments, at: position)
    }

    /// An operation that the class of an operand defines; nil where none does.
    mutating func overloaded(_ operation: BinaryOperator, _ left: Term, _ right: Term) throws -> Value? {
        guard left.value.classType != nil || right.value.classType != nil else { return nil }
        let name = operation.methodName
        if let value = try calling("__\(name)__", of: left.value, on: [right.value], at: left.position),
            !value.isNotImplemented
        {
            return value
        }
        if let value = try calling("__r\(name)__", of: right.value, on: [left.value], at: right.position),
            !value.isNotImplemented
        {
            return value
        }
        return nil
    }

    /// A comparison that the class of an operand defines, or of which two objects are the same; nil for others.
    mutating func overloaded(_ operation: ComparisonOperator, _ left: Term, _ right: Term) throws -> Value? {
        guard left.value.classType != nil || right.value.classType != nil else { return nil }
        switch operation {
        case .contained, .notContained:
            guard let found = try calling("__contains__", of: right.value, on: [left.value], at: right.position) else {
                return nil
            }
            return .bool(try truth(found, at: right.position) == (operation == .contained))
        case .identical, .notIdentical: return nil
        case .equal, .notEqual, .less, .lessEqual, .greater, .greaterEqual: break
        }
        let (name, mirrored) = operation.methodNames
        for (value, other, name) in [(left, right, name), (right, left, mirrored)] {
            if let result = try calling(name, of: value.value, on: [other.value], at: value.position),
                !result.isNotImplemented
            {
                return result
            }
        }
        guard operation == .notEqual else { return nil }
        // Python's != is the opposite of ==.
        guard let isEqual = try overloaded(.equal, left, right) else { return nil }
        if case .array = isEqual { return try unary(.invert, Term(isEqual, left.position)) }
        return .bool(try !truth(isEqual, at: left.position))
    }
}

extension UnaryOperator {
    /// The method that stands for the operator; `not` asks for a truth.
    var methodName: String? {
        switch self {
        case .minus: "__neg__"
        case .plus: "__pos__"
        case .invert: "__invert__"
        case .not: nil
        }
    }
}

extension BinaryOperator {
    /// The method that stands for the operator, without its underscores.
    fileprivate var methodName: String {
        switch self {
        case .add: "add"
        case .subtract: "sub"
        case .multiply: "mul"
        case .divide: "truediv"
        case .floorDivide: "floordiv"
        case .modulo: "mod"
        case .matmul: "matmul"
        case .and: "and"
        case .or: "or"
        case .xor: "xor"
        case .shiftLeft: "lshift"
        case .shiftRight: "rshift"
        case .power: "pow"
        }
    }
}

extension ComparisonOperator {
    /// The method that stands for the operator, and the one that says the same from the other side.
    fileprivate var methodNames: (String, String) {
        switch self {
        case .equal: ("__eq__", "__eq__")
        case .notEqual: ("__ne__", "__ne__")
        case .less: ("__lt__", "__gt__")
        case .lessEqual: ("__le__", "__ge__")
        case .greater: ("__gt__", "__lt__")
        case .greaterEqual: ("__ge__", "__le__")
        case .identical, .notIdentical, .contained, .notContained: ("", "")
        }
    }
}

extension Value {
    /// The class of an instance of a class of a cell.
    var classType: ClassType? {
        switch self {
        case .object(.instance(let instance)): instance.type
        case .record(let record): record.type.defaults.type
        default: nil
        }
    }

    /// That class as a value.
    var owner: Value? {
        switch self {
        case .object(.instance(let instance)): .object(.classType(instance.type))
        case .record(let record): .object(.recordType(record.type))
        default: nil
        }
    }

    /// Whether a class that names it as its base inherits nothing from it.
    fileprivate var isPlainBase: Bool {
        switch self {
        case .builtin(let builtin): builtin.name == "object"
        case .object(.alias(let name)): ["ABC", "Protocol", "Generic"].contains(name)
        default: false
        }
    }

    fileprivate var isNotImplemented: Bool { if case .object(.notImplemented) = self { true } else { false } }
}
