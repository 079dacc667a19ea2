import Glibc
import Tensors

/// How Python's `format` writes one value: `[[fill]align][sign][#][0][width][grouping][.precision][type]`.
public struct FormatSpecification: Sendable {
    private var fill: Character = " "
    private var align: Character?
    private var sign: Character = "-"
    private var hasPrefix = false
    private var width = 0
    private var grouping: Character?
    private var precision: Int?
    private var type: Character?

    /// Widths and precisions above this are refused.
    private static let widthMax = 1000

    init(_ text: String) throws {
        var rest = Array(text)[...]
        let wrong = Fault(.argument, "'\(text)' is not a format", hint: "write .3f, .2e, g, d, 8.3f, <10 or the like")
        func isAlign(_ character: Character?) -> Bool { character.map { "<>=^".contains($0) } ?? false }
        if isAlign(rest.dropFirst().first) {
            fill = rest.removeFirst()
            align = rest.removeFirst()
        } else if isAlign(rest.first) {
            align = rest.removeFirst()
        }
        if let first = rest.first, "+- ".contains(first) { sign = rest.removeFirst() }
        if rest.first == "#" {
            hasPrefix = true
            rest.removeFirst()
        }
        if rest.first == "0" {
            if align == nil { (fill, align) = ("0", "=") }
            rest.removeFirst()
        }
        func number() throws -> Int? {
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            guard !digits.isEmpty else { return nil }
            rest = rest.dropFirst(digits.count)
            guard let value = Int(String(digits)), value <= Self.widthMax else { throw wrong }
            return value
        }
        width = try number() ?? 0
        if let first = rest.first, ",_".contains(first) { grouping = rest.removeFirst() }
        if rest.first == "." {
            rest.removeFirst()
            guard let digits = try number() else { throw wrong }
            precision = digits
        }
        if let last = rest.first {
            guard "bdeEfFgGosxX%n".contains(last), rest.count == 1 else { throw wrong }
            type = last
        }
    }

    /// A value written so.
    /// - Throws: `Fault.argument` where the type does not take the value.
    func text(of value: Value) throws -> String {
        switch value {
        case .string(let text):
            guard type == nil || type == "s" else { throw mismatch(value) }
            return padded("", precision.map { String(text.prefix($0)) } ?? text, isNumber: false)
        case .bool(let flag):
            if type == nil || type == "s" { return padded("", flag ? "True" : "False", isNumber: false) }
            return try text(of: .integer(flag ? 1 : 0))
        case .integer(let number): return try text(of: number)
        case .float(let number): return try text(of: number)
        default:
            guard type == nil || type == "s", let text = value.staticText, width == 0, precision == nil else {
                throw mismatch(value)
            }
            return text
        }
    }

    private func mismatch(_ value: Value) -> Fault {
        Fault(.argument, "the format \(type.map { "'\($0)'" } ?? "") does not write \(value.kindText)")
    }

    private func text(of number: Int) throws -> String {
        let magnitude = number.magnitude
        let mark = number < 0 ? "-" : sign == "-" ? "" : String(sign)
        switch type {
        case nil, "d", "n":
            guard precision == nil else { throw mismatch(.integer(number)) }
            return padded(mark, grouped(String(magnitude), every: 3), isNumber: true)
        case "b":
            return padded(
                mark + (hasPrefix ? "0b" : ""), grouped(String(magnitude, radix: 2), every: 4), isNumber: true)
        case "o":
            return padded(
                mark + (hasPrefix ? "0o" : ""), grouped(String(magnitude, radix: 8), every: 4), isNumber: true)
        case "x", "X":
            let digits = String(magnitude, radix: 16, uppercase: type == "X")
            let prefix = hasPrefix ? type == "X" ? "0X" : "0x" : ""
            return padded(mark + prefix, grouped(digits, every: 4), isNumber: true)
        case "s": throw mismatch(.integer(number))
        default: return try text(of: Double(number))
        }
    }

    private func text(of number: Double) throws -> String {
        let mark = number.sign == .minus && !number.isNaN ? "-" : sign == "-" ? "" : String(sign)
        let magnitude = number.magnitude
        guard number.isFinite else {
            let isUpper = type == "E" || type == "F" || type == "G"
            let word = number.isNaN ? "nan" : "inf"
            return padded(mark, (isUpper ? word.uppercased() : word) + (type == "%" ? "%" : ""), isNumber: true)
        }
        let digits: String
        switch type {
        case nil:
            guard let precision else {
                digits = PositionalText(magnitude).python()
                break
            }
            // As `g`, but a whole number keeps a digit behind its point.
            let text = Self.printed("%.*g", max(precision, 1), magnitude)
            if text.contains(where: { $0 == "." || $0 == "e" }) {
                digits = text
            } else if text.count < max(precision, 1) {
                digits = text + ".0"
            } else {
                // No room for the point: with an exponent, without zeros at the end.
                let sides = Self.printed("%.*e", max(precision, 1) - 1, magnitude).split(separator: "e")
                var mantissa = sides[0]
                while mantissa.contains("."), mantissa.last == "0" || mantissa.last == "." { mantissa.removeLast() }
                digits = magnitude == 0 ? "0.0" : mantissa + "e" + sides[1]
            }
        case "e", "E", "f", "F", "g", "G":
            digits = Self.printed(
                "%\(hasPrefix ? "#" : "").*\(type ?? "f")",
                type == "g" || type == "G" ? max(precision ?? 6, 1) : precision ?? 6,
                magnitude)
        case "n": digits = Self.printed("%.*g", max(precision ?? 6, 1), magnitude)
        case "%": digits = Self.printed("%.*f", precision ?? 6, magnitude * 100) + "%"
        default: throw mismatch(.float(number))
        }
        let whole = digits.prefix { $0.isNumber }
        return padded(mark, grouped(String(whole), every: 3) + digits.dropFirst(whole.count), isNumber: true)
    }

    /// C's `printf` of one number, which rounds correctly.
    static func printed(_ format: String, _ precision: Int, _ number: Double) -> String {
        withVaList([Int32(precision), number]) { arguments in
            // 1000 digits behind the point of the greatest number fit.
            var buffer = [CChar](repeating: 0, count: 1400)
            let count = vsnprintf(&buffer, buffer.count, format, arguments)
            return String(decoding: buffer.prefix(max(0, Int(count))).map { UInt8(bitPattern: $0) }, as: UTF8.self)
        }
    }

    private func grouped(_ digits: String, every count: Int) -> String {
        guard let grouping else { return digits }
        var result = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index).isMultiple(of: count) { result.append(grouping) }
            result.append(digit)
        }
        return result
    }

    private func padded(_ prefix: String, _ text: String, isNumber: Bool) -> String {
        let missing = width - prefix.count - text.count
        guard missing > 0 else { return prefix + text }
        let align = self.align ?? (isNumber ? ">" : "<")
        func fills(_ count: Int) -> String { String(repeating: String(fill), count: count) }
        switch align {
        case "<": return prefix + text + fills(missing)
        case "^": return fills(missing / 2) + prefix + text + fills(missing - missing / 2)
        case "=": return isNumber ? prefix + fills(missing) + text : text + fills(missing)
        default: return fills(missing) + prefix + text
        }
    }
}
