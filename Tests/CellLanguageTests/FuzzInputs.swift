import TestSupport
import Tensors

@testable import CellLanguage

/// Names that random cells find: arrays of many types and shapes, functions, static values.
let prelude = """
    a = array([1.5, -2.0, 0.25])
    b = array([[1.0, 2.0, 3.0], [-1.0, 0.5, 4.0]])
    c = array([[2.0, 1.0, 0.0], [1.0, 3.0, 1.0], [0.0, 1.0, 4.0]])
    d = array(0.75)
    e0 = zeros((0,))
    e1 = zeros((2, 0, 3))
    h = array([[0.5, 1.0], [2.0, -3.0]], dtype=f32)
    i = array([0, 2, 1])
    j = array([[1, -1], [0, 5]], dtype=i32)
    k = array([True, False, True])
    q = reshape(arange(24.0), (4, 1, 3, 2))
    u = zeros((1,))
    big = zeros((2**35, 3))
    n = 3
    t = (a, d)
    key = random.key(0)
    f = lambda x: x * x + 1
    g = lambda x, y=2.0: sin(x) * y
    def p(x):
        return sum(x ** 2)
    """

/// Whole numbers where arithmetic goes wrong.
private let numbers = [
    "0", "1", "-1", "2", "3", "-2", "7", "64", "65", "255", "1000", "2147483647", "2147483648", "-2147483649",
    "4294967296", "70368744177664", "140737488355328", "4611686018427387904", "9223372036854775807",
    "(-9223372036854775807 - 1)", "-9223372036854775807", "10**18", "2**62", "1e18", "1e308", "-1e308", "5e-324", "0.5",
    "inf", "-inf", "nan", "-0.0", "True", "None",
]

/// Pieces of text that mean something to the lexer, and some that nearly do.
private let pieces =
    Keyword.allCases.map(\.rawValue) + Symbol.allCases.map(\.rawValue) + Keyword.unsupported.keys.sorted() + numbers
    + Library.names
    + ["x", "é", "ϵ", "ﬁ", "𝔵", "e\u{301}", "\u{200B}", "\u{202E}", "\u{FEFF}", "🙂", "'s'", "\"", "'''", "\\", "\\\n"]
    + ["\n", "\n    ", "\n\t", "\r", "\u{C}", "\u{0}", "\u{2028}", "“", "#", "0x", "1j", "'ij,jk->ik'", "'...'", "f'"]
    + [" for x in ", "lambda x: ", "lambda: ", "[::-1]", ".at[0].add(1)", ".T", ".shape", "x if x else ", "axis="]

/// Changes cells that are near to right.
struct Mutator {
    let cells: [String]

    /// A cell with one to four changes.
    func mutated(_ generator: inout SeededGenerator) -> String {
        var text = Array((cells.randomElement(using: &generator) ?? "").unicodeScalars)
        for _ in 0..<Int.random(in: 1...4, using: &generator) { change(&text, &generator) }
        return string(text.prefix(6000))
    }

    /// Bytes, Unicode scalars or pieces of cells, without sense.
    func text(_ generator: inout SeededGenerator) -> String {
        let count = Int.random(in: 1...200, using: &generator)
        switch Int.random(in: 0..<3, using: &generator) {
        case 0:
            return String(
                decoding: (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }, as: UTF8.self)
        case 1:
            return string(
                (0..<count).compactMap { _ in Unicode.Scalar(UInt32.random(in: 0...0x1_1FFF, using: &generator)) })
        default:
            return (0..<count).map { _ in piece(&generator) }.joined(
                separator: Bool.random(using: &generator) ? " " : "")
        }
    }

