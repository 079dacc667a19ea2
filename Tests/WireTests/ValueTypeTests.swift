import TestTools
import Testing

@testable import Wire

@Suite("Words and values")
struct ValueTypeTests {
    private func fault(_ line: String) throws -> WireError? {
        let request = try request("\(line)\n")
        do throws(WireError) {
            try request.checkTypes()
            return nil
        } catch {
            return error
        }
    }

    @Test("are of the types that the row gives them")
    func types() throws {
        for line in [
            "log limit=1", "log limit=1000", "log since=2026-11-23 before=9223372036854775807", "graph g format=dot",
            "contributions g by=-64 top=1000000 for=x[0,2] of=\"y[0][-2]\" through=(a,b)", "set folder=/",
            "cell repeat=1000000 <<E\nE", "session a.B_c-9", "session", "fork main at=1 name=x", "get x offset=0 max=0",
            "replay show=1 record=0 <<E\nE", "explain g for=x",
        ] {
            #expect(try fault(line) == nil, "\(line)")
        }
        for (line, code, message) in [
            ("log limit=0", 21, "limit= must be a whole number from 1 to 1000, not 0"),
            ("log limit=1001", 21, "limit= must be a whole number from 1 to 1000, not 1001"),
            ("log limit=", 21, "limit= must be a whole number from 1 to 1000, not "),
            ("contributions g by=1.0", 21, "by= must be a whole number from -64 to 63, not 1.0"),
            ("graph g format=xml", 21, "format= must be text, cell, dot or json, not xml"),
            ("set format=xml", 21, "format= must be text or json, not xml"),
            ("set folder=a", 21, "folder= must be a path from the root, not a"),
            ("log since=noon", 21, "since= must be a date such as 2026-11-23 or 2026-11-23T10:30:00Z, not noon"),
            ("fork main at=x", 21, "at= must be a whole number from 1 to 9223372036854775807, not x"),
            ("shutdown idle=yes", 21, "idle= must be 0 or 1, not yes"),
            ("explain g for=x[0", 20, "expected an entry such as x[0,2], found x[0"),
            ("contributions g of=[0]", 20, "expected an entry such as x[0,2], found [0]"),
        ] {
            let found = try fault(line)
            #expect(found?.code == code && found?.message == message, "\(line): \(found?.text ?? "none")")
        }
    }

