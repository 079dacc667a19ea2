import OrderedCollections

extension Request {
    /// Sorts words into arguments and options, and checks them against the verb's row.
    init(id: String?, _ verb: Verb, _ words: [Word], hasBody: Bool) throws(LineFault) {
        let row = verb.descriptor
        var positional: [Word] = []
        var options: OrderedDictionary<String, String> = [:]
        var hasBlob = false
        for word in words {
            if word.key == "blob" {
                hasBlob = true
            } else if let key = word.key, row.options.contains(key) {
                guard options.updateValue(word.text, forKey: key) == nil else {
                    throw .argument("\(key)= is given twice", of: verb, at: word.offset)
                }
            } else {
                positional.append(word)
            }
        }
        try Request.check(positional, of: verb)
        if let missing = row.required.first(where: { options[$0] == nil }) {
            throw .argument("\(verb.rawValue) needs \(missing)=", of: verb)
        }
        try Request.check(row.body, isThere: hasBody, "a body", of: verb)
        try Request.check(row.blob, isThere: hasBlob, "a blob", of: verb)
        self.init(id: id, verb, words: positional.map(\.whole), options: options)
    }

    private static func check(_ words: [Word], of verb: Verb) throws(LineFault) {
        let row = verb.descriptor
        if words.count > row.positional.upperBound {
            let surplus = words.first { $0.key != nil } ?? words[row.positional.upperBound]
            guard let key = surplus.key else {
                throw .argument("one word too many", of: verb, at: surplus.offset)
            }
            let hint = nearest(to: key, among: row.options).map { "; did you mean \($0)=?" } ?? ""
            throw .argument("\(verb.rawValue) has no option \(key)=\(hint)", of: verb, at: surplus.offset)
        }
        if words.count < row.positional.lowerBound {
            let missing = row.positional.lowerBound - words.count
            throw .argument("\(missing == 1 ? "an argument is" : "\(missing) arguments are") missing", of: verb)
        }
    }

    private static func check(
        _ presence: VerbDescriptor.Presence, isThere: Bool, _ what: String, of verb: Verb
    ) throws(LineFault) {
        switch (presence, isThere) {
        case (.none, true): throw .argument("\(verb.rawValue) takes no \(what.dropFirst(2))", of: verb)
        case (.required, false): throw .argument("\(verb.rawValue) needs \(what)", of: verb)
        case (.none, false), (.optional, _), (.required, true): break
        }
    }
}
