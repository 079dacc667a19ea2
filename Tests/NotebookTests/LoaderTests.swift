@testable import Notebook
import Foundation
import Synchronization
import Tensors
import Testing

@Suite final class LoaderTests {
    private let root = FileManager.default.temporaryDirectory.appendingPathComponent("notebook-\(UUID().uuidString)")
    private var folder: URL { root.appendingPathComponent("inside") }

    init() throws {
        let files = FileManager.default
        try files.createDirectory(at: folder.appendingPathComponent("sub"), withIntermediateDirectories: true)
        let array = Data(try Tensor.vector([1, 2]).npy)
        try array.write(to: folder.appendingPathComponent("a.npy"))
        try array.write(to: folder.appendingPathComponent("sub/b.npy"))
        try array.write(to: root.appendingPathComponent("secret.npy"))
        try Data("text".utf8).write(to: folder.appendingPathComponent("bad.npy"))
        try files.createSymbolicLink(
            at: folder.appendingPathComponent("out.npy"), withDestinationURL: root.appendingPathComponent("secret.npy"))
        try files.createSymbolicLink(at: folder.appendingPathComponent("up"), withDestinationURL: root)
        try files.createSymbolicLink(
            at: folder.appendingPathComponent("in.npy"), withDestinationURL: folder.appendingPathComponent("a.npy"))
        for (link, target) in [
            ("loop", "loop"), ("rel.npy", "sub/../a.npy"), ("deep", "sub"), ("dangling.npy", "gone"),
        ] {
            try files.createSymbolicLink(
                atPath: folder.appendingPathComponent(link).path, withDestinationPath: target)
        }
        mkfifo(folder.appendingPathComponent("pipe.npy").path, 0o600)
        try Data().write(to: folder.appendingPathComponent("huge.npy"))
        let huge = try FileHandle(forWritingTo: folder.appendingPathComponent("huge.npy"))
        try huge.truncate(atOffset: UInt64(FileLoader.byteLimit) + 1)
        try huge.close()
    }

    deinit { try? FileManager.default.removeItem(at: root) }

    @Test(arguments: [
        "a.npy", "sub/b.npy", "./sub/../a.npy", "in.npy", "rel.npy", "deep/b.npy", "deep/../a.npy", "sub//b.npy",
    ])
    func filesBelowTheFolderAreRead(_ path: String) throws {
        guard case .tensor(let tensor) = try FileLoader(folder: folder.path).load(path, key: nil) else {
            Issue.record("no array")
            return
        }
        #expect(tensor.doubles == [1, 2])
    }

    @Test(arguments: [
        ("../secret.npy", Fault.Kind.refused), ("/etc/passwd", .refused), ("out.npy", .refused),
        ("up/secret.npy", .refused), ("sub/../../secret.npy", .refused), ("", .refused), (".", .refused),
        ("a.npy\u{0}x", .refused), ("missing.npy", .notFound), ("sub", .refused), ("pipe.npy", .refused),
        ("huge.npy", .limit), ("bad.npy", .parse),
        ("loop", .refused), ("dangling.npy", .notFound), ("a.npy/x", .notFound), ("up", .refused),
        ("up/inside/a.npy", .refused),
    ])
    func everythingElseIsRefused(_ path: String, _ kind: Fault.Kind) {
        #expect(fault { _ = try FileLoader(folder: folder.path).load(path, key: nil) }?.kind == kind)
    }

    @Test func anAbsolutePathMustLeadThroughTheFolder() throws {
        let loader = FileLoader(folder: folder.path)
        guard case .tensor = try loader.load(folder.path + "/a.npy", key: nil) else {
            Issue.record("no array")
            return
        }
        for path in [root.path + "/secret.npy", folder.path + "x/a.npy", folder.path + "/../secret.npy", folder.path] {
            #expect(fault { _ = try loader.load(path, key: nil) }?.kind == .refused, "\(path)")
        }
    }

