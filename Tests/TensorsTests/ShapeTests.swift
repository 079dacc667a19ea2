import Testing

@testable import Tensors

@Suite struct ShapeTests {
    @Test(
        arguments: [([], 1), ([3], 3), ([2, 3], 6), ([0], 0), ([2, 0, 3], 0), ([1 << 46], 1 << 46)] as [([Int], Int)])
    func `the count is the product`(dims: [Int], count: Int) throws {
        let shape = try Shape(dims)
        #expect(shape.count == count)
        #expect(shape.rank == dims.count)
        #expect(shape.dims == dims)
    }

    @Test(arguments: [
        [(1 << 46) + 1], [1 << 23, 1 << 24], [1 << 32, 1 << 32], [.max, .max], [.max, 2, 0], [0, .max, .max], [-1],
        [.min], [0, -1], Array(repeating: 1, count: 65), Array(repeating: 2, count: 64),
    ])
    func `what cannot be is a size fault, also beside a zero`(dims: [Int]) {
        expectFault(.size) { try Shape(dims) }
    }

    @Test func `messages name the numbers`() {
        #expect(expectFault(.size) { try Shape([2, -3]) }?.message == "shape [2,-3] has a negative size")
        #expect(
            expectFault(.size) { try Shape([1 << 40, 1 << 40]) }?.message
                == "shape [1099511627776,1099511627776] has more than 70368744177664 elements")
    }

    @Test func `the scalar's shape`() throws {
        #expect(try Shape([]) == .scalar)
        #expect(Shape.scalar.count == 1)
        #expect(Shape.scalar.strides == [])
        #expect(Shape.scalar.flatIndex(of: []) == 0)
        #expect(Shape.scalar.coordinates(of: 0) == [])
    }

    @Test(arguments: [([2, 3, 4], [12, 4, 1]), ([5], [1]), ([2, 0, 3], [3, 3, 1]), ([0, 1 << 46], [1 << 46, 1])])
    func `strides are row-major`(dims: [Int], strides: [Int]) throws {
        #expect(try Shape(dims).strides == strides)
    }

    @Test func `coordinates and flat indices invert each other`() throws {
        let shape = try Shape([2, 3, 4])
        for flat in 0..<shape.count { #expect(shape.flatIndex(of: shape.coordinates(of: flat)) == flat) }
        #expect(shape.coordinates(of: 23) == [1, 2, 3])
        #expect(zip(shape.coordinates(of: 17), shape.strides).reduce(0) { $0 + $1.0 * $1.1 } == 17)
    }

    @Test(arguments: [[2, 0, 0], [0, 3, 0], [-1, 0, 0], [0, 0], [0, 0, 0, 0], [.max, .max, .max]])
    func `coordinates outside have no index`(coordinates: [Int]) throws {
        #expect(try Shape([2, 3, 4]).flatIndex(of: coordinates) == nil)
    }

    /// NumPy's table; nil where `np.broadcast_shapes` raises.
    private static let broadcasts: [([Int], [Int], [Int]?)] = [
        ([], [], []), ([], [3], [3]), ([3], [1], [3]), ([2, 3], [3], [2, 3]), ([2, 1], [3], [2, 3]),
        ([5, 1, 4], [3, 1], [5, 3, 4]), ([0], [1], [0]), ([1, 0], [7, 1], [7, 0]),
        ([8, 1, 6, 1], [7, 1, 5], [8, 7, 6, 5]),
        ([2], [3], nil), ([0], [2], nil), ([2, 3], [2], nil), ([2, 1], [8, 4, 3], nil),
    ]

    @Test(arguments: broadcasts)
    func `broadcast goes both ways`(left: [Int], right: [Int], both: [Int]?) throws {
        #expect(try Shape(left).broadcast(with: Shape(right)) == both)
        #expect(try Shape(right).broadcast(with: Shape(left)) == both)
    }

    @Test(arguments: ["f64[2,3]", "f32[]", "i64[0]", "i32[1,1,1]", "bool[7]"])
    func `a type's text reads back`(text: String) throws {
        #expect(try TensorType(parsing: text).description == text)
    }

    @Test func `spaces around sizes are taken`() throws {
        #expect(try TensorType(parsing: "f64[ 2, 3 ]").description == "f64[2,3]")
        #expect(try TensorType(parsing: "-f64[4]-".dropFirst().dropLast()).byteCount == 32)
    }

    @Test(arguments: [
        "", "f64", "f64[", "f64]", "[2]", "f16[2]", "F64[2]", "f64[2", "f64[2]]", "f64[[2]", "f64[2,]", "f64[,]",
        "f64[a]", "f64[1 2]", "f64[2.0]", "f64[2] ", "f64[99999999999999999999]", "f64[ ]",
    ])
    func `other text is a parse fault`(text: String) {
        expectFault(.parse) { try TensorType(parsing: text) }
    }

    @Test func `a type too large is a size fault`() {
        expectFault(.size) { try TensorType(parsing: "f64[9223372036854775807,2]") }
        expectFault(.size) { try TensorType(parsing: "f64[-1]") }
    }
}
