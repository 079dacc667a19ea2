import FoundationEssentials
import Glibc
import Notebook
import Synchronization
import Tensors

/// Where an array's bytes are.
enum Placement {
    /// In its row.
    case row([UInt8])
    /// In a file named by its hash, which the device has already.
    case file
}

/// Arrays that are too large for a database page cache: files beside the archive, named by content, written once.
struct TensorFiles {
    /// Larger arrays are files. Below about 100 KB SQLite reads faster than the file system (sqlite.org/intern-v-extern-blob).
    static let rowByteLimit = 100_000

    /// `tensors` beside the database.
    let folder: String
    // Unique in this process, which is the only one to write here.
    private static let temporary = Atomic<Int>(0)

    init(archive path: String) { folder = Files.parent(of: path) + "/tensors" }

    private var temporaryFolder: String { folder + "/tmp" }

    private func folder(of hash: ContentHash) -> String { "\(folder)/\(hash.description.prefix(2))" }

    /// The file that an array has or would have.
    func path(of hash: ContentHash) -> String { "\(folder(of: hash))/\(hash)" }

    /// Decides where an array goes; makes its file durable if it gets one. The row comes after, so that a row never
    /// names a file that is not there; a file without a row is harmless, and is written again when it is wanted.
    /// - Parameter check: called now and then; what it throws ends the work, and leaves nothing.
    /// - Throws: `ArchiveError.refused` when the content is not what its hash says, `FileFault`.
    func place(_ content: NamedContent, checking check: () throws -> Void = {}) throws -> Placement {
        guard content.tensor.type.byteCount > TensorFiles.rowByteLimit else {
            try require(content.tensor.contentHash, of: content)
            return .row(content.tensor.canonicalBytes)
        }
        try write(content, check)
        return .file
    }

    private func require(_ found: ContentHash, of content: NamedContent) throws {
        guard found == content.hash else {
            throw ArchiveError.refused("an array is named \(content.hash.short) but its hash is another")
        }
    }

    /// Bytes that are handed to the device before the next look at whether to go on.
    private static let syncedBytes = 16 << 20

    private func write(_ content: NamedContent, _ check: () throws -> Void) throws {
        let hash = content.hash
        try Files.makeFolder(folder(of: hash))
        let number = TensorFiles.temporary.add(1, ordering: .relaxed).newValue
        let unfinished = "\(temporaryFolder)/\(getpid())-\(number)"
        do {
            let file = try OpenFile(unfinished, O_WRONLY | O_CREAT | O_TRUNC)
            var hasher = ContentHasher(of: content.tensor.type)
            var unsynced = 0
            try content.tensor.forEachPiece { piece in
                try file.write(piece)
                hasher.update(piece)
                unsynced += piece.count
                if unsynced >= TensorFiles.syncedBytes {
                    try file.sync()
                    unsynced = 0
                }
                try check()
            }
            try require(hasher.finish(), of: content)
            try file.sync()
            try Files.move(unfinished, to: path(of: hash))
            // Another thread may have made the hash's folder, and not have come to its own sync yet.
            try Files.syncFolder(folder)
        } catch {
            // What cannot be removed now is removed when the archive is next opened.
            try? Files.remove(unfinished)
            throw error
        }
    }

    /// The bytes of an array's file.
    /// - Throws: `ArchiveError.corrupt` when it is missing or has another length, `FileFault`.
    func read(_ hash: ContentHash, byteCount: Int) throws -> [UInt8] {
        guard let size = try Files.size(of: path(of: hash)) else {
            throw ArchiveError.corrupt("the file of array \(hash) is missing")
        }
        guard size == byteCount else {
            throw ArchiveError.corrupt("the file of array \(hash) has \(size) bytes, not \(byteCount)")
        }
        return try OpenFile(path(of: hash), O_RDONLY).read(byteCount)
    }

    /// Makes the folders, or removes what a crash left unfinished in them.
    func prepare() throws {
        try Files.makeFolder(temporaryFolder)
        for name in try FileManager.default.contentsOfDirectory(atPath: temporaryFolder) {
            try Files.remove("\(temporaryFolder)/\(name)")
        }
    }
}
