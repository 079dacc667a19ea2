@testable import Autodiff
import Engine
import Graphs
import Interpreter
import Tensors
import TestSupport
import Testing

private let inf = Double.infinity

/// Cells, and what the name g of each holds; NaN where the own path of an entry is NaN.
private let cells: [(String, [Double])] = [
    // Rows and columns of Jacobians.
    ("x = array([1.0, 0.0])\ng = jacobian(sqrt(x), x)", [0.5, 0, 0, inf]),
    ("x = array([1.0, 0.0])\ng = jacobian(sqrt)(x)", [0.5, 0, 0, inf]),
    (
        "x = array([1.0, 0.0])\ng = vmap(lambda s: jacobian(lambda x: sqrt(x * s))(x))(ones(2))",
        [0.5, 0, 0, inf, 0.5, 0, 0, inf]
    ),
    ("x = array([1.0, 0.0])\ng = jacobian(concatenate([sqrt(x), x]), x)", [0.5, 0, 0, inf, 1, 0, 0, 1]),
    ("x = array([1.0, 0.0])\ng = jacobian(stack([sum(sqrt(x)), x[0]]), x)", [0.5, inf, 1, 0]),
    ("x = array([1.0, 0.0])\ng = jacobian(sqrt(x)[::-1], x)", [0, inf, 0.5, 0]),
    ("x = array([1.0, 0.0])\ng = jacobian(sqrt(x[1:]), x)", [0, inf]),
    ("x = array([1.0, 0.0, 4.0])\ng = jacobian(take(sqrt(x), array([2, 0])), x)", [0, 0, 0.25, 0.5, 0, 0]),
    ("x = array([1.0, 0.0])\ng = jacobian(cumsum(sqrt(x)), x)", [0.5, 0, 0.5, inf]),
    ("x = array([[1.0, 0.0], [4.0, 9.0]])\ng = jacobian(sum(sqrt(x), axis=1), x)[1]", [0, 0, 0.25, 1.0 / 6]),
    (
        "x = array([[1.0, 0.0], [4.0, 9.0]])\ng = jacobian(sqrt(x) @ array([1.0, 2.0]), x)[1]",
        [0, 0, 0.25, 1.0 / 3]
    ),
    ("x = array([1.0, 0.0])\nw = array([1.0, inf])\ng = jacobian(x * w, x)", [1, 0, 0, inf]),
    ("x = array([1.0, 0.0])\ng = jacobian(map(lambda v: sqrt(v), x), x)", [0.5, 0, 0, inf]),
    ("x = array([1.0, 0.0])\ng = jacobian(vmap(lambda v: sqrt(v))(x), x)", [0.5, 0, 0, inf]),
    ("x = array([1.0, 0.0])\ng = jacobian(scan(lambda c, v: (c + v, sqrt(v)), 0.0, x)[1], x)", [0.5, 0, 0, inf]),
    ("x = array([1.0, 0.0])\ng = jacobian(fori_loop(0, 2, lambda i, v: v * 1.0, sqrt(x)), x)", [0.5, 0, 0, inf]),
    ("x = array([1.0, 0.0])\ng = jacobian(fori_loop(0, 1, lambda i, v: sqrt(v), x), x)", [0.5, 0, 0, inf]),
    ("x = array([1.0, 0.0])\ng = jacobian(checkpoint(lambda v: sqrt(v))(x), x)", [0.5, 0, 0, inf]),
    (
        "x = array([1.0, 0.0])\ng = jacobian(cond(x[0] > 0, lambda v: sqrt(v), lambda v: v, x), x)",
        [0.5, 0, 0, inf]
    ),
    ("x = array([0.0, 4.0])\ng = hessian(sum(x ** 1.5), x)", [inf, 0, 0, 0.375]),
    ("x = array([0.0, 4.0])\ng = hessian(lambda x: sum(x ** 1.5))(x)", [inf, 0, 0, 0.375]),
    ("x = array([1.0, 0.0])\ny = sqrt(x)\nl = sum(y)\ng = contributions(l, x, through=y)", [0.5, 0, 0, inf]),
    // What is not picked adds nothing.
    ("x = array([1.0, 0.0])\ng = grad(sqrt(x)[0], x)", [0.5, 0]),
    ("x = array([1.0, 0.0])\ng = grad(lambda x: sqrt(x)[0])(x)", [0.5, 0]),
    ("x = array([4.0, 0.0, -9.0])\ny = where(x > 1.0, sqrt(x), x)\ng = grad(sum(y), x)", [0.25, 1, 1]),
    (
        "x = array([4.0, 0.0, -9.0])\ny = where(x > 1.0, sqrt(x), x)\nl = sum(y)\ng = contributions(l, x, through=y)",
        [0.25, 0, 0, 0, 1, 0, 0, 0, 1]
    ),
    ("x = array([4.0, 0.0])\ng = jvp(sqrt(where(x > 1.0, x, 0.0)), x, ones(2))", [0.25, 0]),
    ("x = array([4.0, 0.0])\ng = grad(sum(sqrt(where(x > 1.0, x, 0.0))), x)", [0.25, 0]),
    ("x = array([2.0, 0.0])\ng = grad(sum(where(x > 0, log(x) * 3, 0.0)), x)", [1.5, 0]),
    ("x = array([2.0, 0.0])\nw = 1 / x\ng = grad(lambda p: sum(where(x > 0, w * p, 0.0)))(ones(2))", [0.5, 0]),
    ("x = array([1.0, 0.0])\ng = grad(sum(sqrt(x).at[1].set(3.0)), x)", [0.5, 0]),
    ("x = array([4.0, 0.0])\ng = hessian(sum(where(x > 1, sqrt(x), x)), x)", [-1.0 / 32, 0, 0, 0]),
    (
        "x = array([4.0, 0.0])\nd = grad(lambda x: sum(where(x > 1, x ** 1.5, x)))\ng = grad(lambda x: sum(d(x)))(x)",
        [0.375, 0]
    ),
    (
        "x = array([4.0, 0.0])\nd = grad(lambda x: sum(where(x > 1, x ** 1.5, x)))\ng = jvp(d, (x,), (ones(2),))[1]",
        [0.375, 0]
    ),
    // Branches under vmap.
    (
        "f = lambda x: cond(x > 0, lambda x: log(x), lambda x: x, x)\nv = array([-1.0, 0.0, 2.0])\ng = grad(sum(vmap(f)(v)), v)",
        [1, 1, 0.5]
    ),
    (
        "f = lambda x: cond(x > 0, lambda: log(x), lambda: x)\nv = array([-1.0, 0.0, 2.0])\ng = vmap(grad(f))(v)",
        [1, 1, 0.5]
    ),
    ("f = lambda x: cond(x > 0, lambda: log(x), lambda: x)\ng = grad(f)(0.0)", [1]),
    (
        "f = lambda x: cond(x > 0, lambda: log(x), lambda: x)\nv = array([-1.0, 0.0, 2.0])\ng = grad(lambda v: sum(vmap(f)(v)))(v)",
        [1, 1, 0.5]
    ),
    (
        "f = lambda x: cond(x > 0, lambda x: sum(sqrt(x * ones(3)) @ eye(3)), lambda x: x, x)\nv = array([0.0, 4.0])\ng = grad(sum(vmap(f)(v)), v)",
        [1, 0.75]
    ),
    (
        """
        def run(x):
            def step(v, i):
                w = cond(v < 1.0, lambda v: v + sqrt(1.0 - v), lambda v: v, v)
                return w, w
            return scan(step, x, arange(4))[0]
        x = array([1.0, 0.75])
        g = grad(sum(vmap(run)(x)), x)
        """, [1, 0]
    ),
    (
        """
        def f(x):
            return cond(x > 0, lambda x: scan(lambda c, i: (c + log(x), c), 0.0, arange(3))[0], lambda x: x, x)
        v = array([0.0, 2.0])
        g = grad(lambda v: sum(vmap(f)(v)))(v)
        """, [1, 1.5]
    ),
    (
        """
        def f(x):
            return cond(x > 0, lambda x: cond(x > 1, lambda x: log(x - 1), lambda x: log(x), x), lambda x: x, x)
        v = array([0.0, 1.0, 3.0])
        g = grad(lambda v: sum(vmap(f)(v)))(v)
        """, [1, 1, 0.5]
    ),
    (
        """
        f = lambda x: cond(x > 0, lambda x: x ** 1.5, lambda x: x * x, x)
        v = array([0.0, 4.0])
        g = vmap(grad(grad(f)))(v)
        """, [2, 0.375]
    ),
    (
        """
        f = lambda x: cond(x > 0, lambda x: x ** 1.5, lambda x: x * x, x)
        v = array([0.0, 4.0])
        g = hessian(lambda v: sum(vmap(f)(v)))(v)
        """, [2, 0, 0, 0.375]
    ),
    (
        """
        f = lambda x: cond(x > 0, lambda x: x ** 1.5, lambda x: x * x, x)
        v = array([[0.0, 4.0]])
        g = grad(lambda v: sum(grad(lambda v: sum(vmap(vmap(f))(v)))(v)))(v)
        """, [2, 0.375]
    ),
    (
        """
        def f(x):
            return while_loop(lambda c: c[0] < 3, lambda c: (c[0] + 1, where(c[1] > 1, sqrt(c[1] - 1) + 1, c[1])), (0, x))[1]
        v = array([1.0, 2.0])
        g = jvp(lambda v: vmap(f)(v), (v,), (ones(2),))[1]
        """, [1, 0.125]
    ),
    // The last carry is not used: its cotangent is a zero that nothing can blow up.
    ("x = array(0.0)\ng = grad(lambda x: sum(scan(lambda c, i: (sqrt(c), c), x, arange(1))[1]))(x)", [1]),
    // An own path keeps its NaN.
    ("x = array([0.0, 0.0])\ng = grad(sum(sqrt(x) * x), x)", [.nan, .nan]),
    ("x = array([1.0, 0.0])\ng = jacobian(sqrt(x * x), x)", [1, 0, 0, .nan]),
    ("x = array([1.0, 0.0])\ng = vjp(sqrt(x), x, array([1.0, 0.0]))", [0.5, .nan]),
]

