import Graphs
import Tensors

// Where the leaves of a tree are: `tree_flatten_with_path` and its like.

extension Library {
    private static func key(_ name: String, _ field: String) -> RecordType {
        RecordType(
            name: name, fields: [field], kind: .dataclass,
            defaults: RecordDefaults(scope: Scope([:], assigned: [], parent: nil)))
    }

    fileprivate static let sequenceKey = key("SequenceKey", "idx")
    fileprivate static let dictKey = key("DictKey", "key")
    fileprivate static let attributeKey = key("GetAttrKey", "name")
    fileprivate static let flatKey = key("FlattenedIndexKey", "key")

    static let paths: [Builtin] =
        ["tree.", "tree_util.tree_"].flatMap { prefix -> [Builtin] in
            [
                Builtin("\(prefix)flatten_with_path(tree, is_leaf=None)") { e, a in
                    let (leaves, structure) = try e.leaves(of: a("tree").value, isLeaf: a("is_leaf"), at: a.position)
                    let pairs = zip(structure.keyPaths, leaves).map { Value.tuple([.tuple($0), $1]) }
                    return .tuple([.list(pairs), .object(.structure(structure))])
                },
                Builtin("\(prefix)leaves_with_path(tree, is_leaf=None)") { e, a in
                    let (leaves, structure) = try e.leaves(of: a("tree").value, isLeaf: a("is_leaf"), at: a.position)
                    return .list(zip(structure.keyPaths, leaves).map { .tuple([.tuple($0), $1]) })
                },
                Builtin("\(prefix)map_with_path(f, tree, *, is_leaf=None)") { e, a in
                    let (leaves, structure) = try e.leaves(of: a("tree").value, isLeaf: a("is_leaf"), at: a.position)
                    try e.step(leaves.count, at: a.position)
                    let mapped = try zip(structure.keyPaths, leaves).map { path, leaf in
                        try e.call(a("f").value, on: [.tuple(path), leaf], at: a.position)
                    }
                    return try e.filled(structure, with: mapped, at: a.position)
                },
                Builtin("\(prefix)transpose(outer_treedef, inner_treedef, pytree_to_transpose)") { e, a in
                    guard case .object(.structure(let outer)) = a("outer_treedef").value,
                        case .object(.structure(let inner)) = a("inner_treedef").value
                    else { throw a.fault("outer_treedef", "what tree.structure gives, as is inner_treedef") }
                    let leaves = try e.leaves(of: a("pytree_to_transpose").value, at: a.position).leaves
                    guard leaves.count == outer.count * inner.count else {
                        throw Fault(
                            .argument, "\(leaves.count) leaves for \(outer.count) times \(inner.count)", at: a.position)
                    }
                    let columns = try (0..<inner.count).map { column in
                        let items = (0..<outer.count).map { leaves[$0 * inner.count + column] }
                        return try e.filled(outer, with: items, at: a.position)
                    }
                    return try e.filled(inner, with: columns, at: a.position)
                },
            ]
        } + [
            Builtin("tree_util.keystr(keys, *, simple=False, separator='')") { e, a in
                .string(try e.items(of: a("keys")).map { try keyText($0, a) }.joined())
            }
        ]

    private static func keyText(_ key: Value, _ a: Call) throws -> String {
        guard case .record(let record) = key, let item = record.items.first, let text = item.staticText else {
            throw a.fault("keys", "a path as tree_flatten_with_path gives it")
        }
        if record.type == attributeKey, case .string(let name) = item { return ".\(name)" }
        return record.type == flatKey ? "[<flat index \(text)>]" : "[\(text)]"
    }
}

extension Structure {
    /// The keys that lead to each leaf, in order.
    fileprivate var keyPaths: [[Value]] {
        func behind(_ keys: [(RecordType, Value)], _ parts: [Structure]) -> [[Value]] {
            zip(keys, parts).flatMap { key, part in
                part.keyPaths.map { [.record(Record(type: key.0, items: [key.1]))] + $0 }
            }
        }
        switch self {
        case .array: return [[]]
        case .none: return []
        case .tuple(let parts), .list(let parts):
            return behind(parts.indices.map { (Library.sequenceKey, .integer($0)) }, parts)
        case .dict(let keys, let parts): return behind(keys.map { (Library.dictKey, $0.value) }, parts)
        case .record(let type, let parts):
            return behind(type.fields.map { (Library.attributeKey, .string($0)) }, parts)
        case .node(let node, let parts):
            return behind(
                zip(parts.indices, node.labels).map { index, label in
                    label.hasPrefix(".")
                        ? (Library.attributeKey, .string(String(label.dropFirst())))
                        : (Library.flatKey, .integer(index))
                }, parts)
        }
    }
}
