@testable import Notebook
import Foundation
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
        mkfifo(folder.appendingPathComponent("pipe.npy").path, 0o600)
        try Data().write(to: folder.appendingPathComponent("huge.npy"))
        let huge = try FileHandle(forWritingTo: folder.appendingPathComponent("huge.npy"))
        try huge.truncate(atOffset: UInt64(FileLoader.byteLimit) + 1)
        try huge.close()
    }

    deinit { try? FileManager.default.removeItem(at: root) }

    @Test(arguments: ["a.npy", "sub/b.npy", "./sub/../a.npy", "in.npy"])
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
    ])
    func everythingElseIsRefused(_ path: String, _ kind: Fault.Kind) {
        #expect(fault { _ = try FileLoader(folder: folder.path).load(path, key: nil) }?.kind == kind)
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
        #expect(cell.leaves == [try Tensor.vector([1, 2]).contentHash])
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
