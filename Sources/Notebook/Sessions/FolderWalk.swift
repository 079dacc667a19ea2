import Glibc
import Tensors

/// Opens files below one folder and nowhere else, whatever links and names there are and however they change meanwhile.
///
/// A path is walked component by component. Each is opened in the folder that is open already, and never through a link:
/// a link is read, and its components are walked in its place. What was judged is what is opened, so that nothing can be
/// swapped in between. Names are compared as bytes, as the file system does; Swift's strings hold `é` in one scalar and
/// in two for equal.
struct FolderWalk {
    private let folder: String
    private let root: Descriptor
    /// The names of the folder: as it was given, and without links.
    private let names: [[UInt8]]

    /// Links that one path may lead through, as for the kernel.
    private static let linkLimit = 40

    /// - Throws: `Fault.notFound` when the folder cannot be opened.
    init(_ folder: String) throws {
        guard let root = Descriptor(at: AT_FDCWD, folder, O_RDONLY | O_DIRECTORY) else {
            throw Fault(
                .notFound, "the session's folder \(folder) cannot be opened: \(String(cString: strerror(errno)))")
        }
        self.folder = folder
        self.root = root
        var names = [Array(folder.utf8)]
        if let real = realpath(folder, nil) {
            defer { free(real) }
            names.append(Array(String(cString: real).utf8))
        }
        self.names = names.map { name in Array(name.reversed().drop { $0 == FolderWalk.slash }.reversed()) }
    }

    /// Opens what a path names: from the folder, or from the root by way of the folder.
    /// - Throws: `Fault.refused` for what lies outside, `.notFound`
    func open(_ path: String) throws -> Descriptor {
        let outside = Fault(
            .refused, "\(path) lies outside the session's folder", hint: "copy the file below \(folder)")
        guard !path.isEmpty, !path.utf8.contains(0) else { throw outside }
        var rest = try components(of: Array(path.utf8), or: outside)
        guard FolderWalk.staysBelow(rest) else { throw outside }
        var folders = [root]
        var links = 0
        while let name = rest.popLast() {
            guard let here = folders.last else { throw outside }
            if name.isEmpty || name == [FolderWalk.dot] { continue }
            if name == [FolderWalk.dot, FolderWalk.dot] {
                folders.removeLast()
                if folders.isEmpty { throw outside }
                continue
            }
            if let target = FolderWalk.link(name, in: here) {
                links += 1
                guard links <= FolderWalk.linkLimit else {
                    throw Fault(.refused, "\(path) leads through too many links")
                }
                if target.first == FolderWalk.slash { folders = [root] }
                rest += try components(of: target, or: outside)
                continue
            }
            // Without waiting for the other end of a pipe.
            let flags = rest.isEmpty ? O_RDONLY | O_NONBLOCK : O_RDONLY | O_DIRECTORY
            let text = String(decoding: name, as: UTF8.self)
            guard let next = Descriptor(at: here.descriptor, text, flags | O_NOFOLLOW) else {
                switch errno {
                case ENOENT, ENOTDIR: throw Fault(.notFound, "there is no file \(path) below \(folder)")
                case ELOOP: throw Fault(.refused, "\(path) became a link while it was opened")
                default: throw Fault(.refused, "\(path) cannot be opened: \(String(cString: strerror(errno)))")
                }
            }
            folders.append(next)
        }
        guard let found = folders.last else { throw outside }
        return found
    }

    /// The components of a path, last one first. One from the root must begin with the folder's own.
    private func components(of path: [UInt8], or outside: Fault) throws -> [[UInt8]] {
        var path = path[...]
        if path.first == FolderWalk.slash {
            guard let name = names.first(where: { path.starts(with: $0 + [FolderWalk.slash]) }) else { throw outside }
            path = path.dropFirst(name.count)
        }
        return path.split(separator: FolderWalk.slash, omittingEmptySubsequences: false).map(Array.init).reversed()
    }

    /// Whether a path, last component first, never goes up further than it has come down: whether or not what it goes
    /// through is there.
    private static func staysBelow(_ components: [[UInt8]]) -> Bool {
        var depth = 0
        for name in components.reversed() where !name.isEmpty && name != [dot] {
            depth += name == [dot, dot] ? -1 : 1
            if depth < 0 { return false }
        }
        return true
    }

    /// Where a link leads; nil when it is none.
    private static func link(_ name: [UInt8], in folder: Descriptor) -> [UInt8]? {
        var target = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlinkat(folder.descriptor, String(decoding: name, as: UTF8.self), &target, target.count)
        return count < 0 ? nil : target.prefix(count).map { UInt8(bitPattern: $0) }
    }

    private static let slash = UInt8(ascii: "/")
    private static let dot = UInt8(ascii: ".")
}

/// An open file or folder, closed with its last reference.
final class Descriptor {
    let descriptor: Int32

    /// Opens `path` in an open folder; nil with `errno`.
    init?(at folder: Int32, _ path: String, _ flags: Int32) {
        descriptor = openat(folder, path, flags | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// What is left to read; nil when it cannot be, or is more than `limit` bytes.
    func bytes(limit: Int) -> [UInt8]? {
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 1 << 20)
        while true {
            // Safe: the buffer is lent for the call, which writes at most its length.
            let count = piece.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
            if count == 0 { return bytes }
            if count < 0 {
                if errno == EINTR { continue }
                return nil
            }
            guard bytes.count + count <= limit else { return nil }
            bytes += piece.prefix(count)
        }
    }
}
