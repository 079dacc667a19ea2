import TestTools
import Testing

@testable import Wire

@Suite("Bytes cut anywhere")
struct SplitTests {
    /// Lines of every kind, valid and not, none of which closes the connection.
    private static let pieces: [[UInt8]] = [
        Array("ping\n".utf8), Array("@a.b-c_1 ping\r\n".utf8), Array("\n".utf8), Array("eval x = \"é\" @ y\n".utf8),
        Array("@1 cell repeat=2 <<END\nx = 1\r\nEN\nENDE\nEND\n".utf8), Array("bell <<END\nshutdown\nEND\r\n".utf8),
        Array("put x i32[1] blob=4\n\n\r\n@\n".utf8), Array("put x i32[1] blob=3\nabc\r\n".utf8),
        Array("show \"a b\\n\" z\n".utf8), Array("show ".utf8) + [0xFF, 0x0A], Array("@!! ping\n".utf8),
        Array(("show " + String(repeating: "y", count: 70_000) + "\n").utf8),
        Array((String(repeating: "z", count: 66_000) + " <<T\nping\nT\n").utf8),
        Array("cell <<T\n\u{0}é\nT\n".utf8), Array("query SELECT 'a=b' <<END\n".utf8),
    ]

    @Test("give the same frames", arguments: 0..<20)
    func anySplit(round: Int) {
        let seed = 0xC0FFEE + UInt64(round)
        var random = SeededGenerator(seed: seed)
        var bytes: [UInt8] = []
        for _ in 0..<40 { bytes += SplitTests.pieces.randomElement(using: &random) ?? [] }
        let expected = inbound(bytes)
        var decoder = FrameDecoder()
        var frames: [Inbound] = []
        var rest = bytes[...]
        let largest = [1, 2, 5, 64, 3000, 100_000][round % 6]
        while !rest.isEmpty {
            let size = Int.random(in: 1...largest, using: &random)
            decoder.feed(rest.prefix(size))
            rest = rest.dropFirst(size)
            // Reading late makes no difference either.
            if Bool.random(using: &random) { continue }
            while let frame = decoder.next() { frames.append(frame) }
        }
        while let frame = decoder.next() { frames.append(frame) }
        if let frame = decoder.finish() { frames.append(frame) }
        #expect(outline(frames) == outline(expected), "seed \(seed)")
        #expect(frames == expected, "seed \(seed)")
    }

    @Test("give an answer whatever the bytes are", arguments: 0..<50)
    func noise(round: Int) {
        let seed = 0xBAD5EED + UInt64(round)
        var random = SeededGenerator(seed: seed)
        let alphabet: [UInt8] = Array("@ \t\"\\=<blobEND09ue{}\n\r".utf8) + [0x00, 0xC3, 0xA9, 0xFF]
        let bytes = (0..<4000).map { _ in alphabet.randomElement(using: &random) ?? 0 }
        #expect(inbound(bytes) == inbound(bytes, pieces: 1), "seed \(seed)")
    }

    @Test("a request comes back from its own encoding", arguments: 0..<200)
    func encoding(round: Int) throws {
        let seed = 0x5EED + UInt64(round)
        var random = SeededGenerator(seed: seed)
        func text() -> String {
            let parts = [
                "a", "x[0]", " ", "\"", "\\", "é", "=", "for=", "blob=1", "<<END", "\n", "\t", "END", "😀", "@1",
            ]
            return (0..<Int.random(in: 0...5, using: &random)).map { _ in parts.randomElement(using: &random) ?? "" }
                .joined()
        }
        let requests = [
            Request(id: "a.1", .contributions, words: [text()], options: ["for": text(), "through": text()]),
            Request(.eval, words: [text()]), Request(id: "q", .query, words: [text()]),
            Request(.cell, options: ["repeat": text()], body: text() + "\nEND\nEND2\n" + text() + "\n"),
            Request(.put, words: [text(), text()], blob: Array(text().utf8)),
        ]
        for request in requests where !(request.verb.descriptor.isRest && request.words == [""]) {
            #expect(inbound(request.encoded) == [.request(request)], "seed \(seed)")
        }
    }
}