    private func string(_ scalars: some Sequence<Unicode.Scalar>) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view)
    }

    private func piece(_ generator: inout SeededGenerator) -> String { pieces.randomElement(using: &generator) ?? "" }

    private func change(_ text: inout [Unicode.Scalar], _ generator: inout SeededGenerator) {
        let part = span(of: text, &generator)
        switch Int.random(in: 0..<9, using: &generator) {
        case 0: text.removeSubrange(part)
        case 1: text.insert(contentsOf: text[part], at: part.upperBound)
        case 2: text.replaceSubrange(part, with: piece(&generator).unicodeScalars)
        case 3: text.insert(contentsOf: " \(piece(&generator)) ".unicodeScalars, at: part.lowerBound)
        case 4: replaceNumber(in: &text, &generator)
        case 5: replaceName(in: &text, &generator)
        case 6: changeLines(of: &text, &generator)
        case 7:
            let count = [3, 40, 120, 500].randomElement(using: &generator) ?? 3
            let opening = ["(", "[", "-", "lambda: ", "not ", "1 + ", "grad(f)(", "vmap(", "sum(", "2**"]
            let repeated = String(repeating: opening.randomElement(using: &generator) ?? "(", count: count)
            text.insert(contentsOf: repeated.unicodeScalars, at: part.lowerBound)
        default:
            let other = Array((cells.randomElement(using: &generator) ?? "").unicodeScalars)
            text.insert(contentsOf: other[span(of: other, &generator)], at: part.lowerBound)
        }
    }

    private func span(of text: [Unicode.Scalar], _ generator: inout SeededGenerator) -> Range<Int> {
        let start = Int.random(in: 0...text.count, using: &generator)
        return start..<min(start + Int.random(in: 0...12, using: &generator), text.count)
    }

    private func replaceNumber(in text: inout [Unicode.Scalar], _ generator: inout SeededGenerator) {
        replaceRun(in: &text, with: numbers, &generator) { ("0"..."9").contains($0) || $0 == "." }
    }

    private func replaceName(in text: inout [Unicode.Scalar], _ generator: inout SeededGenerator) {
        replaceRun(in: &text, with: Library.names + Library.methods.sorted(), &generator) { $0.properties.isAlphabetic }
    }

    /// Replaces a run of scalars that `isPart` holds for.
    private func replaceRun(
        in text: inout [Unicode.Scalar], with choices: [String], _ generator: inout SeededGenerator,
        where isPart: (Unicode.Scalar) -> Bool
    ) {
        guard let start = text.indices.filter({ isPart(text[$0]) }).randomElement(using: &generator) else { return }
        let end = text[start...].firstIndex { !isPart($0) } ?? text.count
        text.replaceSubrange(start..<end, with: (choices.randomElement(using: &generator) ?? "").unicodeScalars)
    }

    private func changeLines(of text: inout [Unicode.Scalar], _ generator: inout SeededGenerator) {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let (one, other) = (
            Int.random(in: 0..<lines.count, using: &generator), Int.random(in: 0..<lines.count, using: &generator)
        )
        switch Int.random(in: 0..<3, using: &generator) {
        case 0: lines.swapAt(one, other)
        case 1: lines.insert(lines[one], at: other)
        default: lines.remove(at: one)
        }
        text = Array(lines.joined(separator: ["\n"]))
    }
}

/// Writes cells by the grammar, mostly with arguments of the kind that a function wants.
struct CellWriter {
    private var generator: SeededGenerator
    /// What may still be nested.
    private var fuel = 12
    private var arrays = ["a", "b", "c", "d", "e0", "e1", "h", "i", "j", "k", "q", "u", "big"]

    init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

    /// One to six statements.
    mutating func cell() -> String {
        (0..<Int.random(in: 1...6, using: &generator)).map { index in
            fuel = 12
            let name = "v\(index)"
            let line = statement(name)
            return line
        }.joined(separator: "\n")
    }

    private mutating func pick(_ choices: [String]) -> String { choices.randomElement(using: &generator) ?? "a" }

