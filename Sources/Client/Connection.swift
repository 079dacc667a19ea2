import Glibc
import Wire

/// A connection to a daemon. One request is under way at a time, a `cancel` for it aside; calls block until its reply is
/// there. ``open(_:)`` finds the daemon, and starts one where none runs.
public struct Connection: ~Copyable {
    private let descriptor: Int32
    private var decoder = ReplyDecoder()
    private var outgoing: [UInt8] = []
    /// How much of `outgoing` is written.
    private var sent = 0
    private var requests = 0
    private var format = ReplyFormat.text
    /// Who answers there; nobody has said so only while the connection is made.
    private var greeted: Greeting?

    /// Who answers there.
    public var greeting: Greeting { greeted ?? Greeting(server: "", pid: 0) }

    /// How long a daemon that took the connection may be silent before its greeting.
    private static let greetingMilliseconds: Int32 = 10_000

    /// Connects to a daemon that runs.
    /// - Returns: `nil` when none listens there, or one that is on its way out.
    public init?(socket path: String) throws(ClientError) {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw .noDaemon("cannot make a socket: \(Paths.reason)") }
        let isConnected = withSocketAddress(of: path) { connect(descriptor, $0, $1) } == 0
        guard isConnected else {
            let (code, reason) = (errno, Paths.reason)
            close(descriptor)
            if code == ENOENT || code == ECONNREFUSED { return nil }
            throw .noDaemon("cannot connect to \(path): \(reason)")
        }
        try self.init(adopting: descriptor)
    }

    /// Takes over a socket that is connected, and reads the greeting.
    /// - Returns: `nil` from a daemon that is on its way out.
    public init?(adopting descriptor: Int32) throws(ClientError) {
        self.descriptor = descriptor
        _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
        guard let greeting = try greet() else { return nil }
        greeted = greeting
    }

    deinit { close(descriptor) }

    /// - Returns: `nil` from a daemon that is shutting down, and says so, or is gone before it has said anything.
    private mutating func greet() throws(ClientError) -> Greeting? {
        while true {
            if let line = try decoded({ (decoder) throws(WireError) in try decoder.nextLine() }) {
                if let error = WireError(parsing: line) {
                    if error.code == ErrorCode.draining.rawValue { return nil }
                    throw .refused(error)
                }
                guard let greeting = Greeting(parsing: line) else {
                    throw .noDaemon("what listens there is no pullback daemon")
                }
                guard greeting.major == Greeting.protocolMajor else {
                    throw .busy(
                        "the daemon speaks pullback/\(greeting.major), this client pullback/"
                            + "\(Greeting.protocolMajor); stop it with its own client, then try again")
                }
                return greeting
            }
            do throws(ClientError) {
                guard try wait(timeout: Connection.greetingMilliseconds) else {
                    throw .noDaemon("the daemon does not answer")
                }
            } catch {
                guard error == .closed else { throw error }
                return nil
            }
        }
    }
}

extension Connection {
    /// Sends a request and gives every line of its reply to `receive`, the final one included; `ERR …` is one of them.
    /// - Parameters:
    ///   - request: its id is chosen here.
    ///   - interrupts: when one comes, the request is cancelled; at the second, the connection is of no more use.
    /// - Throws: when the reply does not come to its end.
    public mutating func exchange(
        _ request: Request, interrupts: InterruptSource? = nil, _ receive: (Reply) -> Void
    ) throws(ClientError) {
        requests += 1
        let id = String(requests)
        var request = request
        request.id = id
        outgoing += request.encoded
        var isCancelled = false
        while true {
            while let reply = try decoded({ (decoder) throws(WireError) in try decoder.next() }) {
                // An answer to an earlier `cancel` may still be on its way; an error without an id is ours.
                guard reply.id == id || reply.id == nil else { continue }
                if reply.id == nil, case .error(let error) = reply.content, error.code == ErrorCode.draining.rawValue {
                    throw .untaken(error)
                }
                receive(reply)
                if reply.isFinal { return }
            }
            guard try wait(interrupts: interrupts) else {
                if isCancelled { throw .abandoned }
                isCancelled = true
                outgoing += Request(id: "\(id).cancel", .cancel, words: [id]).encoded
                continue
            }
        }
    }

    /// Chooses the form of the replies from here on.
    public mutating func use(_ format: ReplyFormat) throws(ClientError) {
        guard format != self.format else { return }
        _ = try ask(Request(.set, options: ["format": format.rawValue]))
        self.format = format
    }

    private mutating func decoded<Value>(
        _ body: (inout ReplyDecoder) throws(WireError) -> Value
    ) throws(ClientError) -> Value {
        do throws(WireError) {
            return try body(&decoder)
        } catch {
            throw .broken(error)
        }
    }

    /// Waits until bytes arrive, and writes what is to be sent meanwhile.
    /// - Parameter timeout: in milliseconds; negative is without end.
    /// - Returns: `false` at an interrupt, or when the time is up.
    private mutating func wait(timeout: Int32 = -1, interrupts: InterruptSource? = nil) throws(ClientError) -> Bool {
        while true {
            let events = Int16(POLLIN) | (outgoing.isEmpty ? 0 : Int16(POLLOUT))
            var watched = [pollfd(fd: descriptor, events: events, revents: 0)]
            if let interrupts { watched.append(pollfd(fd: interrupts.descriptor, events: Int16(POLLIN), revents: 0)) }
            let count = poll(&watched, nfds_t(watched.count), timeout)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            if watched.count > 1, watched[1].revents != 0, let interrupts {
                if interrupts.take() { return false }
                continue
            }
            if watched[0].revents & Int16(POLLOUT) != 0 { writeSome() }
            if watched[0].revents & Int16(POLLIN | POLLHUP | POLLERR) != 0 {
                try readSome()
                return true
            }
        }
    }

    /// A daemon that closed its side has said why: what it said is read before the failure to write matters.
    private mutating func writeSome() {
        let count = outgoing[sent...].withUnsafeBytes {
            Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
        }
        if count > 0 { sent += count }
        if sent == outgoing.count || (count < 0 && errno != EAGAIN && errno != EINTR) {
            outgoing = []
            sent = 0
        }
    }

    private mutating func readSome() throws(ClientError) {
        var bytes = [UInt8](repeating: 0, count: 65_536)
        let count = bytes.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
        if count > 0 {
            decoder.feed(bytes.prefix(count))
        } else if count == 0 || (errno != EAGAIN && errno != EINTR) {
            throw .closed
        }
    }
}

extension Reply {
    /// Whether this is the last line of its reply.
    public var isFinal: Bool {
        switch content {
        case .ok, .error: true
        case .data, .blob, .progress: false
        }
    }
}
