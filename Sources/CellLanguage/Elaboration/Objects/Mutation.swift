import Graphs
import Tensors

// Lists and dicts that change. Values have no identity here, so that a list may change only where nobody can tell the
// difference: when one name of the running function, or of the cell, is all that leads to it. A name owns a list from
// `xs = […]` until the list is reached in any other way: bound again, put into another container, given to a function of a
// cell, returned, or gone through by a loop.
extension Elaborator {
    /// Whether an expression has just made its value, so that nothing else leads to it.
    func isFresh(_ expression: Expression, _ value: Value) -> Bool {
        switch value {
        case .list, .dict: break
        default: return false
        }
        switch expression.kind {
        case .list, .dict, .comprehension, .chain: return true
        case .postfix(let base, let steps):
            if case .index(let items, _, _)? = steps.last, case .slice? = items.first { return true }
            guard case .name(let name) = base.kind, case .call? = steps.first, steps.count == 1 else { return false }
            return ["list", "dict", "sorted"].contains(name) && scope?.knows(name) != true && globals[name] == nil
        default: return false
        }
    }

    /// The name becomes all that leads to its list or dict.
    mutating func own(_ name: String) {
        if let scope { scope.own(name) } else { owned.insert(name) }
    }

    /// The value of the name is reached from elsewhere.
    mutating func disown(_ name: String) {
        if let scope, scope.disown(name) { return }
        owned.remove(name)
    }

    /// A function may change what a name of the session owns, but where it is written as a graph: there it would be changed
    /// once, however often the function runs.
    private func owns(_ name: String) -> Bool {
        guard let scope, !isOfSession(name) else {
            return (scope == nil || traces.isEmpty) && owned.contains(name)
        }
        return scope.owns(name)
    }

    /// Whether a name means one of the session, and not one of the running function or of one around it.
    private func isOfSession(_ name: String) -> Bool { scope.map { !$0.knows(name) } ?? true }

    /// - Throws: `Fault.argument` where something else may lead to the list or dict under `name`.
    mutating func requireOwned(_ name: String, _ value: Value, at position: SourcePosition) throws {
        // The new list is a copy.
        try step((value.children?.count ?? 0) / 64, at: position)
        guard owns(name), !borrowed.contains(name) else {
            let instead =
                if case .dict = value { "\(name) = {**\(name), key: value}" } else { "\(name) = \(name) + [x]" }
            throw Fault(
                .argument, "\(value.kindText) changes that may be known by another name, or belong to another function",
                at: position, hint: "make a new one: \(instead)")
        }
    }

    mutating func replace(_ name: String, by value: Value) throws {
        let inner = scope
        if isOfSession(name) { scope = nil }
        defer { scope = inner }
        bind(name, value)
        own(name)
    }

    /// `name[indices] = value`
    mutating func setItem(of name: String, _ indices: [Index], to value: Value, at position: SourcePosition) throws {
        let held = try lookUp(name, at: position)
        switch (held, indices.first) {
        case (.list(var items), .value(.integer(let index))?) where indices.count == 1:
            try requireOwned(name, held, at: position)
            items[try place(index, in: items.count, at: position)] = value
            try replace(name, by: .list(items))
        case (.dict(var dict), .value(let key)?) where indices.count == 1:
            try requireOwned(name, held, at: position)
            dict[try self.key(key, at: position)] = value
            try replace(name, by: .dict(dict))
        case (.object, _): try setElement(of: held, indices, to: value, at: position)
        case (.array, _):
            throw Fault(
                .argument, "arrays do not change", at: position,
                hint: "write \(name) = \(name).at[…].set(value), or .add(value)")
        default:
            throw Fault(
                .argument, "an item of \(held.kindText) cannot be set like this", at: position,
                hint: "items of lists and dicts are set one by one: xs[0] = x, d['k'] = x")
        }
    }

    /// A value with the instance and the attribute that it was read from, if it was.
    struct Place {
        let value: Value
        var owner: (instance: Instance, name: String)?
    }

    /// What an expression that is to be changed gives.
    mutating func place(_ expression: Expression) throws -> Place {
        try attributePlace(expression) ?? Place(value: evaluate(expression))
    }

    /// The value of an attribute, which may go on owning its list or dict; nil for any other expression.
    mutating func attributePlace(_ expression: Expression) throws -> Place? {
        guard case .postfix(let base, let steps) = expression.kind,
            case .attribute(let name, let position)? = steps.last
        else { return nil }
        let holder =
            steps.count == 1 ? base : Expression(kind: .postfix(base, Array(steps.dropLast())), position: base.position)
        let held = try evaluate(holder)
        guard case .object(.instance(let instance)) = held else {
            return Place(value: try attribute(name, of: held, at: position))
        }
        return Place(
            value: try attribute(name, of: instance, escapes: false, at: position), owner: (instance, name))
    }

