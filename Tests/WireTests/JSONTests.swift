import Testing

@testable import Wire

@Suite("JSON")
struct JSONTests {
    @Test("keeps order, text and escapes both ways")
    func roundTrip() throws {
        let text = #"{"z":[1,-2.5e-300,"a\"\\\n\u001b é😀",true,false,null,{}],"a":-0,"big":18446744073709551616}"#
        let value = try JSON(parsing: text)
        #expect(value.encoded == text)
        #expect(value["a"] == .number("-0"))
        #expect(value["big"] == .number("18446744073709551616"))
        #expect(value["z"]?.array?.first == 1)
        #expect(try JSON(parsing: " [ 1 , \"\\u00e9\\/\" ]\r\n") == [1, "é/"])
    }

    @Test("encodes what is no number as a string")
    func nonFinite() {
        let values: JSON = [.number("nan"), .number("-inf"), .number("1."), .number(""), .number("01"), .number("1e5")]
        #expect(values.encoded == #"["nan","-inf","1.","","01",1e5]"#)
        #expect(JSON.string("inf").double == .infinity)
        #expect(JSON.number("0.1").double == 0.1)
        #expect(JSON.string("\u{7F}\u{9B}\u{2028}").encoded == #""\u007f\u009b\u2028""#)
    }

    @Test(
        "refuses everything else",
        arguments: [
            "", "{", "[1,]", "[1 2]", "{\"a\"}", "{\"a\":1,}", "{a:1}", "01", "1.", ".5", "+1", "-", "nan", "tru", "\"",
            "\"\\x\"",
            "\"\\ud800\"", "\"\\ud800\\u0041\"", "\"\\u12\"", "\"\n\"", "1 2", "[1]]", "--1", "1e",
        ])
    func invalid(text: String) {
        #expect(throws: JSONError.self) { try JSON(parsing: text) }
    }

    @Test("is nested 64 deep at most")
    func depth() throws {
        let nested = { (depth: Int) in String(repeating: "[", count: depth) + String(repeating: "]", count: depth) }
        #expect(try JSON(parsing: nested(64)).encoded == nested(64))
        #expect(throws: JSONError.self) { try JSON(parsing: nested(100_000)) }
    }
}
