import Graphs
import Tensors
import Testing

@testable import Interpreter

private let seed: UInt64 = 2_718_281

@Test func movesByCoordinates() throws {
    print("movesByCoordinates: seed \(seed)")
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<300 {
        let operand = try generator.f64(generator.dims())
        let rank = operand.shape.rank
        let permutation = Array(0..<rank).shuffled(using: &generator)
        try expectEach(run(.transpose(permutation), operand), seed: seed) { coordinates in
            var place = [Int](repeating: 0, count: rank)
            for (axis, source) in permutation.enumerated() { place[source] = coordinates[axis] }
            return try operand.at(place)
        }
        let axes = Array(permutation.prefix(generator.int(0...rank)))
        try expectEach(run(.reverse(axes), operand), seed: seed) { coordinates in
            try operand.at(
                coordinates.enumerated().map { axis, index in
                    axes.contains(axis) ? operand.shape.dims[axis] - 1 - index : index
                })
        }
        try expectEach(run(.reshape(Shape([operand.count])), operand), seed: seed) {
            try #require(operand.element(at: $0[0]))
        }
        #expect(try run(.stopGradient, operand).scalars == operand.scalars)
    }
}

@Test func broadcastByCoordinates() throws {
    print("broadcastByCoordinates: seed \(seed)")
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<300 {
        let result = generator.dims()
        let axes = result.indices.filter { _ in generator.int(0...1) == 0 }
        let operand = try generator.f64(axes.map { generator.int(0...2) == 0 ? 1 : result[$0] })
        try expectEach(run(.broadcastInDim(Shape(result), axes: axes), operand), seed: seed) { coordinates in
            try operand.at(axes.enumerated().map { operand.shape.dims[$0.offset] == 1 ? 0 : coordinates[$0.element] })
        }
    }
}

@Test func sliceAndPadByCoordinates() throws {
    print("sliceAndPadByCoordinates: seed \(seed)")
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<300 {
        let operand = try generator.f64(generator.dims(rank: 0...3, size: 0...6))
        let dims = operand.shape.dims
        let start = dims.map { generator.int(0...$0) }
        let limit = zip(start, dims).map { generator.int($0...$1) }
        let step = dims.map { _ in generator.int(1...3) }
        try expectEach(run(.slice(start: start, limit: limit, stride: step), operand), seed: seed) { coordinates in
            try operand.at(coordinates.indices.map { start[$0] + coordinates[$0] * step[$0] })
        }
        let (low, high) = (dims.map { _ in generator.int(0...2) }, dims.map { _ in generator.int(0...2) })
        let interior = dims.map { _ in generator.int(0...2) }
        let fill = Tensor.scalar(.f64(-7))
        let padded = try run(.pad(low: low, high: high, interior: interior), operand, fill)
        try expectEach(padded, seed: seed) { coordinates in
            let inside = coordinates.indices.map { axis in
                let (index, rest) = (coordinates[axis] - low[axis]).quotientAndRemainder(dividingBy: interior[axis] + 1)
                return rest == 0 && coordinates[axis] >= low[axis] && index < dims[axis] ? index : -1
            }
            return inside.contains(-1) ? .f64(-7) : try operand.at(inside)
        }
    }
}

@Test func hugeStepsOverSingleElements() throws {
    let one = try integers([5])
    #expect(try run(.slice(start: [0], limit: [1], stride: [.max]), one).scalars == [.i64(5)])
    let padded = try run(.pad(low: [1], high: [0], interior: [Shape.countLimit]), one, Tensor.scalar(.i64(0)))
    #expect(padded.scalars == [.i64(0), .i64(5)])
}

@Test func concatenateByCoordinates() throws {
    print("concatenateByCoordinates: seed \(seed)")
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<100 {
        let dims = generator.dims(rank: 1...3)
        let axis = generator.int(0...dims.count - 1)
        let parts = try (0..<generator.int(1...4)).map { _ in
            var sizes = dims
            sizes[axis] = generator.int(0...3)
            return try generator.f64(sizes)
        }
        try expectEach(run(.concatenate(axis: axis), parts), seed: seed) { coordinates in
            var place = coordinates
            for part in parts {
                if place[axis] < part.shape.dims[axis] { return try part.at(place) }
                place[axis] -= part.shape.dims[axis]
            }
            return .bool(false)
        }
    }
}