    /// Swift holds the two spellings of é for equal; for the file system they are two folders.
    @Test(arguments: [("caf\u{E9}", "cafe\u{301}"), ("cafe\u{301}", "caf\u{E9}")])
    func aFolderOfAnotherSpellingIsAnotherFolder(_ mine: String, _ other: String) throws {
        for name in [mine, other] {
            let path = root.appendingPathComponent("spelled").path + "/" + name
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
            try Data(try Tensor.vector([1, 2]).npy).write(to: URL(fileURLWithPath: path + "/a.npy"))
        }
        let folder = root.appendingPathComponent("spelled").path + "/"
        let loader = FileLoader(folder: folder + mine)
        _ = try loader.load(folder + mine + "/a.npy", key: nil)
        for path in [folder + other + "/a.npy", "../" + other + "/a.npy"] {
            #expect(fault { _ = try loader.load(path, key: nil) }?.kind == .refused, "\(path)")
        }
    }

    /// A link that comes and goes where a file is: what is read lies below the folder every time, or nothing is read.
    @Test func aLinkThatIsSwappedInIsNotFollowed() throws {
        let secret = try Tensor.vector([42, 42])
        try Data(secret.npy).write(to: root.appendingPathComponent("secret.npy"))
        let path = folder.appendingPathComponent("swapped.npy").path
        let array = Data(try Tensor.vector([1, 2]).npy)
        let (link, file) = (root.appendingPathComponent("link").path, root.appendingPathComponent("file").path)
        let secretPath = root.appendingPathComponent("secret.npy").path
        let isOver = Switch()
        Thread.detachNewThread {
            while !isOver.isSet {
                symlink(secretPath, link)
                rename(link, path)
                FileManager.default.createFile(atPath: file, contents: array)
                rename(file, path)
            }
        }
        defer { isOver.set() }
        let loader = FileLoader(folder: folder.path)
        for _ in 0..<3_000 {
            guard case .tensor(let tensor)? = try? loader.load("swapped.npy", key: nil) else { continue }
            #expect(tensor.doubles == [1, 2])
        }
    }

    @Test func withoutAFolderNothingIsRead() {
        #expect(fault { _ = try FileLoader(folder: nil).load("a.npy", key: nil) }?.kind == .refused)
    }

    /// The journal knows what was read: the file may change or vanish.
    @Test func aRestartDoesNotRead() throws {
        var notes = Notes(folder: folder.path)
        try notes.run("x = load(\"a.npy\")\ny = load(\"sub/b.npy\") * x")
        try FileManager.default.removeItem(at: folder)
        var restored = try notes.restarted()
        #expect(
            try restored.run("z = x + y").cell.bindings.map(\.hash) == notes.run("z = x + y").cell.bindings.map(\.hash))
    }

    @Test func archivesOfArraysAreReadByKey() throws {
        // `numpy.savez(w=array([1.0, 2.0]))`, stored without compression.
        let npy = try Tensor.vector([1, 2]).npy
        try Data(LoaderTests.zip("w.npy", npy)).write(to: folder.appendingPathComponent("z.npz"))
        var notes = Notes(folder: folder.path)
        let cell = try notes.run("w = load(\"z.npz\")[\"w\"]").cell
        #expect(cell.leaves.map(\.hash) == [try Tensor.vector([1, 2]).contentHash])
        let found = fault { try notes.run("b = load(\"z.npz\")[\"b\"]") }
        #expect(found?.kind == .notFound && found?.hint == "it has w")
    }

    private static func zip(_ name: String, _ bytes: [UInt8]) -> [UInt8] {
        func little(_ value: Int, _ width: Int) -> [UInt8] { (0..<width).map { UInt8(value >> ($0 * 8) & 255) } }
        var crc: UInt32 = ~0
        for byte in bytes {
            crc ^= UInt32(byte)
            for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
        }
        let common =
            little(20, 2) + little(0, 8) + little(Int(~crc), 4) + little(bytes.count, 4) + little(bytes.count, 4)
            + little(name.utf8.count, 2) + little(0, 2)
        let entry = little(0x0403_4B50, 4) + common + Array(name.utf8) + bytes
        let directory = little(0x0201_4B50, 4) + little(20, 2) + common + little(0, 14) + Array(name.utf8)
        return entry + directory + little(0x0605_4B50, 4) + little(0, 4) + little(1, 2) + little(1, 2)
            + little(directory.count, 4) + little(entry.count, 4) + little(0, 2)
    }
}

/// Something that is set once, by any thread.
private final class Switch: Sendable {
    private let state = Mutex(false)
    var isSet: Bool { state.withLock { $0 } }
    func set() { state.withLock { $0 = true } }
}
