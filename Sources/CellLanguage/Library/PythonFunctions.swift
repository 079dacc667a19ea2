import Graphs
import Tensors

// What Python's own functions do on static values; their rows stand in `PythonBuiltins.swift`.

extension Elaborator {
    /// `print(…)`: its text follows what the cell printed before.
    mutating func printed(_ a: Call) throws -> Value {
        let (separator, end) = (a.isNone("sep") ? " " : try a.word("sep"), a.isNone("end") ? "\n" : try a.word("end"))
        guard a.isNone("file") else { throw a.fault("file", "left out: what is printed goes to the session") }
        var pieces: [TextPiece] = []
        for (index, term) in a.rest.enumerated() {
            if index > 0 { pieces.append(.text(separator)) }
            pieces += try self.pieces(of: term.value, represented: false)
        }
        try emit(pieces + [.text(end)], at: a.position)
        return .none
    }

    /// Prints.
    mutating func emit(_ pieces: [TextPiece], at position: SourcePosition) throws {
        let cost = pieces.reduce(0) { cost, piece in
            switch piece {
            case .text(let text): cost + text.utf8.count / 16 + 1
            case .array(let id, _, _): cost + min(b.shape(id).count, 1000)
            }
        }
        try step(cost, at: position)
        printed += pieces
    }

    /// Python's `sum` of a list; nil for arrays and for NumPy's arguments.
    mutating func pythonSum(_ terms: [NamedTerm], at position: SourcePosition) throws -> Value? {
        guard let first = terms.first, first.name == nil, terms.count <= 2, first.term.value.isListed else {
            return nil
        }
        guard terms.dropFirst().allSatisfy({ $0.name == nil || $0.name == "start" }) else { return nil }
        let items = try items(of: first.term)
        try step(items.count, at: position)
        return try items.reduce(terms.dropFirst().first?.term.value ?? .integer(0)) { total, item in
            let next = try binary(.add, Term(total, position), Term(item, first.term.position))
            // What is added up may be lists, each a copy of the one before.
            try step((next.children?.count ?? 0) / 16, at: position)
            return next
        }
    }

    /// Python's `max` or `min` of static values; nil where an array is among them.
    mutating func extreme(
        _ terms: [NamedTerm], _ order: ComparisonOperator, at position: SourcePosition
    ) throws -> Value? {
        let places = terms.filter { $0.name == nil }
        guard let first = places.first, terms.allSatisfy({ $0.name.map { $0 == "key" || $0 == "default" } ?? true })
        else {
            return nil
        }
        guard places.count > 1 || first.term.value.isListed else { return nil }
        let items = try places.count > 1 ? places.map(\.term.value) : items(of: first.term)
        try step(items.count, at: position)
        let key = terms.first { $0.name == "key" }?.term.value
        func rank(_ item: Value, _ e: inout Elaborator) throws -> Value {
            guard let key, !key.isNone else { return item }
            return try e.apply(key, [NamedTerm(name: nil, term: Term(item, position))], at: position)
        }
        guard var best = items.first else {
            if let value = terms.first(where: { $0.name == "default" }) { return value.term.value }
            throw Fault(.argument, "the greatest or least of no items", at: position)
        }
        var bestRank = try rank(best, &self)
        if items.count == 1 { return best.holdsArrays ? nil : best }
        for item in items.dropFirst() {
            let itemRank = try rank(item, &self)
            guard let isBetter = StaticArithmetic.compare(order, itemRank, bestRank) else {
                guard itemRank.holdsArrays || bestRank.holdsArrays else {
                    throw Fault(
                        .argument, "\(itemRank.kindText) and \(bestRank.kindText) are in no order", at: position)
                }
                return nil
            }
            if isBetter { (best, bestRank) = (item, itemRank) }
        }
        return best
    }

    /// Python's `all` or `any` of static values; nil where an array is among them.
    mutating func quantified(_ terms: [NamedTerm], isAll: Bool) throws -> Value? {
        guard terms.count == 1, terms[0].name == nil, terms[0].term.value.isListed else { return nil }
        let items = try items(of: terms[0].term)
        guard !items.contains(where: \.isArray) else {
            guard terms[0].term.value.items != nil else { return nil }
            return try combined(items, terms[0].term, isAll: isAll)
        }
        let truths = try items.map { try truth($0, at: terms[0].term.position) }
        return .bool(isAll ? truths.allSatisfy(\.self) : truths.contains(true))
    }

    /// The truths of scalars as one, computed when the cell runs.
    private mutating func combined(_ items: [Value], _ term: Term, isAll: Bool) throws -> Value {
        let truths = try items.map { item -> ValueID in
            let id = try array(Term(item, term.position))
            guard b.shape(id).count == 1 else {
                throw Fault(
                    .argument, "\(b.types[id]) has many truths", at: term.position,
                    hint: "any(x) or all(x) makes one of them")
            }
            return try isNotZero(b.reshape(id, []))
        }
        let first = truths[0]
        return .array(try truths.dropFirst().reduce(first) { try b.apply(isAll ? .and : .or, $0, $1) })
    }

