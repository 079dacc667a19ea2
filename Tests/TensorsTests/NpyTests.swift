import Testing

@testable import Tensors

@Suite struct NpyTests {
    @Test(arguments: [
        (Fixtures.f64, "f64[2,3]", "[[1.5, -0.0, inf], [5e-324, -2, 3]]"),
        (
            Fixtures.f32Fortran, "f32[2,3,4]",
            "[[[0, 1, 2, 3], [4, 5, 6, 7], [8, 9, 10, 11]], [[12, 13, 14, 15], [16, 17, 18, 19], [20, 21, 22, 23]]]"
        ),
        (Fixtures.f64BigEndian, "f64[3]", "[1.5, -2, 1e+300]"),
        (Fixtures.u2BigEndianFortran, "i64[2,3]", "[[1, 2, 65535], [256, 5, 6]]"),
        (Fixtures.i8Scalar, "i64[]", "-9223372036854775808"),
        (Fixtures.boolVersion2, "bool[3]", "[True, False, True]"),
        (Fixtures.i4Version3, "i32[2,1]", "[[-1], [2147483647]]"),
        (Fixtures.empty, "f64[0,3]", "[]"),
    ])
    func `what NumPy wrote is read`(file: String, type: String, text: String) throws {
        let tensor = try Tensor(npy: base64(file))
        #expect(tensor.type.description == type)
        #expect(tensor.text == text)
    }

    @Test(arguments: [Fixtures.f64, Fixtures.i8Scalar, Fixtures.empty])
    func `what is written is what NumPy writes`(file: String) throws {
        #expect(try Tensor(npy: base64(file)).npy == base64(file))
    }

    /// A file with this header text and data, without NumPy's padding.
    private func file(_ header: String, _ data: [UInt8] = [], major: UInt8 = 1) -> [UInt8] {
        let text = Array(header.utf8)
        let length = (0..<(major == 1 ? 2 : 4)).map { UInt8(truncatingIfNeeded: text.count >> ($0 * 8)) }
        return NpyHeader.magic + [major, 0] + length + text + data
    }

    private func file(descr: String, shape: String = "()", _ data: [UInt8] = []) -> [UInt8] {
        file("{'descr': '\(descr)', 'fortran_order': False, 'shape': \(shape)}", data)
    }

    private static let elements: [(String, [UInt8], String)] = [
        ("|u1", [0xFF], "i64 255"), ("|i1", [0xFF], "i64 -1"), ("<i1", [0x80], "i64 -128"),
        ("<u2", [0xFE, 0xFF], "i64 65534"),
        ("<i2", [0xFE, 0xFF], "i64 -2"), ("<u4", [0xFE, 0xFF, 0xFF, 0xFF], "i64 4294967294"),
        (">u4", [0, 0, 1, 2], "i64 258"), (">i2", [0x80, 0], "i64 -32768"),
        (">i4", [0xFF, 0xFF, 0xFF, 0xFE], "i32 -2"),
        (">i8", [0, 0, 0, 0, 0, 0, 1, 0], "i64 256"), (">f4", [0x3F, 0x80, 0, 0], "f32 1"), ("|b1", [7], "bool True"),
        (">u1", [9], "i64 9"), ("<f4", [0, 0, 0x80, 0xFF], "f32 -inf"),
    ]

    @Test(arguments: elements)
    func `each element type`(descr: String, data: [UInt8], text: String) throws {
        let tensor = try Tensor(npy: file(descr: descr, data))
        #expect("\(tensor.dtype) \(tensor.text)" == text)
    }

    @Test(arguments: ["<f2", "<f16", "<c16", "<u8", "|S5", "<U3", "|O", "<M8[ns]", "|f8", "=f8", "f8", "<", "", "<b8"])
    func `other element types are dtype faults`(descr: String) {
        let fault = expectFault(.dtype) { try Tensor(npy: file(descr: descr, [0, 0])) }
        #expect(fault?.message == "arrays of type \(String(reflecting: descr)) cannot be read")
        #expect(fault?.hint != nil)
    }

    @Test func `NumPy's half floats and structures are dtype faults`() {
        expectFault(.dtype) { try Tensor(npy: base64(Fixtures.f2)) }
        expectFault(.dtype) { try Tensor(npy: base64(Fixtures.structured)) }
    }

    @Test(arguments: [
        "{'shape':(2,),'fortran_order':False,'descr':'|u1'}",
        "{\"descr\":\"|u1\",'fortran_order':True,'shape':(2L,),}\n",
        "  { 'descr' : '|u1' , 'fortran_order' : False , 'shape' : ( 2 , 1 ) , }   \n",
        "{'descr':'|u1','fortran_order':True,'shape':(1,2,)}",
    ])
    func `headers other programs write are read`(header: String) throws {
        #expect(try Tensor(npy: file(header, [1, 2])).integers == [1, 2])
    }

    @Test(arguments: [
        "", "{", "{}", "[]", "{'descr':'|u1'}", "{'descr':'|u1','fortran_order':False}",
        "{'descr':'|u1','fortran_order':False,'shape':(2,)} x", "{'descr':'|u1','fortran_order':False,'shape':(2)}",
        "{'descr':'|u1','fortran_order':False,'shape':2}", "{'descr':'|u1','fortran_order':False,'shape':(-2,)}",
        "{'descr':'|u1','fortran_order':0,'shape':(2,)}", "{'descr':'|u1' 'fortran_order':False,'shape':(2,)}",
        "{'descr':'|u1','descr':'|u1','fortran_order':False,'shape':(2,)}", "{'descr':'|u1,'fortran_order':False}",
        "{'descr':'|u1','fortran_order':False,'shape':(2,),'more':1}",
        "{'descr':'|u1','fortran_order':False,'shape':(2,",
        "{'descr':None,'fortran_order':False,'shape':(2,)}", "{'descr':'|u1','fortran_order':False,'shape':(,)}",
    ])
    func `malformed headers are parse faults`(header: String) {
        expectFault(.parse) { try Tensor(npy: file(header, [1, 2])) }
    }

