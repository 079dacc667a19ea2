import Testing

@testable import Tensors

/// The digests were made by Python's hashlib from the layout that `ContentHasher` documents.
@Suite struct ContentHashTests {
    @Test func `digests are frozen`() throws {
        func hash(_ storage: Tensor.Storage, _ dims: [Int]) throws -> String {
            try Tensor(storage, shape: Shape(dims)).contentHash.description
        }
        #expect(
            try hash(.f64([1, -0.0]), [2]) == "adeb3e322ccd83e1c2f36d79d0d11011e017bc66780a9dc41c4160e74ca41cd1")
        #expect(try hash(.f64([1, 0]), [2]) == "08d9d08d1f90dbcda3272b3fc93648ea73c0d631c13b135d77c856e6052de257")
        #expect(try hash(.f64([.nan]), []) == "6ff22c69966a688bdde3155fdcba60f3eb1711b2d29f54a1447d544eae0e470d")
        #expect(try hash(.f32([.nan]), []) == "285e43a245d70613cfad32b90ce3bbe12d64ffbb808e5cea7ce8bc7308be0b7f")
        #expect(
            try hash(.f32([1, -0.0]), [2]) == "89c4a2b8a7feddb9589d94b1e38dd99e5cbc60fb73d59ab5184683e81d430748")
        #expect(
            try hash(.i64([1, -2, 3, 4]), [2, 2]) == "e1fe1a887c57fc433228f7e14b29eced6c614ad912cd992dd5acb1b2dc2ee4ec")
        #expect(try hash(.i32([]), [0]) == "f9220b0d1322a6dddfce7200a4707da7b91400f1a8116ead29b22bf4cc210472")
        #expect(
            try hash(.bool([true, false, true]), [3])
                == "074b5ed747525aca760ec1cd8b029df2ded93b75dfa05827da08fb28ed95a793")
    }

    @Test func `plain bytes have their SHA-256`() {
        #expect(
            ContentHash(of: Array("abc".utf8)).description
                == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(ContentHash(of: []).short == "e3b0c44298fc")
    }

    @Test func `strings and numbers are framed`() {
        var hasher = ContentHasher()
        hasher.update("ab")
        hasher.update(-3)
        #expect(
            hasher.finish().description == "b00e3d9ec356debb2c900f84ba212d445dae40f0706294d2fa873bf24d3a482f")
        var (left, right) = (ContentHasher(), ContentHasher())
        for part in ["a", "bc"] { left.update(part) }
        for part in ["ab", "c"] { right.update(part) }
        #expect(left.finish() != right.finish())
    }

    @Test func `every NaN is one, and the zeros are two`() throws {
        let nans = [Double.nan, -.nan, Double(nan: 9, signaling: false), -Double(nan: 1, signaling: true)]
        #expect(try Set(nans.map { try Tensor.vector([1, $0]).contentHash }).count == 1)
        let narrow = [Float.nan, -.nan, Float(nan: 9, signaling: true)]
        #expect(try Set(narrow.map { try Tensor(.f32([$0]), shape: .scalar).contentHash }).count == 1)
        #expect(try Tensor.vector([0]).contentHash != Tensor.vector([-0.0]).contentHash)
    }

    @Test func `element type and shape matter`() throws {
        let zeros: [Tensor] = try [
            Tensor(.f64([0, 0]), shape: Shape([2])), Tensor(.f64([0, 0]), shape: Shape([1, 2])),
            Tensor(.f64([0, 0]), shape: Shape([2, 1])), Tensor(.i64([0, 0]), shape: Shape([2])),
            Tensor(.f32([0, 0, 0, 0]), shape: Shape([4])), Tensor(.i32([0, 0, 0, 0]), shape: Shape([4])),
            Tensor(.f64([]), shape: Shape([0, 2])), Tensor(.f64([]), shape: Shape([2, 0])),
        ]
        #expect(Set(zeros.map(\.contentHash)).count == zeros.count)
    }

    @Test func `hexadecimal reads back`() {
        let hash = ContentHash(of: [1, 2, 3])
        #expect(ContentHash(hex: hash.description) == hash)
        #expect(ContentHash(hex: hash.description.uppercased()) == hash)
        #expect(ContentHash(bytes: hash.bytes) == hash)
        #expect(ContentHash(bytes: hash.bytes.dropLast()) == nil)
        for text in [
            "", "12", hash.description + "0", "g" + hash.description.dropFirst(), "é" + hash.description.dropFirst(2),
        ] {
            #expect(ContentHash(hex: text) == nil)
        }
    }

    @Test func `hashes have byte order`() throws {
        let low = try #require(ContentHash(bytes: [UInt8](repeating: 1, count: 32)))
        let high = try #require(ContentHash(bytes: [1, 2] + [UInt8](repeating: 0, count: 30)))
        #expect(low < high)
        #expect(!(high < low))
    }

    /// Large arrays are hashed in pieces, with a look at whether to go on between them.
    @Test func aHashInPiecesIsTheHashOfTheWhole() throws {
        struct Stop: Error {}
        let values = (0..<300_001).map { $0 % 7 == 0 ? -Double.nan : Double($0) }
        for tensor in [
            try Tensor(.f64(values), shape: Shape([300_001])),
            try Tensor(.f32(values.map(Float.init)), shape: Shape([300_001])),
            try Tensor(.bool(values.map(\.isNaN)), shape: Shape([300_001])), try Tensor(.i32([]), shape: Shape([0])),
        ] {
            var (pieces, looks) = ([UInt8](), 0)
            tensor.forEachPiece { pieces += $0 }
            #expect(pieces == tensor.canonicalBytes)
            var hasher = ContentHasher(of: tensor.type)
            hasher.update(tensor.canonicalBytes)
            #expect(tensor.contentHash { looks += 1 } == hasher.finish())
            #expect(looks == (tensor.count + 131_071) / 131_072)
            if tensor.count > 0 { #expect(throws: Stop.self) { try tensor.contentHash { throw Stop() } } }
        }
    }
}
