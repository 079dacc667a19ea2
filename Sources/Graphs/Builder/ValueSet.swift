/// Values of one graph, a bit for each: quick to ask, and in order without sorting.
struct ValueSet {
    private var words: [UInt64]

    /// No values, with room for those below `end`.
    init(below end: ValueID) { words = [UInt64](repeating: 0, count: (end + 63) / 64) }

    func contains(_ value: ValueID) -> Bool { words[value / 64] & (1 << UInt64(value % 64)) != 0 }

    /// Adds a value; tells whether it is new.
    @discardableResult
    mutating func insert(_ value: ValueID) -> Bool {
        let (old, bit) = (words[value / 64], UInt64(1) << UInt64(value % 64))
        words[value / 64] = old | bit
        return old & bit == 0
    }

    /// For each word the number of values in the words before it, and the number of all.
    fileprivate var counts: (before: [Int], total: Int) {
        var total = 0
        let before = words.map { word in
            defer { total += word.nonzeroBitCount }
            return total
        }
        return (before, total)
    }

    /// How many values of the same word lie before `value`.
    fileprivate func countBefore(_ value: ValueID) -> Int {
        (words[value / 64] & ((1 << UInt64(value % 64)) - 1)).nonzeroBitCount
    }

    /// The values in order.
    var sorted: [ValueID] {
        var values: [ValueID] = []
        for (index, word) in words.enumerated() {
            var rest = word
            while rest != 0 {
                values.append(index * 64 + rest.trailingZeroBitCount)
                rest &= rest - 1
            }
        }
        return values
    }
}

/// What stands for each of some values, found without hashing.
struct ValueMap {
    private let keys: ValueSet
    private let countsBefore: [Int]
    private var images: [ValueID?]

    /// A map that can hold something for `keys`.
    init(of keys: ValueSet) {
        self.keys = keys
        let (before, total) = keys.counts
        countsBefore = before
        images = [ValueID?](repeating: nil, count: total)
    }

    /// What stands for one of the keys; nothing for other values.
    subscript(key: ValueID) -> ValueID? {
        get { keys.contains(key) ? images[place(of: key)] : nil }
        set { if keys.contains(key) { images[place(of: key)] = newValue } }
    }

    private func place(of key: ValueID) -> Int { countsBefore[key / 64] + keys.countBefore(key) }
}
