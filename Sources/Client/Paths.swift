import Glibc

/// Paths and open files, as far as programs of this package need them.
package enum Paths {
    /// The sentence for the present `errno`.
    package static var reason: String { String(cString: strerror(errno)) }

    /// The path without links, from the root; `nil` when nothing is there, and `errno` says why.
    package static func real(_ path: String) -> String? {
        guard let real = realpath(path, nil) else { return nil }
        defer { free(real) }
        return String(cString: real)
    }

    /// The path from the root, whether or not anything is there.
    package static func absolute(_ path: String) -> String {
        if path.hasPrefix("/") { return path }
        guard let folder = getcwd(nil, 0) else { return path }
        defer { free(folder) }
        return "\(String(cString: folder))/\(path)"
    }

    /// Folder and name of a path from the root.
    package static func split(_ path: String) -> (folder: String, name: String) {
        guard let slash = path.lastIndex(of: "/") else { return (".", path) }
        let folder = path[..<slash]
        return (folder.isEmpty ? "/" : String(folder), String(path[path.index(after: slash)...]))
    }

    /// The bytes of an open file: all of them, or more than `limit` where there are so many. `nil` when it cannot be read,
    /// and `errno` says why.
    package static func bytes(of descriptor: Int32, limit: Int) -> [UInt8]? {
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 65_536)
        while bytes.count <= limit {
            let count = piece.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
            if count == 0 { break }
            if count < 0 {
                if errno == EINTR { continue }
                return nil
            }
            bytes.append(contentsOf: piece.prefix(count))
        }
        return bytes
    }

    /// An environment variable that is set and not empty.
    package static func environment(_ key: String) -> String? {
        getenv(key).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
    }
}
