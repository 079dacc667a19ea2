import Graphs
import Tensors

// Methods of lists and dicts that change them; see `Mutation.swift` for where they may.

extension Elaborator {
    /// Methods that change the list or dict that they are called on.
    static let mutators: Set<String> = [
        "append", "extend", "insert", "pop", "remove", "clear", "reverse", "update", "setdefault",
    ]

    /// `name.method(arguments)` where the method changes a list or dict; nil for any other method or value.
    mutating func mutate(
        _ name: String, _ method: String, _ arguments: [Argument], at position: SourcePosition
    ) throws -> Value? {
        guard Elaborator.mutators.contains(method) else { return nil }
        let held = try lookUp(name, at: position)
        switch held {
        case .list, .dict: break
        default: return nil
        }
        let terms = try evaluated(arguments)
        try requireOwned(name, held, at: position)
        let (value, result) = try changed(held, method, terms, at: position)
        try replace(name, by: value)
        return result
    }

    /// A list or dict after one of its methods changed it, and what the method gives.
    mutating func changed(
        _ held: Value, _ method: String, _ given: [NamedTerm], at position: SourcePosition
    ) throws -> (value: Value, result: Value) {
        let named = given.filter { $0.name != nil }
        let terms = given.filter { $0.name == nil }
        let values = terms.map(\.term.value)
        let wrong = Fault(
            .argument, "\(method) does not take these arguments", at: position,
            hint: "append(x), extend(xs), insert(i, x), pop(), pop(i), remove(x), update(d), setdefault(k, x)")
        guard named.isEmpty || method == "update" else { throw wrong }
        switch held {
        case .list(var items):
            let result = try changed(&items, method, values, terms, at: position) ?? { throw wrong }()
            return (.list(items), result)
        case .dict(var dict):
            let result = try changed(&dict, method, values, named, at: position) ?? { throw wrong }()
            return (.dict(dict), result)
        default: throw wrong
        }
    }

    /// What the method of a list gives; nil for arguments that it does not take.
    private mutating func changed(
        _ items: inout [Value], _ method: String, _ values: [Value], _ terms: [NamedTerm], at position: SourcePosition
    ) throws -> Value? {
        switch (method, values.count) {
        case ("append", 1): items.append(values[0])
        case ("extend", 1): items += try self.items(of: terms[0].term)
        case ("insert", 2):
            guard case .integer(let index) = values[0] else { return nil }
            let place = index < 0 ? max(0, index.addingReportingOverflow(items.count).partialValue) : index
            items.insert(values[1], at: min(place, items.count))
        case ("pop", 0), ("pop", 1):
            guard case .integer(let index) = values.first ?? .integer(-1) else { return nil }
            return items.remove(at: try place(index, in: items.count, at: position))
        case ("remove", 1):
            guard let index = items.firstIndex(where: { StaticArithmetic.compare(.equal, $0, values[0]) == true })
            else {
                throw Fault(.argument, "the list does not hold \(values[0].text)", at: position)
            }
            items.remove(at: index)
        case ("clear", 0): items = []
        case ("reverse", 0): items.reverse()
        default: return nil
        }
        return Value.none
    }

    /// What the method of a dict gives; nil for arguments that it does not take.
    private mutating func changed(
        _ dict: inout Dict, _ method: String, _ values: [Value], _ named: [NamedTerm], at position: SourcePosition
    ) throws -> Value? {
        switch (method, values.count) {
        case ("update", 0), ("update", 1):
            if let given = values.first {
                let entries = try self.dict(from: Term(given, position))
                for (key, value) in zip(entries.keys, entries.values) { dict[key] = value }
            }
            for term in named { dict[.string(term.name ?? "")] = term.term.value }
        case ("pop", 1), ("pop", 2):
            let key = try key(values[0], at: position)
            guard let value = dict[key] ?? values.dropFirst().first else { throw missing(values[0], at: position) }
            dict[key] = nil
            return value
        case ("setdefault", 1), ("setdefault", 2):
            let key = try key(values[0], at: position)
            if let value = dict[key] { return value }
            let value = values.dropFirst().first ?? .none
            dict[key] = value
            return value
        case ("clear", 0): dict = Dict()
        default: return nil
        }
        return Value.none
    }

    /// A dict of a dict, or of a list of pairs.
    mutating func dict(from term: Term) throws -> Dict {
        if case .dict(let dict) = term.value { return dict }
        var dict = Dict()
        for item in try items(of: term) {
            let pair = try items(of: Term(item, term.position))
            guard pair.count == 2 else {
                throw Fault(.argument, "a dict is made of pairs, not of \(pair.count) items", at: term.position)
            }
            dict[try key(pair[0], at: term.position)] = pair[1]
        }
        return dict
    }
}