    @Test("are read as what they are")
    func values() throws {
        let breakdown = try request("contributions g by=-1 for=x[0][-2] through=(a,b)\n")
        #expect(try breakdown.integer(.by) == -1 && breakdown.integer(.top) == nil)
        #expect(try breakdown.names(.through) == ["a", "b"])
        #expect(try breakdown.entry(.for)?.coordinates == [0, -2] && breakdown.entry(.of) == nil)
        #expect(try request("graph g\n").choice(.format, as: GraphFormat.self) == nil)
        #expect(try request("graph g format=dot\n").choice(.format) == GraphFormat.dot)
        #expect(try request("shutdown idle=1\n").flag(.idle))
        #expect(try !request("shutdown idle=0\n").flag(.idle) && !request("shutdown\n").flag(.idle))
        let bytes = try request("get x offset=25\n")
        #expect(throws: WireError(.argument, "offset= must be a whole number from 0 to 24, not 25")) {
            try bytes.integer(.offset, in: 0...24)
        }
        // A row that says something else is a defect, and not a value that is not there.
        #expect(throws: WireError.self) { try request("log limit=1\n").flag(.limit) }
        #expect(throws: WireError.self) { try request("set format=text\n").choice(.format, as: GraphFormat.self) }
    }

    @Test("fit their type, or the access to them fails as the check does", arguments: 0..<20)
    func anyText(round: Int) {
        let seed = 0x7E47 + UInt64(round)
        var random = SeededGenerator(seed: seed)
        let pieces = [
            "0", "1", "9", "-", "+", "x", "[", "]", ",", " ", "(", "é", "2026-11-23", "T", ":", "Z", "text", "dot",
        ]
        for verb in Verb.allCases {
            for option in verb.descriptor.options {
                let text = (0..<Int.random(in: 0...4, using: &random))
                    .map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
                let request = Request(verb, options: [option.key.rawValue: text])
                let place: Comment = "seed \(seed), \(verb) \(option.key)=\(text)"
                let isFit = option.type.fault(text) == nil
                #expect(((try? request.checkTypes()) != nil) == isFit, place)
                func isRead<Value>(_ value: () throws -> Value) -> Bool { (try? value()) != nil }
                let isAccessible: Bool =
                    switch option.type {
                    case .integer: isRead { try request.integer(option.key) }
                    case .flag: isRead { try request.flag(option.key) }
                    case .names: isRead { try request.names(option.key) }
                    case .entry: isRead { try request.entry(option.key) }
                    case .time: isRead { try request.time(option.key) }
                    case .choice(let words): words.contains(text)
                    case .name, .sessionName, .folder, .rootedFolder, .run, .arrayType, .text: isFit
                    }
                #expect(isAccessible == isFit, place)
            }
        }
    }

    @Test("that are elements of arrays are a name and coordinates")
    func entries() {
        for (text, coordinates) in [
            ("x", []), ("x[0]", [0]), ("x[0,2]", [0, 2]), ("x[0][2]", [0, 2]), ("x[-1, 2]", [-1, 2]),
            ("p[1][0,-4]", [1, 0, -4]),
        ] {
            #expect(
                EntryReference(text)?.coordinates == coordinates && EntryReference(text)?.name.count == 1, "\(text)")
        }
        for text in [
            "", "[0]", "x[", "x[0", "x]0[", "x[a]", "x[0]y", "x[1.5]", "x[99999999999999999999]", "x[0]]", "x[]",
        ] {
            #expect(EntryReference(text) == nil, "\(text)")
        }
    }

    @Test("that are moments are days and seconds of the calendar")
    func times() {
        for (text, seconds) in [
            ("1970-01-01", 0), ("1970-01-01T00:00:01Z", 1), ("1969-12-31T23:59:59Z", -1),
            ("2000-02-29T12:00:00Z", 951_825_600), ("2026-11-23T10:30:00Z", 1_795_429_800),
            ("2100-03-01", 4_107_542_400), ("0001-01-01", -62_135_596_800),
        ] {
            #expect(Timestamp(text)?.microseconds == Int64(seconds) * 1_000_000, "\(text)")
        }
        for text in [
            "", "now", "2026", "2026-13-01", "2026-02-29", "2100-02-29", "2026-00-10", "2026-01-00", "2026-1-1",
            "2026-11-23T", "2026-11-23T10:30Z", "2026-11-23T24:00:00Z", "2026-11-23T10:60:00Z", "2026-11-23T10:30:00",
            "0000-01-01", "-026-01-01", "2026-11-23T10:30:00ZZ", "２026-11-23",
        ] {
            #expect(Timestamp(text) == nil, "\(text)")
        }
    }

    @Test("of a shell's forms are made from the row")
    func commandLines() {
        for (verb, line) in [
            (Verb.cell, "cell [--repeat N] [FILE]"), (.put, "put NAME DTYPE[SHAPE] < BYTES"),
            (.get, "get NAME [--offset BYTES] [--max BYTES] > BYTES"),
            (.replay, "replay [--record] [--show] [--name NAME] [--folder PATH] REF|SESSION|FILE.md…"),
            (.import, "import [--name NAME] [--folder PATH] FILE.md"),
            (.fork, "fork SESSION at=CELL [name=NAME]"), (.export, "export SESSION"), (.ping, "ping"),
        ] {
            #expect(verb.commandLine == line)
        }
        #expect(
            Verb.replay.usage == "replay REF|SESSION, or [name=NAME] [folder=PATH] [record=1] [show=1] <<TAG")
    }
}
