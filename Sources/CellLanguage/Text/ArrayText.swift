import Tensors

/// The shortest digits of a number that read back to the same bits, and where the point stands: 0.00123 is `123` with
/// the point at −2.
struct PositionalText {
    let isNegative: Bool
    /// The digits before the point, at least one, and behind it, perhaps none.
    let whole: String
    let fraction: String
    /// The digits without zeros at either end, and the power of ten of the first.
    private let digits: String
    private let exponent: Int

    init(_ value: Double) { self.init(parsing: value.description) }

    init(_ value: Float) { self.init(parsing: value.description) }

    /// A finite number as Swift describes it, such as `1.5e-07`.
    private init(parsing text: String) {
        let sides = text.split(separator: "e")
        let mantissa = sides[0].drop { $0 == "-" }
        let parts = mantissa.split(separator: ".", omittingEmptySubsequences: false)
        let front = String(parts[0]), behind = parts.count > 1 ? String(parts[1]) : ""
        let power = sides.count > 1 ? Int(sides[1].drop { $0 == "+" }) ?? 0 : 0
        let all = (front + behind).drop { $0 == "0" }
        let leading = (front + behind).count - all.count
        isNegative = text.first == "-"
        digits = all.isEmpty ? "0" : String(all.trimmed("0"))
        exponent = all.isEmpty ? 0 : front.count - leading - 1 + power
        if exponent < 0 {
            whole = "0"
            fraction = String(repeating: "0", count: -exponent - 1) + digits
        } else if digits.count <= exponent + 1 {
            whole = digits + String(repeating: "0", count: exponent + 1 - digits.count)
            fraction = ""
        } else {
            whole = String(digits.prefix(exponent + 1))
            fraction = String(digits.dropFirst(exponent + 1))
        }
    }

    /// The magnitude as Python and NumPy write a number alone: with an exponent outside of 1e-4 … 1e16, or 1e6 for f32.
    func python(isSingle: Bool = false) -> String {
        guard exponent < -4 || exponent >= (isSingle ? 6 : 16) else {
            return whole + "." + (fraction.isEmpty ? "0" : fraction)
        }
        let rest = digits.dropFirst()
        return digits.prefix(1) + (rest.isEmpty ? "" : "." + rest) + "e" + PositionalText.exponentText(exponent)
    }

    /// First digit, the others, and the exponent.
    var scientific: (whole: String, fraction: String, exponent: Int) {
        (String(digits.prefix(1)), String(digits.dropFirst()), exponent)
    }

    /// `+05`, `-123`
    static func exponentText(_ exponent: Int, width: Int = 2) -> String {
        let digits = String(exponent.magnitude)
        return (exponent < 0 ? "-" : "+") + String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}

extension Substring {
    /// Without `character` at the end.
    fileprivate func trimmed(_ character: Character) -> Substring {
        var text = self
        while text.last == character { text.removeLast() }
        return text
    }
}

/// How the elements of one array are written, as NumPy does: all alike, in columns, with at most 8 digits behind the point.
private struct ElementFormat {
    private static let precision = 8
    private enum Style {
        case word(width: Int)
        case positional(left: Int, right: Int)
        case scientific(left: Int, right: Int, exponent: Int)
    }

    private let style: Style

    /// The format for these elements.
    init(_ elements: [Scalar]) {
        let numbers = elements.map(\.asDouble)
        guard elements.first?.dtype.isFloating == true else {
            style = .word(width: elements.map { $0.text.count }.max() ?? 0)
            return
        }
        let finite = zip(elements, numbers).filter { $1.isFinite }
        let sizes = finite.map { $1.magnitude }.filter { $0 > 0 }
        let (least, greatest) = (sizes.min() ?? 0, sizes.max() ?? 0)
        // Words need as much room as numbers.
        let special = zip(elements, numbers).filter { !$1.isFinite }.map { $1 < 0 ? 4 : 3 }.max() ?? 0
        if !sizes.isEmpty, greatest >= 1e8 || least < 1e-4 || greatest / least > 1000 {
            let parts = finite.map { ElementFormat.scientific($0.0, digits: nil) }
            let right = parts.map(\.fraction.count).max() ?? 0
            let exponent = parts.map { String($0.exponent.magnitude).count }.max() ?? 2
            let left = zip(parts, finite).map { $0.whole.count + ($1.1.sign == .minus ? 1 : 0) }.max() ?? 1
            let width = max(exponent, 2)
            style = .scientific(left: max(left, special - right - width - 3), right: right, exponent: width)
        } else {
            let parts = finite.map { ElementFormat.positional($0.0) }
            let right = parts.map(\.fraction.count).max() ?? 0
            let left = zip(parts, finite).map { $0.whole.count + ($1.1.sign == .minus ? 1 : 0) }.max() ?? 0
            style = .positional(left: max(left, special - right - 1), right: right)
        }
    }

