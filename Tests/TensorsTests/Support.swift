import Tensors
import Testing

/// SplitMix64 (Steele, Lea and Flood 2014): the same numbers on every machine.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    /// Prints the seed, so that a failing run's output says how to repeat it.
    init(seed: UInt64, of test: String = #function) {
        print("seed of \(test): \(seed)")
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

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
