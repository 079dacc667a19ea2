import Graphs
import Tensors

// Random numbers as `jax.random` draws them with its default generator, threefry2x32 by counters
// (`jax_threefry_partitionable`): element i of an array is a function of the key and of i alone. A key is an i64[2] of two
// 32-bit words; where `jax.random.key` hides them, here they can be seen.

extension Library {
    static let random: [Builtin] = [
        Builtin("random.key(seed, *, impl=None)") { e, a in try e.key(a) },
        Builtin("random.PRNGKey(seed, *, impl=None)") { e, a in try e.key(a) },
        Builtin("random.key_data(keys)") { e, a in .array(try e.array(a("keys"))) },
        Builtin("random.split(key, num=2)") { e, a in
            .array(try e.words(of: e.draws(e.key(of: a), Shape(a.integers("num")))))
        },
        Builtin("random.fold_in(key, data)") { e, a in
            let key = try e.key(of: a)
            let data = try e.wholeScalar(a, "data")
            return .array(try e.words(of: e.b.apply(.threefry2x32, key, e.b.apply(.and, data, e.wordMask(data)))))
        },
        Builtin("random.uniform(key, shape=(), dtype=None, minval=0, maxval=1)") { e, a in
            let dtype = try a.floatType(or: .f64)
            let numbers = try e.uniform(a, Shape(a.integers("shape")), dtype)
            return .array(try e.rescaled(numbers, from: a("minval"), to: a("maxval")))
        },
        Builtin("random.normal(key, shape=(), dtype=None)") { e, a in
            .array(try e.normal(a, Shape(a.integers("shape")), a.floatType(or: .f64)))
        },
        Builtin("random.bernoulli(key, p=None, shape=None)") { e, a in
            let probability = a.isNone("p") ? Term(.float(0.5), a.position) : a("p")
            let rank = try e.promotion(of: probability)
            guard rank >= .weakFloat else { throw a.fault("p", "a probability") }
            let p = try e.array(probability, as: rank.dtype)
            let dims = a.isNone("shape") ? e.b.shape(p).dims : try a.integers("shape")
            guard try e.b.shape(p).broadcast(with: Shape(dims)) == dims else {
                throw Fault(
                    .shape, "random.bernoulli: \(e.b.types[p]) does not stretch to \(Shape.text(dims))", at: a.position)
            }
            let numbers = try e.uniform(a, Shape(dims), rank.dtype)
            return .array(try e.b.compare(.lt, numbers, e.b.broadcastTrailing(p, to: dims)))
        },
        Builtin("random.randint(key, shape, minval, maxval, dtype=None)") { e, a in try e.wholeNumbers(a) },
    ]
}

extension Call {
    /// A floating element type, or `standard` for None.
    fileprivate func floatType(or standard: DType) throws -> DType {
        let dtype = try dtype("dtype") ?? standard
        guard dtype.isFloating else { throw fault("dtype", "f64 or f32") }
        return dtype
    }
}

extension Elaborator {
    fileprivate mutating func key(_ a: Call) throws -> Value {
        guard try a.isNone("impl") || ["threefry2x32", "fry"].contains(a.word("impl")) else {
            throw a.fault("impl", "'threefry2x32'")
        }
        let seed = try wholeScalar(a, "seed")
        // A 32-bit seed, of either sign, fills the lower word only.
        let isShort = if case .array(let id, _) = a("seed").value { b.dtype(id) == .i32 } else { false }
        return .array(try words(of: isShort ? b.apply(.and, seed, wordMask(seed)) : seed))
    }

    /// A scalar whole number as i64.
    fileprivate mutating func wholeScalar(_ a: Call, _ name: String) throws -> ValueID {
        let rank = try promotion(of: a(name))
        let value = try array(a(name), as: .i64)
        guard b.shape(value).rank == 0, rank.dtype.isInteger else { throw a.fault(name, "one whole number") }
        return value
    }

