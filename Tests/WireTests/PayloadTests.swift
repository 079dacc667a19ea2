import Testing

@testable import Wire

@Suite("A text body")
struct BodyTests {
    @Test("is every line up to the tag, CRLF turned into LF")
    func lines() throws {
        #expect(try request("cell <<END\nx = 1\n\n END\nEND \nEND\n").body == "x = 1\n\n END\nEND \n")
        #expect(try request("cell <<END\r\nx = 1\r\ny\rz\r\nEND\r\n").body == "x = 1\ny\rz\n")
        #expect(try request("cell <<END\nEND\n").body == "")
        #expect(try request("@a cell repeat=3 <<_1\nEND\n_1\n").body == "END\n")
        #expect(outline("cell <<END\nping\nEND\nping\n") == ["cell", "ping"])
    }

    @Test("is announced by the end of the line only, with a tag of 64 characters at most")
    func tags() {
        let longest = String(repeating: "T", count: 64)
        #expect(outline("cell <<\(longest)\n\(longest)\n") == ["cell"])
        #expect(outline("cell <<\(longest)T\n") == ["ERR 21 1:6"])
        #expect(outline("cell<<END\n") == ["ERR 11 1:1"])
        #expect(outline("show \"<<END\"\nping\n") == ["show|<<END", "ping"])
        #expect(outline("cell << END\n") == ["ERR 21 1:6"])
        #expect(outline("cell\n") == ["ERR 21"])
    }

    @Test("is read past where the line is not valid, and its lines are not requests")
    func invalidHead() {
        #expect(outline("@1 bell <<END\nshutdown\nEND\nping\n") == ["@1 ERR 11 1:4", "ping"])
        #expect(outline("ping <<END\nshutdown\nEND\nping\n") == ["ERR 21", "ping"])
        #expect(outline("cell \"x <<END\nshutdown\nEND\nping\n") == ["ERR 20 1:6", "ping"])
        #expect(outline("@!! cell <<END\nshutdown\nEND\nping\n") == ["ERR 10 1:1", "ping"])
        #expect(outline("\u{FEFF}cell <<END\nshutdown\nEND\nping\n") == ["ERR 12 1:1", "ping"])
        #expect(outline("cell repeat=1 repeat=2 <<END\nshutdown") == ["ERR 21 1:15"])
    }

    @Test("with invalid text is refused with line and column")
    func encoding() {
        let bytes = Array("@9 cell <<E\nx\né".utf8) + [0xFF] + Array("\nE\nping\n".utf8)
        #expect(outline(inbound(bytes)) == ["@9 ERR 12 2:2", "ping"])
        #expect(outline("cell <<E\n\0\nE\n") == ["ERR 12 1:1"])
    }

    @Test("beyond 4 MiB is read past to its tag", arguments: [Int.max, 60_000])
    func tooLong(pieces: Int) throws {
        let line = String(repeating: "x", count: 1023) + "\n"
        let longest = String(repeating: line, count: Limits.maxBody / 1024)
        let fits = inbound("cell <<END\n\(longest)END\n", pieces: pieces)
        #expect(fits == [.request(Request(.cell, body: longest))])
        #expect(outline(inbound("@1 cell <<END\n\(longest)\nEND\nping\n", pieces: pieces)) == ["@1 ERR 50", "ping"])
        let oneLine = String(repeating: "E", count: Limits.maxBody + 1)
        #expect(outline(inbound("cell <<END\n\(oneLine)\nEND\nping\n", pieces: pieces)) == ["ERR 50", "ping"])
        #expect(
            outline(inbound("cell <<END\n\(longest)\(oneLine)END\nEND\nping\n", pieces: pieces)) == ["ERR 50", "ping"])
    }

    @Test("is cut short by the end of input")
    func cutShort() {
        #expect(outline("@4 cell <<END\nx = 1\n") == ["@4 ERR 14"])
        #expect(outline("@4 cell <<END\nx = 1\nEND") == ["@4 ERR 14"])
    }
}

@Suite("A blob")
struct BlobTests {
    @Test("is N bytes of anything, then LF or CRLF", arguments: ["\n", "\r\n"])
    func bytes(end: String) throws {
        let bytes: [UInt8] = [0, 10, 13, 255, 10, 64]
        let all = inbound(Array("@b put x i32[1] blob=6\n".utf8) + bytes + Array("\(end)ping\n".utf8))
        #expect(all.first == .request(Request(id: "b", .put, words: ["x", "i32[1]"], blob: bytes)))
        #expect(outline(all) == ["@b|put|x|i32[1]", "ping"])
        #expect(try request("put x f64[0] blob=0\n\(end)").blob == [])
    }

    @Test(
        "fault 11: a length that is none is refused before anything is allocated, and closes",
        arguments: ["-1", "9223372036854775808", "1e9", "67108865", "1000000000", "", "+5", "0x10", "٣"])
    func lengths(length: String) {
        #expect(outline("@1 put x f64[2] blob=\(length)\nping\n") == ["@1 ERR 50 close"])
    }

    @Test("fault 11: cut short, or without its LF")
    func cutShort() {
        #expect(outline("@1 put x i8[4] blob=4\nabc") == ["@1 ERR 14 close"])
        #expect(outline("@1 put x i8[4] blob=4\nabcd") == ["@1 ERR 14 close"])
        #expect(outline("@1 put x i8[4] blob=4\nabcdping\n") == ["@1 ERR 14 close"])
        #expect(outline("@1 put x i8[4] blob=4\nabcd\r\rping\n") == ["@1 ERR 14 close"])
    }

    @Test("is read past where the line is not valid")
    func invalidHead() {
        #expect(outline("put x blob=5\nping\n\nping\n") == ["ERR 21", "ping"])
        #expect(outline("putt x f64[1] blob=5\nping\n\nping\n") == ["ERR 11 1:1", "ping"])
        #expect(outline("ping blob=5\nping\n\nping\n") == ["ERR 21", "ping"])
        #expect(outline("put \"x f64[1] blob=5\nping\n\nping\n") == ["ERR 20 1:5 close"])
        #expect(outline("put x f64[1] blob=5 blob=6\n") == ["ERR 14 close"])
        #expect(outline("put x f64[1] blob=5 <<END\n") == ["ERR 14 close"])
        #expect(outline("put x f64[1]\nping\n") == ["ERR 21", "ping"])
    }
}
