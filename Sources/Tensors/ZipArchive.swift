/// A zip file in memory, read by its central directory: stored and deflated entries, zip64.
/// Numbers are named after APPNOTE.TXT 6.3.10: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
///
/// No number in the file is believed: each is compared with the bytes that are there before it is used.
struct ZipArchive {
    /// One entry of the central directory.
    struct Entry {
        /// The name; UTF-8, of which ASCII is a part.
        let name: String
        /// 0 stored, 8 deflated; nothing else is let in.
        let method: Int
        /// CRC-32 of the unpacked bytes.
        let checksum: UInt32
        /// Bytes in the file.
        let packedSize: Int
        /// Bytes after unpacking; saturates at `Int.max`.
        let size: Int
        /// Where its local header begins.
        let headerOffset: Int
    }

    /// The entries in the directory's order; no two have one name.
    let entries: [Entry]
    private let bytes: [UInt8]
    private let directory: Range<Int>

    /// Reads the directory of a zip file.
    /// - Throws: `Fault.parse`
    init(_ bytes: [UInt8]) throws {
        self.bytes = bytes
        let (directory, count) = try ZipArchive.directory(of: bytes)
        self.directory = directory
        var entries: [Entry] = []
        var names: Set<String> = []
        var offset = directory.lowerBound
        while offset < directory.upperBound {
            let entry = try ZipArchive.entry(in: bytes, at: &offset, before: directory.upperBound)
            guard names.insert(entry.name).inserted else {
                throw Fault(.parse, "the archive has two entries \(String(reflecting: entry.name))")
            }
            entries.append(entry)
        }
        guard entries.count == count else {
            throw Fault(.parse, "the archive's directory has \(entries.count) entries, its end says \(count)")
        }
        self.entries = entries
    }

    /// The unpacked bytes of `entry`, exactly `entry.size` of them and with the right checksum. The caller has
    /// compared `entry.size` with a limit.
    func contents(of entry: Entry) throws -> [UInt8] {
        let label = String(reflecting: entry.name)
        let header = try Record(.localHeader, in: bytes, at: entry.headerOffset, before: directory.lowerBound)
        let nameStart = header.end
        let nameLength = header[26, 2]
        let start = nameStart + nameLength + header[28, 2]
        // Written so that no sum of untrusted sizes is taken: the differences of trusted numbers are.
        guard start <= directory.lowerBound, entry.packedSize <= directory.lowerBound - start else {
            throw Fault(.parse, "the archive's entry \(label) is cut short")
        }
        guard bytes[nameStart..<nameStart + nameLength].elementsEqual(entry.name.utf8), header[8, 2] == entry.method
        else { throw Fault(.parse, "the archive's directory and the header of its entry \(label) differ") }
        let packed = bytes[start..<start + entry.packedSize]
        let unpacked = entry.method == 0 ? Array(packed) : Zlib.inflate(packed, size: entry.size)
        guard let unpacked, unpacked.count == entry.size else {
            throw Fault(.parse, "the archive's entry \(label) does not unpack to the \(entry.size) bytes it promises")
        }
        guard Zlib.checksum(unpacked) == entry.checksum else {
            throw Fault(.parse, "the archive's entry \(label) is damaged: its CRC-32 does not match")
        }
        return unpacked
    }
}

extension ZipArchive {
    /// Finds the central directory, and the number of entries that the end of the archive promises.
    private static func directory(of bytes: [UInt8]) throws -> (Range<Int>, count: Int) {
        let end = try endRecord(of: bytes)
        var (disks, count, size, offset) = ([end[4, 2], end[6, 2]], end[10, 2], end[12, 4], end[16, 4])
        var following = end.start
        // The locator of zip64 stands right before the end record, where there is one.
        if let locator = try? Record(.zip64Locator, in: bytes, at: end.start - 20, before: end.start) {
            let wide = try Record(.zip64End, in: bytes, at: locator[8, 8], before: locator.start)
            (disks, count, size, offset) = ([wide[16, 4], wide[20, 4]], wide[32, 8], wide[40, 8], wide[48, 8])
            following = wide.start
        }
        guard disks == [0, 0] else { throw Fault(.parse, "the archive is one part of several") }
        guard size <= following, offset <= following - size else {
            throw Fault(.parse, "the archive's directory goes beyond its end: \(size) bytes at \(offset)")
        }
        return (offset..<offset + size, count)
    }

