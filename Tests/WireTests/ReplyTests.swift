import Spelling
import Testing

@testable import Wire

@Suite("A reply")
struct ReplyTests {
    private func decode(_ bytes: [UInt8], pieces: Int = .max) throws -> [Reply] {
        var decoder = ReplyDecoder()
        var replies: [Reply] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            decoder.feed(rest.prefix(pieces))
            rest = rest.dropFirst(pieces)
            while let reply = try decoder.next() { replies.append(reply) }
        }
        return replies
    }

    private func text(_ line: ReplyLine, id: String? = nil, _ format: ReplyFormat = .text) -> String {
        String(decoding: line.encoded(id: id, format: format), as: UTF8.self)
    }

    @Test("has the forms of the protocol's page")
    func forms() {
        let error = WireError(.parse, "expected an operand", line: 1, column: 9)
        #expect(text(.data(.text("x f64[]")), id: "1") == "@1 = x f64[]\n")
        #expect(text(.progress(.text("3/7"))) == "+ 3/7\n")
        #expect(text(.ok(.text(""))) == "OK\n")
        #expect(text(.ok(.text("cell=1")), id: "a") == "@a OK cell=1\n")
        #expect(text(.error(error)) == "ERR 20 parse 1:9 expected an operand\n")
        #expect(
            text(.data(.json(["name": "x"])), id: "1", .json) == #"{"id":"1","data":{"name":"x"}}"# + "\n")
        #expect(text(.ok(.fields(["cell": 1])), .json) == #"{"id":null,"ok":{"cell":1}}"# + "\n")
        #expect(text(.ok(.fields(["cell": 1, "run": "a b"]))) == "OK cell=1 run=a b\n")
        #expect(text(.data(.json([1, "x"]))) == #"= [1,"x"]"# + "\n")
        #expect(
            text(.error(WireError(.notFound, "no y")), .json)
                == #"{"id":null,"error":{"code":40,"symbol":"not-found","line":null,"column":null,"message":"no y"}}"#
                + "\n")
    }

    @Test("is one line whatever is in it")
    func escapes() {
        #expect(text(.data(.text("a\nb\u{1B}[0m\u{2028}\\"))) == "= a\\nb\\u001b[0m\\u2028\\\n")
        #expect(text(.error(WireError(.internal, "a\r\nOK"))) == "ERR 90 internal 0:0 a\\r\\nOK\n")
        #expect(text(.data(.text("a\nb")), .json) == #"{"id":null,"data":{"text":"a\nb"}}"# + "\n")
    }

    @Test("reads back, cut anywhere, blobs included", arguments: [Int.max, 1, 3], ReplyFormat.allCases)
    func roundTrip(pieces: Int, format: ReplyFormat) throws {
        let bytes: [UInt8] = [10, 0, 255, 13, 10]
        let error = WireError(.notFound, "no 'x'", line: 2, column: 3)
        let lines: [ReplyLine] = [
            .data(.text("blob=3")), .blob(bytes), .blob([]), .progress(.json(1)), .ok(.fields(["n": 1])),
        ]
        let sent =
            lines.flatMap { $0.encoded(id: "7", format: format) }
            + ReplyLine.error(error).encoded(id: nil, format: format)
        let replies = try decode(sent, pieces: pieces)
        #expect(replies.map(\.id) == ["7", "7", "7", "7", "7", nil])
        #expect(
            replies.map(\.content) == [
                .data(format == .text ? .text("\\u0062lob=3") : .json(["text": "blob=3"])), .blob(bytes), .blob([]),
                .progress(format == .text ? .text("1") : .json(1)),
                .ok(format == .text ? .text("n=1") : .json(["n": 1])),
                .error(error),
            ])
    }

    @Test("that is none is refused")
    func invalid() {
        for line in ["hello\n", "{}\n", "{\"data\"\n", "ERR x\n", "\n", "@1\n"] {
            #expect(throws: WireError.self, "\(line)") { try decode(Array(line.utf8)) }
        }
        #expect(throws: WireError.self) { try decode(Array("= blob=2\nabc\n".utf8)) }
        #expect(throws: WireError.self) { try decode(Array("= blob=99999999999\n".utf8)) }
    }

    @Test("starts with a greeting")
    func greeting() {
        let greeting = Greeting(server: "0.1.0", pid: 4121)
        #expect(greeting.encoded == "OK pullback/1 server=0.1.0 pid=4121 maxline=65536 maxblob=67108864\n")
        #expect(Greeting(parsing: String(greeting.encoded.dropLast())) == greeting)
        #expect(Greeting(parsing: "OK pullback/2 server=9 pid=1 maxline=2 maxblob=3 new=4")?.major == 2)
        let versions = ["0.0.9", "0.0", "0.1.0", "0.1.1", "0.10.0", "1.0"].map { Greeting(server: $0, pid: 1).isOlder }
        #expect(versions == [true, true, false, false, false, false])
        for line in ["", "OK", "OK pullback/x", "OK pullback/1 server=1", "ERR 51 connections 0:0 full"] {
            #expect(Greeting(parsing: line) == nil)
        }
    }
}

@Suite("The tables")
struct TableTests {
    @Test("of errors: codes and symbols are unique, and text and JSON read back", arguments: ErrorCode.allCases)
    func errors(code: ErrorCode) {
        #expect(ErrorCode.allCases.filter { $0.symbol == code.symbol } == [code])
        for error in [WireError(code, "a  b: c", line: 3, column: 14), WireError(code, "")] {
            #expect(WireError(parsing: error.text) == error)
            #expect(WireError(json: error.json) == error)
        }
    }

    @Test("of verbs: every row explains itself and agrees with itself", arguments: Verb.allCases)
    func verbs(verb: Verb) {
        let row = verb.descriptor
        #expect(!row.summary.isEmpty && row.details.contains("OK"))
        let keys = row.options.map(\.key.rawValue)
        #expect(Set(keys).count == keys.count)
        #expect(keys.allSatisfy { $0.utf8.allSatisfy(Byte.isKey) && verb.usage.contains("\($0)=") })
        #expect(row.arguments.allSatisfy { verb.usage.contains($0.placeholder) })
        // What may be left out stands last.
        #expect(row.arguments.drop(while: \.isRequired).allSatisfy { !$0.isRequired })
        #expect(verb.usage.contains("<<TAG") == [.cell, .document, .documentOrWords].contains(row.payload))
        #expect(verb.usage.contains("blob=") == (row.payload == .blob))
        #expect(!row.isRest || (row.options.isEmpty && row.payload == .nothing))
        #expect(
            row.session == .works || row.session == .attaches || row.session == .attachesByName || row.lane != .session)
        #expect(row.lane != .snapshot || row.session == .works)
        #expect(Verb.overview.contains { $0.hasPrefix(verb.rawValue) })
        #expect(verb.help.allSatisfy { !$0.unicodeScalars.contains(where: \.isControl) && $0.count <= 120 })
    }

    @Test("give the nearest name, or none")
    func suggestions() {
        #expect(Verb.nearest(to: "sesion") == .session)
        #expect(Verb.nearest(to: "evla") == .eval)
        #expect(Verb.nearest(to: "frobnicate") == nil)
        #expect(Verb.nearest(to: String(repeating: "p", count: 60_000)) == nil)
        #expect(nearest(to: "", among: ["a"]) == nil)
        #expect(nearest(to: "wieghts", among: ["height", "weights"]) == "weights")
    }
}
