import Graphs
import Tensors
import Testing

@testable import Interpreter

/// The order of an inner product, written with the standard library's fused multiply-add.
private func dot<T: BinaryFloatingPoint>(_ left: [T], _ right: [T]) -> T {
    let blocks = stride(from: 0, to: left.count, by: 256).map { start in
        (start..<min(start + 256, left.count)).reduce(T(0)) { $0.addingProduct(left[$1], right[$1]) }
    }
    return blocks.isEmpty ? 0 : blocks.dropFirst().reduce(blocks[0], +)
}

private let inner = Primitive.dotGeneral(DotDimensions(leftContract: [0], rightContract: [0]))

@Test func innerProductsGoByBlocks() throws {
    let seed: UInt64 = 4711
    print("innerProductsGoByBlocks: seed \(seed)")
    var generator = SeededGenerator(seed: seed)
    // The last is longer than one part of an interruptible product.
    for length in [0, 1, 2, 255, 256, 257, 511, 512, 513, 5000, 70_000] + (0..<30).map({ _ in generator.int(0...5000) })
    {
        let (a, b) = (try generator.f64([length]), try generator.f64([length]))
        #expect(try run(inner, a, b).scalars == [.f64(dot(a.doubles, b.doubles))], "length \(length)")
        let (c, d) = (try generator.f32([length]), try generator.f32([length]))
        let product = dot(c.doubles.map { Float($0) }, d.doubles.map { Float($0) })
        #expect(try run(inner, c, d).scalars == [.f32(product)], "length \(length)")
    }
    // An underflow in the first block stays negative.
    #expect(try run(inner, Tensor.vector([-1e-200]), Tensor.vector([1e-200])).scalars == [.f64(-0.0)])
    #expect(try run(inner, Tensor.vector([-0.0]), Tensor.vector([1])).scalars == [.f64(0.0)])
    #expect(try run(inner, integers([.max, 2]), integers([2, 3])).scalars == [.i64(4)])
}

@Test func contractionsByCoordinates() throws {
    let seed: UInt64 = 31
    print("contractionsByCoordinates: seed \(seed)")
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<120 {
        let dims = DotTestCase(&generator)
        let (left, right) = (try generator.f64(dims.left), try generator.f64(dims.right))
        let result = try run(.dotGeneral(dims.dimensions), left, right)
        try expectEach(result, seed: seed) { try dims.expected(left, right, $0) }
    }
}

/// Random axes: batch, free and contracted ones, mixed.
private struct DotTestCase {
    var left: [Int] = []
    var right: [Int] = []
    var dimensions = DotDimensions(leftContract: [], rightContract: [])
    let batch: [Int], leftFree: [Int], rightFree: [Int], contract: [Int]

    init(_ generator: inout SeededGenerator) {
        func sizes(_ low: Int) -> [Int] { (0..<generator.int(0...2)).map { _ in generator.int(low...4) } }
        (batch, leftFree, rightFree, contract) = (sizes(1), sizes(0), sizes(1), sizes(0))
        let leftOrder = Array(0..<batch.count + leftFree.count + contract.count).shuffled(using: &generator)
        let rightOrder = Array(0..<batch.count + rightFree.count + contract.count).shuffled(using: &generator)
        // Free axes keep their order, so they are dealt in ascending order.
        func deal(_ order: [Int], _ free: [Int]) -> (dims: [Int], batch: [Int], contract: [Int]) {
            let (b, c) = (Array(order.prefix(batch.count)), Array(order.suffix(contract.count)))
            let f = order.filter { !b.contains($0) && !c.contains($0) }.sorted()
            var dims = [Int](repeating: 0, count: order.count)
            for (axis, size) in zip(b + f + c, batch + free + contract) { dims[axis] = size }
            return (dims, b, c)
        }
        let (l, r) = (deal(leftOrder, leftFree), deal(rightOrder, rightFree))
        (left, right) = (l.dims, r.dims)
        dimensions = DotDimensions(
            leftContract: l.contract, rightContract: r.contract, leftBatch: l.batch, rightBatch: r.batch)
    }

    func expected(_ a: Tensor, _ b: Tensor, _ coordinates: [Int]) throws -> Scalar {
        let leftFree = dimensions.leftFree(rank: left.count)
        let rightFree = dimensions.rightFree(rank: right.count)
        var (i, j) = ([Int](repeating: 0, count: left.count), [Int](repeating: 0, count: right.count))
        let shared = coordinates.prefix(batch.count)
        for (axis, value) in zip(dimensions.leftBatch, shared) { i[axis] = value }
        for (axis, value) in zip(dimensions.rightBatch, shared) { j[axis] = value }
        for (axis, value) in zip(leftFree, coordinates.dropFirst(batch.count)) { i[axis] = value }
        for (axis, value) in zip(rightFree, coordinates.suffix(rightFree.count)) { j[axis] = value }
        let depth = try Shape(contract)
        var terms: [(Double, Double)] = []
        for k in 0..<depth.count {
            for (axis, value) in zip(dimensions.leftContract, depth.coordinates(of: k)) { i[axis] = value }
            for (axis, value) in zip(dimensions.rightContract, depth.coordinates(of: k)) { j[axis] = value }
            terms.append((try a.at(i).asDouble, try b.at(j).asDouble))
        }
        return .f64(dot(terms.map(\.0), terms.map(\.1)))
    }
}
