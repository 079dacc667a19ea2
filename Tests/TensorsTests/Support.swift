import Tensors
import TestTools
import Testing

typealias SeededGenerator = TestTools.SeededGenerator

/// The bytes of base64 text; white space is skipped.
func base64(_ text: String) -> [UInt8] {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var (bits, width): (UInt32, Int) = (0, 0)
    var bytes: [UInt8] = []
    for digit in text.utf8 {
        guard let value = alphabet.firstIndex(of: digit) else { continue }
        bits = bits << 6 | UInt32(value)
        width += 6
        if width >= 8 {
            width -= 8
            bytes.append(UInt8(truncatingIfNeeded: bits >> width))
        }
    }
    return bytes
}

/// Expects a `Fault` of `kind` and gives it back, so that its message can be looked at.
@discardableResult
func expectFault<Result>(
    _ kind: Fault.Kind, sourceLocation: SourceLocation = #_sourceLocation, _ body: () throws -> Result
) -> Fault? {
    let fault = #expect(throws: Fault.self, sourceLocation: sourceLocation) { _ = try body() }
    #expect(fault?.kind == kind, "\(fault?.description ?? "")", sourceLocation: sourceLocation)
    return fault
}
