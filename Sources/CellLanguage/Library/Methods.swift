import Graphs
import Tensors

// Methods of strings, lists, tuples and dicts that change nothing; what changes a list or dict is in `Mutation.swift`.

extension Library {
    static let memberRows: [Builtin] = [
        Builtin("str.join(self, iterable)") { e, a in
            let separator = try e.text(a("self"))
            var pieces: [TextPiece] = []
            for (index, item) in try e.items(of: a("iterable")).enumerated() {
                if index > 0 { pieces.append(.text(separator)) }
                switch item {
                case .string, .object(.text): pieces += try e.pieces(of: item, represented: false)
                default: throw a.fault("iterable", "a list of strings")
                }
            }
            return try e.string(pieces)
        },
        .raw("str.format(self, *args, **kwargs)") { e, terms, position in
            try e.formatted(e.text(terms[0].term), Array(terms.dropFirst()), at: position)
        },
        textRow("upper") { $0.uppercased() }, textRow("lower") { $0.lowercased() },
        textRow("title") { text in
            var isStart = true
            return String(
                text.map { character -> Character in
                    defer { isStart = !character.isLetter }
                    let changed = isStart ? character.uppercased() : character.lowercased()
                    return changed.count == 1 ? Character(changed) : character
                })
        },
        textRow("capitalize") { $0.prefix(1).uppercased() + $0.dropFirst().lowercased() },
        Builtin("str.strip(self, chars=None)") { e, a in .string(try e.stripped(a, atStart: true, atEnd: true)) },
        Builtin("str.lstrip(self, chars=None)") { e, a in .string(try e.stripped(a, atStart: true, atEnd: false)) },
        Builtin("str.rstrip(self, chars=None)") { e, a in .string(try e.stripped(a, atStart: false, atEnd: true)) },
        Builtin("str.split(self, sep=None)") { e, a in
            let text = try e.text(a("self"))
            if a.isNone("sep") {
                return .list(text.split(whereSeparator: \.isWhitespace).map { .string(String($0)) })
            }
            let separator = try a.word("sep")
            guard !separator.isEmpty else { throw a.fault("sep", "a string that is not empty") }
            return .list(text.components(separatedBy: separator).map(Value.string))
        },
        Builtin("str.replace(self, old, new)") { e, a in
            let (text, old, new) = (try e.text(a("self")), try a.word("old"), try a.word("new"))
            guard !old.isEmpty else { throw a.fault("old", "a string that is not empty") }
            let parts = text.components(separatedBy: old)
            guard parts.count * new.utf8.count <= StaticArithmetic.stringBytesMax else {
                throw StaticArithmetic.longString
            }
            return .string(parts.joined(separator: new))
        },
        Builtin("str.startswith(self, prefix)") { e, a in .bool(try e.text(a("self")).hasPrefix(a.word("prefix"))) },
        Builtin("str.endswith(self, suffix)") { e, a in .bool(try e.text(a("self")).hasSuffix(a.word("suffix"))) },
        Builtin("list.index(self, x)") { e, a in try e.indexOf(a) },
        Builtin("list.count(self, x)") { e, a in
            let items = try e.items(of: a("self"))
            return .integer(items.filter { StaticArithmetic.same($0, a("x").value) == true }.count)
        },
        Builtin("list.copy(self)") { _, a in a("self").value },
        Builtin("dict.keys(self)") { e, a in .list(try e.dict(from: a("self")).keys.map(\.value)) },
        Builtin("dict.values(self)") { e, a in .list(try e.dict(from: a("self")).values) },
        Builtin("dict.items(self)") { e, a in
            let dict = try e.dict(from: a("self"))
            return .list(zip(dict.keys, dict.values).map { .tuple([$0.value, $1]) })
        },
        Builtin("dict.get(self, key, default=None)") { e, a in
            try e.dict(from: a("self"))[e.key(a("key").value, at: a("key").position)] ?? a("default").value
        },
        Builtin("dict.copy(self)") { _, a in a("self").value },
        .raw("record._replace(self, **fields)") { e, terms, position in
            guard case .record(let record)? = terms.first?.term.value else { return .none }
            let changed = terms.dropFirst()
            let names = Set(changed.compactMap(\.name))
            let kept = zip(record.type.fields, record.items).filter { !names.contains($0.0) }.map {
                NamedTerm(name: $0, term: Term($1, position))
            }
            return try e.instance(of: record.type, Array(changed) + kept, at: position)
        },
        Builtin("record._asdict(self)") { _, a in
            guard case .record(let record) = a("self").value else { return .none }
            return .dict(Dict(record.type.fields.map(DictKey.string), record.items))
        },
    ]

