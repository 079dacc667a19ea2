import Foundation
import Testing
import Wire

private let forum = """
    x = array([1.0, 2.0, 3.0])
    y = stack([x[0] * x[1], sin(x[1]), x[2] ** 2])
    l = sum(y ** 2)
    g = grad(l, x)
    """

@Suite(.serialized) struct EndToEnd {
    @Test func theForumsNumbersSurviveAKill() throws {
        let home = try Home()
        defer { home.end() }
        let cell = try home.ask("cell", "-", input: forum)
        #expect(cell.code == 0)
        #expect(cell.output.contains("g f64[3] [8, 3.2431975046920716, 108] f43b756c6b00 run=1a76a47f63f1"))
        try home.kill()
        let log = try home.ask("log")
        #expect(log.output.hasPrefix("1a76a47f63f1 grad l wrt=x session=main cell=1 "))
        let rows = try home.ask("contributions", "1a76", "--through", "y")
        #expect(rows.output.contains("of y[1] v=1.8185948536513634 [0, -0.7568024953079283, 0]"))
        #expect(rows.output.contains("gap_ulps=0"))
        let replay = try home.ask("replay", "1a76a47f63f1")
        #expect(replay.code == 0 && replay.output.contains("differences=0"))
        let next = try home.ask("eval", "grad(l, y)")
        #expect(next.output.contains("[4, 1.8185948536513634, 18]"))
    }

    @Test func whatWasAcknowledgedIsThereAfterAnyKill() throws {
        let home = try Home()
        defer { home.end() }
        var acknowledged = 0
        for round in 0..<8 {
            let cell = try home.ask("eval", "array(\(round).5) * 2")
            if cell.code == 0 { acknowledged += 1 }
            try home.kill()
            let last = try home.ask("show", "_")
            #expect(last.output.hasPrefix("_ f64[] \(2 * round + 1) "))
        }
        #expect(try home.ask("session").output.contains("cells=\(acknowledged)"))
        #expect(acknowledged == 8)
    }

    @Test func twentyClientsStartOneDaemon() throws {
        let home = try Home()
        defer { home.end() }
        let clients = try (0..<20).map { _ in try Program.start("pullback", ["ping"], at: home) }
        for client in clients {
            client.process.waitUntilExit()
            #expect(client.process.terminationStatus == 0)
        }
        let log = try String(contentsOfFile: "\(home.root)/daemon.log", encoding: .utf8)
        #expect(log.split(separator: "\n").filter { $0.contains("ready") }.count == 1)
    }

    @Test func aClientWaitsForADaemonThatIsOnItsWayOut() throws {
        let home = try Home()
        defer { home.end() }
        for _ in 0..<8 {
            for verb in ["ping", "shutdown"] {
                let answer = try home.ask(verb)
                #expect(answer.code == 0, "\(verb): \(answer.errors)")
            }
        }
        let next = try home.ask("ping")
        #expect(next.code == 0, "\(next.errors)")
    }

    @Test func anArchiveInUseIsBusy() throws {
        let (home, other) = (try Home(), try Home())
        defer {
            home.end()
            other.end()
        }
        #expect(try home.ask("ping").code == 0)
        let second = try Program.run("pullback", ["--archive", home.archive, "ping"], at: other)
        #expect(second.code == 75 && second.errors.contains("in use by another daemon"), "\(second.errors)")
    }

    @Test func anIdleOlderDaemonIsReplaced() throws {
        let home = try Home()
        defer { home.end() }
        let older = OlderDaemon(at: home.socket, answer: .idle)
        let status = try withExtendedLifetime(older) { try home.ask("status") }
        #expect(status.code == 0 && status.output.hasPrefix("server 0.1.0\n"), "\(status.errors)")
    }

    @Test func aBusyOlderDaemonIsLeftAlone() throws {
        let home = try Home()
        defer { home.end() }
        let older = OlderDaemon(at: home.socket, answer: .busy)
        let status = try withExtendedLifetime(older) { try home.ask("status") }
        #expect(status.code == 75 && status.output.isEmpty)
        #expect(status.errors.contains("the daemon is version 0.0.9, older than this client's 0.1.0, and not idle"))
        unlink(home.socket)
    }

