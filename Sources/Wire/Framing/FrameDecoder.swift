/// What a ``FrameDecoder`` makes of the bytes of a connection.
public enum Inbound: Equatable, Sendable {
    /// A request that fits its verb's row.
    case request(Request)
    /// A request that cannot be carried out; the connection goes on. `id` is the request's, where it could be read.
    case failure(id: String?, WireError)
    /// As `failure`, but where the next request starts is not known: reply, then close. Nothing comes after it.
    case close(id: String?, WireError)
}

/// Cuts the bytes of a connection into requests.
///
/// After each ``feed(_:)`` call ``next()`` until it gives `nil`; at the end of input call ``finish()`` once. How the
/// bytes are cut into pieces makes no difference. Memory is bounded by ``Limits``: a line, body or blob beyond its
/// bound is read past, not stored, and nothing is allocated for a length that was only announced. Time is linear in
/// the bytes fed.
public struct FrameDecoder: Sendable {
    private enum State {
        /// In a request line.
        case line
        /// In the body of a request, up to its tag.
        case body(Head, tag: [UInt8])
        /// In the blob of a request; so many bytes are still to come.
        case blob(Head, remaining: Int)
        /// Behind the blob of a request, where LF or CRLF has to stand; whether CR was there already.
        case blobEnd(Head, isAfterReturn: Bool)
        /// Given up, or finished; whatever comes is dropped.
        case closed
    }

    private var state = State.line
    private var input: [UInt8] = []
    private var cursor = 0
    private var line = LineBuffer()
    private var isFirstLine = true
    /// The bytes of a blob, or the lines of a body up to the byte that was read last.
    private var payload: [UInt8] = []
    /// Where the last line of a body starts in `payload`.
    private var lineStart = 0
    /// Whether a body outgrew its bound; then `payload` holds the start of its last line only.
    private var isBodyTooLong = false

    /// A decoder at the start of a connection.
    public init() {}

    /// Whether nothing of an unfinished request has arrived: a connection in this state is idle, not slow.
    public var isBetweenRequests: Bool {
        if case .line = state { line.length == 0 && cursor == input.count } else { false }
    }

    /// Takes bytes as they arrived, in pieces of any size.
    public mutating func feed(_ bytes: some Collection<UInt8>) {
        if case .closed = state { return }
        if cursor == input.count {
            input.removeAll(keepingCapacity: true)
            cursor = 0
        } else if cursor > input.count / 2 {
            input.removeFirst(cursor)
            cursor = 0
        }
        input.append(contentsOf: bytes)
    }

    /// The next request or error, `nil` when more bytes are needed for one.
    public mutating func next() -> Inbound? {
        while cursor < input.count {
            let inbound: Inbound? =
                switch state {
                case .line: readLine()
                case .body(let head, let tag): readBody(head, tag)
                case .blob(let head, let remaining): readBlob(head, remaining)
                case .blobEnd(let head, let isAfterReturn): readBlobEnd(head, isAfterReturn)
                case .closed: nil
                }
            if let inbound { return inbound }
            if case .closed = state { return nil }
        }
        return nil
    }

    /// Says that no more bytes come. Call ``next()`` until it gives `nil` before.
    /// - Returns: the error for what was cut short, `nil` if nothing was. A line without LF counts as cut short:
    ///   nobody can know that it was meant to end there.
    public mutating func finish() -> Inbound? {
        defer { close() }
        switch state {
        case .closed: return nil
        case .line:
            if let (start, end) = line.excess {
                return Head.tooLong(start: start, end: end).inbound { .success($0) }
            }
            return Head.parse(line.content, isFirst: isFirstLine).map { head in
                .failure(id: head.id, .framing("before the end of the line"))
            }
        case .body(let head, let tag):
            let tag = String(decoding: tag, as: UTF8.self)
            return head.inbound { _ in .failure(.framing("inside the body, before a line that is '\(tag)'")) }
        case .blob(let head, let remaining):
            return .close(id: head.id, .framing("\(remaining) bytes before the end of the blob"))
        case .blobEnd(let head, _):
            return .close(id: head.id, .framing("before the LF behind the blob"))
        }
    }

    private mutating func close() {
        state = .closed
        input = []
        cursor = 0
        payload = []
        line = LineBuffer()
    }

    private mutating func close(id: String?, _ error: WireError) -> Inbound {
        close()
        return .close(id: id, error)
    }
}

extension FrameDecoder {
    /// The bytes up to the next LF or the end of input, and whether the LF was there; steps past both.
    private mutating func takeLine() -> (bytes: ArraySlice<UInt8>, isEnded: Bool) {
        let rest = input[cursor...]
        guard let end = rest.firstIndex(of: Byte.lineFeed) else {
            cursor = input.count
            return (rest, false)
        }
        cursor = end + 1
        return (rest[..<end], true)
    }

