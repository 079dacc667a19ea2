import Testing

@testable import Tensors

@Suite struct NpzTests {
    private func texts(_ archive: String) throws -> [String] {
        try Npz.read(base64(archive)).map { "\($0.name) \($0.tensor.type) \($0.tensor.text)" }
    }

    @Test func `savez`() throws {
        #expect(try texts(Fixtures.savez) == ["w f64[2,2] [[1, 2], [3, 4]]", "b i32[2] [1, 2]"])
    }

    @Test func `savez_compressed`() throws {
        let arrays = try Npz.read(base64(Fixtures.savezCompressed))
        #expect(arrays.map(\.name) == ["zeros", "steps", "mask"])
        #expect(arrays.map(\.tensor.type.description) == ["f64[8,8]", "i64[40]", "bool[2]"])
        #expect(arrays[1].tensor.integers == Array(0..<40))
        #expect(arrays[2].tensor.text == "[True, False]")
    }

    @Test func `zip64, comments, names beyond ASCII, sizes after the data, no entries`() throws {
        #expect(try texts(Fixtures.zip64) == ["x f64[2] [0.5, 0.25]", "y i64[3] [0, 1, 2]"])
        #expect(try texts(Fixtures.unicodeName) == ["grün/β f64[] 3"])
        #expect(try texts(Fixtures.streamed) == ["s f64[10] [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]"])
        #expect(try texts(Fixtures.noEntries) == [])
    }

