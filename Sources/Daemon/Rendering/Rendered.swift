import OrderedCollections
import Tensors
import Wire

/// An answer as the protocol writes it. Text and JSON are functions of the answer, and only the one that was chosen is made.
protocol Rendered: Sendable {
    /// The data lines as text.
    var text: LazyLines<TextLine> { get }
    /// The data lines as JSON.
    var json: LazyLines<JSON> { get }
    /// The final line, the same in both.
    var ending: Fields { get }
    /// The data lines in a format.
    func lines(as format: ReplyFormat) -> LazyLines<ReplyLine>
}

/// Keys and values, in order.
typealias Fields = [(key: String, value: JSON)]

/// A data line of text.
struct TextLine: Sendable {
    let text: String
    /// Of the numbers in it, where it has any; a document that is compared shows their bits.
    let dtype: DType?

    init(_ text: String, _ dtype: DType? = nil) {
        self.text = text
        self.dtype = dtype
    }
}

extension Rendered {
    func lines(as format: ReplyFormat) -> LazyLines<ReplyLine> {
        switch format {
        case .text: text.map { .data(.text($0.text)) }
        case .json: json.map { .data(.json($0)) }
        }
    }

    /// The whole reply.
    func reply(as format: ReplyFormat) -> LazyLines<ReplyLine> {
        var reply = lines(as: format)
        let fields = OrderedDictionary(uniqueKeysWithValues: ending.map { ($0.key, $0.value) })
        reply.append(.ok(.fields(fields)))
        return reply
    }
}

extension Fields {
    /// `key=value key=value`
    var text: String { map { "\($0.key)=\($0.value.plainText)" }.joined(separator: " ") }

    /// An object of the fields.
    var object: JSON { .object(.init(uniqueKeysWithValues: map { ($0.key, $0.value) })) }
}

/// An answer whose lines are the same in both formats.
struct PlainAnswer: Rendered {
    let text: LazyLines<TextLine>
    let ending: Fields

    init(_ lines: [String] = [], _ ending: Fields = []) {
        text = LazyLines(lines) { TextLine($0) }
        self.ending = ending
    }

    var json: LazyLines<JSON> { text.map { ["text": .string($0.text)] } }
}

extension JSON {
    /// A string, or null.
    init(_ text: String?) { self = text.map(JSON.string) ?? .null }

    /// An object of the fields.
    static func fields(_ fields: Fields) -> JSON { fields.object }
}