    private mutating func readLine() -> Inbound? {
        let (bytes, isEnded) = takeLine()
        line.append(bytes)
        if line.length > Limits.hardLine {
            let head = Head.tooLong(start: line.bytes, end: [])
            return close(id: head.id, head.error ?? WireError(.length, "no LF in \(Limits.hardLine) bytes"))
        }
        guard isEnded else { return nil }
        defer {
            line.removeAll()
            isFirstLine = false
        }
        if let (start, end) = line.excess { return begin(Head.tooLong(start: start, end: end)) }
        return Head.parse(line.content, isFirst: isFirstLine).flatMap { begin($0) }
    }

    /// Goes on to what the line announces, or gives its request at once.
    private mutating func begin(_ head: Head) -> Inbound? {
        payload = []
        lineStart = 0
        isBodyTooLong = false
        switch head.announcement {
        case .nothing: return head.inbound { .success($0) }
        case .body(let tag): state = .body(head, tag: tag)
        case .blob(count: 0): state = .blobEnd(head, isAfterReturn: false)
        case .blob(let count): state = .blob(head, remaining: count)
        case .lost(let error): return close(id: head.id, error)
        }
        return nil
    }

    private mutating func readBody(_ head: Head, _ tag: [UInt8]) -> Inbound? {
        let (bytes, isEnded) = takeLine()
        // A line longer than any tag with its CR is no tag: of lines that are not kept, no more is needed.
        let longestTag = Limits.maxTag + 2
        let isKept = !isBodyTooLong && head.error == nil
        payload.append(contentsOf: bytes.prefix((isKept ? Limits.maxBody : 0) + longestTag - payload.count))
        if isKept, payload.count == Limits.maxBody + longestTag {
            isBodyTooLong = true
            payload = Array(payload[lineStart...].prefix(longestTag))
            lineStart = 0
        }
        guard isEnded else { return nil }
        if payload.count > lineStart, payload.last == Byte.carriageReturn { payload.removeLast() }
        if payload[lineStart...].elementsEqual(tag) { return endBody(head) }
        payload.append(Byte.lineFeed)
        if payload.count > Limits.maxBody { isBodyTooLong = true }
        if isBodyTooLong || head.error != nil { payload.removeAll(keepingCapacity: true) }
        lineStart = payload.count
        return nil
    }

    private mutating func endBody(_ head: Head) -> Inbound {
        let text = payload[..<lineStart]
        defer { payload = [] }
        state = .line
        return head.inbound { request in
            guard !isBodyTooLong else {
                return .failure(WireError(.length, "the body is longer than \(Limits.maxBody) bytes"))
            }
            do throws(TextFault) {
                var request = request
                request.body = try String(text: text)
                return .success(request)
            } catch {
                return .failure(WireError(.encoding, error.what, line: error.line, column: error.column))
            }
        }
    }

    private mutating func readBlob(_ head: Head, _ remaining: Int) -> Inbound? {
        let bytes = input[cursor...].prefix(remaining)
        cursor += bytes.count
        if head.error == nil { payload.append(contentsOf: bytes) }
        state =
            bytes.count == remaining
            ? .blobEnd(head, isAfterReturn: false) : .blob(head, remaining: remaining - bytes.count)
        return nil
    }

    private mutating func readBlobEnd(_ head: Head, _ isAfterReturn: Bool) -> Inbound? {
        let byte = input[cursor]
        cursor += 1
        if byte == Byte.carriageReturn, !isAfterReturn {
            state = .blobEnd(head, isAfterReturn: true)
            return nil
        }
        guard byte == Byte.lineFeed else {
            return close(id: head.id, WireError(.framing, "expected LF behind the blob"))
        }
        defer { payload = [] }
        state = .line
        return head.inbound { request in
            var request = request
            request.blob = payload
            return .success(request)
        }
    }
}

extension Head {
    /// What is wrong with the line, if anything is.
    fileprivate var error: WireError? {
        if case .failure(let error) = result { error } else { nil }
    }

    /// The request once all that belongs to it is there, or what is wrong with it.
    fileprivate func inbound(_ complete: (Request) -> Result<Request, WireError>) -> Inbound {
        switch result.flatMap(complete) {
        case .success(let request): .request(request)
        case .failure(let error): .failure(id: id, error)
        }
    }
}

extension WireError {
    fileprivate static func framing(_ place: String) -> WireError {
        WireError(.framing, "the connection ended \(place)")
    }
}
