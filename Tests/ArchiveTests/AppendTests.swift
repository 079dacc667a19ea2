import Dispatch
import FoundationEssentials
import GRDB
import GRDBSQLite
import Glibc
import Notebook
import Synchronization
import Tensors
import Testing

@testable import Archive

@Suite struct AppendTests {
    @Test func `concurrent callers are all stored, many in one commit`() throws {
        let folder = try TemporaryFolder()
        let archive = try Sample.archive(folder)
        let commits = Mutex(0)
        let counter = CommitCounter { commits.withLock { $0 += 1 } }
        archive.pool.add(transactionObserver: counter)
        let failures = Mutex<[String]>([])
        let (callers, cells) = (32, 10)
        // The first callers find the writer taken, so that they are sure to wait together.
        let isReady = DispatchSemaphore(value: 0)
        let threads = DispatchGroup()
        for caller in 0..<callers {
            DispatchQueue(label: "caller \(caller)").async(group: threads) {
                isReady.wait()
                do {
                    try archive.append([.sessionOpened(name: "s\(caller)", folder: nil, parent: nil)])
                    for number in 1...cells {
                        try archive.append([try Sample.cell(number, session: "s\(caller)", x: [Double(caller)])])
                    }
                } catch {
                    failures.withLock { $0.append("\(error)") }
                }
            }
        }
        archive.pool.writeWithoutTransaction { _ in
            for _ in 0..<callers { isReady.signal() }
            let deadline = DispatchTime.now() + .seconds(10)
            while archive.waiting.withLock(\.count) < callers, DispatchTime.now() < deadline { usleep(1_000) }
        }
        threads.wait()
        #expect(failures.withLock { $0 } == [])
        for caller in 0..<callers {
            #expect(try archive.journal(of: "s\(caller)").map(\.number) == Array(1...cells))
        }
        #expect(try archive.status().runs == callers * cells)
        let rows = try archive.log(LogFilter(limit: 1_000)).map(\.kept?.row)
        #expect(rows == (1...Int64(callers * cells)).reversed())
        let count = commits.withLock { $0 }
        #expect(count > cells && count <= callers * (cells + 1) - (callers - 1), "\(count) commits")
    }

