/// SplitMix64 (Steele, Lea and Flood 2014): the same numbers on every machine.
public struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    /// A generator that gives the same numbers for the same seed.
    public init(seed: UInt64) { state = seed }

    /// The same, and prints the seed, so that a failing run's output says how to repeat it.
    public init(printing seed: UInt64, of test: String = #function) {
        print("seed of \(test): \(seed)")
        state = seed
    }

    /// See `RandomNumberGenerator`.
    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
