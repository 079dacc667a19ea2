/// NumPy's archives of several arrays: zip files with an entry `NAME.npy` for each.
public enum Npz {
    /// Reads a `.npz` file, plain or compressed, in the order of its directory.
    ///
    ///     try Npz.read(bytes).map { "\($0.name) \($0.tensor.type)" }  // ["w f64[2,3]", "b f64[3]"]
    ///
    /// - Parameter sizeLimit: bytes that all entries together may unpack to, and also bytes that all tensors together
    ///   may take; what a small archive claims to hold is never believed beyond it.
    /// - Throws: `Fault.limit` beyond `sizeLimit`; `Fault.parse` for a damaged, encrypted or unusual archive or a name
    ///   that comes twice; and what `Tensor.init(npy:)` throws, with the entry's name.
    public static func read(_ bytes: [UInt8], sizeLimit: Int = 1 << 30) throws -> [(name: String, tensor: Tensor)] {
        var unpackedLeft = sizeLimit
        var tensorsLeft = sizeLimit
        let archive = try ZipArchive(bytes)
        return try archive.entries.map { entry in
            let label = String(reflecting: entry.name)
            guard entry.name.utf8.suffix(4).elementsEqual(".npy".utf8) else {
                throw Fault(.parse, "the archive's entry \(label) is not an array: its name does not end in .npy")
            }
            guard entry.size <= unpackedLeft else { throw beyond(sizeLimit, at: label) }
            let npy = try archive.contents(of: entry)
            unpackedLeft -= npy.count
            do {
                let header = try NpyHeader(npy)
                guard header.type.byteCount <= tensorsLeft else { throw beyond(sizeLimit, at: label) }
                let tensor = try header.tensor(from: npy)
                tensorsLeft -= tensor.type.byteCount
                return (String(entry.name.unicodeScalars.dropLast(4)), tensor)
            } catch let fault as Fault where fault.kind != .limit {
                throw Fault(fault.kind, "in entry \(label): \(fault.message)", hint: fault.hint)
            }
        }
    }

    private static func beyond(_ limit: Int, at label: String) -> Fault {
        Fault(.limit, "the archive unpacks to more than \(limit) bytes: entry \(label) passes that")
    }
}
