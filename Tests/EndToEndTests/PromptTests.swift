import Foundation
import Glibc
import Testing

/// The client at a terminal.
@Suite(.serialized) struct PromptTests {
    @Test func aBlockIsIndentedByItself() throws {
        try withTerminal { terminal in
            try terminal.type("def f(x):\r", expecting: "... ")
            try terminal.type("if True:\r", expecting: "... ")
            // Two steps now; one key undoes a step.
            try terminal.type("y = x * 2\r\u{7F}return y\r\r", expecting: "f function")
            try terminal.type("f(array(3.0))\r", expecting: "_ f64[] 6 ")
            try terminal.type("s = \"\"\"a:\r\rb\"\"\"\r", expecting: "s static 'a:\\n\\nb'")
            try terminal.type("z = (1 +\r2)\r", expecting: "z static 3")
        }
    }

    @Test func aPastedBlockIsOneCell() throws {
        try withTerminal { terminal in
            try terminal.paste(
                "def g(x):\n    y = x + 1\n\n    # a comment\n\n    return y * 2\n\nh = g(array(1.0))\n")
            try terminal.type("\r", expecting: "h f64[] 4 ")
            try terminal.paste("    def k(x):\r\n        return x * 3\r\n    m = k(array(2.0))")
            try terminal.type("\r\r", expecting: "m f64[] 6 ")
            try terminal.paste(
                ">>> def p(x):\n...     return x * 5\n...\n>>> p(array(2.0))\nArray(10., dtype=float32)\n")
            try terminal.type("\r", expecting: "_ f64[] 10 ")
            try terminal.type("n = ar", expecting: "n = ar")
            try terminal.paste("ray(7.0)")
            try terminal.type("\r", expecting: "n f64[] 7 ")
            try terminal.type("%query SELECT count(*) FROM cells\r", expecting: "OK rows=1")
            #expect(terminal.seen.contains("count(*)\r\n4\r\n"))
        }
    }

    /// Every function that the daemon's help lists is completed, with its module or behind an alias of it.
    @Test func functionsAreCompletedAsTheHelpListsThem() throws {
        try withTerminal { terminal in
            try terminal.type("alpha = array(4.0)\r", expecting: "alpha f64[] 4 ")
            try terminal.type("2.0-nancums\t(alp\t)\r", expecting: "_ f64[1] [-2]")
            try terminal.type("random.rademac\t(random.ke\t", expecting: "random.rademacher(random.key")
            try terminal.type("(0))\r", expecting: "OK cell=")
            try terminal.type("import jax.numpy as jnp\r", expecting: "OK cell=4 ")
            try terminal.type("jnp.quantil\t(alpha, 0.5)\r", expecting: "_ f64[] 4 ")
            try terminal.type("%contri\t alpha thr\t", expecting: "%contributions alpha through=")
            try terminal.type("\u{3}", expecting: "^C")
            // Of a few words that an option may be, as the verb table has them.
            try terminal.type("%graph alpha for\tdo\t", expecting: "%graph alpha format=dot")
            try terminal.type("\u{3}", expecting: "^C")
        }
    }

    @Test func anInterruptStopsTheCellAndNotTheClient() throws {
        try withTerminal { terminal in
            try terminal.type("a = array(1.0)\r", expecting: "a f64[] 1 ")
            try terminal.type(
                "while_loop(lambda y: y > 0.0, lambda y: y + 1.0, a)\r", expecting: "y + 1.0, a)\r\r\r\n")
            usleep(300_000)
            try terminal.type("\u{3}", expecting: "ERR 70 cancelled")
            try terminal.type("b = a + 1\r", expecting: "b f64[] 2 ")
            // What is begun is given up, too.
            try terminal.type("def f(x):\r", expecting: "... ")
            try terminal.type("\u{3}", expecting: "^C\r\r\n\r>>> ")
            try terminal.type("c = b + 1\r", expecting: "c f64[] 3 ")
        }
    }

    @Test func historyIsSearched() throws {
        try withTerminal { terminal in
            for line in ["alpha = array(41.0)", "beta = array(2.0)", "alpine = array(3.0)"] {
                try terminal.type("\(line)\r", expecting: "OK cell=")
            }
            try terminal.type("\u{12}alp", expecting: "(search 'alp') alpine = array(3.0)")
            try terminal.type("\u{12}", expecting: "(search 'alp') alpha = array(41.0)")
            try terminal.type("\r", expecting: "alpha f64[] 41 ")
            try terminal.type("\u{12}beta", expecting: "(search 'beta') beta = array(2.0)")
            // Given up; what was typed before is back, and nothing is run.
            try terminal.type("\u{7}gamma = beta * 2\r", expecting: "gamma f64[] 4 ")
        }
    }

