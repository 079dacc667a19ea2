import Glibc

/// Whole files, as the client reads and writes them.
enum Files {
    /// The sentence for the present `errno`.
    static var reason: String { String(cString: strerror(errno)) }

    /// All bytes of an open file.
    /// - Throws: when it cannot be read, or holds more than `limit` bytes.
    static func read(descriptor: Int32, name: String, limit: Int) throws(Failure) -> [UInt8] {
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = piece.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
            if count == 0 { return bytes }
            if count < 0 {
                if errno == EINTR { continue }
                throw Failure(.storage, "cannot read \(name): \(reason)")
            }
            bytes.append(contentsOf: piece.prefix(count))
            if bytes.count > limit { throw Failure(.badInput, "\(name) is larger than \(limit) bytes") }
        }
    }

    /// All bytes of a file; `-` is standard input.
    static func read(_ path: String, limit: Int) throws(Failure) -> [UInt8] {
        if path == "-" { return try read(descriptor: STDIN_FILENO, name: "standard input", limit: limit) }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Failure(.badInput, "cannot open \(path): \(reason)") }
        defer { close(descriptor) }
        return try read(descriptor: descriptor, name: path, limit: limit)
    }

    /// The text of a file. Strict, since the daemon would refuse it anyway, and here the file's name is known.
    static func text(_ path: String, limit: Int) throws(Failure) -> String {
        guard let text = String(validating: try read(path, limit: limit), as: UTF8.self) else {
            throw Failure(.badInput, "\(path) is not UTF-8")
        }
        return text
    }

    /// Whether a regular file is there.
    static func exists(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    }

    /// The path without links, from the root.
    static func real(_ path: String) throws(Failure) -> String {
        guard let real = realpath(path, nil) else { throw Failure(.badInput, "cannot find \(path): \(reason)") }
        defer { free(real) }
        return String(cString: real)
    }

    /// The path from the root, whether or not anything is there.
    static func absolute(_ path: String) -> String {
        if path.hasPrefix("/") { return path }
        guard let folder = getcwd(nil, 0) else { return path }
        defer { free(folder) }
        return "\(String(cString: folder))/\(path)"
    }

    /// Folder and name of a path from the root.
    static func split(_ path: String) -> (folder: String, name: String) {
        guard let slash = path.lastIndex(of: "/") else { return (".", path) }
        let folder = path[..<slash]
        return (folder.isEmpty ? "/" : String(folder), String(path[path.index(after: slash)...]))
    }

    /// Replaces a file's content: whoever reads it sees the old one or the new one, whole. Its permissions stay.
    static func replace(_ path: String, with text: String) throws(Failure) {
        let (folder, name) = split(path)
        let temporary = "\(folder)/.\(name).\(getpid())"
        var status = stat()
        let mode = stat(path, &status) == 0 ? status.st_mode & 0o777 : 0o644
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
        guard descriptor >= 0 else { throw Failure(.storage, "cannot write in \(folder): \(reason)") }
        defer { close(descriptor) }
        do throws(Failure) {
            try write(Array(text.utf8), to: descriptor, name: temporary)
            guard fchmod(descriptor, mode) == 0, fsync(descriptor) == 0, rename(temporary, path) == 0 else {
                throw Failure(.storage, "cannot replace \(path): \(reason)")
            }
        } catch {
            _ = unlink(temporary)
            throw error
        }
    }

    private static func write(_ bytes: [UInt8], to descriptor: Int32, name: String) throws(Failure) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw Failure(.storage, "cannot write \(name): \(reason)") }
            rest = rest.dropFirst(count)
        }
    }
}
