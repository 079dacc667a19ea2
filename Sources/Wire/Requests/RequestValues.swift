extension Request {
    /// The value of an option as it was written.
    public subscript(key: OptionKey) -> String? { options[key.rawValue] }

    /// An option as a whole number.
    /// - Parameter range: the bounds, where what is there makes them narrower than the row does.
    /// - Throws: `ERR 21` when it is none, or out of range.
    public func integer(_ key: OptionKey, in range: ClosedRange<Int>? = nil) throws(WireError) -> Int? {
        guard let text = self[key] else { return nil }
        let bounds = try type(of: key) { if case .integer(let bounds) = $0 { bounds } else { nil } }
        let (value, range) = (Int(text), range ?? bounds)
        guard let value, range.contains(value) else {
            throw ValueFault.integer(text, range).error(of: "\(key.rawValue)=")
        }
        return value
    }

    /// Whether a flag is set.
    /// - Throws: `ERR 21` when it is neither 0 nor 1.
    public func flag(_ key: OptionKey) throws(WireError) -> Bool { try checked(key, .flag) == "1" }

    /// An option that is one of a few words; its type is the one that the row is made of.
    /// - Throws: `ERR 21` when it is none of them.
    public func choice<Choice: CaseIterable & RawRepresentable<String>>(
        _ key: OptionKey, as choice: Choice.Type = Choice.self
    ) throws(WireError) -> Choice? {
        try checked(key, .choice(of: choice)).flatMap(Choice.init(rawValue:))
    }

    /// An option that is a list of names; empty when it is not there.
    /// - Throws: `ERR 90` when the row says otherwise.
    public func names(_ key: OptionKey) throws(WireError) -> [String] {
        (try checked(key, .names) ?? "").split(whereSeparator: { "(), ".contains($0) }).map(String.init)
    }

    /// An option that is an element of an array.
    /// - Throws: `ERR 20` when it is none.
    public func entry(_ key: OptionKey) throws(WireError) -> EntryReference? {
        try checked(key, .entry).flatMap(EntryReference.init)
    }

    /// An option that is a moment.
    /// - Throws: `ERR 21` when it is none.
    public func time(_ key: OptionKey) throws(WireError) -> Timestamp? {
        try checked(key, .time).flatMap(Timestamp.init)
    }

    /// Whether the request attaches its connection to another session, works in the present one, or neither; a verb that
    /// attaches by name does so only where there is one.
    public var sessionUse: VerbDescriptor.SessionUse {
        let use = verb.descriptor.session
        guard use == .attachesByName else { return use }
        return words.isEmpty ? .works : .attaches
    }

    /// The session in whose lane the request waits: of one that makes a session under a given name, that one's.
    /// - Parameter attached: the one that its connection is attached to.
    public func laneSession(attachedTo attached: String) -> String {
        switch verb.descriptor.session {
        case .attachesByName: words.first ?? attached
        case .attaches: self[.name] ?? attached
        case .none, .works: attached
        }
    }

    /// The option's text, which fits `type`; the row must say the same type.
    private func checked(_ key: OptionKey, _ type: ValueType) throws(WireError) -> String? {
        guard let text = self[key] else { return nil }
        try self.type(of: key) { $0 == type ? () : nil }
        if let fault = type.fault(text) { throw fault.error(of: "\(key.rawValue)=") }
        return text
    }

    private func type<Result>(
        of key: OptionKey, _ read: (ValueType) -> Result?
    ) throws(WireError) -> Result {
        guard let option = verb.descriptor.option(key.rawValue), let result = read(option.type) else {
            throw WireError(.internal, "the row of \(verb.rawValue) says otherwise of \(key.rawValue)=")
        }
        return result
    }
}

/// Why a text is not of a type.
enum ValueFault {
    case integer(String, ClosedRange<Int>)
    case flag(String)
    case choice(String, [String])
    case entry(String)
    case rootedFolder(String)
    case time(String)

    var code: ErrorCode {
        switch self {
        case .entry: .parse
        case .integer, .flag, .choice, .rootedFolder, .time: .argument
        }
    }

    /// The sentence, with `key=` as its subject.
    func message(of key: String) -> String {
        switch self {
        case .integer(let text, let range):
            "\(key) must be a whole number from \(range.lowerBound) to \(range.upperBound), not \(text)"
        case .flag(let text): "\(key) must be 0 or 1, not \(text)"
        case .choice(let text, let words):
            "\(key) must be \(words.dropLast().joined(separator: ", ")) or \(words.last ?? ""), not \(text)"
        case .entry(let text): "expected an entry such as x[0,2], found \(text)"
        case .rootedFolder(let text): "\(key) must be a path from the root, not \(text)"
        case .time(let text): "\(key) must be a date such as 2026-11-23 or 2026-11-23T10:30:00Z, not \(text)"
        }
    }

    func error(of key: String) -> WireError { WireError(code, message(of: key)) }
}

extension ValueType {
    /// What keeps `text` from being a value of this type; `nil` when it is one.
    func fault(_ text: String) -> ValueFault? {
        switch self {
        case .integer(let range): Int(text).map(range.contains) == true ? nil : .integer(text, range)
        case .flag: ["0", "1"].contains(text) ? nil : .flag(text)
        case .choice(let words): words.contains(text) ? nil : .choice(text, words)
        case .entry: EntryReference(text) == nil ? .entry(text) : nil
        case .rootedFolder: text.hasPrefix("/") ? nil : .rootedFolder(text)
        case .time: Timestamp(text) == nil ? .time(text) : nil
        case .name, .sessionName, .names, .folder, .run, .arrayType, .text: nil
        }
    }
}
