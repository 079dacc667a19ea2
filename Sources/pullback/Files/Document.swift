import Client
import Wire

/// A session document on disk.
struct Document {
    /// From the root, links followed: a recording replaces the file itself, not a link to it.
    let path: String
    let text: String

    init(_ file: String) throws(Failure) {
        path = try Files.real(file)
        text = try Files.text(path, limit: Limits.maxBody)
    }

    /// The folder below which the document may load files.
    var folder: String { Paths.split(path).folder }

    var name: String { Paths.split(path).name }

    /// The name without `.md`.
    var stem: String { name.hasSuffix(".md") ? String(name.dropLast(3)) : name }

    /// Writes `lines` in the place of the document, with its line ends, if they are not what it holds already.
    /// - Returns: whether the file changed.
    func replace(with lines: [String]) throws(Failure) -> Bool {
        let bytes = text.utf8
        let hasReturns = bytes.firstIndex(of: 0x0A).map {
            $0 > bytes.startIndex && bytes[bytes.index(before: $0)] == 0x0D
        }
        var old = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map { line in
            String(decoding: line.last == 0x0D ? line.dropLast() : line, as: UTF8.self)
        }
        if old.last == "" { old.removeLast() }
        guard old != lines else { return false }
        let end = hasReturns == true ? "\r\n" : "\n"
        try Files.replace(path, with: lines.map { $0 + end }.joined())
        return true
    }
}
