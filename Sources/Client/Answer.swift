import Wire

/// The reply to a request that was carried out, collected.
///
///     var connection = try Connection.open(try .fromEnvironment())
///     let answer = try connection.ask(Request(.eval, words: ["array([1.0, 2.0]) * 2"]))
///     print(answer.data[0])      // text("_ f64[2] [2, 4] 648ca0eaf0a7")
///
/// After `connection.use(.json)` the payloads are values instead of text.
public struct Answer: Equatable, Sendable {
    /// The data lines, in their order.
    public var data: [Reply.Payload] = []
    /// The bytes that came, in their order: of `get`, one piece.
    public var bytes: [[UInt8]] = []
    /// What stands behind `OK`.
    public var ok = Reply.Payload.text("")
}

extension Connection {
    /// Sends a request and waits for the whole reply.
    /// - Parameter interrupts: as for ``exchange(_:interrupts:_:)``.
    /// - Throws: ``ClientError/refused(_:)`` when the daemon answers `ERR …`.
    public mutating func ask(
        _ request: Request, interrupts: InterruptSource? = nil
    ) throws(ClientError) -> Answer {
        var answer = Answer()
        var refusal: WireError?
        try exchange(request, interrupts: interrupts) { reply in
            switch reply.content {
            case .data(let payload): answer.data.append(payload)
            case .blob(let bytes): answer.bytes.append(bytes)
            case .progress: break
            case .ok(let payload): answer.ok = payload
            case .error(let error): refusal = error
            }
        }
        if let refusal { throw .refused(refusal) }
        return answer
    }
}