    private static func shortest(_ scalar: Scalar) -> PositionalText {
        if case .f32(let value) = scalar { PositionalText(value) } else { PositionalText(scalar.asDouble) }
    }

    private static func positional(_ scalar: Scalar) -> (whole: String, fraction: String) {
        let text = shortest(scalar)
        guard text.fraction.count > precision else { return (text.whole, text.fraction) }
        let rounded = FormatSpecification.printed("%.*f", precision, scalar.asDouble.magnitude)
        let sides = rounded.split(separator: ".")
        return (String(sides[0]), String(sides[1].trimmed("0")))
    }

    /// `digits` behind the point at least, if given.
    private static func scientific(_ scalar: Scalar, digits: Int?) -> (whole: String, fraction: String, exponent: Int) {
        let text = shortest(scalar).scientific
        guard text.fraction.count > digits ?? precision else { return text }
        let rounded = FormatSpecification.printed("%.*e", digits ?? precision, scalar.asDouble.magnitude)
        let sides = rounded.split(separator: "e")
        let parts = sides[0].split(separator: ".")
        let fraction = parts.count > 1 ? digits == nil ? String(parts[1].trimmed("0")) : String(parts[1]) : ""
        return (String(parts[0]), fraction, Int(sides[1].drop { $0 == "+" }) ?? 0)
    }

    func callAsFunction(_ scalar: Scalar) -> String {
        func right(_ text: String, _ width: Int) -> String {
            String(repeating: " ", count: max(0, width - text.count)) + text
        }
        let number = scalar.asDouble
        let sign = number.sign == .minus && !number.isNaN ? "-" : ""
        switch style {
        case .word(let width): return right(scalar.text, width)
        case .positional(let left, let behind):
            guard number.isFinite else { return right(number.isNaN ? "nan" : sign + "inf", left + behind + 1) }
            let parts = ElementFormat.positional(scalar)
            return right(sign + parts.whole, left) + "." + parts.fraction
                + String(repeating: " ", count: behind - parts.fraction.count)
        case .scientific(let left, let behind, let exponent):
            guard number.isFinite else {
                return right(number.isNaN ? "nan" : sign + "inf", left + behind + exponent + 3)
            }
            let parts = ElementFormat.scientific(scalar, digits: behind)
            return right(sign + parts.whole, left) + "." + parts.fraction
                + String(repeating: "0", count: behind - parts.fraction.count) + "e"
                + PositionalText.exponentText(parts.exponent, width: exponent)
        }
    }
}

/// Rows of an array in lines of at most 75 characters, as NumPy breaks them.
private struct ArrayLayout {
    private static let lineWidth = 75
    /// Arrays with more elements show this many entries at either end of an axis.
    private static let threshold = 1000
    static let edge = 3
    /// Of many axes so much is shown that it is no help: beyond this only the type is.
    static let shownMax = 100_000

    private let tensor: Tensor
    private let separator: String
    private let strides: [Int]
    private let isAbbreviated: Bool
    private let format: ElementFormat

    init(_ tensor: Tensor, separator: String) {
        self.tensor = tensor
        self.separator = separator
        strides = tensor.shape.strides
        isAbbreviated = tensor.count > ArrayLayout.threshold
        var shown: [Scalar] = []
        ArrayLayout.visit(tensor, strides, isAbbreviated) { shown.append($0) }
        format = ElementFormat(shown)
    }

    /// The entries of an axis that are shown; nil stands for those left out.
    private static func entries(_ size: Int, _ isAbbreviated: Bool) -> [Int?] {
        guard isAbbreviated, size > 2 * edge else { return Array(0..<size) }
        return Array(0..<edge) + [nil] + Array((size - edge)..<size)
    }