/// A zero that is one by structure stays one beside something infinite: in every derivative, and in every nesting.
@Suite struct SupportTests {
    @Test(arguments: cells)
    func zerosStay(_ cell: String, _ expected: [Double]) throws {
        var session = Session()
        try session.run(cell)
        let found = try session.evaluate("g").doubles
        let agrees = zip(found, expected).allSatisfy { $0 == $1 || ($0.isNaN && $1.isNaN) || abs($0 - $1) < 1e-12 }
        #expect(found.count == expected.count && agrees, "\(cell)\ngives \(found), not \(expected)")
    }

    private static let count = 300

    /// Keeping zeros changes no bit of what was not NaN, loses no NaN of an own path, and its engine's bits are the interpreter's.
    @Test(arguments: [false, true])
    func onlyNaNBecomesZero(_ isForward: Bool) throws {
        var changed = 0
        for seed in 0..<Self.count {
            let graph = try RandomGraph.make(
                seed: UInt64(seed), dtype: .f64, steps: 4 + seed % 12, isForwardOnly: isForward)
            let wrt = Array(0..<graph.inputCount)
            let linear = try isForward ? linearize(graph, wrt: wrt) : vjp(graph, wrt: wrt)
            let seedTypes = isForward ? graph.inputTypes : graph.outputTypes
            let kept = try linear.keepingZeros(
                seeds: seedTypes.map { _ in .everywhere }, isStrict: seed % 2 == 0, within: .unlimited)
            if kept.hasKept { changed += 1 }
            let inputs = try (graph.inputTypes + seedTypes).enumerated().map {
                try Tensor.ofEveryKind($1, seed: UInt64(seed * 97 + $0))
            }
            let plain = try Interpreter().evaluate(linear, inputs)
            let found = Array(try Interpreter().evaluate(kept.graph, inputs).prefix(plain.count))
            for (left, right) in zip(plain, found) {
                for (x, y) in zip(left.doubles, right.doubles) where !x.isNaN {
                    #expect(x.bitPattern == y.bitPattern, "seed \(seed): \(x) became \(y)")
                }
            }
            let fast = Array(try Engine().evaluate(kept.graph, inputs).prefix(plain.count))
            #expect(zip(found, fast).allSatisfy { $0.contentHash == $1.contentHash }, "seed \(seed)")
        }
        #expect(changed > 30, "\(changed) of \(Self.count) graphs kept a zero")
    }