    /// The last record of the file; only a comment of at most 65,535 bytes follows it.
    private static func endRecord(of bytes: [UInt8]) throws -> Record {
        let last = bytes.count - Record.Kind.end.length
        for start in stride(from: last, through: max(0, last - 0xFFFF), by: -1) {
            if let end = try? Record(.end, in: bytes, at: start, before: bytes.count), end[20, 2] == last - start {
                return end
            }
        }
        throw Fault(.parse, "not a .npz file, or cut short: a zip archive's end record is missing")
    }

    /// Reads the entry at `offset` and moves on to the next.
    private static func entry(in bytes: [UInt8], at offset: inout Int, before end: Int) throws -> Entry {
        let record = try Record(.directoryEntry, in: bytes, at: offset, before: end)
        let extraStart = record.end + record[28, 2]
        let commentStart = extraStart + record[30, 2]
        offset = commentStart + record[32, 2]
        guard offset <= end else { throw Fault(.parse, "the archive's directory is cut short") }
        guard let name = String(validating: bytes[record.end..<extraStart], as: UTF8.self) else {
            throw Fault(.parse, "an entry's name in the archive is not UTF-8")
        }
        let label = String(reflecting: name)
        // Bit 0: encrypted; 6: strongly so; 13: with hidden headers.
        guard record[8, 2] & (1 << 0 | 1 << 6 | 1 << 13) == 0 else {
            throw Fault(.parse, "the archive's entry \(label) is encrypted")
        }
        guard record[10, 2] == 0 || record[10, 2] == 8 else {
            throw Fault(
                .parse, "the archive's entry \(label) is packed by method \(record[10, 2])",
                hint: "store or deflate it, as numpy.savez and numpy.savez_compressed do")
        }
        var sizes = [record[24, 4], record[20, 4], record[42, 4]]
        try widen(&sizes, from: bytes[extraStart..<commentStart], at: label)
        return Entry(
            name: name, method: record[10, 2], checksum: UInt32(truncatingIfNeeded: record[16, 4]),
            packedSize: sizes[1], size: sizes[0], headerOffset: sizes[2])
    }

    /// Replaces numbers that are all ones by their 64 bits from the zip64 extra field, which has only those, in order.
    private static func widen(_ sizes: inout [Int], from extra: ArraySlice<UInt8>, at label: String) throws {
        var rest = Array(extra)
        while sizes.contains(0xFFFF_FFFF), let id = rest.littleEndian(at: 0, width: 2),
            let length = rest.littleEndian(at: 2, width: 2), length <= rest.count - 4
        {
            guard id == 1 else {
                rest.removeFirst(4 + Int(length))
                continue
            }
            var field = Array(rest[4..<4 + Int(length)])
            for index in sizes.indices where sizes[index] == 0xFFFF_FFFF {
                guard let wide = field.littleEndian(at: 0, width: 8) else {
                    throw Fault(.parse, "the archive's entry \(label) lacks a 64-bit size")
                }
                sizes[index] = Int(clamping: wide)
                field.removeFirst(8)
            }
            return
        }
    }
}

/// A record of fixed length that lies wholly within the bytes, so that its fields can be read without question.
private struct Record {
    /// The records, each with its signature and its length without the variable parts.
    enum Kind: UInt64 {
        /// Before each entry's data.
        case localHeader = 0x0403_4b50
        /// One for each entry, all together near the end.
        case directoryEntry = 0x0201_4b50
        /// Where the directory is, with 32 bits.
        case end = 0x0605_4b50
        /// Where the directory is, with 64 bits.
        case zip64End = 0x0606_4b50
        /// Where `zip64End` is.
        case zip64Locator = 0x0706_4b50

        var length: Int {
            switch self {
            case .localHeader: 30
            case .directoryEntry: 46
            case .end: 22
            case .zip64End: 56
            case .zip64Locator: 20
            }
        }
    }

    /// Where it begins.
    let start: Int
    /// Where its fixed part ends and the variable parts begin.
    let end: Int
    private let bytes: [UInt8]

    init(_ kind: Kind, in bytes: [UInt8], at start: Int, before limit: Int) throws {
        guard start >= 0, limit >= kind.length, start <= limit - kind.length,
            bytes.littleEndian(at: start, width: 4) == kind.rawValue
        else { throw Fault(.parse, "the archive is damaged: no \(kind) record at byte \(start)") }
        self.start = start
        end = start + kind.length
        self.bytes = bytes
    }

    /// The unsigned number of `width` bytes at `offset` from the record's start; one beyond `Int.max` becomes `Int.max`,
    /// which no file is long enough to make true.
    subscript(offset: Int, width: Int) -> Int {
        Int(clamping: bytes.littleEndian(at: start + offset, width: width) ?? .max)
    }
}
