import Tensors

extension IntegerElement {
    /// Threefry-2x32 with 20 rounds: key and counter hold two words each, the upper first, and so does the result.
    static func threefry2x32(_ key: Self, _ counter: Self) -> Self {
        let (key, counter) = (UInt64(truncatingIfNeeded: key), UInt64(truncatingIfNeeded: counter))
        let first = UInt32(truncatingIfNeeded: key >> 32)
        let second = UInt32(truncatingIfNeeded: key)
        // The third word of the key schedule makes the parity of all words that of this constant.
        let keys: (UInt32, UInt32, UInt32) = (first, second, first ^ second ^ 0x1BD1_1BDA)
        var state = ThreefryState(
            x: UInt32(truncatingIfNeeded: counter >> 32) &+ keys.0, y: UInt32(truncatingIfNeeded: counter) &+ keys.1)
        state.round(13, 15, 26, 6, adding: keys.1, keys.2 &+ 1)
        state.round(17, 29, 16, 24, adding: keys.2, keys.0 &+ 2)
        state.round(13, 15, 26, 6, adding: keys.0, keys.1 &+ 3)
        state.round(17, 29, 16, 24, adding: keys.1, keys.2 &+ 4)
        state.round(13, 15, 26, 6, adding: keys.2, keys.0 &+ 5)
        return Self(truncatingIfNeeded: UInt64(state.x) << 32 | UInt64(state.y))
    }
}

private struct ThreefryState {
    var x, y: UInt32

    /// Four rounds that rotate by these distances, then a step of the key schedule.
    @inline(__always)
    mutating func round(_ a: UInt32, _ b: UInt32, _ c: UInt32, _ d: UInt32, adding k: UInt32, _ l: UInt32) {
        mix(a)
        mix(b)
        mix(c)
        mix(d)
        x &+= k
        y &+= l
    }

    @inline(__always)
    private mutating func mix(_ distance: UInt32) {
        x &+= y
        y = (y &<< distance) | (y &>> (32 &- distance))
        y ^= x
    }
}
