import Testing

@testable import Tensors

@Suite struct TensorTests {
    @Test func `elements must fill the shape`() throws {
        let fault = expectFault(.shape) { try Tensor(.f64([1, 2]), shape: Shape([3])) }
        #expect(fault?.message == "2 elements do not fill shape [3], which has 3")
        let tensor = try Tensor(.i32([1, 2, 3, 4, 5, 6]), shape: Shape([2, 3]))
        #expect(try tensor.reshaped(to: Shape([3, 2])).type.description == "i32[3,2]")
        expectFault(.shape) { try tensor.reshaped(to: Shape([7])) }
    }

    @Test func `elements outside are nil`() throws {
        let tensor = try Tensor.vector([1, 2])
        #expect(tensor.element(at: 1) == .f64(2))
        #expect([-1, 2, .max, .min].allSatisfy { tensor.element(at: $0) == nil })
        #expect(try Tensor.vector([]).element(at: 0) == nil)
    }

    @Test func `all elements as doubles or integers`() throws {
        #expect(try Tensor(.bool([true, false]), shape: Shape([2])).doubles == [1, 0])
        #expect(try Tensor(.f32([0.5]), shape: .scalar).doubles == [0.5])
        #expect(try Tensor(.i32([-1]), shape: .scalar).integers == [-1])
        #expect(try Tensor(.bool([true]), shape: .scalar).integers == [1])
        #expect(Tensor.scalar(.f64(1)).integers == nil)
    }

    @Test func `random bits go through bytes and back`() throws {
        var random = SeededGenerator(printing: 21)
        for dtype in DType.allCases {
            for count in [0, 1, 2, 17, 300] {
                let type = TensorType(dtype, try Shape(vector: count))
                let bytes = (0..<type.byteCount).map { _ in
                    dtype == .bool ? UInt8.random(in: 0...1, using: &random) : .random(in: 0...255, using: &random)
                }
                let tensor = try Tensor(type, littleEndian: bytes)
                #expect(tensor.type == type)
                let back = tensor.canonicalBytes
                for index in 0..<count {
                    let element = try #require(tensor.element(at: index))
                    let range = index * dtype.byteWidth..<(index + 1) * dtype.byteWidth
                    #expect(Scalar(bits: bits(back[range]), dtype) == element)
                    // NaNs alone come back as other bytes.
                    #expect(element.text == "nan" || back[range] == bytes[range])
                }
                #expect(try Tensor(type, littleEndian: back).contentHash == tensor.contentHash)
            }
        }
    }

    private func bits(_ bytes: ArraySlice<UInt8>) -> UInt64 { bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) } }

    @Test func `bytes are little-endian, NaN canonical, zeros and subnormals kept`() throws {
        let values: [Double] = [-.nan, -0.0, .leastNonzeroMagnitude]
        #expect(
            try Tensor.vector(values).canonicalBytes
                == [0, 0, 0, 0, 0, 0, 0xF8, 0x7F] + [0, 0, 0, 0, 0, 0, 0, 0x80] + [1, 0, 0, 0, 0, 0, 0, 0])
        #expect(Tensor.scalar(.f32(-.nan)).canonicalBytes == [0, 0, 0xC0, 0x7F])
        #expect(Tensor.scalar(.i32(-2)).canonicalBytes == [0xFE, 0xFF, 0xFF, 0xFF])
    }

    @Test func `a bool is true for any byte but 0`() throws {
        #expect(try Tensor(TensorType(parsing: "bool[3]"), littleEndian: [0, 2, 255]).integers == [0, 1, 1])
    }

    @Test(arguments: [0, 7, 9, 16])
    func `another number of bytes is refused`(count: Int) {
        expectFault(.shape) {
            try Tensor(TensorType(.f64, .scalar), littleEndian: [UInt8](repeating: 0, count: count))
        }
    }

    @Test func `numbers are read little-endian and within bounds`() {
        let bytes: [UInt8] = [1, 2, 3, 0xFF]
        #expect(bytes.littleEndian(at: 0, width: 2) == 0x201)
        #expect(bytes.littleEndian(at: 0, width: 4) == 0xFF03_0201)
        #expect(bytes.littleEndian(at: 4, width: 0) == 0)
        for offset in [-1, 3, 4, Int.max, .min] { #expect(bytes.littleEndian(at: offset, width: 2) == nil) }
        #expect([UInt8]().littleEndian(at: 0, width: 8) == nil)
    }

    @Test func `a fault's text`() {
        let place = SourcePosition(line: 2, column: 7)
        let fault = Fault(.shape, "no fit", hint: "reshape")
        #expect(fault.description == "no fit; reshape")
        #expect(fault.at(place).description == "2:7 no fit; reshape")
        #expect(fault.at(place).at(SourcePosition(line: 1, column: 1)).position == place)
        #expect(fault.at(nil) == fault)
    }

    @Test(arguments: [
        (DType.f64, 8, true, false), (.f32, 4, true, false), (.i64, 8, false, true), (.i32, 4, false, true),
    ])
    func `element types`(dtype: DType, width: Int, isFloating: Bool, isInteger: Bool) {
        #expect(dtype.byteWidth == width)
        #expect(dtype.isFloating == isFloating)
        #expect(dtype.isInteger == isInteger)
    }

    @Test func `bool is neither a float nor an integer`() {
        #expect(DType.bool.byteWidth == 1 && !DType.bool.isFloating && !DType.bool.isInteger)
    }
}