    @Test func theFunctionUnderTheCursorIsExplained() throws {
        try withTerminal { terminal in
            try terminal.type("y = softmax(\u{1B}OP", expecting: "\r\nsoftmax(")
            try terminal.type("\u{3}", expecting: "^C")
            try terminal.type("logsumexp(sin(1.0), \u{1B}h", expecting: "\r\nlogsumexp(")
            try terminal.type("\u{3}", expecting: "^C")
        }
    }

    @Test func colorsAndNothingHidden() throws {
        try withTerminal { terminal in
            try terminal.type("def", expecting: "def")
            #expect(terminal.raw.contains("\u{1B}[35mdef"))
            try terminal.type("\u{3}", expecting: "^C")
            try terminal.type("x = \"\u{202E}", expecting: "x = \"·")
            try terminal.type("\u{3}", expecting: "^C")
        }
    }

    private func withTerminal(_ body: (Terminal) throws -> Void) throws {
        let home = try Home()
        defer { home.end() }
        let terminal = try Terminal(at: home)
        try terminal.wait(for: ">>> ")
        try body(terminal)
        try terminal.type("exit\r", expecting: "exit")
        terminal.process.waitUntilExit()
        #expect(terminal.process.terminationStatus == 0)
    }
}

/// A pseudoterminal with the client behind it.
private final class Terminal {
    let process = Process()
    private let master: Int32
    /// Everything that was written to the terminal.
    private(set) var raw = ""
    /// The same without escape sequences.
    var seen: String {
        raw.replacingOccurrences(of: "\u{1B}\\[[0-9;?]*[A-Za-z]", with: "", options: .regularExpression)
    }
    /// Characters of `seen` that were waited for.
    private var passed = 0

    init(at home: Home) throws {
        var (master, slave): (Int32, Int32) = (-1, -1)
        guard openpty(&master, &slave, nil, nil, nil) == 0 else { throw Failure(text: "no pseudoterminal") }
        self.master = master
        _ = fcntl(master, F_SETFL, O_NONBLOCK)
        let handle = FileHandle(fileDescriptor: slave, closeOnDealloc: true)
        process.executableURL = URL(fileURLWithPath: "\(Program.folder)/pullback")
        process.environment = [
            "PULLBACK_SOCKET": home.socket, "PULLBACK_ARCHIVE": home.archive, "HOME": home.root,
            "TERM": "xterm",
        ]
        process.standardInput = handle
        process.standardOutput = handle
        process.standardError = handle
        try process.run()
    }

    deinit {
        process.terminate()
        close(master)
    }

    struct Failure: Error, CustomStringConvertible {
        let text: String
        var description: String { text }
    }

    func type(_ text: String, expecting answer: String) throws {
        try write(text)
        try wait(for: answer)
    }

    /// As a terminal does that has been asked to mark what is pasted.
    func paste(_ text: String) throws { try write("\u{1B}[200~\(text)\u{1B}[201~") }

    private func write(_ text: String) throws {
        for byte in Array(text.utf8) {
            while withUnsafeBytes(of: byte, { Glibc.write(master, $0.baseAddress, 1) }) != 1 {
                guard errno == EAGAIN else { throw Failure(text: "cannot type") }
                read()
            }
        }
    }

    /// Reads until `text` comes, after what was waited for before.
    func wait(for text: String) throws {
        let deadline = Date().addingTimeInterval(60)
        while true {
            let all = seen
            if let found = all.dropFirst(passed).range(of: text) {
                passed = all.distance(from: all.startIndex, to: found.upperBound)
                return
            }
            guard Date() < deadline else {
                throw Failure(text: "never \(text.debugDescription) in \(all.debugDescription)")
            }
            read()
        }
    }

    private func read() {
        var watched = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
        _ = poll(&watched, 1, 200)
        var bytes = [UInt8](repeating: 0, count: 65_536)
        let count = bytes.withUnsafeMutableBytes { Glibc.read(master, $0.baseAddress, $0.count) }
        if count > 0 { raw += String(decoding: bytes.prefix(count), as: UTF8.self) }
    }
}