    @Test(arguments: [
        "(9223372036854775807, 9223372036854775807)", "(99999999999999999999999,)", "(70368744177665,)",
        "(4294967296, 4294967296)",
        "(0, 9223372036854775807)", "(" + String(repeating: "1, ", count: 65) + ")",
    ])
    func `shapes that cannot be are size faults`(shape: String) {
        expectFault(.size) { try Tensor(npy: file(descr: "<f8", shape: shape)) }
    }

    @Test(arguments: [("(2,)", 15), ("(2,)", 17), ("(0,)", 1), ("(70368744177664,)", 0), ("()", 0)])
    func `data of another length is a parse fault before anything is allocated`(shape: String, count: Int) {
        let data = [UInt8](repeating: 0, count: count)
        let fault = expectFault(.parse) { try Tensor(npy: file(descr: "<f8", shape: shape, data)) }
        #expect(fault?.message.hasSuffix("the array file has \(count)") == true)
    }

    @Test(arguments: [0, 4, 255] as [UInt8])
    func `unknown versions are parse faults`(major: UInt8) {
        expectFault(.parse) { try Tensor(npy: file("{}", major: major)) }
    }

    @Test func `a header length beyond the file is a parse fault`() {
        expectFault(.parse) { try Tensor(npy: NpyHeader.magic + [1, 0, 0xFF, 0xFF]) }
        expectFault(.parse) { try Tensor(npy: NpyHeader.magic + [2, 0, 0xFF, 0xFF, 0xFF, 0xFF]) }
    }

    @Test func `every type and many shapes go out and come back`() throws {
        var random = SeededGenerator(printing: 31)
        let longest = Array(repeating: 1, count: 63) + [3]
        for dims in [[], [0], [1], [3], [2, 3], [3, 0, 2], [1, 2, 3, 4], [12_345], longest] {
            for dtype in DType.allCases {
                let type = TensorType(dtype, try Shape(dims))
                let bytes = (0..<type.byteCount).map { _ in UInt8.random(in: 0...255, using: &random) }
                let tensor = try Tensor(type, littleEndian: bytes)
                let npy = tensor.npy
                let back = try Tensor(npy: npy)
                #expect(back.type == type)
                #expect(back.contentHash == tensor.contentHash)
                #expect((npy.count - type.byteCount) % 64 == 0)
            }
        }
    }

    @Test func `column-major data of any rank is put in row-major order`() throws {
        var random = SeededGenerator(printing: 32)
        for _ in 0..<100 {
            let dims = (0..<Int.random(in: 0...5, using: &random)).map { _ in Int.random(in: 0...4, using: &random) }
            let shape = try Shape(dims)
            // Each byte says its own row-major index, and lies where column-major order has it.
            var data = [UInt8](repeating: 0, count: shape.count)
            for flat in 0..<shape.count {
                var place = 0
                for (size, coordinate) in zip(dims, shape.coordinates(of: flat)).reversed() {
                    place = place * size + coordinate
                }
                data[place] = UInt8(truncatingIfNeeded: flat)
            }
            let tuple = "(" + dims.map { "\($0)," }.joined() + ")"
            let npy = file("{'descr':'|u1','fortran_order':True,'shape':\(tuple)}", data)
            #expect(try Tensor(npy: npy).integers == (0..<shape.count).map { $0 & 0xFF }, "\(dims)")
        }
    }

    private static let whole = [
        Fixtures.f64, Fixtures.f32Fortran, Fixtures.f64BigEndian, Fixtures.u2BigEndianFortran, Fixtures.boolVersion2,
        Fixtures.i4Version3,
    ]

    @Test(arguments: whole)
    func `a file cut short anywhere is a parse fault`(text: String) {
        let bytes = base64(text)
        for length in 0..<bytes.count { expectFault(.parse) { try Tensor(npy: Array(bytes.prefix(length))) } }
    }

    @Test func `flipped bytes give a tensor or a fault`() {
        var random = SeededGenerator(printing: 33)
        for text in NpyTests.whole {
            let bytes = base64(text)
            for _ in 0..<2000 {
                var damaged = bytes
                for _ in 0..<Int.random(in: 1...4, using: &random) {
                    damaged[Int.random(in: 0..<bytes.count, using: &random)] = .random(in: 0...255, using: &random)
                }
                do { _ = try Tensor(npy: damaged) } catch { #expect(error is Fault) }
            }
        }
    }

    @Test func `digits and brackets in random places give a tensor or a fault`() {
        var random = SeededGenerator(printing: 34)
        let alphabet = Array("0123456789,()[]{}'\":L TrueFalse<>|".utf8)
        let bytes = base64(Fixtures.f64)
        for _ in 0..<5000 {
            var damaged = bytes
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                damaged[Int.random(in: 10..<80, using: &random)] = alphabet.randomElement(using: &random) ?? 0
            }
            do { _ = try Tensor(npy: damaged) } catch { #expect(error is Fault) }
        }
    }
}
