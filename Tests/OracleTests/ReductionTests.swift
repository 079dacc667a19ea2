import TestSupport
import Tensors
import Testing

/// Reductions of the library where their textbook formulas overflow or cancel. A cell binds `y` and uses `x`; expected are
/// the value and the gradient, exactly rounded.
@Suite struct ReductionTests {
    private func check(
        _ cell: String, _ x: [Double], _ value: [Double], gradient: [Double]?, tolerance: Double = 4e-16,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        var session = Session()
        session.give("x", try .vector(x))
        try session.run("y = \(cell)\ng = grad(sum(y), x)")
        func expect(_ name: String, _ expected: [Double]) throws {
            for (found, exact) in zip(try session.evaluate(name).doubles, expected) {
                let isNear =
                    found == exact || found.isNaN && exact.isNaN || abs(found - exact) <= tolerance * abs(exact)
                #expect(isNear, "\(cell) of \(x): \(name) \(found), exact \(exact)", sourceLocation: sourceLocation)
            }
        }
        try expect("y", value)
        if let gradient { try expect("g", gradient) }
    }

    @Test func largeScores() throws {
        try check(
            "logsumexp(x)", [1000, 999], [1000.3132616875182], gradient: [0.7310585786300049, 0.2689414213699951])
        try check("logsumexp(x)", [-1000, -1000], [-999.3068528194401], gradient: [0.5, 0.5])
        try check("logsumexp(x)", [-1000, 1000], [1000], gradient: [0, 1])
        try check("softmax(x)", [1000, 999], [0.7310585786300049, 0.2689414213699951], gradient: nil)
        try check("softmax(x)[0]", [-1000, -1000], [0.5], gradient: [0.25, -0.25])
        try check("log_softmax(x)", [1000, -1000], [0, -2000], gradient: [-1, 1])
    }

    @Test func minusInfinityAddsNothing() throws {
        let inf = Double.infinity
        try check("logsumexp(x)", [-inf, 2, 2], [2.6931471805599454], gradient: [0, 0.5, 0.5])
        try check("softmax(x)", [-inf, 2, 2], [0, 0.5, 0.5], gradient: [0, 0, 0])
        try check("log_softmax(x)[1]", [-inf, 2, 2], [-0.6931471805599453], gradient: [0, 0.5, -0.5])
        try check("logsumexp(x)", [-inf, -inf], [-inf], gradient: [0.5, 0.5])
        try check("softmax(x)", [-inf, -inf], [.nan, .nan], gradient: [.nan, .nan])
        try check("logsumexp(x)", [inf, 1], [inf], gradient: [1, 0])
    }

    /// Numbers of 1e8 that differ by a few; the mean 100000003 is exact, 1e8 + 10/3 is not.
    @Test func varianceFarFromZero() throws {
        try check("var(x)", [1e8, 1e8 + 2, 1e8 + 7], [26.0 / 3], gradient: [-2, -2.0 / 3, 8.0 / 3])
        try check("std(x)", [1e8, 1e8 + 2, 1e8 + 7], [2.943920288775949], gradient: nil)
        try check(
            "var(x)", [1e8, 1e8 + 1, 1e8 + 9], [146.0 / 9], gradient: [-20.0 / 9, -14.0 / 9, 34.0 / 9], tolerance: 1e-15
        )
        try check("var(x, ddof=1)", [1e15, 1e15 + 1], [0.5], gradient: [-1, 1])
    }

    /// In f32 one pass would be off in the third digit: the mean is rounded to a thousandth.
    @Test func varianceInSinglePrecision() throws {
        var session = Session()
        let values: [Float] = [10000, 10000.002, 10000.004, 10000.005]
        session.give("x", try Tensor(.f32(values), shape: Shape([4])))
        try session.run("y = var(x)")
        let doubles = values.map(Double.init)
        let mean = doubles.reduce(0, +) / 4
        let exact = doubles.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 4
        let found = try session.evaluate("y").doubles[0]
        #expect(abs(found - exact) <= 1e-6 * exact, "\(found), exact \(exact)")
    }

    @Test(arguments: [1, 1e200, 1e-200, 5e-324, 1e308] as [Double])
    func normsOfAnySize(_ size: Double) throws {
        try check("norm(x)", [-size, 0], [size], gradient: [-1, 0])
        try check("norm(x.reshape(1, 2))", [-size, 0], [size], gradient: [-1, 0])
    }

    @Test func normsAtTheEdges() throws {
        try check("norm(x)", [3e200, 4e200], [5e200], gradient: [0.6, 0.8])
        try check("norm(x)", [3e-200, 4e-200], [5e-200], gradient: [0.6, 0.8])
        try check("norm(x)", [0, 0], [0], gradient: [0, 0])
        try check("std(x)", [2.5, 2.5], [0], gradient: [0, 0])
        try check("norm(x, ord=3)", [0, 0], [0], gradient: [0, 0])
        try check("norm(x, ord=1)", [0, -2], [2], gradient: [0, -1])
        try check("norm(x)", [.infinity, 1], [.infinity], gradient: nil)
        try check("norm(x)", [], [0], gradient: nil)
        try check("std(x)", [1e200, 3e200], [1e200], gradient: [-0.5, 0.5])
    }

    /// ∂²|x| / ∂xᵢ∂xⱼ = (δᵢⱼ − uᵢ uⱼ) / |x|, u = x / |x|, at every size; there is none at the origin.
    @Test(arguments: [1, 1e200, 1e-200] as [Double]) func secondDerivativeOfANorm(_ size: Double) throws {
        var session = Session()
        session.give("x", try .vector([3 * size, 4 * size]))
        try session.run("h = hessian(norm(x), x)\nzero = 0 * x\no = hessian(norm(zero), zero)")
        let exact = [0.64, -0.48, -0.48, 0.36].map { $0 / (5 * size) }
        for (found, exact) in zip(try session.evaluate("h").doubles, exact) {
            #expect(abs(found - exact) <= 1e-15 * abs(exact), "\(found), exact \(exact)")
        }
        #expect(try session.evaluate("o").doubles.allSatisfy { $0.isNaN })
    }
}