    /// Python's `round`, half to even; nil for arrays.
    mutating func rounded(_ terms: [NamedTerm], at position: SourcePosition) throws -> Value? {
        guard let first = terms.first, first.name == nil, terms.count <= 2 else { return nil }
        var digits: Int?
        if terms.count == 2 {
            guard terms[1].name == nil || terms[1].name == "ndigits", case .integer(let count) = terms[1].term.value
            else {
                return nil
            }
            digits = count
        }
        switch first.term.value {
        case .integer(let value):
            guard let digits, digits < 0 else { return .integer(value) }
            guard digits > -19 else { return .integer(0) }
            let unit = (0..<(-digits)).reduce(1) { unit, _ in unit * 10 }
            let rest = ((value % unit) + unit) % unit
            let (low, isBelow) = value.subtractingReportingOverflow(rest)
            guard !isBelow else {
                throw Fault(.limit, "round(\(value), \(digits)) does not fit in 64 bits", at: position)
            }
            let isUp = rest > unit / 2 || rest == unit / 2 && !(low / unit).isMultiple(of: 2)
            let (result, overflow) = isUp ? low.addingReportingOverflow(unit) : (low, false)
            guard !overflow else {
                throw Fault(.limit, "round(\(value), \(digits)) does not fit in 64 bits", at: position)
            }
            return .integer(result)
        case .float(let value):
            guard let digits else {
                guard let whole = Int(exactly: value.rounded(.toNearestOrEven)) else {
                    throw Fault(.argument, "round(\(value)) is no whole number of 64 bits", at: position)
                }
                return .integer(whole)
            }
            guard value.isFinite, digits <= 300 else { return .float(value) }
            guard digits < 0 else {
                return .float(Double(FormatSpecification.printed("%.*f", digits, value)) ?? value)
            }
            guard digits > -300 else { return .float(0 * value) }
            let unit = Double("1e\(-digits)") ?? 1
            return .float((value / unit).rounded(.toNearestOrEven) * unit)
        case .bool(let value): return .integer(value ? 1 : 0)
        default: return nil
        }
    }

    /// `sorted(xs, key=f, reverse=True)` of static values; the order of equal ones stays.
    mutating func sorted(_ a: Call) throws -> Value {
        if case .array = a("iterable").value {
            throw Fault(
                .argument, "sorted of an array, whose values are not known before the cell runs",
                at: a("iterable").position,
                hint: "sort(x) sorts an array")
        }
        let items = try items(of: a("iterable"))
        try step(items.count, at: a.position)
        let keys = try items.map { item in
            a.isNone("key")
                ? item : try apply(a("key").value, [NamedTerm(name: nil, term: Term(item, a.position))], at: a.position)
        }
        for (one, next) in zip(keys, keys.dropFirst()) where StaticArithmetic.ordered(one, next) == nil {
            throw Fault(
                .argument, "\(one.kindText) and \(next.kindText) are in no order", at: a("iterable").position,
                hint: "sort(array(xs)) sorts arrays")
        }
        let isReversed = try truth(a("reverse").value, at: a("reverse").position)
        let order = items.indices.sorted { x, y in
            let isBefore = StaticArithmetic.ordered(keys[x], keys[y]) ?? false
            let isAfter = StaticArithmetic.ordered(keys[y], keys[x]) ?? false
            return isBefore == isAfter ? x < y : isReversed ? isAfter : isBefore
        }
        return .list(order.map { items[$0] })
    }

    /// `isinstance(value, class)`
    func isInstance(_ value: Value, of type: Value, at position: SourcePosition) throws -> Bool {
        switch type {
        case .tuple(let types): return try types.contains { try isInstance(value, of: $0, at: position) }
        case .object(.recordType(let type)):
            if case .record(let record) = value { return record.type == type } else { return false }
        case .object(.classType(let type)):
            if case .object(.error(let error)) = value { return error.classes.contains(type.id) }
            return value.classType?.line.contains { $0.id == type.id } ?? false
        case .builtin(let builtin) where Library.errors[builtin.name] != nil:
            if case .object(.error(let error)) = value { return error.line.contains(builtin.name) }
            return value.classType?.errors.contains(builtin.name) ?? false
        case .dtype(let dtype): return dtype == .bool && value.isBoolean
        case .builtin(let builtin):
            switch (builtin.name, value) {
            case ("int", .integer), ("int", .bool), ("float", .float), ("str", .string), ("str", .object(.text)),
                ("bool", .bool), ("list", .list), ("tuple", .tuple), ("dict", .dict), ("range", .range),
                ("ndarray", .array), ("array", .array), ("object", _):
                return true
            case ("tuple", .record(let record)): return record.type.kind == .namedTuple
            case ("int", _), ("float", _), ("str", _), ("bool", _), ("list", _), ("tuple", _), ("dict", _),
                ("range", _),
                ("ndarray", _), ("array", _):
                return false
            default: break
            }
        default: break
        }
        throw Fault(
            .argument, "isinstance does not know \(type.kindText) as a class", at: position,
            hint: "int, float, bool, str, list, tuple, dict, jnp.ndarray, jax.Array and classes of the session")
    }

    /// `type(value)`
    func type(of term: Term) throws -> Value {
        let name: String
        switch term.value {
        case .integer: name = "int"
        case .float: name = "float"
        case .bool: name = "bool"
        case .string, .object(.text): name = "str"
        case .list: name = "list"
        case .tuple: name = "tuple"
        case .dict: name = "dict"
        case .range: name = "range"
        case .array: name = "ndarray"
        case .record(let record): return .object(.recordType(record.type))
        case .object(.instance(let instance)): return .object(.classType(instance.type))
        case .object(.error(let error)): return Library.value(named: error.name) ?? .none
        case .none, .ellipsis, .dtype, .closure, .builtin, .method, .transformed, .primitive, .module, .updater, .file,
            .object:
            throw Fault(.argument, "the class of \(term.value.kindText) has no name here", at: term.position)
        }
        return Library.value(named: name) ?? .none
    }
}

extension Value {
    /// Whether Python goes through the value item by item, and it is no array and no string.
    fileprivate var isListed: Bool {
        switch self {
        case .list, .tuple, .range, .dict: true
        default: items != nil
        }
    }

    fileprivate var isBoolean: Bool { if case .bool = self { true } else { false } }

    fileprivate var isArray: Bool { if case .array = self { true } else { false } }
}
