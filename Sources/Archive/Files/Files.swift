import Glibc

/// A call to the operating system that failed.
struct FileFault: Error, CustomStringConvertible {
    /// What was tried: `write`.
    let action: String
    /// On what.
    let path: String
    /// The `errno`.
    let code: Int32

    init(_ action: String, _ path: String, _ code: Int32 = errno) {
        self.action = action
        self.path = path
        self.code = code
    }

    /// No room, or none for this user.
    var isFull: Bool { code == ENOSPC || code == EDQUOT }
    /// The device failed; what it holds is unknown.
    var isDamage: Bool { code == EIO }

    var description: String { "cannot \(action) \(path): \(String(cString: strerror(code)))" }
}

/// An open file, closed when it goes out of scope. Not inherited by child processes.
struct OpenFile: ~Copyable {
    /// What the operating system knows it by.
    let descriptor: Int32
    private let path: String

    /// Opens with the flags of open(2); a new file is readable for its owner only.
    init(_ path: String, _ flags: Int32) throws(FileFault) {
        descriptor = open(path, flags | O_CLOEXEC, 0o600)
        self.path = path
        guard descriptor >= 0 else { throw FileFault("open", path) }
    }

    deinit { close(descriptor) }

    /// Writes all bytes where the file stands.
    func write(_ bytes: [UInt8]) throws(FileFault) {
        var written = 0
        while written < bytes.count {
            // Safe: the buffer is lent for the call, which reads at most the rest of it.
            let step = bytes.withUnsafeBytes {
                Glibc.write(descriptor, $0.baseAddress.map { $0 + written }, $0.count - written)
            }
            if step < 0 && errno == EINTR { continue }
            guard step > 0 else { throw FileFault("write", path) }
            written += step
        }
    }

    /// Reads up to `count` bytes from where the file stands; fewer only at its end.
    func read(_ count: Int) throws(FileFault) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var filled = 0
        while filled < count {
            // Safe: the buffer is lent for the call, which writes at most the rest of it.
            let step = bytes.withUnsafeMutableBytes {
                Glibc.read(descriptor, $0.baseAddress.map { $0 + filled }, $0.count - filled)
            }
            if step < 0 && errno == EINTR { continue }
            guard step >= 0 else { throw FileFault("read", path) }
            guard step > 0 else { break }
            filled += step
        }
        return Array(bytes.prefix(filled))
    }

    /// Replaces everything in the file and waits until the device has it.
    func replaceContents(with bytes: [UInt8]) throws(FileFault) {
        guard ftruncate(descriptor, 0) == 0, lseek(descriptor, 0, SEEK_SET) == 0 else { throw FileFault("write", path) }
        try write(bytes)
        try sync()
    }

    /// Waits until the device has everything.
    func sync() throws(FileFault) {
        guard fsync(descriptor) == 0 else { throw FileFault("sync", path) }
    }
}

/// Files and folders by path.
enum Files {
    /// The size in bytes, or nil when there is nothing there.
    static func size(of path: String) throws(FileFault) -> Int? {
        var status = stat()
        if stat(path, &status) == 0 { return Int(status.st_size) }
        guard errno == ENOENT || errno == ENOTDIR else { throw FileFault("look at", path) }
        return nil
    }

    /// How many names the file has, or nil when there is nothing there.
    static func linkCount(of path: String) throws(FileFault) -> Int? {
        var status = stat()
        if stat(path, &status) == 0 { return Int(status.st_nlink) }
        guard errno == ENOENT || errno == ENOTDIR else { throw FileFault("look at", path) }
        return nil
    }

    /// Whether there is a link here, whatever it leads to.
    static func isLink(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
    }

    /// The path from the root without links, so far as there is something on it.
    static func resolved(_ path: String) throws(FileFault) -> String {
        if let real = realpath(path, nil) {
            defer { free(real) }
            return String(cString: real)
        }
        guard errno == ENOENT || errno == ENOTDIR, path != parent(of: path) else { throw FileFault("look at", path) }
        let folder = try resolved(parent(of: path))
        let name = path.utf8.lastIndex(of: UInt8(ascii: "/")).map { path[path.index(after: $0)...] } ?? path[...]
        return folder == "/" ? "/\(name)" : "\(folder)/\(name)"
    }

    /// Bytes that a file beside `path` may still take, as far as its file system says.
    static func freeBytes(at path: String) throws(FileFault) -> Int {
        var status = statvfs()
        guard statvfs(path, &status) == 0 else { throw FileFault("look at", path) }
        let (bytes, isTooMany) = Int(clamping: status.f_bavail).multipliedReportingOverflow(
            by: Int(clamping: status.f_frsize))
        return isTooMany ? .max : bytes
    }

    /// Makes a folder and those above it that are missing, durably, for their owner only.
    static func makeFolder(_ path: String) throws(FileFault) {
        if mkdir(path, 0o700) == 0 { return try syncFolder(parent(of: path)) }
        if errno == EEXIST { return }
        guard errno == ENOENT, path != parent(of: path) else { throw FileFault("make folder", path) }
        try makeFolder(parent(of: path))
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw FileFault("make folder", path) }
        try syncFolder(parent(of: path))
    }

    /// The folder that a path is in.
    static func parent(of path: String) -> String {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// Makes names in a folder as durable as the files they name.
    static func syncFolder(_ path: String) throws(FileFault) { try OpenFile(path, O_RDONLY | O_DIRECTORY).sync() }

    /// Renames over what is there and waits until the device has the new name.
    static func move(_ path: String, to new: String) throws(FileFault) {
        guard rename(path, new) == 0 else { throw FileFault("rename", path) }
        try syncFolder(parent(of: new))
    }

    /// Removes a file if it is there.
    static func remove(_ path: String) throws(FileFault) {
        guard unlink(path) == 0 || errno == ENOENT else { throw FileFault("remove", path) }
    }
}
