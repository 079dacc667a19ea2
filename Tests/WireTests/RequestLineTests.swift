import Testing

@testable import Wire

@Suite("A request line")
struct RequestLineTests {
    @Test("fault 1: an empty line is ignored, CRLF accepted, a byte order mark refused")
    func emptyLines() {
        #expect(outline("\n\r\n  \n \t \nping\r\nping\n") == ["ping", "ping"])
        #expect(outline("\u{FEFF}ping\nping\n") == ["ERR 12 1:1", "ping"])
        #expect(outline("ping\n\u{FEFF}ping\n") == ["ping", "ERR 11 1:1"])
    }

    @Test("splits at spaces and tabs, and resolves quotes and escapes")
    func words() throws {
        #expect(outline("  show \t x  \n") == ["show|x"])
        #expect(outline(#"show "a b\n\u00e9\ud83d\ude00\"""# + "\n") == ["show|a b\né😀\""])
        #expect(outline(#"show """# + "\n") == ["show|"])
        #expect(outline(#"show x["a"]"# + "\n") == [#"show|x["a"]"#])
        #expect(
            outline(#"contributions g for="x[0, 1]" through=y"# + "\n") == ["contributions|g|for=x[0, 1]|through=y"])
    }

    @Test("takes a word for an option only if the verb knows the key and it is not quoted")
    func options() throws {
        #expect(outline("show for=x\n") == ["show|for=x"])
        #expect(outline(#"contributions "for=x""# + "\n") == ["contributions|for=x"])
        #expect(outline("contributions X=1 through=\n") == ["contributions|X=1|through="])
        #expect(outline("contributions g through=a through=b\n") == ["ERR 21 1:27"])
        #expect(try error("contributions g throgh=a\n").message.contains("did you mean through=?"))
        #expect(try error("fork main\n").message.contains("needs at="))
        #expect(try error("fork\n").message.contains("an argument is missing"))
        #expect(outline("ping pong\n") == ["ERR 21 1:6"])
    }

    @Test("of eval and query is one raw argument, or one JSON string")
    func raw() throws {
        #expect(outline("eval  x = y <<END @ \"a\" blob=3 \n") == ["eval|x = y <<END @ \"a\" blob=3"])
        #expect(outline("query SELECT 1 << 2 AS \"b=c\"\n") == ["query|SELECT 1 << 2 AS \"b=c\""])
        #expect(outline(#"query "SELECT\n1"  "# + "\n") == ["query|SELECT\n1"])
        #expect(outline(#"eval "a" + "b""# + "\n") == ["ERR 20 1:10"])
        #expect(outline("eval\neval  \n") == ["ERR 21", "ERR 21"])
    }

    @Test("fault 5: invalid UTF-8, NUL and control characters are refused with their column in scalars")
    func encoding() {
        #expect(
            outline(inbound(Array("show né".utf8) + [0xC3, 0x28] + Array("\nping\n".utf8))) == ["ERR 12 1:8", "ping"])
        #expect(
            outline(inbound([0x40, 0x37, 0x20] + Array("show ".utf8) + [0xED, 0xA0, 0x80, 0x0A])) == ["@7 ERR 12 1:9"])
        #expect(outline("show é\0\n") == ["ERR 12 1:7"])
        #expect(outline("show é\u{1B}[31m\n") == ["ERR 12 1:7"])
        #expect(outline("show \u{85}\n") == ["ERR 12 1:6"])
        #expect(outline(#"show "\u0000""# + "\n") == ["ERR 12 1:6"])
        #expect(outline("eval x\t= 1\n") == ["eval|x\t= 1"])
    }

    @Test("fault 6: unclosed quotes, unknown verbs and bad ids")
    func faults() throws {
        #expect(outline("@1 show é \"abc\n") == ["@1 ERR 20 1:11"])
        #expect(outline(#"contributions g for="x"# + "\n") == ["ERR 20 1:21"])
        #expect(outline(#"show "a\q""# + "\n") == ["ERR 20 1:8"])
        #expect(outline(#"show "\ud800""# + "\n") == ["ERR 20 1:7"])
        #expect(outline(#"show "a"b"# + "\n") == ["ERR 20 1:9"])
        #expect(outline("@1  contribtions g\n") == ["@1 ERR 11 1:5"])
        #expect(try error("contribtions g\n").message.contains("'contributions'"))
        #expect(try error("pnig\n").message.contains("'ping'"))
        #expect(try error("xyzzyxyzzy\n").message.contains("'help' lists"))
        #expect(outline("PING\n@1\n") == ["ERR 11 1:1", "@1 ERR 11 1:3"])
        let longest = String(repeating: "a", count: Limits.maxID)
        #expect(outline("@\(longest) ping\n") == ["@\(longest)|ping"])
        #expect(outline("@\(longest)a ping\n@ ping\n@a/b ping\n@é ping\n") == .init(repeating: "ERR 10 1:1", count: 4))
        let huge = String(repeating: "a", count: 1_000_000)
        #expect(outline("@\(huge) ping\nping\n") == ["ERR 10 1:1", "ping"])
    }

    @Test("fault 29: an HTTP request is answered once and closed")
    func http() {
        #expect(outline("GET / HTTP/1.1\r\nHost: x\r\n\r\n") == ["ERR 11 close"])
        #expect(outline("POST /a?b=c HTTP/1.0\nping\n") == ["ERR 11 close"])
        #expect(outline("eval x HTTP/1.1\n") == ["eval|x HTTP/1.1"])
    }

    @Test("fault 2: a line of 65,536 bytes is the longest, and the next line works", arguments: [Int.max, 1, 4096])
    func longLines(pieces: Int) {
        let longest = "show " + String(repeating: "x", count: Limits.maxLine - 5)
        #expect(inbound("\(longest)\r\n", pieces: pieces).count == 1)
        guard case .request = inbound("\(longest)\n", pieces: pieces).first else {
            Issue.record("a line that just fits was refused")
            return
        }
        #expect(outline(inbound("@7 \(longest)\n@8 ping\n", pieces: pieces)) == ["@7 ERR 50", "@8|ping"])
        #expect(outline(inbound("\(longest)x\nping\n", pieces: pieces)) == ["ERR 50", "ping"])
        #expect(outline(inbound("\(longest)x\r\nping\n", pieces: pieces)) == ["ERR 50", "ping"])
        let withBody = String(repeating: "x", count: 3 * Limits.maxLine) + " <<END\nping\nEND\nping\n"
        #expect(outline(inbound(withBody, pieces: pieces)) == ["ERR 50", "ping"])
        #expect(outline(inbound("\(longest)x", pieces: pieces)) == ["ERR 50"])
    }

    @Test("fault 3: 2 MiB without LF close the connection, and nothing comes after", arguments: [Int.max, 1000])
    func endlessLine(pieces: Int) {
        let bytes = [UInt8](repeating: 0x78, count: 2 * Limits.hardLine) + Array("\nping\n".utf8)
        #expect(outline(inbound(bytes, pieces: pieces)) == ["ERR 50 close"])
    }

    @Test("fault 4: ten thousand pipelined pings", arguments: [Int.max, 1, 7])
    func pipelined(pieces: Int) {
        let bytes = Array(repeatElement("ping\n", count: 10_000).joined().utf8)
        #expect(inbound(bytes, pieces: pieces) == .init(repeating: .request(Request(.ping)), count: 10_000))
    }

    @Test("without LF at the end of input is cut short, not a request")
    func cutShort() {
        #expect(outline("ping\n@3 shutdown") == ["ping", "@3 ERR 14"])
        #expect(outline("ping\n  ") == ["ping"])
        #expect(outline("") == [])
    }

    @Test("leaves a decoder idle, and its start does not")
    func idle() {
        var decoder = FrameDecoder()
        #expect(decoder.isBetweenRequests)
        decoder.feed(Array("pi".utf8))
        #expect(decoder.next() == nil && !decoder.isBetweenRequests)
        decoder.feed(Array("ng\n".utf8))
        #expect(decoder.next() == .request(Request(.ping)) && decoder.isBetweenRequests)
        decoder.feed(Array("cell <<A\n".utf8))
        #expect(decoder.next() == nil && !decoder.isBetweenRequests)
    }
}
