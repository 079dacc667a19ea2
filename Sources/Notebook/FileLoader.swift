import CellLanguage
import Foundation
import Tensors

/// Reads arrays from files below one folder, and nowhere else.
public struct FileLoader: Loader {
    private let folder: String?

    /// Files above this size are refused, in bytes.
    public static let byteLimit = 1 << 30

    /// A loader for `folder`; without one every load is refused.
    public init(folder: String?) { self.folder = folder }

    /// See `Loader`. Links are resolved before the path is judged.
    public func load(_ path: String, key: String?) throws -> Leaf.Content {
        let bytes = try read(path)
        guard let key else { return .tensor(try Tensor(npy: bytes)) }
        let arrays = try Npz.read(bytes, sizeLimit: FileLoader.byteLimit)
        guard let array = arrays.first(where: { $0.name == key }) else {
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
        let root = URL(fileURLWithPath: folder, isDirectory: true).resolvingSymlinksInPath().standardizedFileURL.path
        let file = URL(fileURLWithPath: path, relativeTo: URL(fileURLWithPath: root, isDirectory: true))
            .resolvingSymlinksInPath().standardizedFileURL.path
        guard !path.contains("\0"), file.hasPrefix(root == "/" ? root : root + "/") else {
            throw Fault(.refused, "\(path) lies outside the session's folder", hint: "copy the file below \(root)")
        }
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: file) else {
            throw Fault(.notFound, "there is no file \(path) below \(root)")
        }
        // A pipe would be waited for, a device never ends.
        guard attributes[.type] as? FileAttributeType == .typeRegular, let size = attributes[.size] as? Int else {
            throw Fault(.refused, "\(path) is not a regular file")
        }
        guard size <= FileLoader.byteLimit else {
            throw Fault(.limit, "\(path) has \(size) bytes, more than \(FileLoader.byteLimit)")
        }
        guard let data = FileManager.default.contents(atPath: file) else {
            throw Fault(.notFound, "\(path) cannot be read")
        }
        return [UInt8](data)
    }
}

/// Gives back what a cell read when it first ran, in the same order, without reading anything.
struct JournalLoader: Loader {
    var leaves: ArraySlice<(type: TensorType, hash: ContentHash)>

    mutating func load(_ path: String, key: String?) throws -> Leaf.Content {
        guard let leaf = leaves.popFirst() else {
            throw Fault(.defect, "the journal has no content for load(\"\(path)\")")
        }
        return .stored(leaf.type, leaf.hash)
    }
}