    private static func textRow(_ name: String, _ body: @escaping @Sendable (String) -> String) -> Builtin {
        Builtin("str.\(name)(self)") { e, a in .string(body(try e.text(a("self")))) }
    }

    private static let members = Dictionary(uniqueKeysWithValues: memberRows.map { ($0.name, $0) })

    /// A method of a kind of value.
    static func member(_ name: String, of kind: String) -> Value? {
        members["\(kind).\(name)"].map(Value.builtin)
    }
}

extension Elaborator {
    /// An attribute of a string, list, tuple or dict: a method.
    func memberAttribute(_ name: String, of value: Value, at position: SourcePosition) throws -> Value {
        let kind: String
        switch value {
        case .string: kind = "str"
        case .dict: kind = "dict"
        default: kind = "list"
        }
        if case .builtin(let method)? = Library.member(name, of: kind) { return .method(method, receiver: value) }
        var advice = ForeignNames.sequenceAttributes[name]
        if Elaborator.mutators.contains(name), !(kind == "str") {
            advice = "only a list or dict under a name of its own can be changed: xs = []; xs.append(x)"
        }
        throw Fault(.notFound, "\(value.kindText) has no attribute \(name)", at: position, hint: advice)
    }

    fileprivate func text(_ term: Term) throws -> String {
        guard case .string(let text) = term.value else {
            throw Fault(.argument, "expected a string, found \(term.value.kindText)", at: term.position)
        }
        return text
    }

    fileprivate func stripped(_ a: Call, atStart: Bool, atEnd: Bool) throws -> String {
        let unwanted = try a.isNone("chars") ? nil : Set(a.word("chars"))
        func isUnwanted(_ character: Character) -> Bool { unwanted?.contains(character) ?? character.isWhitespace }
        var text = try self.text(a("self"))[...]
        if atStart { text = text.drop(while: isUnwanted) }
        while atEnd, let last = text.last, isUnwanted(last) { text.removeLast() }
        return String(text)
    }

    fileprivate mutating func indexOf(_ a: Call) throws -> Value {
        let place = try items(of: a("self")).firstIndex { StaticArithmetic.same($0, a("x").value) == true }
        guard let place else { throw Fault(.argument, "\(a("x").value.text) is not in the list", at: a("x").position) }
        return .integer(place)
    }

