import CellLanguage
import Glibc
import Tensors

/// Reads arrays from files below one folder, and nowhere else.
public struct FileLoader: Loader {
    private let folder: String?

    /// Files above this size are refused, in bytes.
    public static let byteLimit = 1 << 30

    /// A loader for `folder`; without one every load is refused.
    public init(folder: String?) { self.folder = folder }

    /// See `Loader`. Links are followed where they stay below the folder.
    public func load(_ path: String, key: String?) throws -> Leaf.Content {
        let bytes = try read(path)
        guard let key else { return .tensor(try Tensor(npy: bytes)) }
        let arrays = try Npz.read(bytes, sizeLimit: FileLoader.byteLimit)
        // Bytes, since two spellings of one character are two names in an archive.
        guard let array = arrays.first(where: { $0.name.utf8.elementsEqual(key.utf8) }) else {
            throw Fault(
                .notFound, "\(path) has no array \(key)",
                hint: "it has " + arrays.map(\.name).joined(separator: ", "))
        }
        return .tensor(array.tensor)
    }

    private func read(_ path: String) throws -> [UInt8] {
        guard let folder else {
            throw Fault(
                .refused, "this session has no folder to load from",
                hint: "session NAME folder=PATH gives it one: the client does so with its own when it makes a session")
        }
        let file = try FolderWalk(folder).open(path)
        var status = stat()
        // A pipe would be waited for, a device never ends.
        guard fstat(file.descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw Fault(.refused, "\(path) is not a regular file")
        }
        guard status.st_size <= FileLoader.byteLimit else {
            throw Fault(.limit, "\(path) has \(status.st_size) bytes, more than \(FileLoader.byteLimit)")
        }
        guard let bytes = file.bytes(limit: FileLoader.byteLimit) else {
            throw Fault(.notFound, "\(path) cannot be read")
        }
        return bytes
    }
}

/// Gives back what a cell read when it first ran, in the same order, without reading anything.
struct JournalLoader: Loader {
    var leaves: ArraySlice<StoredArray>

    mutating func load(_ path: String, key: String?) throws -> Leaf.Content {
        guard let leaf = leaves.popFirst() else {
            throw Fault(.defect, "the journal has no content for load(\"\(path)\")")
        }
        return .stored(leaf.type, leaf.hash)
    }
}