    @Test func `unusual archives are refused by name`() {
        func message(_ archive: String) -> String? { expectFault(.parse) { try texts(archive) }?.message }
        #expect(message(Fixtures.duplicate) == "the archive has two entries \"a.npy\"")
        #expect(message(Fixtures.bzip2) == "the archive's entry \"a.npy\" is packed by method 12")
        #expect(
            message(Fixtures.noArray)
                == "the archive's entry \"readme.txt\" is not an array: its name does not end in .npy")
        #expect(message("") == "not a .npz file, or cut short: a zip archive's end record is missing")
        #expect(message(Fixtures.f64) == "not a .npz file, or cut short: a zip archive's end record is missing")
    }

    /// `bytes` with `value` in the two or four bytes at `offset` from the first place of `signature`, from the end.
    private func patched(_ text: String, _ signature: [UInt8], _ offset: Int, _ value: [UInt8]) throws -> [UInt8] {
        var bytes = base64(text)
        let start = try #require(bytes.indices.last { bytes[$0...].starts(with: signature) })
        for (index, byte) in value.enumerated() { bytes[start + offset + index] = byte }
        return bytes
    }

    private let localHeader = Array("PK\u{3}\u{4}".utf8)
    private let directoryEntry = Array("PK\u{1}\u{2}".utf8)
    private let endRecord = Array("PK\u{5}\u{6}".utf8)

    @Test(arguments: [0x01, 0x40] as [UInt8])
    func `encrypted entries are refused`(flags: UInt8) throws {
        let bytes = try patched(Fixtures.savez, directoryEntry, 8, [flags])
        #expect(expectFault(.parse) { try Npz.read(bytes) }?.message == "the archive's entry \"b.npy\" is encrypted")
    }

    @Test func `a wrong checksum is a fault`() throws {
        for archive in [Fixtures.savez, Fixtures.savezCompressed] {
            let bytes = try patched(archive, directoryEntry, 16, [1, 2, 3, 4])
            #expect(expectFault(.parse) { try Npz.read(bytes) }?.message.hasSuffix("its CRC-32 does not match") == true)
        }
    }

    @Test func `a damaged element is found by its checksum`() throws {
        var bytes = base64(Fixtures.savez)
        let header = try #require(bytes.indices.last { bytes[$0...].starts(with: localHeader) })
        // Somewhere in the padding of the last array's header, which reading would not notice.
        bytes[header + 150] ^= 1
        #expect(expectFault(.parse) { try Npz.read(bytes) }?.message.hasSuffix("its CRC-32 does not match") == true)
    }

    @Test func `sizes that lie are faults, and allocate nothing`() throws {
        for (offset, value) in [(20, [0xFF, 0xFF, 0xFF, 0x7F]), (24, [0xFF, 0xFF, 0xFF, 0x3F]), (24, [1, 0, 0, 0])]
            as [(Int, [UInt8])]
        {
            for archive in [Fixtures.savez, Fixtures.savezCompressed] {
                let bytes = try patched(archive, directoryEntry, offset, value)
                expectFault(.parse) { try Npz.read(bytes, sizeLimit: .max) }
            }
        }
        for (offset, value) in [(42, 0xF0), (28, 0xFF), (30, 0xFF), (32, 0xFF)] as [(Int, UInt8)] {
            expectFault(.parse) { try Npz.read(patched(Fixtures.savez, directoryEntry, offset, [value, value])) }
        }
        for offset in [4, 6, 10, 12, 16, 20] {
            expectFault(.parse) { try Npz.read(patched(Fixtures.savez, endRecord, offset, [0xFE, 0xFF])) }
        }
    }

    @Test func `sizes of 64 bits that lie are faults`() throws {
        let huge = [UInt8](repeating: 0xFF, count: 8)
        let nearlyHuge = huge.dropLast() + [0x7F]
        for value in [huge, Array(nearlyHuge)] {
            for offset in [32, 40, 48] {
                let bytes = try patched(Fixtures.zip64, Array("PK\u{6}\u{6}".utf8), offset, value)
                expectFault(.parse) { try Npz.read(bytes) }
            }
            let located = try patched(Fixtures.zip64, Array("PK\u{6}\u{7}".utf8), 8, value)
            expectFault(.parse) { try Npz.read(located) }
            // The sizes in the last entry's extra field, after its five-byte name and the field's own four.
            for (offset, kind) in [(55, Fault.Kind.limit), (63, .parse)] {
                let bytes = try patched(Fixtures.zip64, directoryEntry, offset, value)
                expectFault(kind) { try Npz.read(bytes) }
            }
        }
    }

    @Test func `a bomb is refused`() throws {
        let bomb = base64(Fixtures.bomb)
        #expect(bomb.count < 400)
        #expect(try Npz.read(bomb)[0].tensor.type.description == "i64[131072]")
        // The unpacked bytes pass the limit; then they do not, but 8-byte elements made of them do.
        for limit in [0, -1, 131_199, 131_200, (1 << 20) - 1] {
            let fault = expectFault(.limit) { try Npz.read(bomb, sizeLimit: limit) }
            #expect(fault?.message == "the archive unpacks to more than \(limit) bytes: entry \"bomb.npy\" passes that")
        }
        #expect(try Npz.read(bomb, sizeLimit: 1 << 20).count == 1)
    }

    @Test func `the limit is of all entries together`() throws {
        let bytes = base64(Fixtures.savez)
        // 160 and 136 bytes of file.
        expectFault(.limit) { try Npz.read(bytes, sizeLimit: 295) }
        #expect(try Npz.read(bytes, sizeLimit: 296).count == 2)
    }

    @Test func `a fault within an array names its entry`() throws {
        let fault = expectFault(.parse) { try Npz.read(patched(Fixtures.savez, directoryEntry, 46, [0x0A])) }
        #expect(fault?.message == "the archive's directory and the header of its entry \"\\n.npy\" differ")
    }

    @Test func `deflate takes exactly its bytes`() {
        // A final stored block of "abc", then the same with one byte less, one more, and a size that is wrong.
        let packed: [UInt8] = [1, 3, 0, 0xFC, 0xFF, 0x61, 0x62, 0x63]
        #expect(Zlib.inflate(packed[...], size: 3) == [0x61, 0x62, 0x63])
        #expect(Zlib.inflate(packed.dropLast(), size: 3) == nil)
        #expect(Zlib.inflate((packed + [0])[...], size: 3) == nil)
        for size in [-1, 0, 2, 4, 9000, .max] { #expect(Zlib.inflate(packed[...], size: size) == nil) }
        #expect(Zlib.inflate([3, 0], size: 0) == [])
        #expect(Zlib.inflate([], size: 0) == nil)
    }

    @Test func `checksums are CRC-32`() {
        #expect(Zlib.checksum(Array("123456789".utf8)) == 0xCBF4_3926)
        #expect(Zlib.checksum([]) == 0)
    }

    @Test(arguments: [
        Fixtures.savez, Fixtures.savezCompressed, Fixtures.zip64, Fixtures.unicodeName, Fixtures.streamed,
    ])
    func `an archive cut short anywhere is a parse fault`(text: String) {
        let bytes = base64(text)
        for length in 0..<bytes.count { expectFault(.parse) { try Npz.read(Array(bytes.prefix(length))) } }
    }

    @Test(arguments: [
        Fixtures.savez, Fixtures.savezCompressed, Fixtures.zip64, Fixtures.unicodeName, Fixtures.streamed,
    ])
    func `flipped bytes give tensors or a fault`(text: String) {
        var random = SeededGenerator(printing: 41)
        let bytes = base64(text)
        for _ in 0..<2000 {
            var damaged = bytes
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                damaged[Int.random(in: 0..<bytes.count, using: &random)] =
                    [0, 1, 0x7F, 0x80, 0xFF, .random(in: 0...255, using: &random)].randomElement(using: &random) ?? 0
            }
            do { _ = try Npz.read(damaged, sizeLimit: 1 << 24) } catch { #expect(error is Fault) }
        }
    }
}