    /// `"{} {name:.2f}".format(…)`
    mutating func formatted(_ text: String, _ terms: [NamedTerm], at position: SourcePosition) throws -> Value {
        var pieces: [TextPiece] = []
        var rest = Array(text)[...]
        var literal = ""
        var count = 0
        let places = terms.filter { $0.name == nil }
        let broken = Fault(
            .argument, "'\(text)' is not a format", at: position, hint: "write {} or {name:.2f}; a brace is {{")
        while let character = rest.popFirst() {
            if character == "{" || character == "}", rest.first == character {
                literal.append(character)
                rest.removeFirst()
                continue
            }
            guard character != "}" else { throw broken }
            guard character == "{" else {
                literal.append(character)
                continue
            }
            guard let end = rest.firstIndex(of: "}") else { throw broken }
            let field = rest[..<end]
            rest = rest[(end + 1)...]
            guard !field.contains("{") else { throw broken }
            let head = field.prefix { $0 != ":" && $0 != "!" }
            let tail = field.dropFirst(head.count)
            let conversion = tail.first == "!" ? tail.dropFirst().first : nil
            let format = String(tail.drop { $0 != ":" }.dropFirst())
            let name = String(head.prefix { $0 != "[" && $0 != "." })
            let term: Term
            if name.isEmpty || Int(name) != nil {
                let place = Int(name) ?? count
                count += 1
                guard places.indices.contains(place) else {
                    throw Fault(.argument, "the format has more fields than there are values", at: position)
                }
                term = places[place].term
            } else if let named = terms.first(where: { $0.name == name }) {
                term = named.term
            } else {
                throw Fault(.argument, "the format names \(name), which is not given", at: position)
            }
            guard name.count == head.count else {
                throw Fault(
                    .argument, "a part of a value in a format: {\(String(head))}", at: position,
                    hint: "format the part itself")
            }
            pieces += [.text(literal)] + (try written(term, conversion: conversion, format: format))
            literal = ""
        }
        return try string(pieces + [.text(literal)])
    }

    /// `"%d %.2f" % (…)`
    mutating func percentFormatted(_ text: String, _ operand: Term) throws -> Value {
        var values: [Value]
        if case .tuple(let items) = operand.value { values = items } else { values = [operand.value] }
        var pieces: [TextPiece] = []
        var rest = Array(text)[...]
        var literal = ""
        while let character = rest.popFirst() {
            guard character == "%" else {
                literal.append(character)
                continue
            }
            if rest.first == "%" {
                rest.removeFirst()
                literal.append("%")
                continue
            }
            var value: Value?
            if rest.first == "(", case .dict(let dict) = operand.value {
                let name = String(rest.dropFirst().prefix { $0 != ")" })
                rest = rest.dropFirst(name.count + 2)
                value = dict[.string(name)]
            }
            let flags = rest.prefix { "-+ 0#".contains($0) }
            rest = rest.dropFirst(flags.count)
            let size = rest.prefix { $0.isNumber || $0 == "." }
            rest = rest.dropFirst(size.count)
            guard let type = rest.popFirst(), "diufFeEgGsrxXo".contains(type) else {
                throw Fault(
                    .argument, "'\(text)' is not a format", at: operand.position,
                    hint: "write %d, %.2f, %s or an f-string")
            }
            if value == nil, !values.isEmpty { value = values.removeFirst() }
            guard let value else {
                throw Fault(.argument, "the format has more fields than there are values", at: operand.position)
            }
            pieces.append(.text(literal))
            literal = ""
            let isText = type == "s" || type == "r"
            let align = flags.contains("-") ? "<" : isText && !size.isEmpty ? ">" : ""
            let signs = flags.filter { "+ #".contains($0) }
            let zero = flags.contains("0") && !flags.contains("-") ? "0" : ""
            if isText {
                let conversion: Character = type == "r" ? "r" : "s"
                pieces += try written(Term(value, operand.position), conversion: conversion, format: align + size)
            } else {
                let isWhole = "diu".contains(type)
                var whole = Term(value, operand.position)
                if isWhole, case .float(let number) = value, let truncated = Int(exactly: number.rounded(.towardZero)) {
                    whole = Term(.integer(truncated), operand.position)
                }
                pieces += try written(
                    whole, conversion: nil, format: align + signs + zero + size + (isWhole ? "d" : String(type)))
            }
        }
        if case .dict = operand.value { values = [] }
        guard values.isEmpty else {
            throw Fault(.argument, "the format has fewer fields than there are values", at: operand.position)
        }
        return try string(pieces + [.text(literal)])
    }
}

extension String {
    /// The parts between each `separator`, which is not empty.
    fileprivate func components(separatedBy separator: String) -> [String] {
        var parts: [String] = []
        var rest = self[...]
        while let range = rest.firstRange(of: separator) {
            parts.append(String(rest[..<range.lowerBound]))
            rest = rest[range.upperBound...]
        }
        return parts + [String(rest)]
    }
}