    /// - Throws: `Fault.argument` where something else may lead to the list or dict of an attribute.
    mutating func requireOwned(_ place: Place, at position: SourcePosition) throws {
        try step((place.value.children?.count ?? 0) / 64, at: position)
        guard let owner = place.owner, heap.owns(owner.name, of: owner.instance.id) else {
            throw Fault(
                .argument,
                "\(place.value.kindText) changes that may be known by another name, or belong to another object",
                at: position, hint: "make a new one: self.xs = self.xs + [x], self.d = {**self.d, key: value}")
        }
    }

    /// Puts a changed list or dict in the place of the one before.
    mutating func replace(_ place: Place, by value: Value, at position: SourcePosition) throws {
        guard let owner = place.owner else { return }
        try setAttribute(owner.name, of: .object(.instance(owner.instance)), to: value, at: position)
        heap.own(owner.name, of: owner.instance.id)
    }

    /// `instance.name.method(arguments)` where the method changes a list or dict; nil for any other method or value.
    mutating func mutate(
        _ name: String, of instance: Instance, _ method: String, _ arguments: [Argument], at position: SourcePosition
    ) throws -> Value? {
        guard Elaborator.mutators.contains(method), let held = try attributes(of: instance)[.string(name)], held.changes
        else { return nil }
        let terms = try evaluated(arguments)
        let place = Place(value: held, owner: (instance, name))
        try requireOwned(place, at: position)
        let (value, result) = try changed(held, method, terms, at: position)
        try replace(place, by: value, at: position)
        return result
    }

    /// `place[indices] = value`
    mutating func setElement(
        of place: Place, _ indices: [Index], to value: Value, at position: SourcePosition
    ) throws {
        switch (place.value, indices.first) {
        case (.list(var items), .value(.integer(let index))?) where indices.count == 1:
            try requireOwned(place, at: position)
            items[try self.place(index, in: items.count, at: position)] = value
            try replace(place, by: .list(items), at: position)
        case (.dict(var dict), .value(let key)?) where indices.count == 1:
            try requireOwned(place, at: position)
            dict[try self.key(key, at: position)] = value
            try replace(place, by: .dict(dict), at: position)
        default: try setElement(of: place.value, indices, to: value, at: position)
        }
    }

    /// `holder[indices] = value` where the holder is no list or dict.
    mutating func setElement(
        of holder: Value, _ indices: [Index], to value: Value, at position: SourcePosition
    ) throws {
        switch holder {
        case .object(.reference(let id)): try write(id, indices, Term(value, position), at: position)
        case .object(.processEnvironment): break
        case .object(.instance), .record:
            let items = indices.map { index -> Value in
                switch index {
                case .value(let value): value
                case .slice: .ellipsis
                }
            }
            guard !indices.contains(where: \.isSlice) else {
                throw Fault(.argument, "a slice of \(holder.kindText) cannot be set", at: position)
            }
            let key = items.count == 1 ? items[0] : .tuple(items)
            guard try calling("__setitem__", of: holder, on: [key, value], at: position) != nil else {
                throw Fault(.argument, "an item of \(holder.kindText) cannot be set", at: position)
            }
        case .array:
            throw Fault(
                .argument, "arrays do not change", at: position, hint: "write x.at[…].set(value), or .add(value)")
        default:
            throw Fault(.argument, "an item of \(holder.kindText) cannot be set", at: position)
        }
    }

    func place(_ index: Int, in count: Int, at position: SourcePosition) throws -> Int {
        guard (-count..<count).contains(index) else {
            throw Fault(
                .argument, "index \(index) of a list of \(count) items", at: position,
                hint: count == 0 ? nil : "indices go from \(-count) to \(count - 1)")
        }
        return index < 0 ? index + count : index
    }

    /// The key that a value is.
    func key(_ value: Value, at position: SourcePosition) throws -> DictKey {
        guard let key = DictKey(value) else {
            throw Fault(
                .argument, "\(value.kindText) is no key of a dict", at: position,
                hint: "keys are strings, numbers, None and tuples of them")
        }
        return key
    }

    mutating func missing(_ key: Value, at position: SourcePosition) -> Fault {
        raising(
            "KeyError", [key],
            Fault(
                .argument, "the dict has no key \(key.text)", at: position,
                hint: "d.get(key) gives None where it is missing"))
    }
}

extension Value {
    /// Whether it is a list or a dict, which change in Python.
    var changes: Bool {
        switch self {
        case .list, .dict: true
        default: false
        }
    }
}
