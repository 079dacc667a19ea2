import Client
import Glibc

/// Whole files, as the client reads and writes them.
enum Files {
    /// All bytes of an open file.
    /// - Throws: when it cannot be read, or holds more than `limit` bytes.
    static func read(descriptor: Int32, name: String, limit: Int) throws(Failure) -> [UInt8] {
        guard let bytes = Paths.bytes(of: descriptor, limit: limit) else {
            throw Failure(.storage, "cannot read \(name): \(Paths.reason)")
        }
        if bytes.count > limit { throw Failure(.badInput, "\(name) is larger than \(limit) bytes") }
        return bytes
    }

    /// All bytes of a file; `-` is standard input.
    static func read(_ path: String, limit: Int) throws(Failure) -> [UInt8] {
        if path == "-" { return try read(descriptor: STDIN_FILENO, name: "standard input", limit: limit) }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Failure(.badInput, "cannot open \(path): \(Paths.reason)") }
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
        guard let real = Paths.real(path) else {
            throw Failure(.badInput, "cannot find \(path): \(Paths.reason)")
        }
        return real
    }

    /// Replaces a file's content: whoever reads it sees the old one or the new one, whole. Its permissions stay.
    static func replace(_ path: String, with text: String) throws(Failure) {
        let (folder, name) = Paths.split(path)
        let temporary = "\(folder)/.\(name).\(getpid())"
        var status = stat()
        let mode = stat(path, &status) == 0 ? status.st_mode & 0o777 : 0o644
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
        guard descriptor >= 0 else { throw Failure(.storage, "cannot write in \(folder): \(Paths.reason)") }
        defer { close(descriptor) }
        do throws(Failure) {
            try write(Array(text.utf8), to: descriptor, name: temporary)
            guard fchmod(descriptor, mode) == 0, fsync(descriptor) == 0, rename(temporary, path) == 0 else {
                throw Failure(.storage, "cannot replace \(path): \(Paths.reason)")
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
            guard count > 0 else { throw Failure(.storage, "cannot write \(name): \(Paths.reason)") }
            rest = rest.dropFirst(count)
        }
    }
}
