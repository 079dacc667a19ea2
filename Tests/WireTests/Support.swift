import Testing

@testable import Wire

/// Everything that a decoder makes of `bytes` and of the end of input, fed in pieces of `size` bytes.
func inbound(_ bytes: [UInt8], pieces size: Int = .max) -> [Inbound] {
    var decoder = FrameDecoder()
    var result: [Inbound] = []
    var rest = bytes[...]
    while !rest.isEmpty {
        decoder.feed(rest.prefix(size))
        rest = rest.dropFirst(size)
        while let next = decoder.next() { result.append(next) }
    }
    if let last = decoder.finish() { result.append(last) }
    return result
}

func inbound(_ text: String, pieces size: Int = .max) -> [Inbound] {
    inbound(Array(text.utf8), pieces: size)
}

/// The verbs, words and errors of a conversation, short enough to compare at a glance.
func outline(_ inbound: [Inbound]) -> [String] {
    inbound.map { inbound in
        switch inbound {
        case .request(let request):
            let options = request.options.map { "\($0)=\($1)" }
            return ([request.id.map { "@\($0)" }, request.verb.rawValue].compactMap(\.self) + request.words + options)
                .joined(separator: "|")
        case .failure(let id, let error): return (id.map { "@\($0) " } ?? "") + outline(error)
        case .close(let id, let error): return (id.map { "@\($0) " } ?? "") + outline(error) + " close"
        }
    }
}

private func outline(_ error: WireError) -> String {
    "ERR \(error.code)" + (error.column.map { " \(error.line ?? 0):\($0)" } ?? "")
}

func outline(_ text: String) -> [String] { outline(inbound(text)) }

func request(_ text: String) throws -> Request {
    let all = inbound(text)
    guard all.count == 1, case .request(let request) = all[0] else {
        throw WireError(.parse, "not one request: \(outline(all))")
    }
    return request
}

func error(_ text: String) throws -> WireError {
    switch inbound(text).first {
    case .failure(_, let error), .close(_, let error): return error
    case .request, nil: throw WireError(.parse, "not an error: \(text)")
    }
}
