import Evaluation
@testable import Notebook
import Tensors
import Testing

@Suite struct ReplayTests {
    private static let functions = [
        "y = sin(x) * z\nl = sum(y * y)",
        "s = x * z\ny = s + s * s\nl = sum(y) + sum(s)",
        "y = sin(x) + sin(x)\nl = sum(y * sin(x)) + sum(sin(x) * z)",
        "k = arange(3) * 0.5 + array([1.0, 2.0, 4.0])\ny = tanh(k * x)\nl = sum(y ** 3) * 2.5 + sum(z)",
        "m = x[:, None] * z[None, :]\ny = max(m, axis=0)\nl = mean(exp(y)) + 0 * sum(m)",
        "y = x.astype(f32) * array([1, 2, 3], dtype=f32)\nl = sum(sqrt(abs(y))) + sum(z.astype(f32))",
        "y = softmax(x * 2)\nl = -log(y[1]) + sum(z * exp(array([1.0, 2.0, 3.0])))",
    ]
    private static let questions = [
        "g = grad(l, x)", "g = grad(l, (x, z))", "g = vjp(y, x, ones_like(y))",
        "g = vjp(y, (x, z), ones_like(y) * 3)", "g = jvp(y, x, array([1.0, -2.0, 0.5]))",
        "g = jvp(y, (x, z), (array([1.0, -2.0, 0.5]), z))", "g = jacobian(y, x)", "g = jacobian(y, (x, z))",
        "g = hvp(l, x, array([1.0, -2.0, 0.5]))", "g = hvp(l, (x, z), (z, x))", "g = hessian(l, x)",
        "g = contributions(l, x, through=y)", "g = contributions(l, (x, z), through=y)",
        "g = bypass(l, x, through=y)", "g = bypass(l, (x, z), through=(y,))", "g = bypass(l, x, through=l)",
        "g = contributions(l, x, through=x)", "g = bypass(l, (x, z), through=x)",
    ]

    @Test(arguments: functions, questions)
    func replayGivesTheSameBits(_ function: String, _ question: String) throws {
        var notes = Notes()
        try notes.run("x = array([0.5, -1.25, 2.0])\nz = array([0.1, 3.0, -0.7])\n" + function)
        let record = try notes.lastRun(question)
        let report = try record.replay(in: notes.bench)
        #expect(report.differences.isEmpty, "\(report.differences.map(\.name))")
        #expect(report.results.map(\.contentHash) == record.execution.results)
        #expect(
            try record.run.recipe.question.derivative(of: record.graph).outputs.count == record.execution.results.count)
    }

    @Test func aChangedInputNamesTheFirstNode() throws {
        var notes = Notes()
        let record = try notes.lastRun(
            "x = array([1.0, 2.0])\nk = array([1.0, 1.0])\na = x * 2\nb = a * k\nl = sum(b ** 2)\ng = grad(l, x)")
        let changed = try Tensor.vector([1, 1.0.nextUp])
        notes.store.put(try notes.array("k").contentHash, changed)
        let report = try record.replay(in: notes.bench)
        #expect(report.differences.map(\.name) == ["k", "dl/dx"])
        var altered = record
        altered.execution.run.names.removeAll { $0.name == "k" }
        let first = try altered.replay(in: notes.bench).differences.first
        #expect(first?.name == "b" && first?.node?.hasSuffix("= mul") == true, "\(first?.node ?? "")")
    }

    @Test func aChangedResultIsADifference() throws {
        var notes = Notes()
        var record = try notes.lastRun("x = array([1.0, 2.0])\ny = x ** 2\nl = sum(y)\ng = grad(l, x)")
        record.execution.results = [try Tensor.vector([2, 5]).contentHash]
        let differences = try record.replay(in: notes.bench).differences
        #expect(differences.map(\.name) == ["dl/dx"] && differences.allSatisfy { $0.node == nil })
        #expect(differences.first?.found.doubles == [2, 4])
    }

    @Test func aMissingInputIsAFault() throws {
        var notes = Notes()
        var record = try notes.lastRun("x = array([1.0, 2.0])\ng = grad(sum(x * x), x)")
        record.execution.run.recipe.inputs = [ContentHash(of: [1])]
        #expect(fault { _ = try record.replay(in: notes.bench) }?.kind == .notFound)
    }

    /// Under another bit contract results are compared up to a bound, and what is beyond it is a difference.
    @Test func anotherContractAsksForABoundAndNotForBits() throws {
        var notes = Notes()
        var record = try notes.lastRun("x = array([1.0, 2.0])\ng = grad(sum(sin(x)), x)")
        let exact = try notes.array("g").doubles
        #expect(try record.replay(in: notes.bench).comparison == .bits)
        func differences(_ results: [Double], _ numerics: Numerics) throws -> Int {
            let tensor = try Tensor.vector(results)
            notes.store.put(tensor.contentHash, tensor)
            record.execution.results = [tensor.contentHash]
            record.execution.numerics = numerics
            return try record.replay(in: notes.bench).differences.count
        }
        let (near, far) = ([exact[0].nextUp, exact[1]], [exact[0], exact[1] + 1e-9])
        let other = Numerics(name: "xla-1")
        #expect(try differences(near, .version1) == 1)
        #expect(try differences(near, other) == 0)
        #expect(try differences(far, other) == 1)
        #expect(try differences([.nan, exact[1]], other) == 1)
        #expect(try record.replay(in: notes.bench).comparison == .bound(recordedUnder: other))
    }
}
