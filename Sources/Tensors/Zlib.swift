import CZlib

/// The two functions that are wanted of the system's zlib.
enum Zlib {
    /// Unpacks a raw deflate stream, or nil when it is malformed, is not all of `packed`, or does not give `size` bytes.
    /// `size` may come from a file: deflate expands at most 1032 times, so that memory is bounded by `packed`.
    static func inflate(_ packed: ArraySlice<UInt8>, size: Int) -> [UInt8]? {
        guard size >= 0, size / 1032 <= packed.count else { return nil }
        // One byte more than promised shows a stream that would go on, and there is always somewhere to write.
        var unpacked = [UInt8](repeating: 0, count: size + 1)
        var stream = z_stream()
        // Safe: the three pointers live only inside their closures, zlib writes at most `avail_out` bytes, never to its
        // input, and the sum of all `avail_in` and `avail_out` given to it is the length of either buffer.
        let isWhole = packed.withUnsafeBufferPointer { source in
            unpacked.withUnsafeMutableBufferPointer { target in
                withUnsafeMutablePointer(to: &stream) { stream in
                    let headerless = -MAX_WBITS
                    let structSize = Int32(MemoryLayout<z_stream>.size)
                    guard inflateInit2_(stream, headerless, ZLIB_VERSION, structSize) == Z_OK else { return false }
                    defer { inflateEnd(stream) }
                    stream.pointee.next_in = UnsafeMutablePointer(mutating: source.baseAddress)
                    stream.pointee.next_out = target.baseAddress
                    var (sourceLeft, targetLeft) = (source.count, target.count)
                    var status = Z_OK
                    while status == Z_OK {
                        if stream.pointee.avail_in == 0 { stream.pointee.avail_in = portion(of: &sourceLeft) }
                        if stream.pointee.avail_out == 0 { stream.pointee.avail_out = portion(of: &targetLeft) }
                        status = CZlib.inflate(stream, Z_NO_FLUSH)
                    }
                    let spare = targetLeft + Int(stream.pointee.avail_out)
                    return status == Z_STREAM_END && sourceLeft == 0 && stream.pointee.avail_in == 0 && spare == 1
                }
            }
        }
        unpacked.removeLast()
        return isWhole ? unpacked : nil
    }

    /// zlib counts what is available in 32 bits: takes up to 2³⁰ from `left`.
    private static func portion(of left: inout Int) -> UInt32 {
        let portion = min(left, 1 << 30)
        left -= portion
        return UInt32(portion)
    }

    /// The CRC-32 of `bytes`. Safe: zlib reads just the buffer, which is lent to it for the call.
    static func checksum(_ bytes: [UInt8]) -> UInt32 {
        bytes.withUnsafeBufferPointer { UInt32(truncatingIfNeeded: crc32_z(0, $0.baseAddress, $0.count)) }
    }
}
