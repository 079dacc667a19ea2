import Notebook
import Tensors
import Testing

/// A second derivative that is NaN at the kink of a size says at which.
@Suite struct KinkTests {
    private static let given = "x = array([0.0, 2.0])\nz = zeros(2)\n"

    private func notes(_ cell: String) throws -> [String] {
        var notes = Notes()
        try notes.run(Self.given)
        return try notes.run(cell).shown.compactMap { if case .note(let note) = $0 { note.text } else { nil } }
    }

    @Test(arguments: [
        ("b = abs(x)\nh = hessian(sum(b * x), x)", "hessian(sum(b*x),x)[0,0] is NaN: b, by abs, is 0 at [0],"),
        ("h = hessian(sum(abs(x) * x), x)", "a value on the way, by abs, is 0 at [0],"),
        ("d = norm(z)\nh = hessian((1 + d) * exp(-d), z)", "[0,0] is NaN: d, by norm or std, is 0, where"),
        ("d = norm(z, ord=3)\nh = hessian(d * exp(d), z)", "d, by norm or std, is 0, where"),
        ("h = hessian(std(z) * 2.0, z)", "by norm or std, is 0, where"),
        ("h = hvp(sum(hypot(x, z)), x, ones(2))", "[0] is NaN: a value on the way, by hypot, is 0 at [0],"),
        ("h = hessian(lambda a: norm(a) * a[0])(z)", "by norm or std, is 0, where"),
        ("h = grad(lambda t: grad(lambda s: abs(s) * s)(t))(0.0)", "by abs, is 0, where"),
        ("h = grad(lambda a: sum(grad(lambda b: norm(b) * b[0])(a)))(z)", "by norm, std or hypot, is 0, where"),
    ])
    func says(_ cell: String, _ reason: String) throws {
        let found = try notes(cell)
        #expect(found.count == 1 && found[0].contains(reason), "\(cell): \(found)")
    }

    @Test(arguments: [
        // Numbers, and NaNs that come from elsewhere.
        "h = hessian(norm(z) ** 2, z)", "h = hessian(sum(abs(x + 1.0) * x), x)", "g = grad(norm(z), z)",
        "g = grad(sum(abs(x)), x)", "n = array([nan, 0.0])\nh = hessian(sum(abs(n) * n), n)",
        "h = hessian(sum(abs(x) * sqrt(x - 3.0)), x)", "g = grad(sum(sqrt(x - 3.0)), x)",
        "h = hessian(sum(norm(x + 1.0) * log(x - 3.0)), x)",
    ])
    func isQuiet(_ cell: String) throws {
        #expect(try notes(cell) == [])
    }

    @Test func aRunThatIsKeptSaysItToo() throws {
        var notes = Notes()
        try notes.run(Self.given)
        let run = try #require(try notes.run("b = abs(x)\nh = hessian(sum(b * x), x)").runs.first)
        #expect(try run.kinkNotes(in: notes.bench).count == 1)
    }

    /// Exponents that a cell computes are looked at when it runs; it takes no effect.
    @Test(arguments: [
        "array([3, 4]) ** pw", "power(array([3, 4]), pw)", "3 ** pw", "array([3, 4]) ** pw[1]",
        "(lambda k: array([3, 4]) ** k)(pw)", "array([[3, 4], [5, 6]]) ** pw",
        "array([3, 4], dtype=int32) ** pw.astype(int32)",
    ])
    func negativePowersAreRefused(_ cell: String) throws {
        var notes = Notes()
        try notes.run("pw = array([2, 1]) - 2")
        let stopped = try #require(throws: StoppedCell.self) { try notes.run("y = \(cell)") }
        #expect(stopped.fault.message.contains("negative power"), "\(stopped.fault)")
        #expect(stopped.fault.position?.line == 1)
        #expect(throws: Fault.self) { try notes.run("y") }
        try notes.run("y = \(cell.replacing("pw", with: "abs(pw)"))")
    }
}