    private static func visit(
        _ tensor: Tensor, _ strides: [Int], _ isAbbreviated: Bool, _ body: (Scalar) -> Void
    ) {
        func go(_ axis: Int, _ offset: Int) {
            guard axis < tensor.shape.rank else {
                if let element = tensor.element(at: offset) { body(element) }
                return
            }
            for case let index? in entries(tensor.shape.dims[axis], isAbbreviated) {
                go(axis + 1, offset + index * strides[axis])
            }
        }
        go(0, 0)
    }

    func text(indent: Int, room: Int) -> String {
        text(axis: 0, offset: 0, indent: String(repeating: " ", count: indent + 1), width: Self.lineWidth - room)
    }

    private func text(axis: Int, offset: Int, indent: String, width: Int) -> String {
        let rank = tensor.shape.rank
        let entries = ArrayLayout.entries(tensor.shape.dims[axis], isAbbreviated)
        let bare = separator.filter { $0 != " " }
        var result = ""
        if axis == rank - 1 {
            var line = indent
            let room = width - max(bare.count, 1)
            for (place, entry) in entries.enumerated() {
                let word = entry.flatMap { tensor.element(at: offset + $0 * strides[axis]) }.map { format($0) } ?? "..."
                if line.count + word.count > room, line.count > indent.count {
                    result += String(line.reversed().drop { $0 == " " }.reversed()) + "\n"
                    line = indent
                }
                line += word + (place < entries.count - 1 ? separator : "")
            }
            result += line
        } else {
            let lineEnd = bare + String(repeating: "\n", count: rank - axis - 1)
            for (place, entry) in entries.enumerated() {
                let inner =
                    entry.map {
                        text(
                            axis: axis + 1, offset: offset + $0 * strides[axis], indent: indent + " ", width: width - 1)
                    } ?? "..."
                result += indent + inner + (place < entries.count - 1 ? lineEnd : "")
            }
        }
        return "[" + result.dropFirst(indent.count) + "]"
    }
}

extension Tensor {
    /// As Python's `str` writes it: `1.5`, `[1. 2.]`, with lines of 75 characters and the middle of long axes left out.
    var plainText: String {
        guard shape.rank > 0 else { return scalarText }
        guard shownCount <= ArrayLayout.shownMax else { return "<\(type)>" }
        return count == 0 ? "[]" : ArrayLayout(self, separator: " ").text(indent: 0, room: 0)
    }

    /// As JAX's `repr` writes it: `Array([1., 2.], dtype=float64)`, or of another class by its name.
    func representation(isWeak: Bool, named name: String = "Array") -> String {
        guard shownCount <= ArrayLayout.shownMax else { return "<\(type)>" }
        let prefix = "\(name)("
        let dtypeText = "dtype=\(dtype.numpyName)" + (isWeak ? ", weak_type=True)" : ")")
        let body: String
        if count == 0 {
            body = "[], shape=(\(shape.dims.map(String.init).joined(separator: ", "))\(shape.rank == 1 ? "," : ""))"
        } else if shape.rank == 0 {
            body = ElementFormat(element(at: 0).map { [$0] } ?? [])(element(at: 0) ?? .f64(.nan))
        } else {
            body = ArrayLayout(self, separator: ", ").text(indent: prefix.count, room: 1)
        }
        let lastLine = body.split(separator: "\n").last?.count ?? 0
        let start = body.contains("\n") ? 0 : prefix.count
        let isLong = start + lastLine + dtypeText.count + 2 > 75
        return prefix + body + "," + (isLong ? "\n" + String(repeating: " ", count: prefix.count) : " ") + dtypeText
    }

    /// How many elements NumPy's text would hold.
    private var shownCount: Int {
        count <= ArrayLayout.shownMax
            ? count : shape.dims.reduce(1) { min($0 * min($1, 2 * ArrayLayout.edge), 1 << 30) }
    }

    private var scalarText: String {
        guard let scalar = element(at: 0) else { return "[]" }
        guard scalar.dtype.isFloating else { return scalar.text }
        let number = scalar.asDouble
        guard number.isFinite else { return number.isNaN ? "nan" : number < 0 ? "-inf" : "inf" }
        let text = if case .f32(let value) = scalar { PositionalText(value) } else { PositionalText(number) }
        return (number.sign == .minus ? "-" : "") + text.python(isSingle: dtype == .f32)
    }
}
