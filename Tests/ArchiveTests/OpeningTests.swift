import FoundationEssentials
import GRDB
import Glibc
import Synchronization
import Testing

@testable import Archive

@Suite struct OpeningTests {
    @Test func `a new archive: folder for its owner, log, durable commits, one checkpointer`() throws {
        let folder = try TemporaryFolder()
        let archive = try Archive(path: folder.archive)
        let mode = try FileManager.default.attributesOfItem(atPath: folder.path + "/state")[.posixPermissions]
        #expect(mode as? Int == 0o700)
        let file = try FileManager.default.attributesOfItem(atPath: folder.archive)[.posixPermissions]
        #expect(file as? Int == 0o600)
        func settings(_ database: Database) throws -> [String] {
            try ["journal_mode", "synchronous", "foreign_keys", "busy_timeout", "wal_autocheckpoint", "query_only"].map
            {
                try String.fetchOne(database, sql: "PRAGMA \($0)") ?? ""
            }
        }
        #expect(try archive.pool.writeWithoutTransaction(settings).prefix(5) == ["wal", "2", "1", "5000", "0"])
        #expect(try archive.pool.read(settings)[4] == "0")
        #expect(throws: DatabaseError.self) {
            try archive.pool.unsafeRead { try $0.execute(sql: "DELETE FROM session") }
        }
        // FULL still holds after commits and checkpoints.
        try archive.append([Sample.main])
        try archive.checkpoint()
        #expect(try archive.pool.writeWithoutTransaction(settings)[1] == "2")
        #expect(try archive.status().walBytes == 0)
    }

    @Test func `one daemon at a time`() throws {
        let folder = try TemporaryFolder()
        let archive = try Sample.archive(folder)
        #expect(expectError { try Archive(path: folder.archive) } == .locked(path: folder.archive))
        try archive.append([try Sample.cell(1)])
        try archive.close()
        try archive.close()
        #expect(expectError { try archive.append([try Sample.cell(2)]) } == .refused("the archive is closed"))
        #expect(expectError { try archive.sessions() } == .refused("the archive is closed"))
        #expect(expectError { try archive.query("SELECT 1") } == .refused("the archive is closed"))
        #expect(try Archive(path: folder.archive).status().cells == 1)
    }

    @Test func `one daemon at a time, by whatever name it finds the file`() throws {
        let folder = try TemporaryFolder()
        let archive = try Sample.archive(folder, cells: 1)
        let link = folder.path + "/link.sqlite"
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: folder.archive)
        #expect(expectError { try Archive(path: link) } == .locked(path: folder.archive))
        // A folder of another name leads there too.
        try FileManager.default.createSymbolicLink(
            atPath: folder.path + "/other", withDestinationPath: folder.path + "/state")
        #expect(
            expectError { try Archive(path: folder.path + "/other/archive.sqlite") } == .locked(path: folder.archive))
        // Another name with a lock of its own, and the same file behind it.
        let moved = folder.path + "/state/moved.sqlite"
        try FileManager.default.moveItem(atPath: folder.archive, toPath: moved)
        #expect(expectError { try Archive(path: moved) } == .locked(path: moved))
        try FileManager.default.moveItem(atPath: moved, toPath: folder.archive)
        try archive.append([try Sample.cell(2)])
        try archive.close()
        // By a link it is the same archive: lock, log and arrays are beside the file itself.
        let linked = try Archive(path: link)
        #expect(try linked.status().path == folder.archive)
        #expect(try linked.journal(of: "main").count == 2)
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == [
                "link.sqlite", "other", "state",
            ])
    }

    @Test func `a file with two names is refused untouched`() throws {
        let folder = try TemporaryFolder()
        let other = folder.path + "/state/other.sqlite"
        do {
            let archive = try Sample.archive(folder, cells: 1)
            try FileManager.default.linkItem(atPath: folder.archive, toPath: other)
            #expect(expectError { try Archive(path: other) } == .linked(path: other))
            try archive.append([try Sample.cell(2)])
            try archive.close()
        }
        let whole = try folder.bytes()
        for path in [folder.archive, other] {
            #expect(expectError { try Archive(path: path) } == .linked(path: path))
        }
        #expect(try folder.bytes() == whole)
        try FileManager.default.removeItem(atPath: other)
        #expect(try Archive(path: folder.archive).journal(of: "main").count == 2)
    }

    @Test(arguments: [false, true]) func `an archive that is gone or emptied is not made anew`(isEmptied: Bool) throws {
        let folder = try TemporaryFolder()
        try Sample.archive(folder, cells: 2).close()
        let whole = try folder.bytes()
        if isEmptied {
            try folder.write([])
        } else {
            try FileManager.default.removeItem(atPath: folder.archive)
        }
        for _ in 0..<2 {
            #expect(expectError { try Archive(path: folder.archive) } == .lost(path: folder.archive))
        }
        #expect((try? folder.bytes()) == (isEmptied ? [] : nil))
        try folder.write(whole)
        #expect(try Archive(path: folder.archive).journal(of: "main").count == 2)
    }

    @Test func `where nothing was, an empty file, or the lock of a start that was cut off, is no archive yet`() throws {
        let folder = try TemporaryFolder()
        try folder.write([])
        try folder.write([], to: folder.archive + ".lock")
        #expect(try Archive(path: folder.archive).status().cells == 0)
        let other = try TemporaryFolder()
        let link = other.path + "/link.sqlite"
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: other.archive)
        #expect(expectError { try Archive(path: link) } == .lost(path: link))
    }

    @Test func `a new archive has its log mode before it has its name`() throws {
        let folder = try TemporaryFolder()
        try FileManager.default.createDirectory(atPath: folder.path + "/state", withIntermediateDirectories: true)
        for suffix in ["", "-journal", "-wal", "-shm"] { try folder.write([1], to: folder.archive + ".new" + suffix) }
        try Opening(path: folder.archive, schema: .present).create()
        // Bytes 18 and 19 are 2 where there is a log (sqlite.org/fileformat.html).
        #expect(try folder.bytes()[18...19].elementsEqual([2, 2]))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path + "/state") == ["archive.sqlite"])
    }

    /// As a release left it that turned the log on in place, and was killed before the journal of that was removed.
    @Test func `a first start that was cut off inside a change starts, whole`() throws {
        let folder = try TemporaryFolder()
        let copy = try TemporaryFolder()
        try copy.write([])
        let queue = try DatabaseQueue(path: folder.path + "/new")
        try queue.inDatabase { database in
            try database.execute(sql: Schema.present.creation)
            try database.execute(sql: "PRAGMA cache_size = 1; BEGIN; CREATE TABLE large (x)")
            for _ in 0..<200 { try database.execute(sql: "INSERT INTO large VALUES (randomblob(1000))") }
            // The cache has spilled: file and journal are what a kill leaves now.
            let journal = try folder.bytes(folder.path + "/new-journal")
            #expect(journal.count > 512)
            try copy.write(try folder.bytes(folder.path + "/new"))
            try copy.write(journal, to: copy.archive + "-journal")
            try database.execute(sql: "ROLLBACK")
        }
        let archive = try Archive(path: copy.archive)
        #expect(expectError { try archive.query("SELECT * FROM large") } == .sql("no such table: large"))
        try archive.append([Sample.main, try Sample.cell(1)])
        #expect(try archive.journal(of: "main").count == 1)
    }

    /// Tries to open and expects the file to be as it was.
    private func refusal(_ bytes: [UInt8], _ folder: TemporaryFolder) throws -> ArchiveError? {
        try folder.write(bytes)
        let error = expectError { try Archive(path: folder.archive) }
        #expect(try folder.bytes() == bytes)
        return error
    }

    private func database(_ sql: String) throws -> [UInt8] {
        let folder = try TemporaryFolder()
        let queue = try DatabaseQueue(path: folder.path + "/other")
        try queue.inDatabase { try $0.execute(sql: sql) }
        try queue.close()
        return try folder.bytes(folder.path + "/other")
    }

    @Test func `what is not ours is refused untouched`() throws {
        let folder = try TemporaryFolder()
        let path = folder.archive
        #expect(try refusal(Array("HTTP/1.1 200 OK\r\n".utf8), folder) == .notADatabase(path: path))
        #expect(try refusal(Array(repeating: 0, count: 8_192), folder) == .notADatabase(path: path))
        #expect(try refusal(database("CREATE TABLE a (b)"), folder) == .foreign(path: path))
        #expect(try refusal(database("PRAGMA application_id = 7; CREATE TABLE a (b)"), folder) == .foreign(path: path))
        #expect(
            try refusal(database("PRAGMA journal_mode = WAL; PRAGMA application_id = 7"), folder)
                == .foreign(path: path))
        let newer = Schema.present.creation + "PRAGMA user_version = 9;"
        #expect(try refusal(database(newer), folder) == .newer(path: path, version: 9))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path + "/state") == ["archive.sqlite"])
    }

    @Test func `a file cut short or with flipped bits is refused untouched`() throws {
        let folder = try TemporaryFolder()
        let archive = try Sample.archive(folder, cells: 20)
        try archive.close()
        let whole = try folder.bytes()
        let short = try refusal(Array(whole.dropLast(5_000)), folder)
        #expect(short?.kind == "corrupt" && short?.message.contains("cut short") == true)
        #expect(try refusal(Array(whole.prefix(60)), folder)?.kind == "notADatabase")
        // Every page but the first loses its type: only the check after an unclean stop sees it.
        var flipped = whole
        for page in stride(from: 4_096, to: whole.count, by: 4_096) { flipped[page] = 0xFF }
        try folder.write([], to: folder.archive + ".lock")
        #expect(try refusal(flipped, folder)?.kind == "corrupt")
        try folder.write(whole)
        #expect(try Archive(path: folder.archive).status().cells == 20)
    }

    @Test func `a later version that only the log knows is refused untouched`() throws {
        let folder = try TemporaryFolder()
        let archive = try Sample.archive(folder, cells: 1)
        let later = Schema.present.version + 1
        try archive.pool.write { try $0.execute(sql: "PRAGMA user_version = \(later)") }
        // As a crash leaves it.
        let other = try TemporaryFolder()
        let log = try folder.bytes(folder.archive + "-wal")
        try other.write(try folder.bytes())
        try other.write(log, to: other.archive + "-wal")
        let database = try other.bytes()
        #expect(expectError { try Archive(path: other.archive) } == .newer(path: other.archive, version: later))
        #expect(try other.bytes() == database)
        #expect(try other.bytes(other.archive + "-wal") == log)
    }

    @Test func `the log of a lost database is not applied to a new one`() throws {
        let folder = try TemporaryFolder()
        try folder.write(Array(repeating: 1, count: 100), to: folder.archive + "-wal")
        #expect(expectError { try Archive(path: folder.archive) }?.kind == "corrupt")
        #expect(!FileManager.default.fileExists(atPath: folder.archive))
    }

    @Test func `after a crash everything is checked, and there`() throws {
        let folder = try TemporaryFolder()
        do {
            let archive = try Sample.archive(folder, cells: 2)
            try folder.write([1, 2, 3], to: folder.archive + ".new")
            try FileManager.default.createDirectory(
                atPath: archive.files.folder + "/tmp", withIntermediateDirectories: true)
            try folder.write([1], to: archive.files.folder + "/tmp/1-1")
        }
        #expect(try folder.bytes(folder.archive + ".lock").starts(with: Array("open ".utf8)))
        let archive = try Archive(path: folder.archive)
        #expect(try archive.journal(of: "main").count == 2)
        #expect(try FileManager.default.contentsOfDirectory(atPath: archive.files.folder + "/tmp").isEmpty)
        try archive.close()
        #expect(try folder.bytes(folder.archive + ".lock") == Array("clean\n".utf8))
    }

    /// A schema one version further on.
    private func later(_ change: String) -> Schema {
        let version = Schema.present.version + 1
        return Schema(
            creation: Schema.present.creation,
            migrations: Schema.present.migrations + ["PRAGMA user_version = \(version); \(change);"])
    }

    @Test func `an older archive is copied, then migrated`() throws {
        let folder = try TemporaryFolder()
        try Sample.archive(folder, cells: 2).close()
        let old = Schema.present.version
        // As a kill in the middle of an earlier try leaves it.
        try folder.write([1, 2, 3], to: folder.archive + ".version\(old)")
        try folder.write([1, 2, 3], to: folder.archive + ".version\(old)-journal")
        var archive = try Archive(path: folder.archive, schema: later("ALTER TABLE session ADD COLUMN note TEXT"))
        #expect(try archive.status().version == old + 1)
        #expect(try archive.journal(of: "main").count == 2)
        #expect(try archive.query("SELECT note FROM session").rows == [[.null]])
        try archive.close()
        #expect(
            expectError { try Archive(path: folder.archive) } == .newer(path: folder.archive, version: old + 1))
        archive = try Archive(path: folder.archive + ".version\(old)")
        #expect(try archive.journal(of: "main").count == 2)
    }

    @Test func `a migration that fails leaves the old version whole`() throws {
        let folder = try TemporaryFolder()
        try Sample.archive(folder, cells: 2).close()
        let bad = later("ALTER TABLE session ADD COLUMN note TEXT; SELECT nonsense")
        expectError { try Archive(path: folder.archive, schema: bad) }
        let archive = try Archive(path: folder.archive)
        #expect(try archive.status().version == Schema.present.version)
        #expect(expectError { try archive.query("SELECT note FROM session") } == .sql("no such column: note"))
    }

    /// What a kill leaves at some point of a migration: the files as they are on the disk at that moment.
    @Test(arguments: 0...Schema.present.migrations[0].split(separator: ";").count)
    func `killed in the middle of a migration, it is the old version or the new one, whole`(steps: Int) throws {
        let (folder, left) = (try TemporaryFolder(), try TemporaryFolder())
        let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let dump = String(
            decoding: try Data(contentsOf: tests.appendingPathComponent("HistoryTests/archive-1.sql")), as: UTF8.self)
        try folder.write([])
        let queue = try DatabaseQueue(path: folder.archive)
        try queue.inDatabase { try $0.execute(sql: dump) }
        let statements = Schema.present.migrations[0].split(separator: ";").map(String.init)
        try queue.writeWithoutTransaction { database in
            // Pages go to the log before the commit, as they would in a large archive.
            try database.execute(sql: "PRAGMA journal_mode = WAL; PRAGMA cache_size = 1; BEGIN EXCLUSIVE")
            for statement in statements.prefix(steps) { try database.execute(sql: statement) }
            if steps > statements.count - 1 { try database.execute(sql: "COMMIT") }
            for file in ["", "-wal"] {
                try left.write((try? folder.bytes(folder.archive + file)) ?? [], to: left.archive + file)
            }
            if steps < statements.count { try database.execute(sql: "ROLLBACK") }
        }
        let archive = try Archive(path: left.archive)
        #expect(try archive.status().version == Schema.present.version)
        #expect(try archive.status().runs == 48)
        let copy = left.archive + ".version1"
        #expect(FileManager.default.fileExists(atPath: copy) == (steps < statements.count))
        try archive.close()
        #expect(try Archive(path: left.archive).sessions().count == 6)
    }
}