@Test func iotaAndConstant() throws {
    let type = TensorType(.f32, try Shape([2, 3]))
    #expect(try run(.iota(type, axis: 1)).scalars == [0, 1, 2, 0, 1, 2].map { .f32($0) })
    #expect(try run(.iota(type, axis: 0)).scalars == [0, 0, 0, 1, 1, 1].map { .f32($0) })
    #expect(try run(.iota(TensorType(.i32, Shape([1 << 40, 0])), axis: 0)).count == 0)
    #expect(try run(.constant(.bool(true))).scalars == [.bool(true)])
    #expect(try run(.constant(.f64(-0.0))).scalars == [.f64(-0.0)])
}

@Test func gatherGivesZerosOutsideAndScatterDrops() throws {
    let table = try integers([1, 2, 3, 4, 5, 6], [3, 2])
    let indices = try integers([2, -1, 9, .min, .max, 0])
    #expect(
        try run(.gather, table, indices).scalars
            == [5, 6, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2].map { .i64($0) })
    let updates = try integers(Array(1...12), [6, 2])
    #expect(
        try run(.scatter(.add), table, indices, updates).scalars == [12, 14, 3, 4, 6, 8].map { .i64($0) })
    // In order: (1e16 + 1) + 1 loses both ones, which 1e16 + (1 + 1) would not.
    let sums = try run(.scatter(.add), Tensor.vector([1e16]), integers([0, 0]), Tensor.vector([1, 1]))
    #expect(sums.scalars == [.f64(1e16)])
    let none = try integers([], [0])
    #expect(try run(.gather, Tensor(.f64([]), shape: Shape([0, 3])), none).count == 0)
    #expect(try run(.gather, Tensor(.f64([]), shape: Shape([0])), integers([0], [1])).scalars == [.f64(0)])
    #expect(try run(.gather, Tensor(.f64([]), shape: Shape([4, 0])), indices).count == 0)
    let empty = try Tensor(.f64([]), shape: Shape([4, 0]))
    #expect(try run(.scatter(.add), empty, indices, Tensor(.f64([]), shape: Shape([6, 0]))).count == 0)
}

@Test func scatterKeepsTheLastUpdateAndDropsWhatIsOutside() throws {
    let table = try integers([1, 2, 3, 4], [2, 2])
    let indices = try integers([1, -1, 1, 2, .max])
    let updates = try integers(Array(10...19), [5, 2])
    #expect(try run(.scatter(.set), table, indices, updates).scalars == [1, 2, 14, 15].map { .i64($0) })
    #expect(try run(.scatter(.max), table, indices, updates).scalars == [1, 2, 14, 15].map { .i64($0) })
    #expect(try run(.scatter(.min), table, indices, updates).scalars == [1, 2, 3, 4].map { .i64($0) })
    let flags = try Tensor(.bool([true, false]), shape: Shape([2]))
    let flipped = try run(
        .scatter(.set), flags, integers([0, 1, 1]), Tensor(.bool([false, false, true]), shape: Shape([3])))
    #expect(flipped.scalars == [.bool(false), .bool(true)])
    let extremes = try run(
        .scatter(.max), Tensor.vector([.nan, -0.0, 1]), integers([0, 1, 2]), Tensor.vector([5, 0, .nan]))
    #expect(extremes.scalars == [.f64(.nan), .f64(0), .f64(.nan)])
}

@Test func argsortIsStableAndPutsNaNLast() throws {
    let values = try Tensor.vector([.nan, 0, -0.0, -.infinity, -0.0, 1, .nan])
    #expect(try run(.argsort(axis: 0), values).scalars == [3, 1, 2, 4, 5, 0, 6].map { .i64($0) })
    let table = try integers([3, 1, 2, 1, 1, 0], [2, 3])
    #expect(try run(.argsort(axis: 1), table).scalars == [1, 2, 0, 2, 0, 1].map { .i64($0) })
    #expect(try run(.argsort(axis: 0), table).scalars == [1, 0, 1, 0, 1, 0].map { .i64($0) })
    let flags = try Tensor(.bool([true, false, true, false]), shape: Shape([4]))
    #expect(try run(.argsort(axis: 0), flags).scalars == [1, 3, 0, 2].map { .i64($0) })
    #expect(try run(.argsort(axis: 1), Tensor(.f64([]), shape: Shape([3, 0]))).count == 0)
    var random = SystemRandomNumberGenerator()
    let seed = random.next()
    var state = seed
    let many = (0..<5000).map { _ -> Double in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Double(state >> 58)
    }
    let order = try run(.argsort(axis: 0), Tensor.vector(many)).doubles.map { Int($0) }
    let expected = many.indices.sorted { (many[$0], $0) < (many[$1], $1) }
    #expect(order == expected, "seed \(seed)")
}
