import Graphs
import Tensors
import Testing

@testable import Interpreter

/// The definition of a convolution, coordinate by coordinate: padding and gaps take part as zeros.
private struct ConvolutionCase {
    let window: ConvolutionWindow
    let left, right: Tensor

    init(_ generator: inout SeededGenerator, axes: Int) throws {
        func each(_ range: ClosedRange<Int>) -> [Int] { (0..<axes).map { _ in generator.int(range) } }
        window = ConvolutionWindow(
            strides: each(1...3), low: each(-1...3), high: each(-1...3), leftDilation: each(1...3),
            rightDilation: each(1...2))
        let (groups, channels) = (generator.int(1...2), generator.int(0...3))
        left = try generator.f64([groups, generator.int(1...2), channels] + each(0...5))
        right = try generator.f64([groups, generator.int(1...3), channels] + each(1...3))
    }

    func expected(_ place: [Int]) throws -> Scalar {
        let extents = try Shape(Array(right.shape.dims.dropFirst(3)))
        var chain = [0.0]
        var count = 0
        for channel in 0..<right.shape.dims[2] {
            for flat in 0..<extents.count {
                let k = extents.coordinates(of: flat)
                let covered = k.indices.map { axis in
                    place[axis + 3] * window.strides[axis] + k[axis] * window.rightDilation[axis] - window.low[axis]
                }
                let isElement = covered.indices.allSatisfy { covered[$0] % window.leftDilation[$0] == 0 }
                let index = covered.indices.map { covered[$0] / window.leftDilation[$0] }
                let place0 = [place[0], place[1], channel] + index
                let element = isElement ? left.shape.flatIndex(of: place0).map { left.doubles[$0] } : nil
                let weight = try right.at([place[0], place[2], channel] + k).asDouble
                if count > 0, count % 256 == 0 { chain.append(0) }
                chain[chain.count - 1].addProduct(element ?? 0, weight)
                count += 1
            }
        }
        return .f64(chain.dropFirst().reduce(chain[0], +))
    }
}

@Test(arguments: [0, 1, 2, 3]) func convolutionsByCoordinates(axes: Int) throws {
    let seed = UInt64(900 + axes)
    print("convolutionsByCoordinates: seed \(seed)")
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<60 {
        let sample = try ConvolutionCase(&generator, axes: axes)
        let result = try run(.convolution(sample.window), sample.left, sample.right)
        try expectEach(result, seed: seed) { try sample.expected($0) }
    }
}

@Test func convolutionsGoByBlocks() throws {
    let seed: UInt64 = 17
    var generator = SeededGenerator(seed: seed)
    let window = ConvolutionWindow(strides: [1], low: [1], high: [1], leftDilation: [1], rightDilation: [1])
    let (left, right) = (try generator.f64([1, 1, 200, 4]), try generator.f64([1, 2, 200, 3]))
    let result = try run(.convolution(window), left, right)
    // 600 terms: as one row by one row of weights would be contracted.
    let columns = try (0..<4).map { place -> Tensor in
        let row = (0..<200).flatMap { channel in
            (0..<3).map { k in
                let index = place + k - 1
                return (0..<4).contains(index) ? left.doubles[channel * 4 + index] : 0
            }
        }
        return try Tensor(.f64(row), shape: Shape([600]))
    }
    let rows = try Tensor(right.storage, shape: Shape([2, 600]))
    for place in 0..<4 {
        let product = try run(
            .dotGeneral(DotDimensions(leftContract: [1], rightContract: [0])), rows, columns[place])
        #expect(try [result.at([0, 0, 0, place]), result.at([0, 0, 1, place])] == product.scalars)
    }
}

@Test func paddingTakesPart() throws {
    let window = ConvolutionWindow(strides: [1], low: [1], high: [0], leftDilation: [1], rightDilation: [1])
    let left = try Tensor(.f64([1, 2]), shape: Shape([1, 1, 1, 2]))
    let right = try Tensor(.f64([.infinity, 1]), shape: Shape([1, 1, 1, 2]))
    #expect(try run(.convolution(window), left, right).scalars == [.f64(.nan), .f64(.infinity)])
}

@Test func windowsFindTheFirstOfTheGreatest() throws {
    func places(_ values: [Double], low: Int = 0, high: Int = 0) throws -> [Scalar] {
        let window = PoolingWindow(size: [3], strides: [1], low: [low], high: [high])
        return try run(.windowArgmax(window), Tensor.vector(values)).scalars
    }
    #expect(try places([1, 2, 2, 1, 5]) == [.i64(1), .i64(1), .i64(4)])
    #expect(try places([-0.0, 0.0, 0.0]) == [.i64(0)])
    #expect(try places([1, .nan, 3, .nan, 9]) == [.i64(1), .i64(1), .i64(3)])
    #expect(try places([-.infinity, -.infinity], low: 3, high: 1) == [.i64(-1), .i64(0), .i64(0), .i64(0)])
    // Two axes, and entries before them.
    let planes = try Tensor(.i32([1, 2, 3, 4, 8, 7, 6, 5]), shape: Shape([2, 2, 2]))
    let whole = PoolingWindow(size: [2, 2], strides: [1, 1], low: [0, 0], high: [0, 0])
    #expect(try run(.windowArgmax(whole), planes).scalars == [.i64(3), .i64(0)])
}

@Test func threefryHasTheBitsOfItsAuthors() throws {
    // From kat_vectors of Random123: key, counter, result.
    let known: [(UInt64, UInt64, UInt64)] = [
        (0, 0, 0x6b20_0159_99ba_4efe), (.max, .max, 0x1cb9_96fc_bb00_2be7),
        (0x1319_8a2e_0370_7344, 0x243f_6a88_85a3_08d3, 0xc492_3a9c_483d_f7a0),
    ]
    for (key, counter, expected) in known {
        let found = try run(
            .binary(.threefry2x32), integers([Int64(bitPattern: key)]), integers([Int64(bitPattern: counter)]))
        #expect(found.scalars == [.i64(Int64(bitPattern: expected))])
    }
}
