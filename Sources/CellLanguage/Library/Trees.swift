import Graphs
import Tensors

// Trees: arrays that hang together in tuples, lists, dicts and records (`Structure`).

extension Library {
    static let trees: [Builtin] =
        ["tree", "tree_util"].flatMap { module -> [Builtin] in
            let prefix = module == "tree" ? "tree." : "tree_util.tree_"
            return [
                .raw("\(prefix)map(f, tree, *rest)") { e, terms, position in try e.treeMapped(terms, at: position) },
                Builtin("\(prefix)leaves(tree, is_leaf=None)") { e, a in .list(try e.leaves(a).leaves) },
                Builtin("\(prefix)structure(tree, is_leaf=None)") { e, a in
                    .object(.structure(try e.leaves(a).structure))
                },
                Builtin("\(prefix)flatten(tree, is_leaf=None)") { e, a in
                    let (leaves, structure) = try e.leaves(a)
                    return .tuple([.list(leaves), .object(.structure(structure))])
                },
                Builtin("\(prefix)unflatten(treedef, leaves)") { e, a in
                    guard case .object(.structure(let structure)) = a("treedef").value else {
                        throw a.fault("treedef", "what tree.structure or tree.flatten gives")
                    }
                    let leaves = try e.items(of: a("leaves"))
                    guard leaves.count == structure.count else {
                        throw Fault(
                            .argument, "\(structure.count) leaves are needed, and \(leaves.count) given",
                            at: a("leaves").position)
                    }
                    return try e.filled(structure, with: leaves, at: a.position)
                },
                Builtin("\(prefix)reduce(function, tree, initializer=(), is_leaf=None)") { e, a in
                    var leaves = try e.leaves(a).leaves[...]
                    var total = a("initializer").value
                    if case .tuple(let none) = total, none.isEmpty {
                        guard let first = leaves.popFirst() else {
                            throw a.fault("tree", "a tree of at least one leaf")
                        }
                        total = first
                    }
                    for leaf in leaves {
                        let terms = [total, leaf].map { NamedTerm(name: nil, term: Term($0, a("tree").position)) }
                        total = try e.apply(a("function").value, terms, at: a.position)
                    }
                    return total
                },
                Builtin("\(prefix)all(tree, is_leaf=None)") { e, a in
                    let leaves = try e.leaves(a).leaves
                    return try e.call(
                        .builtin(Library.builtins["all"] ?? sameFunction), on: [.list(leaves)], at: a.position)
                },
            ]
        } + [
            .raw("tree_map(f, tree, *rest)") { e, terms, position in try e.treeMapped(terms, at: position) }
        ]
}

extension Elaborator {
    /// Calls a function value with arguments by place.
    mutating func call(_ callee: Value, on values: [Value], at position: SourcePosition) throws -> Value {
        try apply(callee, values.map { NamedTerm(name: nil, term: Term($0, position)) }, at: position)
    }

    /// The leaves of the argument `tree`, where `is_leaf` says what is not gone into.
    fileprivate mutating func leaves(_ a: Call) throws -> (leaves: [Value], structure: Structure) {
        try leaves(of: a("tree").value, isLeaf: a("is_leaf"), at: a.position)
    }

    mutating func leaves(
        of tree: Value, isLeaf: Term, at position: SourcePosition
    ) throws -> (leaves: [Value], structure: Structure) {
        guard !isLeaf.value.isNone else { return try leaves(of: tree, at: position) }
        return try leaves(of: tree, at: position) { e, value in
            try e.truth(e.call(isLeaf.value, on: [value], at: position), at: isLeaf.position)
        }
    }

    /// `jax.tree.map(f, tree, *rest)`: trees behind the first may go deeper than it does.
    fileprivate mutating func treeMapped(_ terms: [NamedTerm], at position: SourcePosition) throws -> Value {
        let places = terms.filter { $0.name == nil || $0.name == "f" || $0.name == "tree" }
        let isLeaf = terms.first { $0.name == "is_leaf" }?.term ?? Term(.none, position)
        guard places.count >= 2, terms.allSatisfy({ ["f", "tree", "is_leaf", nil].contains($0.name) }) else {
            throw Fault(
                .argument, "tree.map takes a function and trees", at: position, hint: "tree.map(f, tree, *rest)")
        }
        let function = places[0].term
        let (leaves, structure) = try leaves(of: places[1].term.value, isLeaf: isLeaf, at: position)
        let others = try places.dropFirst(2).map { try parts(of: $0.term.value, like: structure, at: $0.term.position) }
        try step(leaves.count, at: position)
        let mapped = try leaves.indices.map { index in
            try call(function.value, on: [leaves[index]] + others.map { $0[index] }, at: function.position)
        }
        return try filled(structure, with: mapped, at: position)
    }

    /// The parts of a tree that stand where another has its leaves.
    private mutating func parts(of value: Value, like structure: Structure, at position: SourcePosition) throws
        -> [Value]
    {
        func mismatch() -> Fault {
            Fault(
                .argument, "\(value.kindText) stands where \(structure.text) is expected", at: position,
                hint: "trees have one form")
        }
        func all(_ items: [Value], _ parts: [Structure]) throws -> [Value] {
            guard items.count == parts.count else { throw mismatch() }
            var found: [Value] = []
            for (item, part) in zip(items, parts) { found += try self.parts(of: item, like: part, at: position) }
            return found
        }
        switch (structure, value) {
        case (.array, _): return [value]
        case (.none, .none): return []
        case (.tuple(let parts), .tuple(let items)), (.list(let parts), .list(let items)): return try all(items, parts)
        case (.dict(let keys, let parts), .dict(let dict)):
            guard dict.keys.count == keys.count else { throw mismatch() }
            return try all(
                keys.map { key in
                    guard let item = dict[key] else { throw mismatch() }
                    return item
                }, parts)
        case (.record(let type, let parts), .record(let record)) where record.type == type:
            return try all(record.items, parts)
        case (.node(let node, let parts), _):
            // A part of the other tree where this one ends is a leaf; else it is taken apart as this one was.
            var isOuter = true
            let (items, other) = try leaves(of: value, at: position) { _, _ in
                defer { isOuter = false }
                return !isOuter
            }
            guard case .node(let found, _) = other, found == node else { throw mismatch() }
            return try all(items, parts)
        default: throw mismatch()
        }
    }
}
