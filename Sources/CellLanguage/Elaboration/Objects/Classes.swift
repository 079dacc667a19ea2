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

    var isNotImplemented: Bool { if case .object(.notImplemented) = self { true } else { false } }
}
