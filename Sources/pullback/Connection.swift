import Glibc
import Wire

/// A connection to the daemon. One request is under way at a time, a `cancel` for it aside.
struct Connection: ~Copyable {
    private let descriptor: Int32
    private var decoder = ReplyDecoder()
    private var outgoing: [UInt8] = []
    /// How much of `outgoing` is written.
    private var sent = 0
    private var requests = 0
    private var format = ReplyFormat.text
    /// Who answers there.
    private(set) var greeting: Greeting?

    /// How long a daemon that took the connection may be silent before its greeting.
    private static let greetingMilliseconds: Int32 = 10_000

    /// Connects.
    /// - Returns: `nil` when no daemon listens there, or one that is on its way out.
    init?(_ path: String) throws(Failure) {
        descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw Failure(.noDaemon, "cannot make a socket: \(Files.reason)") }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        // SocketPaths has checked the length; the rest of sun_path is zero.
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix(Limits.maxSocketPath)) }
        let isConnected = withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
            }
        }
        guard isConnected else {
            if errno == ENOENT || errno == ECONNREFUSED { return nil }
            throw Failure(.noDaemon, "cannot connect to \(path): \(Files.reason)")
        }
        _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
        guard try greet() else { return nil }
    }

    deinit { close(descriptor) }

    /// - Returns: `false` from a daemon that is shutting down, and says so, or is gone before it has said anything.
    private mutating func greet() throws(Failure) -> Bool {
        while true {
            if let line = try decoded({ (decoder) throws(WireError) in try decoder.nextLine() }) {
                if let error = WireError(parsing: line) {
                    if error.code == ErrorCode.draining.rawValue { return false }
                    throw Failure(Status(of: error), error.message)
                }
                guard let greeting = Greeting(parsing: line) else {
                    throw Failure(.noDaemon, "what listens there is no pullback daemon")
                }
                guard greeting.major == Greeting.protocolMajor else {
                    throw Failure(
                        .busy,
                        "the daemon speaks pullback/\(greeting.major), this client pullback/"
                            + "\(Greeting.protocolMajor); stop it with its own client, then try again")
                }
                self.greeting = greeting
                return true
            }
            do throws(Failure) {
                guard try wait(timeout: Connection.greetingMilliseconds) else {
                    throw Failure(.noDaemon, "the daemon does not answer")
                }
            } catch {
                guard error.isUntaken else { throw error }
                return false
            }
        }
    }
}

extension Connection {
    /// Sends a request and gives every line of its reply to `receive`, the final one included.
    /// - Parameter interrupts: when one comes, the request is cancelled; at the second, the client gives up.
    mutating func exchange(
        _ request: Request, interrupts: Interrupts? = nil, _ receive: (Reply) throws(Failure) -> Void
    ) throws(Failure) {
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
                    throw Failure(.busy, error.message, isUntaken: true)
                }
                try receive(reply)
                if reply.isFinal { return }
            }
            guard try wait(interrupts: interrupts) else {
                if isCancelled { throw Failure(.cancelled, "left; the daemon may still be at work") }
                isCancelled = true
                outgoing += Request(id: "\(id).cancel", .cancel, words: [id]).encoded
                continue
            }
        }
    }

    /// Sends a request whose data nobody wants.
    /// - Throws: when the daemon refuses it.
    mutating func command(_ request: Request) throws(Failure) {
        try exchange(request) { (reply) throws(Failure) in
            if case .error(let error) = reply.content { throw Failure(Status(of: error), error.message) }
        }
    }

    /// Chooses the form of the replies from here on.
    mutating func use(_ format: ReplyFormat) throws(Failure) {
        guard format != self.format else { return }
        try command(Request(.set, options: ["format": format.rawValue]))
        self.format = format
    }

    private mutating func decoded<Value>(
        _ body: (inout ReplyDecoder) throws(WireError) -> Value
    ) throws(Failure) -> Value {
        do throws(WireError) {
            return try body(&decoder)
        } catch {
            throw Failure(.defect, "the daemon's reply is broken: \(error.message)")
        }
    }

    /// Waits until bytes arrive, and writes what is to be sent meanwhile.
    /// - Returns: `false` at an interrupt, or when the time is up.
    private mutating func wait(timeout: Int32 = -1, interrupts: Interrupts? = nil) throws(Failure) -> Bool {
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
        let count = outgoing[sent...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
        if count > 0 { sent += count }
        if sent == outgoing.count || (count < 0 && errno != EAGAIN && errno != EINTR) {
            outgoing = []
            sent = 0
        }
    }

    private mutating func readSome() throws(Failure) {
        var bytes = [UInt8](repeating: 0, count: 65_536)
        let count = bytes.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
        if count > 0 {
            decoder.feed(bytes.prefix(count))
        } else if count == 0 || (errno != EAGAIN && errno != EINTR) {
            throw Failure(.noDaemon, "the daemon closed the connection", isUntaken: greeting == nil)
        }
    }
}

extension Reply {
    /// Whether this is the last line of its reply.
    var isFinal: Bool {
        switch content {
        case .ok, .error: true
        case .data, .blob, .progress, .event: false
        }
    }
}

/// Where an interrupt may come from while a request is under way.
struct Interrupts {
    /// Readable when there is something to look at.
    let descriptor: Int32
    /// Takes what is there, and says whether it was an interrupt.
    let take: () -> Bool
}