    private mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &generator) < percent }

    private mutating func statement(_ name: String) -> String {
        defer { arrays.append(name) }
        switch Int.random(in: 0..<12, using: &generator) {
        case 0: return "\(name) = \(array())\nfor w in range(\(pick(["2", "3", "0", "7"]))):\n    \(name) = \(array())"
        case 1:
            return
                "if \(pick(["n > 2", "d > 0", "True", "len(a) == 3"])):\n    \(name) = \(array())\nelse:\n    \(name) = \(array())"
        case 2:
            return
                "def \(name)(x, y=\(pick(["1", "d", "a"]))):\n    z = \(array())\n    return x * z\n\(name) = \(name)(\(array()))"
        case 3: return "\(name) = \(array())\n\(name) \(pick(["+", "-", "*", "/", "@", "**", "//", "%"]))= \(array())"
        case 4:
            return
                "\(name) = \(array())\nw = \(pick(["grad", "hessian", "jacobian"]))(\(pick(["sum(\(name))", name, "sum(\(name) * \(name))"])), \(pick(arrays)))"
        case 5:
            return "\(name) = [\(array()) for w in \(pick(["range(3)", "a", "[1, 2.0, a]", "range(10**9)", "e0"]))][0]"
        default: return "\(name) = \(array())"
        }
    }

    /// An expression that is mostly an array.
    private mutating func array() -> String {
        fuel -= 1
        guard fuel > 0 else { return chance(85) ? pick(arrays) : pick(numbers) }
        switch Int.random(in: 0..<20, using: &generator) {
        case 0...2: return pick(arrays)
        case 3: return pick(numbers)
        case 4:
            return
                "(\(array()) \(pick(["+", "-", "*", "/", "@", "**", "//", "%", "<", "==", "&", "|", "^"])) \(array()))"
        case 5: return "\(pick(["-", "~", "+"]))\(array())"
        case 6: return "\(pick(arrays))[\(index())]"
        case 7: return "\(pick(arrays)).at[\(index())].\(pick(["add", "set", "mul", "min"]))(\(array()))"
        case 8: return "\(pick(arrays)).\(pick(Library.methods.sorted()))(\(pick(["", "0", "axis=-1", "1", "f32"])))"
        case 9...11: return derivative()
        case 12: return control()
        default: return call()
        }
    }

    private mutating func index() -> String {
        (0..<Int.random(in: 1...3, using: &generator)).map { _ in
            pick([
                "0", "-1", ":", "...", "None", "::-1", "1:", ":\(pick(numbers))", "i", "[0, 1]", "::\(pick(numbers))",
                pick(numbers), "k",
            ])
        }.joined(separator: ", ")
    }

    /// A call of any function of the library, its arguments chosen by the names of its parameters.
    private mutating func call() -> String {
        let rows = Library.families.flatMap(\.rows)
        guard let row = rows.randomElement(using: &generator) else { return "a" }
        var arguments: [String] = []
        for (place, parameter) in row.parameters.enumerated() {
            if place == row.variadic {
                arguments += (0..<Int.random(in: 0...3, using: &generator)).map { _ in array() }
            } else if parameter.default == nil || chance(35) {
                arguments.append((parameter.default == nil ? "" : "\(parameter.name)=") + argument(parameter.name))
            }
        }
        return "\(row.name)(\(arguments.joined(separator: ", ")))"
    }

    private mutating func argument(_ name: String) -> String {
        if chance(4) { return pick(numbers) }
        switch name {
        case "axis", "axis1", "axis2", "source", "destination", "k", "ord", "ddof", "shift":
            return pick(["0", "1", "-1", "2", "None", "(0, 1)", "()", pick(numbers)])
        case "shape", "reps", "pad_width", "window", "strides", "dilation", "repeats", "num", "N", "M", "num_classes",
            "indices_or_sections", "length", "lower", "upper", "axes":
            return pick(["2", "3", "(2, 3)", "(0, 3)", "()", "((1, 2), (0, 1))", "[1]", "(1, 1)", pick(numbers)])
        case "dtype": return pick(["f32", "f64", "i32", "i64", "bool_", "float", "'f32'"])
        case "keepdims", "endpoint", "approximate", "reverse", "has_aux": return pick(["True", "False"])
        case "f", "fun", "body_fun", "cond_fun", "true_fun", "false_fun": return function()
        case "arrays": return "[\(array()), \(array())]"
        case "key": return "key"
        case "seed": return pick(numbers)
        default: return array()
        }
    }

    private mutating func function() -> String {
        pick([
            "f", "g", "p", "sin", "lambda x: \(array())", "lambda x, y: x * \(array())", "lambda x: x", "lambda: d",
            "lambda c, x: (c * 0.5 + x, c)", "lambda x: x < 3", "lambda x: p(x) * \(array())", "grad(p)", "vmap(f)",
            "checkpoint(p)",
            "lambda x: sum(x * \(array()))", "lambda w, x: x + w",
        ])
    }

    private mutating func derivative() -> String {
        let function = function()
        switch Int.random(in: 0..<12, using: &generator) {
        case 0: return "grad(\(function))(\(array()))"
        case 1: return "vmap(\(function), \(pick(["0", "1", "-1", "(0, None)", "None", pick(numbers)])))(\(array()))"
        case 2: return "vmap(grad(p))(\(array()))"
        case 3: return "jvp(\(function), (\(pick(arrays)),), (\(array()),))[1]"
        case 4: return "vjp(\(function), \(pick(arrays)))[1](\(array()))[0]"
        case 5: return "jacobian(\(function))(\(array()))"
        case 6: return "hessian(p)(\(array()))"
        case 7: return "value_and_grad(\(function))(\(array()))[1]"
        case 8: return "grad(grad(lambda x: \(array())))(d)"
        case 9: return "vjp(\(array()), \(pick(arrays)), \(array()))"
        case 10: return "contributions(p(b), b, through=\(pick(arrays)))"
        default: return "grad(checkpoint(\(function)))(\(array()))"
        }
    }

    private mutating func control() -> String {
        switch Int.random(in: 0..<6, using: &generator) {
        case 0:
            return
                "cond(\(pick(["d > 0", "any(k)", "True", array()])), lambda x: \(array()), lambda x: \(array()), \(array()))"
        case 1:
            return
                "scan(lambda c, x: (c + \(array()), x), \(pick(["0", "0.0", "d", "a"])), \(array()))[\(pick(["0", "1"]))]"
        case 2:
            return "fori_loop(0, \(pick(["3", "d", "i[1]", pick(numbers)])), lambda w, x: x * \(array()), \(array()))"
        case 3: return "while_loop(lambda x: sum(x) < 100, lambda x: x * 2 + 1, \(array()))"
        case 4: return "map(lambda x: \(array()), \(array()))"
        default: return "grad(lambda x: scan(lambda c, y: (c * x, None), x, \(pick(arrays)))[0])(\(pick(["d", "a"])))"
        }
    }
}
