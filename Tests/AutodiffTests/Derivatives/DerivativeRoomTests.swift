import CellLanguage
import TestSupport
import Tensors
import Testing

/// What the derivatives of one cell may take: nests that explode end soon, and heavy use does not notice.
@Suite struct DerivativeRoomTests {
    private func session() throws -> Session {
        var session = Session()
        session.give("x", .scalar(.f64(1.5)))
        return session
    }

    private func expectRefused(_ cell: String, at position: SourcePosition) throws {
        var session = try session()
        let equations = session.builder.equations.count
        let fault = try #require(throws: Fault.self) { try session.run(cell) }
        #expect(fault.kind == .limit && fault.position == position, "\(fault)")
        #expect(fault.message.hasPrefix("the derivatives of this cell") && fault.hint != nil, "\(fault)")
        #expect(session.builder.equations.count == equations)
        // The next cell begins with all of the room.
        try session.run("d = grad(x * x, x)")
        #expect(try session.evaluate("d").doubles == [3])
    }

    /// Each derivative is more than twice as large as the one before.
    @Test(arguments: ["1 / x", "tanh(x)", "sin(x) * exp(x)"]) func nestsThatExplode(_ value: String) throws {
        try expectRefused(
            """
            d = \(value)
            for i in range(1000):
                d = grad(d, x)
            """, at: SourcePosition(line: 3, column: 9))
    }

    /// The loop stays one equation; what is in its body counts.
    @Test func nestsOfLoops() throws {
        try expectRefused(
            """
            d = fori_loop(0, 3, lambda i, c: tanh(c) * x, x)
            for i in range(1000):
                d = grad(d, x)
            """, at: SourcePosition(line: 3, column: 9))
    }

    @Test func nestsOfFunctions() throws {
        try expectRefused(
            """
            f = tanh
            for i in range(60):
                f = grad(f)
            d = f(x)
            """, at: SourcePosition(line: 4, column: 5))
    }

    /// A thousand derivatives of values that soon have none.
    @Test(arguments: ["x**2", "x**3 + 2 * x"]) func nestsThatVanish(_ value: String) throws {
        var session = try session()
        try session.run("d = \(value)\nfor i in range(1000):\n    d = grad(d, x)")
        #expect(try session.evaluate("d").doubles == [0])
    }

    /// Derivatives that grow by a few equations each.
    @Test func nestsThatGrowSlowly() throws {
        var session = try session()
        try session.run("d = exp(x)\nfor i in range(300):\n    d = grad(d, x)\ny = exp(x)")
        #expect(try session.evaluate("d").distance(to: session.evaluate("y")) < 1e-12)
    }

    @Test func aMillionEquations() throws {
        var session = try session()
        try session.run(
            """
            y = x
            for i in range(125_000):
                y = sin(sin(sin(sin(sin(sin(sin(sin(y))))))))
            g = grad(y, x)
            """)
        #expect(session.builder.equations.count > 3_000_000)
    }

    @Test func fourDerivativesOfThousandsOfEquations() throws {
        var session = try session()
        try session.run(
            """
            y = x
            for i in range(3000):
                y = sin(y)
            for i in range(4):
                y = grad(y, x)
            """)
    }

    @Test func jacobianOfThousands() throws {
        var session = try session()
        try session.run("v = sin(arange(3000.0))\nj = jacobian(cumsum(tanh(v)) * v, v)")
    }
}
