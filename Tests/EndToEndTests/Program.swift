import Foundation
import TestTools
import Testing
import Wire

/// The executables as they were built, beside the test bundle.
enum Program {
    static let folder = Programs.folder

    static func run(
        _ name: String, _ arguments: [String], at home: Home, input: String = "", in folder: String? = nil
    ) throws -> Outcome {
        let process = try start(name, arguments, at: home, in: folder)
        process.input.write(Data(input.utf8))
        try process.input.close()
        // Both pipes are small here: replies of a few lines.
        let output = process.output.readDataToEndOfFile()
        let errors = process.errors.readDataToEndOfFile()
        process.process.waitUntilExit()
        return Outcome(
            code: process.process.terminationStatus, output: String(decoding: output, as: UTF8.self),
            errors: String(decoding: errors, as: UTF8.self))
    }

    /// Runs a line of shell that finds the programs as a user's would.
    static func shell(_ script: String, at home: Home) throws -> Outcome {
        try run("/bin/bash", ["-c", script], at: home)
    }

    static func start(
        _ name: String, _ arguments: [String], at home: Home, in workingFolder: String? = nil
    ) throws -> Running {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: name.hasPrefix("/") ? name : "\(folder)/\(name)")
        if let workingFolder { process.currentDirectoryURL = URL(fileURLWithPath: workingFolder) }
        process.arguments = arguments
        process.environment = [
            "PULLBACK_SOCKET": home.socket, "PULLBACK_ARCHIVE": home.archive, "HOME": home.root,
            "PATH": "\(folder):/usr/bin:/bin",
        ]
        let (input, output, errors) = (Pipe(), Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        return Running(
            process: process, input: input.fileHandleForWriting, output: output.fileHandleForReading,
            errors: errors.fileHandleForReading)
    }

    struct Running {
        let process: Process
        let input: FileHandle
        let output: FileHandle
        let errors: FileHandle
    }

    struct Outcome {
        let code: Int32
        let output: String
        let errors: String
    }
}

/// A folder of its own for one test: short, since a socket's path is.
struct Home {
    let root: String
    var socket: String { "\(root)/s" }
    var archive: String { "\(root)/a/archive.sqlite" }

    init() throws {
        root = "/tmp/pb-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(
            atPath: root, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }

    /// The client's reply to one request.
    func ask(_ arguments: String..., input: String = "", in folder: String? = nil) throws -> Program.Outcome {
        try Program.run("pullback", arguments, at: self, input: input, in: folder)
    }

    /// The process id that the daemon gives.
    func daemon() throws -> Int32 {
        let line = try ask("status").output.split(separator: "\n").first { $0.hasPrefix("pid ") }
        return try #require(line.flatMap { Int32($0.dropFirst(4)) })
    }

    /// Kills the daemon where it stands and waits until it is gone.
    func kill() throws {
        let process = try daemon()
        Foundation.kill(process, SIGKILL)
        let deadline = Date().addingTimeInterval(20)
        while Foundation.kill(process, 0) == 0, Date() < deadline { usleep(5_000) }
    }

    func end() {
        _ = try? ask("--no-start", "shutdown")
        try? FileManager.default.removeItem(atPath: root)
    }
}
