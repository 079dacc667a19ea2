import Graphs
import Tensors

// Instances of classes: how they are made, and how their attributes are read and set.

extension Elaborator {
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
}