    @Test func `one caller's bad event is that caller's alone`() throws {
        let archive = try Sample.archive(try TemporaryFolder())
        let outcomes = Mutex<[String: String]>([:])
        let events: [String: [Event]] = [
            "good": [try Sample.cell(1)],
            "gap": [.sessionOpened(name: "gap", folder: nil, parent: nil), try Sample.cell(2, session: "gap")],
            "twice": [Sample.main],
            "fine": [.sessionOpened(name: "fine", folder: nil, parent: nil), try Sample.cell(1, session: "fine")],
        ]
        let threads = DispatchGroup()
        archive.pool.writeWithoutTransaction { _ in
            for (name, events) in events {
                DispatchQueue(label: name).async(group: threads) {
                    do {
                        try archive.append(events)
                        outcomes.withLock { $0[name] = "stored" }
                    } catch {
                        outcomes.withLock { $0[name] = "\(error)" }
                    }
                }
            }
            let deadline = DispatchTime.now() + .seconds(10)
            while archive.waiting.withLock(\.count) < events.count, DispatchTime.now() < deadline { usleep(1_000) }
        }
        threads.wait()
        #expect(
            outcomes.withLock { $0 } == [
                "good": "stored", "fine": "stored", "twice": "there is a session main already",
                "gap": "the next cell of session gap is 1, not 2",
            ])
        #expect(try archive.sessions().map(\.name) == ["main", "fine"])
        #expect(try archive.status().cells == 2)
    }

    private func cell(_ change: (inout Execution, inout [NamedContent]) -> Void) throws -> Event {
        guard case .cellRan(let cell, var runs, var contents) = try Sample.cell(1) else { return Sample.main }
        change(&runs[0].execution, &contents)
        return .cellRan(cell, runs: runs, contents: contents)
    }

    @Test func `what is stopped while a large array is written leaves nothing`() throws {
        let folder = try TemporaryFolder()
        let archive = try Sample.archive(folder)
        let large = try Tensor.vector((0..<2_000_000).map(Double.init))
        var looks = 0
        let error = expectError {
            try archive.append([Sample.cell(1, storing: [large])]) {
                looks += 1
                return looks == 5
            }
        }
        #expect(error == .stopped && looks == 5)
        #expect(try archive.status().cells == 0 && archive.tensor(large.contentHash) == nil)
        #expect(try FileManager.default.contentsOfDirectory(atPath: archive.files.folder + "/tmp").isEmpty)
        // The next one is as if there had been none.
        try archive.append([Sample.cell(1, storing: [large])])
        #expect(try archive.tensor(large.contentHash)?.doubles.last == 1_999_999)
    }

    @Test func `events that contradict themselves or the journal are refused with both sides`() throws {
        let archive = try Sample.archive(try TemporaryFolder())
        func message(_ event: Event) -> String? { expectError { try archive.append([event]) }?.description }
        #expect(message(try Sample.cell(1, session: "nowhere")) == "there is no session nowhere")
        #expect(message(try Sample.cell(2)) == "the next cell of session main is 1, not 2")
        let lost = try cell { $1.removeLast() }
        #expect(message(lost)?.hasSuffix("is named but neither stored nor sent along") == true)
        let renamed = try cell { $1[0].tensor = Tensor.scalar(.f64(3)) }
        #expect(message(renamed)?.hasSuffix("but its hash is another") == true)
        let unnamed = try cell { execution, _ in execution.run.wrt = [] }
        #expect(message(unnamed) == "a run by 1 of its inputs names 0")
        let graph = try cell { execution, _ in
            execution.run.recipe.graph = execution.results[0]
            execution.run.id = execution.run.recipe.id
        }
        #expect(message(graph)?.hasSuffix("but its hash is another") == true)
        let id = try cell { execution, _ in execution.run.id = execution.results[0] }
        #expect(message(id)?.hasSuffix("is not its recipe's") == true)
        #expect(message(.sessionOpened(name: "", folder: nil, parent: nil))?.contains("CHECK") == true)
        let status = try archive.status()
        #expect([status.cells, status.runs, status.graphs, status.tensors, status.sessions] == [0, 0, 0, 0, 1])
        #expect(status.readOnlyReason == nil)
        try archive.append([try Sample.cell(1)])
    }

    @Test func `a full disk stops what does not fit, and nothing else`() throws {
        let archive = try Sample.archive(try TemporaryFolder(), cells: 1)
        func pages(_ pragma: String) throws -> Int {
            try archive.pool.writeWithoutTransaction { try Int.fetchOne($0, sql: "PRAGMA \(pragma)") ?? 0 }
        }
        _ = try pages("max_page_count = \(pages("page_count") + 4)")
        let large = try Tensor.vector((0..<11_000).map(Double.init))
        #expect(expectError { try archive.append([Sample.cell(2, storing: [large])]) } == .full)
        #expect(try archive.journal(of: "main").count == 1)
        try archive.append([try Sample.cell(2)])
        _ = try pages("max_page_count = 1000000")
        try archive.append([Sample.cell(3, storing: [large])])
        #expect(try archive.journal(of: "main").count == 3)
    }

    @Test(arguments: [EDQUOT, ENOSPC]) func `a quota that is used up is no room, and no damage`(code: Int32) throws {
        let folder = try TemporaryFolder()
        let archive = try Sample.archive(folder, cells: 1)
        try archive.checkpoint()
        let device = LimitedDevice(folder, code: code)
        device.limit(logBytes: 0)
        for _ in 0..<2 { #expect(expectError { try archive.append([try Sample.cell(2)]) } == .full) }
        #expect(archive.readOnlyReason == nil)
        #expect(try archive.journal(of: "main").count == 1)
        device.limit(logBytes: .max)
        try archive.append([try Sample.cell(2)])
        #expect(try archive.journal(of: "main").count == 2)
    }

    @Test func `before there is no room the log is written back`() throws {
        let folder = try TemporaryFolder()
        let archive = try Sample.archive(folder, cells: 1)
        try archive.checkpoint()
        let device = LimitedDevice(folder, code: ENOSPC)
        device.limit(logBytes: 200_000)
        for number in 2...60 { try archive.append([try Sample.cell(number)]) }
        #expect(try archive.journal(of: "main").count == 60)
        #expect(try archive.status().walBytes <= 200_000)
    }

    @Test func `after an I/O error only reads go on`() throws {
        let archive = try Sample.archive(try TemporaryFolder(), cells: 1)
        let reason = ArchiveError.io("disk I/O error")
        #expect(archive.meaning(of: DatabaseError(resultCode: .SQLITE_IOERR_FSYNC, message: "x")) != reason)
        #expect(expectError { try archive.append([try Sample.cell(2)]) }?.kind == "readOnly")
        #expect(try archive.journal(of: "main").count == 1)
        #expect(try archive.status().readOnlyReason != nil)
        try archive.close()
    }

    @Test func `an injected clock gives the time`() throws {
        let archive = try Sample.archive(try TemporaryFolder(), cells: 1)
        #expect(try archive.journal(of: "main")[0].time == 1_767_323_045_000_678)
        #expect(try archive.sessions()[0].createdAt == 1_767_323_045_000_678)
        #expect(Archive.wallClock() > 1_767_000_000_000_000)
    }
}

