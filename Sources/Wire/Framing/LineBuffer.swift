/// The line being read: whole while it is within ``Limits/maxLine``, beyond that its first and its last bytes.
struct LineBuffer {
    /// The first bytes; one more than the limit, for the CR of a line that just fits.
    private(set) var bytes: [UInt8] = []
    /// The last bytes of a line that is too long: enough for the tag of a body.
    private var end: [UInt8] = []
    /// Bytes of the line so far.
    private(set) var length = 0

    private static let keptStart = Limits.maxLine + 1
    private static let keptEnd = Limits.maxTag + 8

    mutating func append(_ segment: ArraySlice<UInt8>) {
        length += segment.count
        let room = LineBuffer.keptStart - bytes.count
        bytes.append(contentsOf: segment.prefix(room))
        let excess = segment.dropFirst(room)
        guard !excess.isEmpty else { return }
        if end.isEmpty { end = Array(bytes.suffix(LineBuffer.keptEnd)) }
        end.append(contentsOf: excess.suffix(LineBuffer.keptEnd))
        if end.count > 4 * LineBuffer.keptEnd { end.removeFirst(end.count - LineBuffer.keptEnd) }
    }

    mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        end = []
        length = 0
    }

    /// The line without the CR of its end.
    var content: [UInt8] { bytes.last == Byte.carriageReturn ? bytes.dropLast() : bytes }

    /// Start and end of a line that is too long, `nil` for one that is not.
    var excess: (start: [UInt8], end: [UInt8])? {
        if length <= LineBuffer.keptStart, content.count <= Limits.maxLine { return nil }
        let last = end.isEmpty ? bytes : end
        return (bytes, last.last == Byte.carriageReturn ? last.dropLast() : last)
    }
}
