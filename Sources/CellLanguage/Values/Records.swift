import Graphs
import Tensors

/// `dataclasses.field(…)`: what a field is when it is not given.
public struct FieldDefault: Sendable {
    let value: Value?
    let factory: Value?
    /// Whether JAX takes the field as static.
    let isStatic: Bool
}

// Classes of named fields: `NamedTuple`, `namedtuple(…)` and `@dataclass`.
extension Elaborator {
    /// `Point(1.0, y=2.0)`
    mutating func instance(of type: RecordType, _ terms: [NamedTerm], at position: SourcePosition) throws -> Value {
        var given: [String: Value] = [:]
        let signature = "\(type.name)(\(type.fields.joined(separator: ", ")))"
        for (index, term) in terms.enumerated() {
            guard let name = term.name ?? (index < type.fields.count ? type.fields[index] : nil),
                type.fields.contains(name)
            else {
                throw Fault(
                    .argument, "\(type.name) has no field \(term.name ?? "number \(index + 1)")", at: term.position,
                    hint: signature)
            }
            guard given.updateValue(term.term.value, forKey: name) == nil else {
                throw Fault(.argument, "\(type.name) got \(name) twice", at: term.position)
            }
        }
        let items = try type.fields.map { name -> Value in
            if let value = given[name] { return value }
            switch type.defaults.scope.meaning(ofOwn: name) {
            case .value(.object(.field(let field))):
                if let factory = field.factory { return try call(factory, on: [], at: position) }
                if let value = field.value { return value }
            case .value(let value): return value
            case .unassigned, .unknown: break
            }
            throw Fault(.argument, "\(type.name) needs the field \(name)", at: position, hint: signature)
        }
        return .record(Record(type: type, items: items))
    }

    /// An attribute of an instance.
    mutating func attribute(_ name: String, of record: Record, at position: SourcePosition) throws -> Value {
        if let value = record.field(name) { return value }
        if let member = record.type.defaults.type?.member(name) {
            return try bound(
                member, to: .record(record), of: .object(.recordType(record.type)), at: position)
        }
        if case .builtin(let method)? = Library.member(name, of: "record"), record.type.kind == .namedTuple {
            return .method(method, receiver: .record(record))
        }
        throw Fault(
            .notFound, "a \(record.type.name) has no field \(name)", at: position,
            hint: nearestName(to: name, among: record.type.fields).map { "did you mean \($0)?" }
        ).raising("AttributeError")
    }
}

extension Value {
    /// Whether it is the function of the library called `name`.
    func isBuiltin(_ name: String) -> Bool {
        if case .builtin(let builtin) = self { builtin.name == name } else { false }
    }
}
