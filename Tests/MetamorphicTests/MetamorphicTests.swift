import Engine
import Evaluation
import Foundation
import Interpreter
import Tensors
import TestSupport
import Testing

/// The same function at the same point, said in many ways: what has one graph, or one order of sums, has the same bits, and
/// what has another order differs by rounding alone.
@Suite struct MetamorphicTests {
    private static let evaluators: [any Evaluator] = [Interpreter(), Engine(threads: 2)]

    /// A folder that holds the point of ones as a file, for as long as `body` runs.
    private func withFolder(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "metamorphic-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let ones = try Tensor(.f64([1, 1]), shape: Shape([2]))
        try Data(ones.npy).write(to: folder.appending(path: "ones.npy"))
        try body(folder.path)
    }

    /// A session in which `q` came in by `point`, and everything of `program` was asked in one way.
    private func session(
        _ program: Program, _ way: Way, _ point: Point, _ elements: [Double], folder: String,
        on evaluator: any Evaluator, inOneCell: Bool = false
    ) throws -> Bench {
        var bench = Bench(evaluator, folder: folder)
        let byValue = Sayings.byValue(program.vector(way), isReversible: way.isReversible)
        let byFunction = Sayings.byFunction(program.vector(way), isReversible: way.isReversible)
        guard let cells = point.cells else {
            try bench.put("q", Tensor(.f64(elements), shape: Shape([elements.count])))
            for cell in [Program.given, byValue, byFunction] { try bench.run(cell) }
            return bench
        }
        let sources = [Program.given] + cells + [byValue, byFunction]
        for cell in inOneCell ? [sources.joined(separator: "\n")] : sources { try bench.run(cell) }
        return bench
    }

    private func names(_ way: Way) -> [String] { way.isReversible ? Sayings.all : Sayings.forward }