/// Counts commits of one connection.
private final class CommitCounter: TransactionObserver, Sendable {
    private let count: @Sendable () -> Void

    init(_ count: @escaping @Sendable () -> Void) { self.count = count }

    func observes(eventsOfKind eventKind: DatabaseEventKind) -> Bool { true }
    func databaseDidChange(with event: DatabaseEvent) {}
    func databaseDidCommit(_ database: Database) { count() }
    func databaseDidRollback(_ database: Database) {}
}

/// A device on which the log of one archive has so much room and no more.
private final class LimitedDevice {
    private let folder: String

    private struct Rule {
        let code: Int32
        var logBytes = Int.max
    }

    private static let rules = Mutex<[String: Rule]>([:])
    /// Safe to set while other tests write: what is no archive of a rule is passed on.
    private static let isInstalled: Bool = {
        guard let system = sqlite3_vfs_find(nil), let install = system.pointee.xSetSystemCall else { return false }
        let write: @convention(c) (Int32, UnsafeRawPointer?, Int, Int) -> Int = { file, bytes, count, offset in
            var name = [CChar](repeating: 0, count: 4_096)
            let length = readlink("/proc/self/fd/\(file)", &name, name.count)
            let path = String(decoding: name.prefix(max(0, length)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
            let rule = LimitedDevice.rules.withLock { rules in rules.first { path.hasPrefix($0.key) }?.value }
            if let rule, path.hasSuffix("-wal"), count > rule.logBytes - min(offset, rule.logBytes) {
                errno = rule.code
                return -1
            }
            return pwrite(file, bytes, count, offset)
        }
        let call = unsafeBitCast(write, to: sqlite3_syscall_ptr.self)
        let names: [String] = ["pwrite64", "pwrite"]
        return names.map { install(system, $0, call) == SQLITE_OK }.contains(true)
    }()

    init(_ folder: TemporaryFolder, code: Int32) {
        #expect(LimitedDevice.isInstalled)
        self.folder = folder.path
        LimitedDevice.rules.withLock { $0[folder.path] = Rule(code: code) }
    }

    deinit { LimitedDevice.rules.withLock { $0[folder] = nil } }

    func limit(logBytes: Int) { LimitedDevice.rules.withLock { $0[folder]?.logBytes = logBytes } }
}
