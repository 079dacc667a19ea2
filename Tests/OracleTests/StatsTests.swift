import CellLanguage
import TestSupport
import Testing

/// A call of a function of `jax.scipy.stats`, and what JAX 0.10.2 gives.
private struct StatsLine: Decodable, Sendable {
    let cell: String
    let y: WrittenArray
}

/// Distributions as JAX has them; `z` is a scalar, the others are arrays.
@Suite struct StatsTests {
    private static let prelude = """
        v = jnp.array([0.5, -1.25, 2.0, 0.75])
        w = jnp.array([1.5, 0.25, -0.5, 3.0])
        p = jnp.array([0.25, 0.5, 1.75, 2.5])
        u = jnp.array([0.125, 0.9, 0.5, 0.3])
        r = jnp.array([1.0, -2.0, 0.5])
        m = jnp.array([[1.0, -2.0, 0.5], [3.0, 0.25, -1.5]])
        n = jnp.array([[0.5, 2.0, -1.0], [1.5, -0.75, 0.25]])
        t = jnp.array([[[1.0, 2.5], [-3.0, 0.5]], [[2.0, -1.0], [0.75, 4.0]]])
        s = jnp.array([[4.0, 1.0, 0.5], [1.0, 3.0, -1.0], [0.5, -1.0, 5.0]])
        q = jnp.array([[2.0, -1.0, 0.5], [0.25, 1.5, 1.0], [3.0, 0.75, -2.0]])
        z = jnp.array(2.0)
        """

    @Test func equalJAX() throws {
        let lines = try lines(of: "stats.jsonl", beside: #filePath, as: StatsLine.self)
        #expect(lines.count > 250)
        for line in lines {
            var session = Session()
            try session.run(StatsTests.prelude)
            do {
                try session.run("y = \(line.cell)")
                let (found, expected) = (try session.evaluate("y"), line.y.tensor)
                #expect(found.type == expected.type, "\(line.cell)")
                let isSame = zip(found.doubles, expected.doubles).allSatisfy { found, expected in
                    found == expected || (found.isNaN && expected.isNaN)
                        || abs(found - expected) <= 1e-11 * max(abs(expected), 1)
                }
                #expect(isSame, "\(line.cell): \(found.doubles), JAX \(expected.doubles)")
            } catch {
                Issue.record("\(line.cell): \(error)")
            }
        }
    }
}
