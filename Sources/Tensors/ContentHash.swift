import Crypto

/// A SHA-256 digest that names content: a tensor, a graph, or the recipe of a run.
public struct ContentHash: Hashable, Sendable, CustomStringConvertible, Comparable {
    /// The digest, 32 bytes.
    public let bytes: [UInt8]

    /// A stored digest, or nil when it is not 32 bytes.
    public init?(bytes: some Sequence<UInt8>) {
        let bytes = Array(bytes)
        guard bytes.count == SHA256.byteCount else { return nil }
        self.bytes = bytes
    }

    /// Reads 64 hexadecimal digits.
    public init?(hex: some StringProtocol) {
        let digits = hex.utf8.compactMap { Character(Unicode.Scalar($0)).hexDigitValue }
        guard digits.count == 64, hex.utf8.count == 64 else { return nil }
        self.init(bytes: stride(from: 0, to: 64, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) })
    }

    /// The digest of some bytes.
    public init(of bytes: some Sequence<UInt8>) {
        var hasher = ContentHasher()
        hasher.update(Array(bytes))
        self = hasher.finish()
    }

    fileprivate init(digest: SHA256Digest) { bytes = Array(digest) }

    /// All 64 hexadecimal digits.
    public var description: String {
        var result = ""
        for byte in bytes {
            result += byte < 16 ? "0" : ""
            result += String(byte, radix: 16)
        }
        return result
    }

    /// The first 12 hexadecimal digits, as shown to people.
    public var short: String { String(description.prefix(12)) }

    /// Byte order, so that lists of hashes have one order everywhere.
    public static func < (left: ContentHash, right: ContentHash) -> Bool {
        left.bytes.lexicographicallyPrecedes(right.bytes)
    }
}

/// Builds a `ContentHash` from parts. Strings and numbers are length-framed, so that different parts never collide.
public struct ContentHasher {
    private var state = SHA256()

    /// An empty hasher.
    public init() {}

    /// A hasher of an array's content, to which its canonical bytes are added.
    public init(of type: TensorType) { update("tensor \(type)") }

    /// Adds raw bytes.
    public mutating func update(_ bytes: [UInt8]) { state.update(data: bytes) }

    /// Adds a string and its length.
    public mutating func update(_ text: String) {
        update(text.utf8.count)
        update(Array(text.utf8))
    }

    /// Adds a whole number as eight little-endian bytes.
    public mutating func update(_ number: Int) {
        let bits = UInt64(bitPattern: Int64(number))
        update((0..<8).map { UInt8(truncatingIfNeeded: bits >> ($0 * 8)) })
    }

    /// Adds another hash.
    public mutating func update(_ hash: ContentHash) { update(hash.bytes) }

    /// The digest of everything added.
    public func finish() -> ContentHash { ContentHash(digest: state.finalize()) }
}

extension Tensor {
    /// The hash of element type, shape and canonical bytes: equal exactly when the tensors are equal to the bit.
    public var contentHash: ContentHash { contentHash {} }

    /// The same, for arrays that take long.
    /// - Parameter check: called now and then, tens of times a second; what it throws ends the hashing.
    public func contentHash(checking check: () throws -> Void) rethrows -> ContentHash {
        var hasher = ContentHasher(of: type)
        try forEachPiece { piece in
            hasher.update(piece)
            try check()
        }
        return hasher.finish()
    }
}
