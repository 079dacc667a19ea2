import Client
import Glibc

/// The terminal's keys, one by one and unechoed. Ctrl-C arrives as a key, so that it can cancel a request instead of
/// ending the process. The terminal is put back when the object goes.
final class Keyboard {
    private let original: termios
    private var decoder = KeyDecoder()
    private var typed: [Key] = []

    /// - Returns: `nil` where standard input or output is no terminal.
    init?() {
        var mode = termios()
        guard Output.standard.isTerminal, tcgetattr(STDIN_FILENO, &mode) == 0 else { return nil }
        original = mode
        cfmakeraw(&mode)
        mode.c_oflag |= tcflag_t(OPOST)
        guard tcsetattr(STDIN_FILENO, TCSADRAIN, &mode) == 0 else { return nil }
        // Has the terminal mark what is pasted, so that its line ends are not taken for the Enter key.
        Output.standard.write("\u{1B}[?2004h")
    }

    deinit {
        Output.standard.write("\u{1B}[?2004l")
        var mode = original
        tcsetattr(STDIN_FILENO, TCSADRAIN, &mode)
    }

    /// Waits for a key. A terminal that has gone is the end of input.
    func next() -> Key {
        while true {
            if !typed.isEmpty { return typed.removeFirst() }
            guard readSome() else { return .endOfInput }
        }
    }

    /// Watches for Ctrl-C while a request runs; what else is typed waits for the next line.
    var interrupts: InterruptSource {
        InterruptSource(descriptor: STDIN_FILENO) { [self] in
            // A terminal that has gone wants nothing any more.
            guard readSome() else { return true }
            guard let index = typed.firstIndex(of: .interrupt) else { return false }
            typed.removeSubrange(...index)
            return true
        }
    }

    /// Columns of the terminal.
    static var columns: Int {
        var size = winsize()
        return ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 ? Int(size.ws_col) : 80
    }

    private func readSome() -> Bool {
        var bytes = [UInt8](repeating: 0, count: 4096)
        var count = 0
        repeat {
            count = bytes.withUnsafeMutableBytes { read(STDIN_FILENO, $0.baseAddress, $0.count) }
        } while count < 0 && errno == EINTR
        guard count > 0 else { return false }
        decoder.feed(bytes.prefix(count))
        while let key = decoder.next() { typed.append(key) }
        return true
    }
}
