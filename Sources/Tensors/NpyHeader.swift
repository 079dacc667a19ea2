/// What stands before the elements of a `.npy` file: `{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3), }`.
struct NpyHeader {
    /// How the elements are written.
    let element: NpyElement
    /// Whether each element's most significant byte comes first.
    let isBigEndian: Bool
    /// Whether the first axis varies fastest.
    let isFortranOrder: Bool
    /// The axis sizes.
    let shape: Shape
    /// Where the elements begin; not beyond the end of the file.
    let dataOffset: Int

    /// The first bytes of every `.npy` file.
    static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)
    /// Bytes before the header's text in version 1.0: magic, two of version, two of length.
    static let prefixLength = 10

    /// Reads the header of a `.npy` file and leaves the elements alone.
    init(_ bytes: [UInt8]) throws {
        guard bytes.starts(with: NpyHeader.magic) else {
            throw Fault(.parse, "not a .npy file: it does not start with \\x93NUMPY")
        }
        guard let major = bytes.littleEndian(at: 6, width: 1), let minor = bytes.littleEndian(at: 7, width: 1) else {
            throw NpyHeader.cutShort(bytes)
        }
        guard (1...3).contains(major), minor == 0 else {
            throw Fault(.parse, "array file format \(major).\(minor) is unknown; 1.0, 2.0 and 3.0 can be read")
        }
        let lengthWidth = major == 1 ? 2 : 4
        let start = 8 + lengthWidth
        guard let length = bytes.littleEndian(at: 8, width: lengthWidth), length <= bytes.count - start else {
            throw NpyHeader.cutShort(bytes)
        }
        dataOffset = start + Int(length)
        var literal = HeaderLiteral(bytes[start..<dataOffset])
        let fields = try literal.fields()
        (element, isBigEndian) = try NpyHeader.element(fields.descr)
        isFortranOrder = fields.isFortranOrder
        shape = try Shape(fields.sizes)
    }

    private static func cutShort(_ bytes: [UInt8]) -> Fault {
        Fault(.parse, "the array file is cut short: its header goes beyond the \(bytes.count) bytes that are there")
    }

    /// Takes `<f8` apart.
    private static func element(_ descr: String) throws -> (NpyElement, isBigEndian: Bool) {
        if let element = NpyElement(rawValue: String(descr.dropFirst())) {
            switch descr.first {
            case "<": return (element, false)
            case ">": return (element, element.width > 1)
            case "|" where element.width == 1: return (element, false)
            default: break
            }
        }
        throw Fault(
            .dtype, "arrays of type \(String(reflecting: descr)) cannot be read",
            hint: "save it as float64, float32, int64, int32 or bool, for example a.astype(\"float64\")")
    }
}

/// The part of Python's literals that array headers are made of, read byte by byte: whatever the header's encoding,
/// everything that is accepted is ASCII.
private struct HeaderLiteral {
    private var rest: ArraySlice<UInt8>
    private let start: Int

    init(_ text: ArraySlice<UInt8>) {
        rest = text
        start = text.startIndex
    }

    /// Reads the whole dictionary: three keys in any order, each once.
    mutating func fields() throws -> (descr: String, isFortranOrder: Bool, sizes: [Int]) {
        var descr: String?
        var isFortranOrder: Bool?
        var sizes: [Int]?
        try expect("{")
        while !take("}") {
            let key = try string()
            try expect(":")
            switch key {
            case "descr" where descr == nil: descr = try descrValue()
            case "fortran_order" where isFortranOrder == nil: isFortranOrder = try bool()
            case "shape" where sizes == nil: sizes = try tuple()
            default: throw wrong("one each of 'descr', 'fortran_order' and 'shape', not \(String(reflecting: key))")
            }
            if !take(",") {
                try expect("}")
                break
            }
        }
        skipSpace()
        guard rest.isEmpty else { throw wrong("nothing after }") }
        guard let descr, let isFortranOrder, let sizes else { throw wrong("'descr', 'fortran_order' and 'shape'") }
        return (descr, isFortranOrder, sizes)
    }

    private mutating func descrValue() throws -> String {
        skipSpace()
        if rest.first == UInt8(ascii: "[") || rest.first == UInt8(ascii: "(") {
            throw Fault(.dtype, "structured arrays cannot be read", hint: "save each field as an array of its own")
        }
        return try string()
    }

    private mutating func bool() throws -> Bool {
        if take("True") { return true }
        if take("False") { return false }
        throw wrong("True or False")
    }

    /// `()`, `(3,)`, `(2, 3)`; as in Python, `(3)` is not a tuple.
    private mutating func tuple() throws -> [Int] {
        var sizes: [Int] = []
        try expect("(")
        while !take(")") {
            sizes.append(try size())
            if !take(",") {
                guard sizes.count > 1 else { throw wrong(",") }
                try expect(")")
                break
            }
        }
        return sizes
    }

    private mutating func size() throws -> Int {
        skipSpace()
        let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        guard !digits.isEmpty else { throw wrong("an axis size") }
        let text = String(decoding: digits, as: UTF8.self)
        guard let size = Int(text) else { throw Fault(.size, "an axis of \(text.prefix(40)) elements is too large") }
        rest = rest.dropFirst(digits.count)
        // Python 2 wrote long sizes as `3L`.
        if rest.first == UInt8(ascii: "L") { rest = rest.dropFirst() }
        return size
    }

    private mutating func string() throws -> String {
        skipSpace()
        guard let quote = rest.first, quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\""),
            let end = rest.dropFirst().firstIndex(of: quote), end - rest.startIndex <= 80
        else { throw wrong("a short quoted name") }
        let text = String(decoding: rest[(rest.startIndex + 1)..<end], as: UTF8.self)
        rest = rest[(end + 1)...]
        return text
    }

    private mutating func skipSpace() { rest = rest.drop { $0 == 0x20 || (0x09...0x0D).contains($0) } }

    private mutating func take(_ text: String) -> Bool {
        skipSpace()
        guard rest.starts(with: text.utf8) else { return false }
        rest = rest.dropFirst(text.utf8.count)
        return true
    }

    private mutating func expect(_ text: String) throws {
        guard take(text) else { throw wrong(text) }
    }

    private func wrong(_ expected: String) -> Fault {
        Fault(.parse, "the array file's header is malformed at byte \(rest.startIndex - start): expected \(expected)")
    }
}
