import CellLanguage
import TestSupport
import Tensors
import Testing

/// Parameters that are given by place alone, and those by name alone.
@Suite struct ParameterTests {
    private func value(_ cell: String) throws -> [Double] {
        var session = Session()
        try session.run(cell)
        return try session.evaluate("y").doubles
    }

    @Test(
        arguments: [
            ("def f(a, /, b, *, c=3.0, d):\n    return 1000.0 * a + 100.0 * b + 10.0 * c + d\n", "f(1, 2, d=4)", 1234),
            (
                "def f(a, /, b, *, c=3.0, d):\n    return 1000.0 * a + 100.0 * b + 10.0 * c + d\n",
                "f(1, d=4, c=5, b=2)", 1254
            ),
            ("def f(*, b=1.0, a):\n    return 10.0 * a + b\n", "f(a=2)", 21),
            ("f = lambda a, /, *, b=1.0: 10.0 * a + b\n", "f(2, b=3)", 23),
            ("def f(x, *, n):\n    return x**n\n", "grad(f)(array(3.0), n=2)", 6),
            ("def f(x, /):\n    return x**2\n", "jit(f)(3.0)", 9),
        ] as [(String, String, Double)])
    func given(_ definition: String, _ call: String, _ expected: Double) throws {
        #expect(try value("\(definition)y = array(\(call))") == [expected])
    }

    @Test(arguments: [
        ("def f(a, /): return a", "f(a=1)", "2:7 f takes a by place, not by name; f(a, /)"),
        (
            "def f(a, *, b=1): return a", "f(1, 2)",
            "2:10 f takes 1 argument and the others by name, not 2; f(a, *, b=…)"
        ),
        ("def f(a, *, b): return a", "f(1)", "2:5 f needs the argument b; f(a, *, b)"),
        ("def f(*, scale): return scale", "f(scal=1)", "2:7 f has no argument scal; did you mean scale? f(*, scale)"),
        ("x = zeros(3)", "sum(x, axes=0)", "2:12 sum has no argument axes"),
    ])
    func refused(_ definition: String, _ call: String, _ expected: String) throws {
        var session = Session()
        let fault = try #require(throws: Fault.self) { try session.run("\(definition)\ny = \(call)") }
        #expect("\(fault)".hasPrefix(expected), "\(fault)")
    }
}

/// Small things beside JAX's that the oracle's cells do not hold.
@Suite struct LibraryTests {
    @Test(
        arguments: [
            ("isinf(array([1.0, inf, -inf, nan])).astype(f64)", [0, 1, 1, 0]),
            ("isinf(array([1, 2])).astype(f64)", [0, 0]),
            ("max(zeros((0,)), initial=5.0)", [5]),
            ("min(zeros((2, 0)), axis=1, initial=-1.5)", [-1.5, -1.5]),
            ("max(zeros((2, 0)), axis=1, initial=4.0, keepdims=True).reshape(2)", [4, 4]),
            ("max(array([1.0, 7.0]), initial=5.0)", [7]),
            ("max_pool(arange(4.0).reshape(1, 1, 4), 2, strides=None).ravel()", [1, 2, 3]),
            ("avg_pool(arange(4.0).reshape(1, 1, 4), 2, strides=None).ravel()", [0.5, 1.5, 2.5]),
        ] as [(String, [Double])])
    func value(_ expression: String, _ expected: [Double]) throws {
        var session = Session()
        try session.run("y = \(expression)")
        #expect(try session.evaluate("y").doubles == expected)
    }

    @Test(arguments: [
        ("max(zeros((2, 0)), axis=1)", "initial= says what it is of no elements"),
        ("zeros(3).at[array([0, 0])].apply(sin)", "x.at[i].set(f(x[i])) applies it once"),
    ])
    func advice(_ expression: String, _ expected: String) throws {
        var session = Session()
        let fault = try #require(throws: Fault.self) { try session.run("y = \(expression)") }
        #expect(fault.hint?.contains(expected) == true, "\(fault)")
    }
}
