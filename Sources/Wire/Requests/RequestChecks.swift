import OrderedCollections
import Spelling

extension Request {
    /// Sorts words into arguments and options, and checks them against the verb's row.
    init(id: String?, _ verb: Verb, _ words: [Word], hasBody: Bool) throws(LineFault) {
        let row = verb.descriptor
        var arguments: [Word] = []
        var options: OrderedDictionary<String, String> = [:]
        var hasBlob = false
        for word in words {
            if word.key == "blob" {
                hasBlob = true
            } else if let key = word.key, row.option(key) != nil {
                guard options.updateValue(word.text, forKey: key) == nil else {
                    throw .argument("\(key)= is given twice", of: verb, at: word.offset)
                }
            } else {
                arguments.append(word)
            }
        }
        try Request.check(arguments, of: verb)
        if let missing = row.options.first(where: { $0.isRequired && options[$0.key.rawValue] == nil }) {
            throw .argument("\(verb.rawValue) needs \(missing.key.rawValue)=", of: verb)
        }
        try Request.check(row.payload, hasWords: !arguments.isEmpty, hasBody: hasBody, hasBlob: hasBlob, of: verb)
        self.init(id: id, verb, words: arguments.map(\.whole), options: options)
    }

    private static func check(_ words: [Word], of verb: Verb) throws(LineFault) {
        let row = verb.descriptor
        if words.count > row.argumentCount.upperBound {
            let surplus = words.first { $0.key != nil } ?? words[row.argumentCount.upperBound]
            guard let key = surplus.key else {
                throw .argument("one word too many", of: verb, at: surplus.offset)
            }
            let hint =
                nearest(to: key, among: row.options.map(\.key.rawValue)).map { "; did you mean \($0)=?" } ?? ""
            throw .argument("\(verb.rawValue) has no option \(key)=\(hint)", of: verb, at: surplus.offset)
        }
        if words.count < row.argumentCount.lowerBound {
            let missing = row.argumentCount.lowerBound - words.count
            throw .argument("\(missing == 1 ? "an argument is" : "\(missing) arguments are") missing", of: verb)
        }
    }

    private static func check(
        _ payload: VerbDescriptor.Payload, hasWords: Bool, hasBody: Bool, hasBlob: Bool, of verb: Verb
    ) throws(LineFault) {
        let (takesBody, takesBlob) =
            switch payload {
            case .nothing: (false, false)
            case .cell, .document: (true, false)
            case .documentOrWords: (!hasWords, false)
            case .blob: (false, true)
            }
        if payload == .documentOrWords, takesBody != hasBody {
            throw .argument(
                "\(verb.rawValue) takes a run or session, or a document in a body, one of them", of: verb)
        }
        for (takes, isThere, what) in [(takesBody, hasBody, "body"), (takesBlob, hasBlob, "blob")]
        where takes != isThere {
            throw .argument("\(verb.rawValue) \(takes ? "needs a" : "takes no") \(what)", of: verb)
        }
    }
}

extension Request {
    /// Checks that words and values are of the types that the verb's row gives them. Not a matter of the decoder: what comes
    /// behind an attachment with a wrong value is to fail with it, and not to run in another session.
    /// - Throws: `ERR 20` or `ERR 21` when one is not.
    public func checkTypes() throws(WireError) {
        let row = verb.descriptor
        for (word, argument) in zip(words, row.arguments) {
            if let fault = argument.type.fault(word) { throw fault.error(of: argument.placeholder) }
        }
        for option in row.options {
            guard let text = self[option.key], let fault = option.type.fault(text) else { continue }
            throw fault.error(of: "\(option.key.rawValue)=")
        }
    }
}
