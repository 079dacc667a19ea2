import Graphs
import Tensors

// Classes of named fields: `NamedTuple`, `namedtuple(…)` and `@dataclass`.
extension Elaborator {
    /// The value of a `class` statement.
    mutating func record(_ definition: RecordDefinition) throws -> Value {
        let bases = try definition.bases.map { try evaluate($0) }
        let isTuple = bases.count == 1 && bases[0].isBuiltin("NamedTuple")
        let isPlain = bases.isEmpty || bases.count == 1 && bases[0].isBuiltin("object")
        guard isTuple || isPlain && !definition.decorators.isEmpty else {
            throw Fault(
                .refused, "a class that is neither a NamedTuple nor a dataclass is not part of the cell language",
                at: definition.position,
                hint: "write class \(definition.name)(NamedTuple) with annotated fields, or use a dict")
        }
        var defaults: [String: Value] = [:]
        for field in definition.fields {
            if let expression = field.default { defaults[field.name] = try evaluate(expression) }
        }
        let type = RecordType(
            name: definition.name, fields: definition.fields.map(\.name),
            kind: isTuple ? .namedTuple : .dataclass(isTree: false),
            defaults: RecordDefaults(scope: Scope(defaults, assigned: [], parent: nil)))
        let value = try decorated(.object(.recordType(type)), by: definition.decorators)
        guard case .object(.recordType) = value else {
            throw Fault(.argument, "a decorator of a class gives \(value.kindText)", at: definition.position)
        }
        return value
    }

    /// `Point(1.0, y=2.0)`
    func instance(of type: RecordType, _ terms: [NamedTerm], at position: SourcePosition) throws -> Value {
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
            guard case .value(let value) = type.defaults.scope.meaning(of: name) else {
                throw Fault(.argument, "\(type.name) needs the field \(name)", at: position, hint: signature)
            }
            return value
        }
        return .record(Record(type: type, items: items))
    }

    /// An attribute of an instance.
    func attribute(_ name: String, of record: Record, at position: SourcePosition) throws -> Value {
        if let value = record.field(name) { return value }
        if case .builtin(let method)? = Library.member(name, of: "record"), record.type.kind == .namedTuple {
            return .method(method, receiver: .record(record))
        }
        throw Fault(
            .notFound, "a \(record.type.name) has no field \(name)", at: position,
            hint: nearestName(to: name, among: record.type.fields).map { "did you mean \($0)?" })
    }
}

extension Value {
    /// Whether it is the function of the library called `name`.
    func isBuiltin(_ name: String) -> Bool {
        if case .builtin(let builtin) = self { builtin.name == name } else { false }
    }
}