    fileprivate mutating func wordMask(_ value: ValueID) throws -> ValueID {
        try b.full(.i64(0xFFFF_FFFF), b.types[value])
    }

    /// The key, both words in one number.
    fileprivate mutating func key(of a: Call) throws -> ValueID {
        guard a("key").value.items == nil else {
            throw a.fault("key", "a key, i64[2]", hint: "random.key(0) makes one: \(a.builtin.signature)")
        }
        let key = try array(a("key"))
        guard b.types[key] == TensorType(.i64, try Shape([2])) else {
            throw Fault(
                .shape, "\(a.builtin.name): a key is i64[2], not \(b.types[key])", at: a("key").position,
                hint: "random.key(0) makes one; keys = random.split(key, 3) makes keys[0], keys[1], keys[2]")
        }
        let high = try b.reshape(sliced(key, axis: 0, from: 0, to: 1), [])
        let low = try b.reshape(sliced(key, axis: 0, from: 1, to: 2), [])
        return try b.add(b.mul(high, b.full(.i64(1 << 32), b.types[high])), b.apply(.and, low, wordMask(low)))
    }

    /// 64 random bits for every element of an array of `shape`.
    fileprivate mutating func draws(_ key: ValueID, _ shape: Shape) throws -> ValueID {
        let counts = try b.reshape(b.emit(.iota(TensorType(.i64, Shape([shape.count])), axis: 0), []), shape.dims)
        return try b.apply(.threefry2x32, b.broadcast(key, to: shape.dims, axes: []), counts)
    }

    /// Bits `shift` and above, as a number that is not negative.
    private mutating func shiftedRight(_ bits: ValueID, by shift: Int64) throws -> ValueID {
        let type = b.types[bits]
        let dropped = try b.apply(.and, bits, b.full(.i64(1 << shift - 1), type))
        // The division is exact, so that it does not matter which way it rounds.
        let kept = try b.div(b.sub(bits, dropped), b.full(.i64(1 << shift), type))
        return try b.apply(.and, kept, b.full(.i64(1 << (64 - shift) - 1), type))
    }

    /// The upper and the lower 32 bits along a new last axis.
    fileprivate mutating func words(of bits: ValueID) throws -> ValueID {
        let dims = b.shape(bits).dims
        let halves = try [shiftedRight(bits, by: 32), b.apply(.and, bits, wordMask(bits))]
        return try b.emit(.concatenate(axis: dims.count), halves.map { try b.reshape($0, dims + [1]) })
    }

    /// The upper 32 bits xor the lower.
    private mutating func shortened(_ bits: ValueID) throws -> ValueID {
        try b.apply(.xor, shiftedRight(bits, by: 32), b.apply(.and, bits, wordMask(bits)))
    }

    /// 32 random bits for each element, as numbers from 0.
    mutating func shortBits(_ a: Call, _ shape: Shape) throws -> Value {
        .array(try shortened(draws(key(of: a), shape)))
    }

    /// Numbers of [0, 1): as many of the upper bits as the significand has behind its point.
    fileprivate mutating func uniform(_ a: Call, _ shape: Shape, _ dtype: DType) throws -> ValueID {
        let bits = try draws(key(of: a), shape)
        let whole = try dtype == .f64 ? shiftedRight(bits, by: 12) : shiftedRight(shortened(bits), by: 9)
        let number = try b.convert(whole, to: dtype)
        return try b.mul(number, b.full(dtype == .f64 ? 0x1p-52 : 0x1p-23, like: number))
    }

    /// √2 erf⁻¹(u) for u uniform between the number after −1 and 1.
    fileprivate mutating func normal(_ a: Call, _ shape: Shape, _ dtype: DType) throws -> ValueID {
        let number = try uniform(a, shape, dtype)
        let least = dtype == .f64 ? (-1.0).nextUp : Double(Float(-1).nextUp)
        let u = try b.add(b.mul(number, b.full(2, like: number)), b.full(least, like: number))
        return try b.mul(b.full(1.4142135623730950488, like: u), b.apply(.erfInv, u))
    }

