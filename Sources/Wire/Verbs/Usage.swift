extension Verb {
    /// The verb with its arguments: `fork SESSION at=CELL [name=NAME]`.
    public var usage: String { ([rawValue] + descriptor.usage).joined(separator: " ") }

    /// The verb as it is typed at a shell: bodies and bytes come from files and go to files.
    public var commandLine: String {
        guard let files = descriptor.files else { return usage }
        let words = descriptor.arguments.map(\.placeholder)
        let flags = descriptor.options.filter { $0.type == .flag }
        let others = descriptor.options.filter { $0.type != .flag }
        let options = (flags + others).map(\.dashed)
        let parts =
            descriptor.payload == .documentOrWords
            ? options + [(words + [files]).joined(separator: "|")] : words + options + [files]
        return ([rawValue] + parts).joined(separator: " ")
    }

    /// The help page of this verb, as lines.
    public var help: [String] {
        [usage, "    \(descriptor.summary)", ""]
            + descriptor.details.split(separator: "\n", omittingEmptySubsequences: false).map { "    \($0)" }
    }

    /// The list of all verbs, one line each.
    public static var overview: [String] {
        let width = allCases.map(\.rawValue.count).max() ?? 0
        return allCases.map { verb in
            let padding = String(repeating: " ", count: width - verb.rawValue.count)
            return "\(verb.rawValue)\(padding)  \(verb.descriptor.summary)"
        }
    }
}

extension VerbDescriptor {
    fileprivate var usage: [String] {
        let options = options.map { option in
            let text = "\(option.key.rawValue)=\(option.placeholder)"
            return option.isRequired ? text : "[\(text)]"
        }
        let words = arguments.map { $0.isRequired ? $0.placeholder : "[\($0.placeholder)]" }
        return switch payload {
        case .nothing: words + options
        case .cell, .document: words + options + ["<<TAG"]
        case .documentOrWords: [words.joined(separator: " ") + ", or"] + options + ["<<TAG"]
        case .blob: words + options + ["blob=BYTES"]
        }
    }

    /// What a shell is to bring or to take.
    fileprivate var files: String? {
        switch (payload, reply) {
        case (.cell, _): "[FILE]"
        case (.document, _): "FILE.md"
        case (.documentOrWords, _): "FILE.md…"
        case (.blob, _): "< BYTES"
        case (.nothing, .bytes): "> BYTES"
        case (.nothing, .lines), (.nothing, .document), (.nothing, .breakdown): nil
        }
    }
}

extension VerbDescriptor.Option {
    /// `[--repeat N]`, as at a shell.
    fileprivate var dashed: String {
        let text = "--\(key.rawValue)" + (type == .flag ? "" : " \(placeholder)")
        return isRequired ? text : "[\(text)]"
    }
}