    /// Where a point comes from changes no bit of any derivative, nor whether all stands in one cell.
    @Test(arguments: Way.single + Way.nested)
    func pointsOfEveryOriginGiveTheSameBits(_ way: Way) throws {
        let seed = way.name.utf8.reduce(7) { ($0 * 31 + Int($1)) % 1_000_003 }
        let program = Program(seed: seed)
        try withFolder { folder in
            for (elements, points) in Point.all {
                let reference = try session(program, way, points[0], elements, folder: folder, on: Interpreter())
                for (index, point) in points.enumerated() {
                    let evaluator = Self.evaluators[index % 2]
                    let found = try session(
                        program, way, point, elements, folder: folder, on: evaluator, inOneCell: index % 3 == 1)
                    for name in names(way) {
                        #expect(
                            found.hashes[name] == reference.hashes[name] && found.hashes[name] != nil,
                            "seed \(seed), \(program.entry) at \(elements) as \(point.name), \(way.name): \(name)")
                    }
                }
            }
        }
    }

    /// Whether each element lies within `n` roundings of the sum of magnitudes of its terms, and none is 0, NaN or infinite on
    /// one side alone.
    private func agree(_ found: Tensor, _ expected: Tensor, terms: [Double], n: Double = 64) -> Bool {
        guard found.type == expected.type, terms.count == found.count else { return false }
        return zip(zip(found.doubles, expected.doubles), terms).allSatisfy { pair, size in
            let (left, right) = pair
            guard left.isFinite, right.isFinite else { return left == right || (left.isNaN && right.isNaN) }
            return abs(left - right) <= n * Double.ulpOfOne * size
        }
    }

    /// Loops, maps, branches and stacked rows are the same function, so they have the same derivatives.
    @Test(arguments: 0..<48)
    func waysOfTheSameFunctionAgree(_ seed: Int) throws {
        let program = Program(seed: seed)
        let (elements, point) = ([0.75, -0.5], Point("literal", "q = array([0.75, -0.5])"))
        try withFolder { folder in
            func bench(_ way: Way) throws -> Bench {
                try session(program, way, point, elements, folder: folder, on: Self.evaluators[seed % 2])
            }
            let reference = try bench(.unrolled)
            let scales = try Scales(reference)
            let ways = Way.single + (0..<6).map { Way.nested[(seed * 7 + $0 * 11) % Way.nested.count] }
            for way in ways {
                let found = try bench(way)
                for name in names(way) {
                    let (left, right) = (try #require(found.arrays[name]), try #require(reference.arrays[name]))
                    #expect(
                        name == "y"
                            ? left.contentHash == right.contentHash : agree(left, right, terms: scales.terms(of: name)),
                        "seed \(seed), \(program.entry), \(way.name): \(name) is \(left.text), unrolled \(right.text)")
                }
            }
        }
    }

    /// Derivatives of a value and of a function, forward and backward, whole and by parts.
    @Test(arguments: 0..<48)
    func formsAndModesAgree(_ seed: Int) throws {
        let program = Program(seed: seed)
        let all = [Way.unrolled] + (Way.single + Way.nested).filter(\.isReversible)
        let point = Point("made of constants", "q = linspace(0.75, -0.5, 2)")
        try withFolder { folder in
            for way in [all[seed % all.count], all[(seed * 5 + 17) % all.count]] {
                let bench = try session(
                    program, way, point, [0.75, -0.5], folder: folder, on: Self.evaluators[seed % 2])
                let label = "seed \(seed), \(program.entry), \(way.name)"
                for (value, function) in Sayings.pairs {
                    #expect(bench.hashes[value] == bench.hashes[function], "\(label): \(value) and \(function)")
                }
                let scales = try Scales(bench)
                func array(_ name: String) throws -> Tensor { try #require(bench.arrays[name], "\(label): \(name)") }
                let (j, c, t) = (try array("v_jac").doubles, try array("c").doubles, try array("t").doubles)
                let rows = (0..<3).map { i in (0..<2).map { c[i] * j[2 * i + $0] } }
                let gradient = try Tensor(.f64((0..<2).map { k in rows.reduce(0) { $0 + $1[k] } }), shape: Shape([2]))
                for name in ["v_grad", "v_vjp"] {
                    #expect(
                        try agree(array(name), gradient, terms: scales.terms(of: name)),
                        "\(label): \(name) against c · J")
                }
                #expect(
                    try agree(
                        array("v_rows"), Tensor(.f64(rows.flatMap(\.self)), shape: Shape([3, 2])),
                        terms: scales.jacobian),
                    "\(label): rows against diag(c) · J")
                let tangent = try Tensor(
                    .f64((0..<3).map { j[2 * $0] * t[0] + j[2 * $0 + 1] * t[1] }), shape: Shape([3]))
                #expect(
                    try agree(array("v_jvp"), tangent, terms: scales.terms(of: "v_jvp")), "\(label): jvp against J · t")
                let h = try array("v_hes").doubles
                let curved = try Tensor(
                    .f64((0..<2).map { h[2 * $0] * t[0] + h[2 * $0 + 1] * t[1] }), shape: Shape([2]))
                #expect(
                    try agree(array("v_hvp"), curved, terms: scales.terms(of: "v_hvp")), "\(label): hvp against H · t")
            }
        }
    }

    /// Runs replay to the bit, on the other evaluator too, and their graphs are cells that give the same again.
    @Test(arguments: 0..<24)
    func runsReplayAndPrint(_ seed: Int) throws {
        let program = Program(seed: seed)
        let all = Way.single + Way.nested
        let points = Point.all[0].points
        try withFolder { folder in
            for turn in 0..<2 {
                let (way, point) = (all[(seed * 5 + turn * 31) % all.count], points[(seed + turn * 8) % points.count])
                let bench = try session(
                    program, way, point, [1, 1], folder: folder, on: Self.evaluators[turn])
                for run in bench.runs {
                    let label =
                        "seed \(seed), \(program.entry), \(way.name), \(point.name): \(run.run.kind)"
                    for evaluator in Self.evaluators {
                        #expect(try bench.differences(of: run, on: evaluator).isEmpty, "\(label) replayed")
                    }
                    #expect(try bench.printed(run) == run.execution.results, "\(label) printed")
                }
            }
        }
    }

    /// A point made of random bits is the same as its literal.
    @Test(arguments: 0..<12)
    func randomPointsAreTheirLiterals(_ seed: Int) throws {
        let program = Program(seed: seed)
        let all = Way.single + Way.nested
        let way = all[(seed * 7) % all.count]
        try withFolder { folder in
            let random = Point("random", "q = random.uniform(random.key(\(seed)), (2,))")
            let made = try session(program, way, random, [], folder: folder, on: Interpreter())
            let elements = try #require(made.arrays["q"]).doubles
            let literal = Point("literal", "q = array([\(elements[0]), \(elements[1])])")
            for point in [literal, Point.put] {
                let found = try session(program, way, point, elements, folder: folder, on: Engine(threads: 2))
                for name in names(way) {
                    #expect(
                        found.hashes[name] == made.hashes[name],
                        "seed \(seed), \(program.entry), \(way.name), \(point.name): \(name)")
                }
            }
        }
    }
}

/// For each derivative of a program, how large the terms are whose sum each element is: what a rounding is measured by.
private struct Scales {
    /// For each entry of ∂y/∂q, in magnitudes, at least that of an ordinary number: terms inside of an entry of the program
    /// may cancel.
    let jacobian: [Double]
    private let weights: [Double]
    private let direction: [Double]
    private let curvature: Double

    init(_ bench: Bench) throws {
        func magnitudes(_ name: String) throws -> [Double] { try #require(bench.arrays[name]).doubles.map(abs) }
        jacobian = try magnitudes("v_jac").map { $0 + 32 }
        weights = try magnitudes("c")
        direction = try magnitudes("t")
        curvature = try magnitudes("v_hes").reduce(64, +)
    }

    func terms(of name: String) -> [Double] {
        switch name.dropFirst(2) {
        case "grad", "vjp", "both": (0..<2).map { k in (0..<3).reduce(0) { $0 + weights[$1] * jacobian[2 * $1 + k] } }
        case "jvp": (0..<3).map { i in (0..<2).reduce(0) { $0 + jacobian[2 * i + $1] * direction[$1] } }
        case "jac": jacobian
        case "rows": jacobian.enumerated().map { $1 * weights[$0 / 2] }
        case "hes": (0..<4).map { _ in curvature * 8 }
        case "hvp": (0..<2).map { _ in curvature * 8 * (direction[0] + direction[1]) }
        default: []
        }
    }
}
