import Glibc
import Testing

@testable import Wire

@Suite("Paths")
struct SocketPathsTests {
    private func paths(
        _ environment: [String: String], socket: String? = nil, archive: String? = nil, folders: Bool = true
    ) throws(PathError) -> SocketPaths {
        try SocketPaths(environment: environment, uid: 7, socket: socket, archive: archive) { _ in folders }
    }

    @Test("come from options, then PULLBACK_…, then XDG, then /tmp")
    func precedence() throws {
        let xdg = ["XDG_RUNTIME_DIR": "/run/user/7", "XDG_STATE_HOME": "/s", "HOME": "/h"]
        let standard = try paths(xdg)
        #expect(standard.socket == "/run/user/7/pullback/socket")
        #expect(standard.runtimeFolder == "/run/user/7/pullback")
        #expect(standard.lock == "/run/user/7/pullback/socket.lock")
        #expect(standard.startLock == "/run/user/7/pullback/socket.start")
        #expect(standard.log == "/run/user/7/pullback/daemon.log")
        #expect(standard.archive == "/s/pullback/archive.sqlite")
        #expect(standard.history == "/s/pullback/history")

        let named = try paths(xdg.merging(["PULLBACK_SOCKET": "sock", "PULLBACK_ARCHIVE": "/a"]) { $1 })
        #expect(
            named.socket == "sock" && named.archive == "/a" && named.runtimeFolder == nil && named.log == "daemon.log")
        #expect(try paths(["PULLBACK_SOCKET": "/p"], socket: "/q/s", archive: "b").socket == "/q/s")
        #expect(try paths(["PULLBACK_ARCHIVE": "/p"], archive: "b").archive == "b")
    }

    @Test("fall back where a variable is missing, empty, relative, or names no folder")
    func fallback() throws {
        for environment in [[:], ["XDG_RUNTIME_DIR": ""], ["XDG_RUNTIME_DIR": "run"], ["PULLBACK_SOCKET": ""]] {
            #expect(try paths(environment).socket == "/tmp/pullback-7/socket")
            #expect(try paths(environment).archive == nil)
        }
        #expect(try paths(["XDG_RUNTIME_DIR": "/run/user/7"], folders: false).runtimeFolder == "/tmp/pullback-7")
        #expect(try paths(["HOME": "/h"]).archive == "/h/.local/state/pullback/archive.sqlite")
    }

    @Test("fault 27: of 107 bytes fit, of 108 are a clear error")
    func length() throws {
        let longest = "/" + String(repeating: "é", count: 53)
        #expect(try paths([:], socket: longest).socket == longest)
        let error = #expect(throws: PathError.self) { try paths([:], socket: longest + "x") }
        #expect(error?.message.contains("108 bytes") == true)
    }
}

@Suite("The runtime folder")
struct RuntimeFolderTests {
    private func inScratch(_ body: (String) throws -> Void) throws {
        let base = "/tmp/pullback-test-\(getpid())-\(UInt32.random(in: 0 ... .max))"
        #expect(mkdir(base, 0o700) == 0)
        defer {
            for name in ["made", "open", "link", "file", "a/b", "a"] {
                _ = rmdir("\(base)/\(name)")
                _ = unlink("\(base)/\(name)")
            }
            _ = rmdir(base)
        }
        try body(base)
    }

    @Test("fault 27: is made when missing, and refused when it is open, a link, or no folder")
    func prepare() throws {
        try inScratch { base in
            try RuntimeFolder.prepare("\(base)/made")
            try RuntimeFolder.prepare("\(base)/made")
            #expect(RuntimeFolder.exists("\(base)/made"))

            #expect(mkdir("\(base)/open", 0o700) == 0 && chmod("\(base)/open", 0o777) == 0)
            #expect(throws: PathError.self) { try RuntimeFolder.prepare("\(base)/open") }
            #expect(symlink("\(base)/made", "\(base)/link") == 0)
            #expect(throws: PathError.self) { try RuntimeFolder.prepare("\(base)/link") }
            let file = open("\(base)/file", O_CREAT | O_WRONLY, 0o700)
            #expect(file >= 0 && close(file) == 0)
            #expect(throws: PathError.self) { try RuntimeFolder.prepare("\(base)/file") }
            #expect(throws: PathError.self) { try RuntimeFolder.prepare("\(base)/none/below") }
        }
    }

    @Test("and the folders above a file are made")
    func parents() throws {
        try inScratch { base in
            try RuntimeFolder.makeParents(of: "\(base)/a/b/file")
            #expect(RuntimeFolder.exists("\(base)/a/b"))
            #expect(throws: PathError.self) { try RuntimeFolder.makeParents(of: "/proc/none/file") }
        }
    }
}
