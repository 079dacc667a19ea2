import Graphs
import Tensors

/// A class whose instances a tree goes into, with what is static in one of them.
public struct TreeNode: Hashable, Sendable {
    /// The class.
    let type: Int
    let name: String
    let isStatic: Bool
    let auxiliary: Auxiliary
    /// How each child is written behind the name: `.x` or `[0]`.
    let labels: [String]
}

/// What is static in a part of a tree. Parts fit each other where these are equal.
struct Auxiliary: Hashable, Sendable {
    let value: Value

    static func == (left: Auxiliary, right: Auxiliary) -> Bool {
        StaticArithmetic.same(left.value, right.value) == true
    }

    func hash(into hasher: inout Hasher) {}
}

extension Elaborator {
    /// The value taken apart as JAX does: its leaves in order, whatever they are, and how they hang together.
    /// - Parameter isLeaf: says of a value that it is not gone into.
    mutating func leaves(
        of value: Value, at position: SourcePosition,
        isLeaf: (inout Elaborator, Value) throws -> Bool = { _, _ in false }
    ) throws -> (leaves: [Value], structure: Structure) {
        if try isLeaf(&self, value) { return ([value], .array) }
        func collect(_ items: [Value], _ e: inout Elaborator) throws -> (leaves: [Value], structures: [Structure]) {
            e.depth += 1
            defer { e.depth -= 1 }
            guard e.depth <= Elaborator.depthLimit else {
                throw Fault(.limit, "a tree nests deeper than \(Elaborator.depthLimit)", at: position)
            }
            var (leaves, structures): ([Value], [Structure]) = ([], [])
            for item in items {
                let part = try e.leaves(of: item, at: position, isLeaf: isLeaf)
                leaves += part.leaves
                structures.append(part.structure)
            }
            return (leaves, structures)
        }
        switch value {
        case .none: return ([], .none)
        case .tuple(let items):
            let parts = try collect(items, &self)
            return (parts.leaves, .tuple(parts.structures))
        case .list(let items):
            let parts = try collect(items, &self)
            return (parts.leaves, .list(parts.structures))
        case .dict(let dict):
            let sorted = dict.sorted
            let parts = try collect(sorted.values, &self)
            return (parts.leaves, .dict(sorted.keys, parts.structures))
        case .record(let record):
            if let type = record.type.defaults.type, let rule = heap.nodes[type.id] {
                if case .fields(let data, let meta) = rule, meta.isEmpty, data == record.type.fields { break }
                return try children(of: value, type, rule, at: position, collect)
            }
            guard record.type.kind == .namedTuple else { return ([value], .array) }
        case .object(.instance(let instance)):
            guard let rule = heap.nodes[instance.type.id] else { return ([value], .array) }
            return try children(of: value, instance.type, rule, at: position, collect)
        default: return ([value], .array)
        }
        guard case .record(let record) = value else { return ([value], .array) }
        let parts = try collect(record.items, &self)
        return (parts.leaves, .record(record.type, parts.structures))
    }

    private typealias Collect = ([Value], inout Elaborator) throws -> (leaves: [Value], structures: [Structure])

    /// The parts of an instance of a registered class.
    private mutating func children(
        of value: Value, _ type: ClassType, _ rule: NodeRule, at position: SourcePosition, _ collect: Collect
    ) throws -> (leaves: [Value], structure: Structure) {
        func node(_ children: [Value], _ auxiliary: Value, _ labels: [String]?) throws -> ([Value], Structure) {
            let parts = try collect(children, &self)
            let node = TreeNode(
                type: type.id, name: type.name, isStatic: false, auxiliary: Auxiliary(value: auxiliary),
                labels: labels ?? children.indices.map { "[\($0)]" })
            return (parts.leaves, .node(node, parts.structures))
        }
        func pair(_ given: Value) throws -> ([Value], Value) {
            guard let items = given.items, items.count == 2 else {
                throw Fault(
                    .argument,
                    "an instance of \(type.name) is taken apart into \(given.kindText), and it must be (children, static)",
                    at: position)
            }
            return (try self.items(of: Term(items[0], position)), items[1])
        }
        switch rule {
        case .functions(let flatten, _, let hasKeys):
            let (children, auxiliary) = try pair(call(flatten, on: [value], at: position))
            guard hasKeys else { return try node(children, auxiliary, nil) }
            return try node(children.map { $0.items?.last ?? $0 }, auxiliary, nil)
        case .methods:
            guard let given = try calling("tree_flatten", of: value, at: position) else {
                throw Fault(.argument, "\(type.name) has no method tree_flatten", at: position)
            }
            let (children, auxiliary) = try pair(given)
            return try node(children, auxiliary, nil)
        case .fields(let data, let meta):
            let fixed = try meta.map { try attribute($0, of: value, at: position) }
            let children = try data.map { try attribute($0, of: value, at: position) }
            return try node(children, .tuple(fixed), data.map { ".\($0)" })
        case .fixed:
            let node = TreeNode(
                type: type.id, name: type.name, isStatic: true, auxiliary: Auxiliary(value: value), labels: [])
            return ([], .node(node, []))
        }
    }

    /// The value of a structure with these leaves, in order.
    mutating func filled(
        _ structure: Structure, with values: [Value], at position: SourcePosition
    ) throws -> Value {
        var rest = values[...]
        return try take(structure, &rest, at: position)
    }

