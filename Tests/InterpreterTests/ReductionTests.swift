import Graphs
import Tensors
import Testing

@testable import Interpreter

/// The tree a second time, as a recursive definition over functions of indices.
private func treeSum<T: BinaryFloatingPoint>(_ values: [T]) -> T {
    /// What lane `lane` of the block at `start` holds when `width` lanes are left.
    func fold(_ lane: Int, _ width: Int, _ block: ArraySlice<T>) -> T {
        if width == 16 {
            return block.enumerated().filter { $0.offset % 16 == lane }.reduce(T(0)) { $0 + $1.element }
        }
        return fold(lane, width * 2, block) + fold(lane + width, width * 2, block)
    }
    /// Node `index` at `level` above the blocks, of which `count` are at that level.
    func node(_ index: Int, _ level: Int) -> T {
        if level == 0 { return fold(0, 1, values[index * 512..<min(index * 512 + 512, values.count)]) }
        let below = counts[level - 1]
        let left = node(2 * index, level - 1)
        return 2 * index + 1 < below ? left + node(2 * index + 1, level - 1) : left
    }
    var counts = [(values.count + 511) / 512]
    while let last = counts.last, last > 1 { counts.append((last + 1) / 2) }
    return values.isEmpty ? 0 : node(0, counts.count - 1)
}

@Test func sumFollowsTheTree() throws {
    let seed: UInt64 = 20_260_101
    print("sumFollowsTheTree: seed \(seed)")
    var generator = SeededGenerator(seed: seed)
    let edges = [0, 1, 2, 15, 16, 17, 511, 512, 513, 1024, 1025, 1536, 2047, 5000]
    for length in edges + (0..<60).map({ _ in generator.int(0...5000) }) {
        let wide = try generator.f64([length])
        let narrow = try generator.f32([length])
        #expect(try run(.reduceSum([0]), wide).scalars == [.f64(treeSum(wide.doubles))], "length \(length)")
        #expect(
            try run(.reduceSum([0]), narrow).scalars == [.f32(treeSum(narrow.doubles.map { Float($0) }))],
            "length \(length)")
    }
}

@Test func orderOfAxesDoesNotMatter() throws {
    let seed: UInt64 = 7
    print("orderOfAxesDoesNotMatter: seed \(seed)")
    var generator = SeededGenerator(seed: seed)
    let operand = try generator.f64([7, 3, 11, 9])
    let sum = try run(.reduceSum([0, 2, 3]), operand)
    #expect(try run(.reduceSum([3, 0, 2]), operand).scalars == sum.scalars)
    try expectEach(sum, seed: seed) { coordinates in
        var elements: [Double] = []
        for i in 0..<7 {
            for j in 0..<11 {
                for k in 0..<9 { elements.append(try operand.at([i, coordinates[0], j, k]).asDouble) }
            }
        }
        return .f64(treeSum(elements))
    }
    #expect(try run(.reduceSum([]), operand).scalars == operand.scalars)
}

@Test func emptyAndNegativeZeroSums() throws {
    #expect(try run(.reduceSum([0]), Tensor(.f64([]), shape: Shape([0, 2]))).scalars == [.f64(0), .f64(0)])
    #expect(try run(.reduceSum([0]), Tensor.vector([-0.0])).scalars == [.f64(0)])
    #expect(try run(.reduceSum([1]), Tensor(.f64([]), shape: Shape([0, 2]))).count == 0)
    #expect(try run(.reduceSum([0]), integers([.max, 1])).scalars == [.i64(.min)])
}

@Test func extremes() throws {
    #expect(try run(.reduceMax([0]), Tensor.vector([-0.0, 0.0, -0.0])).scalars == [.f64(0.0)])
    #expect(try run(.reduceMin([0]), Tensor.vector([0.0, -0.0, 0.0])).scalars == [.f64(-0.0)])
    #expect(try run(.reduceMax([0]), Tensor.vector([1, .nan, 3])).scalars == [.f64(.nan)])
    #expect(try run(.reduceMin([0]), Tensor.vector([.nan, 3])).scalars == [.f64(.nan)])
    #expect(try run(.reduceMax([0]), integers([3, -4, 9, 2, 5, 5], [2, 3])).scalars == [.i64(3), .i64(5), .i64(9)])
    #expect(try run(.reduceMin([1, 0]), integers([3, -4, 9, 2, 5, 5], [2, 3])).scalars == [.i64(-4)])
}

@Test(arguments: [false, true]) func cumsumRunsInOrder(reverse: Bool) throws {
    let seed: UInt64 = 99
    print("cumsumRunsInOrder: seed \(seed)")
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<60 {
        let operand = try generator.f64(generator.dims(rank: 1...4))
        let axis = generator.int(0...operand.shape.rank - 1)
        try expectEach(run(.cumsum(axis: axis, reverse: reverse), operand), seed: seed) { coordinates in
            let length = operand.shape.dims[axis]
            let before = reverse ? Array((coordinates[axis]..<length).reversed()) : Array(0...coordinates[axis])
            var place = coordinates
            let terms = try before.map { index in
                place[axis] = index
                return try operand.at(place).asDouble
            }
            return .f64(terms.dropFirst().reduce(terms[0], +))
        }
    }
    #expect(try run(.cumsum(axis: 0, reverse: false), Tensor.vector([-0.0, 1])).scalars == [.f64(-0.0), .f64(1)])
}

@Test func boolsHaveNoRunningSum() throws {
    let bools = try Tensor(.bool([true]), shape: Shape([1]))
    #expect(throws: Fault.self) { try run(.cumsum(axis: 0, reverse: false), bools) }
}