    /// What the pattern says does not depend on an input does not: moving the seed there moves nothing.
    @Test func supportsHoldEveryDependence() throws {
        var outside = 0
        for seed in 0..<Self.count {
            let graph = try RandomGraph.make(seed: UInt64(seed), dtype: .f64, steps: 4 + seed % 12, isForwardOnly: true)
            let forward = try linearize(graph, wrt: Array(0..<graph.inputCount))
            let moved = try forward.with(outputs: Array(forward.outputs.suffix(graph.outputs.count)))
            let supported = try moved.withSupports(linearInputs: graph.inputCount, within: .unlimited)
            let inputs = try RandomGraph.inputs(of: graph, seed: UInt64(seed) &* 31)
            var random = SeededGenerator(seed: UInt64(seed) &* 7)
            let masks = try graph.inputTypes.map { type in
                try Tensor(.bool((0..<type.shape.count).map { _ in random.below(4) == 0 }), shape: type.shape)
            }
            let tangents = try zip(masks, graph.inputTypes).map { mask, type in
                let values = try random.tensor(type).doubles
                return try Tensor(.f64(zip(mask.doubles, values).map { $0 != 0 ? $1 : 0 }), shape: type.shape)
            }
            let results = try Interpreter().evaluate(supported, inputs + tangents + masks)
            for (value, support) in zip(results.prefix(graph.outputs.count), results.suffix(graph.outputs.count)) {
                for (number, isReached) in zip(value.doubles, support.doubles) where isReached == 0 {
                    outside += 1
                    #expect(number == 0 || number.isNaN, "seed \(seed): \(number) outside of the support")
                }
            }
        }
        #expect(outside > 500, "\(outside) elements outside of supports")
    }
}