    @Test func helpIsAVerb() throws {
        let home = try Home()
        defer { home.end() }
        #expect(try home.ask("help").output.contains("contributions  what each output"))
        #expect(try home.ask("help", "cell").output.hasPrefix("cell [repeat=N] <<TAG\n"))
        #expect(try home.ask("help", "functions").output.contains("  logsumexp(a, axis=None"))
        #expect(try home.ask("help", "cel").errors.contains("did you mean cell?"))
    }

    /// The subcommands, their help and the completions of the shells are made from the verb table.
    @Test func everyVerbIsASubcommand() throws {
        let home = try Home()
        defer { home.end() }
        let list = try home.ask("--help").output
        let scripts = try ["bash", "zsh", "fish"].map { try home.ask("--generate-completion-script", $0).output }
        for verb in Verb.allCases {
            #expect(list.contains("\n  \(verb.rawValue) "), "\(verb)")
            for script in scripts { #expect(script.contains(verb.rawValue), "\(verb)") }
            let help = try home.ask(verb.rawValue, "--help")
            let words = help.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            #expect(help.code == 0 && words.hasPrefix("OVERVIEW: \(verb.descriptor.summary) "), "\(verb)")
            #expect(help.output.contains("USAGE: pullback \(verb.commandLine)\n"), "\(verb)")
        }
        // Nothing of this needs a daemon.
        #expect(!FileManager.default.fileExists(atPath: home.socket))
        #expect(
            try home.ask("contribtions", "g").errors
                == "pullback: no verb 'contribtions'; did you mean 'contributions'?\n")
        #expect(try home.ask("fork", "main").errors == "pullback: usage: pullback fork SESSION at=CELL [name=NAME]\n")
        #expect(
            try home.ask("get", "x", "--ofset", "1").errors
                == "pullback: get has no option --ofset; did you mean --offset?\n")
        #expect(try home.ask("cell", "a", "b").errors == "pullback: usage: pullback cell [--repeat N] [FILE]\n")
    }

    @Test func aSecondDaemonYields() throws {
        let home = try Home()
        defer { home.end() }
        #expect(try home.ask("ping").code == 0)
        let second = try Program.run("pullbackd", [], at: home)
        #expect(second.code == 75)
        #expect(try home.ask("ping").code == 0)
    }

    @Test func aRegularFileAtTheSocketIsKept() throws {
        let home = try Home()
        defer { home.end() }
        try Data("precious".utf8).write(to: URL(fileURLWithPath: home.socket))
        #expect(try Program.run("pullbackd", [], at: home).code == 73)
        #expect(try String(contentsOfFile: home.socket, encoding: .utf8) == "precious")
    }

    @Test func aForeignArchiveIsRefusedUntouched() throws {
        let home = try Home()
        defer { home.end() }
        try FileManager.default.createDirectory(atPath: "\(home.root)/a", withIntermediateDirectories: true)
        let bytes = Data("not a database, but long enough to look at".utf8)
        try bytes.write(to: URL(fileURLWithPath: home.archive))
        #expect(try Program.run("pullbackd", [], at: home).code == 65)
        #expect(try Data(contentsOf: URL(fileURLWithPath: home.archive)) == bytes)
    }

    @Test func terminationDrainsAndLeavesASoundArchive() throws {
        let home = try Home()
        defer { home.end() }
        #expect(try home.ask("cell", "-", input: forum).code == 0)
        let process = try home.daemon()
        Foundation.kill(process, SIGTERM)
        let deadline = Date().addingTimeInterval(20)
        while Foundation.kill(process, 0) == 0, Date() < deadline { usleep(10_000) }
        #expect(!FileManager.default.fileExists(atPath: home.socket))
        #expect(try home.ask("replay", "main").output.contains("cells=1 runs=1 differences=0"))
    }

    @Test(arguments: [
        (["frob"], 64), (["eval", "tanh(w *"], 65), (["show", "nothing"], 65), (["eval", "ones(2) + ones(3)"], 65),
        (["replay", "/nowhere/at/all.md"], 65), (["query", "DELETE FROM run"], 65), (["ping"], 0),
    ])
    func exitCodesTellWhatHappened(arguments: [String], code: Int) throws {
        let home = try Home()
        defer { home.end() }
        let outcome = try Program.run("pullback", arguments, at: home)
        #expect(outcome.code == Int32(code), "\(outcome.errors)")
    }

    @Test(arguments: [
        ["fr\u{1B}[31mob\u{202E}"], ["ping", "--x\u{202E}\u{1B}"], ["--x\u{202E}\u{1B}", "ping"],
        ["replay", "/no\u{1B}/\u{202E}.md"], ["import", "/no\u{1B}/\u{202E}.md"], ["cell", "/no\u{1B}/\u{202E}"],
        ["show", "\u{202E}"], ["help", "\u{202E}"], ["--socket", "/no\u{1B}/\u{202E}", "ping"],
        ["--archive", "/dev/null/\u{202E}\u{1B}", "ping"], ["log", "--limit", "\u{202E}\u{1B}"],
        ["log", "--lim\u{202E}it", "1"], ["fork", "main", "at=\u{202E}"],
    ])
    func theClientsOwnWordsHideNothing(arguments: [String]) throws {
        let home = try Home()
        defer { home.end() }
        let outcome = try Program.run("pullback", arguments, at: home)
        #expect(outcome.code != 0 && !outcome.errors.isEmpty)
        let hidden = (outcome.output + outcome.errors).unicodeScalars.filter { $0.isHidden && $0 != "\n" }
        #expect(hidden.isEmpty, "\(outcome.errors)")
    }

    @Test func theDaemonsOwnWordsHideNothing() throws {
        let home = try Home()
        defer { home.end() }
        let daemon = try Program.run("pullbackd", ["--x\u{202E}\u{1B}"], at: home)
        #expect(daemon.code == 64 && !daemon.errors.unicodeScalars.contains { $0.isHidden && $0 != "\n" })
    }

    @Test func theSessionOptionMeansWhatTheVerbsMeans() throws {
        let home = try Home()
        defer { home.end() }
        for session in ["one", "two"] {
            #expect(try home.ask("--session", session, "cell", "-", input: forum).code == 0)
        }
        let ways = [
            ["log", "--session", "one"], ["--session", "one", "log"], ["log", "session=one"], ["log", "--session=one"],
        ]
        for way in ways {
            let log = try Program.run("pullback", way, at: home)
            #expect(log.output.contains("session=one") && !log.output.contains("session=two"), "\(way): \(log.output)")
        }
        #expect(try home.ask("log").output.contains("session=two"))
        #expect(try home.ask("log", "--session", "one", "session=two").code == 64)
        #expect(try home.ask("names", "--session", "none").output == "OK names=0\n")
    }

    @Test func aRecordingEndsWithZero() throws {
        let home = try Home()
        defer { home.end() }
        let file = "\(home.root)/new.md"
        try "```pullback\nx = array(2.0)\n```\n".write(toFile: file, atomically: true, encoding: .utf8)
        #expect(try home.ask("replay", file).code == 1)
        for word in ["recorded", "unchanged"] {
            let record = try home.ask("replay", "--record", file)
            #expect(record.code == 0 && record.output == "new.md: \(word)\n", "\(record.output)\(record.errors)")
        }
        #expect(try home.ask("replay", file).code == 0)
        let text = try String(contentsOfFile: file, encoding: .utf8)
        try text.replacingOccurrences(of: " 2 ", with: " 3 ").write(toFile: file, atomically: true, encoding: .utf8)
        #expect(try home.ask("replay", file).code == 1)
        #expect(try home.ask("replay", "--record", file).code == 0)
        #expect(try home.ask("help", "replay").output.contains("ends with code 0"))
    }

    @Test func anArchiveByAnotherNameIsTheSameArchive() throws {
        let (home, other) = (try Home(), try Home())
        defer {
            home.end()
            other.end()
        }
        #expect(try home.ask("eval", "array(1.0)").code == 0)
        let folder = "\(home.root)/a"
        try FileManager.default.createSymbolicLink(
            atPath: "\(folder)/link.sqlite", withDestinationPath: home.archive)
        #expect(try Program.run("pullbackd", ["--archive", "\(folder)/link.sqlite"], at: other).code == 75)
        try FileManager.default.linkItem(atPath: home.archive, toPath: "\(folder)/hard.sqlite")
        #expect(try Program.run("pullbackd", ["--archive", "\(folder)/hard.sqlite"], at: other).code == 65)
        try FileManager.default.removeItem(atPath: "\(folder)/hard.sqlite")
        #expect(try home.ask("eval", "array(2.0)").code == 0)
        try home.kill()
        let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: home.archive))
        try handle.truncate(atOffset: 0)
        try handle.close()
        let refused = try Program.run("pullbackd", [], at: home)
        #expect(refused.code == 65, "\(refused.errors)")
    }

    @Test func withoutADaemonNoStartSays69() throws {
        let home = try Home()
        defer { home.end() }
        #expect(try home.ask("--no-start", "ping").code == 69)
    }

    @Test func anExportedSessionImportsWithTheSameHashes() throws {
        let home = try Home()
        defer { home.end() }
        #expect(try home.ask("--session", "one", "cell", "-", input: forum).code == 0)
        let document = try home.ask("export", "one").output
        let file = "\(home.root)/one.md"
        try document.write(toFile: file, atomically: true, encoding: .utf8)
        let replay = try home.ask("replay", file)
        #expect(replay.code == 0, "\(replay.output)\(replay.errors)")
        #expect(try home.ask("import", file, "--name", "two").code == 0)
        #expect(
            try home.ask("--session", "two", "show", "g").output.hasPrefix(
                "g f64[3] [8, 3.2431975046920716, 108] f43b756c6b00 run=1a76a47f63f1"))
    }

    /// A body or a blob comes from a file or from standard input, bytes go to standard output.
    @Test func filesGoInAndOut() throws {
        let home = try Home()
        defer { home.end() }
        let bytes = "eight by" + "te words"
        #expect(try home.ask("put", "w", "f64[2]", input: bytes).code == 0)
        #expect(try home.ask("get", "w").output == bytes)
        #expect(try home.ask("get", "w", "--offset", "8", "max=3").output == "te ")
        #expect(
            try home.ask("get", "--json", "w").output.hasPrefix("{\"id\":\"2\",\"data\":{\"blob\":16}}\n\(bytes)\n{"))
        #expect(try home.ask("put", "w", "f64[3]", input: bytes).code == 65)
        let source = "\(home.root)/source.txt"
        try "x = array(2.0)\ny = x * x\n".write(toFile: source, atomically: true, encoding: .utf8)
        #expect(try home.ask("cell", source, "--repeat", "2").output.hasSuffix("OK cell=3 runs=0\n"))
        #expect(try home.ask("cell", input: "z = y + 1\n").output.hasPrefix("z f64[] 5 "))
        // A document's name is its file's, and its folder where it looks for files.
        let document = "\(home.root)/story.md"
        try "```pullback\na = load(\"none.npy\")\n```\n".write(toFile: document, atomically: true, encoding: .utf8)
        let refused = try home.ask("import", "story.md", in: home.root)
        #expect(refused.code == 65 && refused.errors.contains("none.npy"), "\(refused.errors)")
        try "```pullback\na = array(1.0)\n```\n".write(toFile: document, atomically: true, encoding: .utf8)
        #expect(try home.ask("import", document).output == "OK session=story cells=1\n")
        let both = try home.ask("replay", document, "story", "--show")
        #expect(
            both.code == 1 && both.output.contains("\(document): OK cells=1 runs=0 differences=1\n"), "\(both.output)")
        #expect(both.output.hasSuffix("OK cells=1 runs=0 differences=0\n"), "\(both.output)")
    }

    /// `load` at the prompt and from the shell looks in the folder that the client is in.
    @Test func aSessionLoadsFromTheFolderOfItsClient() throws {
        let home = try Home()
        defer { home.end() }
        // A file of NumPy's with one bool.
        let header = "{'descr': '|b1', 'fortran_order': False, 'shape': (), }"
        let padded = header + String(repeating: " ", count: 117 - header.utf8.count) + "\n"
        let bytes = Data([0x93]) + Data("NUMPY".utf8) + Data([1, 0, 118, 0]) + Data(padded.utf8) + Data([1])
        try bytes.write(to: URL(fileURLWithPath: "\(home.root)/a.npy"))
        let first = try home.ask("eval", "load(\"a.npy\")", in: home.root)
        #expect(first.code == 0 && first.output.contains("bool[] True"), "\(first.errors)\(first.output)")
        let prompt = try home.ask("--session", "other", input: "load(\"a.npy\")\nexit\n", in: home.root)
        #expect(prompt.code == 0 && prompt.output.contains("bool[] True"), "\(prompt.errors)\(prompt.output)")
        #expect(try home.ask("--session", "third", "session", "--folder", ".", in: home.root).code == 0)
        #expect(try home.ask("--session", "third", "eval", "load(\"a.npy\")").code == 0)
    }
}