    private mutating func take(
        _ structure: Structure, _ values: inout ArraySlice<Value>, at position: SourcePosition
    ) throws -> Value {
        func all(_ parts: [Structure], _ values: inout ArraySlice<Value>) throws -> [Value] {
            var items: [Value] = []
            for part in parts { items.append(try take(part, &values, at: position)) }
            return items
        }
        switch structure {
        case .array: return values.popFirst() ?? .none
        case .none: return .none
        case .tuple(let parts): return .tuple(try all(parts, &values))
        case .list(let parts): return .list(try all(parts, &values))
        case .dict(let keys, let parts): return .dict(Dict(keys, try all(parts, &values)))
        case .record(let type, let parts): return .record(Record(type: type, items: try all(parts, &values)))
        case .node(let node, let parts): return try made(node, all(parts, &values), at: position)
        }
    }

    /// An instance of a registered class, made of its parts.
    private mutating func made(_ node: TreeNode, _ children: [Value], at position: SourcePosition) throws -> Value {
        let auxiliary = node.auxiliary.value
        guard !node.isStatic else { return auxiliary }
        guard let rule = heap.nodes[node.type], let owner = heap.classes[node.type] else {
            throw Fault(.argument, "\(node.name) is not registered any more", at: position)
        }
        switch rule {
        case .functions(_, let unflatten, _):
            return try call(unflatten, on: [auxiliary, .tuple(children)], at: position)
        case .methods:
            let make = try attribute("tree_unflatten", of: owner, at: position)
            return try call(make, on: [auxiliary, .tuple(children)], at: position)
        case .fields(let data, let meta):
            var values = Dict(data.map(DictKey.string), children)
            for (name, value) in zip(meta, auxiliary.items ?? []) { values[.string(name)] = value }
            switch owner {
            case .object(.recordType(let type)):
                return .record(Record(type: type, items: type.fields.map { values[.string($0)] ?? .none }))
            case .object(.classType(let type)):
                let instance = try newInstance(of: type)
                try setAttributes(of: instance, to: values, at: position)
                return .object(.instance(instance))
            default: throw Fault(.defect, "\(node.name) is no class")
            }
        case .fixed: return auxiliary
        }
    }

    /// Registers a class: its instances are taken apart by a rule.
    mutating func register(_ type: Value, _ rule: NodeRule, at position: SourcePosition) throws {
        let known: ClassType?
        switch type {
        case .object(.classType(let own)): known = own
        case .object(.recordType(let record)): known = record.defaults.type
        default: known = nil
        }
        guard let known else {
            throw Fault(.argument, "\(type.kindText) is no class of a cell that can be registered", at: position)
        }
        // The names around its functions stay.
        scope?.keep()
        heap.nodes[known.id] = rule
        heap.classes[known.id] = type
    }

    /// `register_dataclass(C, data_fields=…, meta_fields=…)`
    mutating func registerDataclass(_ terms: [NamedTerm], at position: SourcePosition) throws -> Value {
        func names(_ keyword: String, _ place: Int) throws -> [String]? {
            let byPlace = terms.filter { $0.name == nil }
            guard
                let term = terms.first(where: { $0.name == keyword })?.term
                    ?? (place < byPlace.count ? byPlace[place].term : nil), !term.value.isNone
            else { return nil }
            return try items(of: term).map { item in
                guard case .string(let name) = item else {
                    throw Fault(.argument, "\(keyword) is a list of names", at: term.position)
                }
                return name
            }
        }
        guard let type = terms.first(where: { $0.name == nil || $0.name == "nodetype" })?.term.value else {
            let held = terms.map { Transformed.Held(name: $0.name, value: $0.term.value) }
            guard case .builtin(let row)? = Library.value(named: "register_dataclass", in: "jax.tree_util") else {
                return .none
            }
            return .transformed(try Transformed(kind: .partial(held), function: .builtin(row)))
        }
        var (data, meta) = (try names("data_fields", 1), try names("meta_fields", 2))
        if case .object(.recordType(let record)) = type, record.kind != .namedTuple {
            let fixed = record.fields.filter { name in
                if case .value(.object(.field(let field))) = record.defaults.scope.meaning(ofOwn: name) {
                    field.isStatic
                } else {
                    false
                }
            }
            meta = meta ?? fixed
            data = data ?? record.fields.filter { meta?.contains($0) != true }
        }
        guard let data else {
            throw Fault(
                .argument, "register_dataclass takes a dataclass, or a class with data_fields and meta_fields",
                at: position)
        }
        try register(type, .fields(data: data, meta: meta ?? []), at: position)
        return type
    }
}

extension Library {
    static let registrations: [Builtin] = [
        Builtin(
            "tree_util.register_pytree_node(nodetype, flatten_func, unflatten_func, flatten_with_keys_func=None)"
        ) { e, a in
            let rule = NodeRule.functions(
                flatten: try e.function("flatten_func", of: a).value,
                unflatten: try e.function("unflatten_func", of: a).value, hasKeys: false)
            try e.register(a("nodetype").value, rule, at: a.position)
            return .none
        },
        Builtin(
            "tree_util.register_pytree_with_keys(nodetype, flatten_with_keys, unflatten_func, flatten_func=None)"
        ) { e, a in
            let rule = NodeRule.functions(
                flatten: try e.function("flatten_with_keys", of: a).value,
                unflatten: try e.function("unflatten_func", of: a).value, hasKeys: true)
            try e.register(a("nodetype").value, rule, at: a.position)
            return .none
        },
        Builtin("tree_util.register_pytree_node_class(cls)") { e, a in
            try e.register(a("cls").value, .methods, at: a.position)
            return a("cls").value
        },
        Builtin("tree_util.register_static(cls)") { e, a in
            try e.register(a("cls").value, .fixed, at: a.position)
            return a("cls").value
        },
        .raw("tree_util.register_dataclass(nodetype, data_fields=None, meta_fields=None, drop_fields=())") {
            e, terms, position in try e.registerDataclass(terms, at: position)
        },
    ]
}