    /// low + number · (high − low), rounded once as XLA's fused multiply-add does, and not below low.
    fileprivate mutating func rescaled(_ number: ValueID, from low: Term, to high: Term) throws -> ValueID {
        if case (.integer(0), .integer(1)) = (low.value, high.value) { return number }
        let dims = b.shape(number).dims
        let ends = try [low, high].map { term in
            let end = try array(term, as: b.dtype(number))
            guard try b.shape(end).broadcast(with: Shape(dims)) == dims else {
                throw Fault(.shape, "\(b.types[end]) does not stretch to \(Shape.text(dims))", at: term.position)
            }
            return try b.broadcastTrailing(end, to: dims)
        }
        func paired(_ first: ValueID, _ second: ValueID) throws -> ValueID {
            try b.emit(.concatenate(axis: dims.count), [b.reshape(first, dims + [1]), b.reshape(second, dims + [1])])
        }
        let batch = Array(dims.indices)
        let contraction = DotDimensions(
            leftContract: [dims.count], rightContract: [dims.count], leftBatch: batch, rightBatch: batch)
        let sum = try b.emit(
            .dotGeneral(contraction),
            [paired(b.full(1, like: number), number), paired(ends[0], b.sub(ends[1], ends[0]))])
        return try b.apply(.max, ends[0], sum)
    }

    /// Whole numbers from `minval` up to but not `maxval`: of two draws the remainders modulo their distance, the first
    /// weighted as a higher digit, as `jax.random.randint` does.
    fileprivate mutating func wholeNumbers(_ a: Call) throws -> Value {
        let dtype = try a.dtype("dtype") ?? .i64
        let (least, end) = (try a.integer("minval"), try a.integer("maxval"))
        let (distance, overflow) = end.subtractingReportingOverflow(least)
        let isInRange = dtype == .i64 || (dtype == .i32 && Int32(exactly: least) != nil && Int32(exactly: end) != nil)
        guard !overflow, distance <= 1 << 31, isInRange else {
            throw a.fault("maxval", "at most 2³¹ above minval, and both whole numbers of the element type")
        }
        let span = max(distance, 1)
        // 2³² or 2⁶⁴ modulo the span, from its root squared, which wraps as XLA's unsigned numbers do.
        let root = (dtype == .i64 ? 1 << 32 : 1 << 16) % span
        let square = dtype == .i64 ? root * root : root * root & 0xFFFF_FFFF
        let shape = try Shape(a.integers("shape"))
        // Two keys, as `split` gives them.
        let keys = try draws(key(of: a), Shape([2]))
        let rests = try (0..<2).map { index in
            let key = try b.reshape(sliced(keys, axis: 0, from: index, to: index + 1), [])
            return try rest(of: draws(key, shape), modulo: span, isShort: dtype == .i32)
        }
        let scaled = try b.mul(rests[0], b.full(Double(square % span), like: rests[0]))
        let modulus = try b.full(Double(span), like: scaled)
        let offset = try b.apply(.rem, b.add(scaled, rests[1]), modulus)
        return .array(try b.convert(b.add(offset, b.full(.i64(Int64(least)), b.types[offset])), to: dtype))
    }

    /// 32 or 64 random bits modulo `span`, as i64. The upper word counts 2³² times as much as the lower, and both are
    /// taken modulo `span` on the way, so that nothing overflows.
    private mutating func rest(of bits: ValueID, modulo span: Int, isShort: Bool) throws -> ValueID {
        let modulus = try b.full(Double(span), like: bits)
        if isShort { return try b.apply(.rem, shortened(bits), modulus) }
        let high = try b.apply(.rem, shiftedRight(bits, by: 32), modulus)
        let weighted = try b.mul(high, b.full(Double((1 << 32) % span), like: bits))
        return try b.apply(.rem, b.add(weighted, b.apply(.and, bits, wordMask(bits))), modulus)
    }
}
