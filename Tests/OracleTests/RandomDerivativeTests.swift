import TestSupport
import Testing

/// Derivatives of random numbers by the parameters of their distribution, as JAX 0.10.2 gives them.
@Suite struct RandomDerivativeTests {
    private static let gradients: [(String, [Double])] = [
        (
            "sum(random.gamma(key, a))",
            [5.686026807449361e-34, 0.1801630407250162, 0.6913434751062875, 0.9933309227497044]
        ),
        (
            "sum(random.loggamma(key, a))",
            [1669.445667142074, 7.731414088470432, 0.9303384571243398, 0.08270420547007272]
        ),
        (
            "sum(random.beta(key, a, 2.0))",
            [0.1613371328329487, 0.35003054873092077, 0.1102821823319507, 0.010933490069529274]
        ),
        (
            "sum(random.t(key, a, (4,)))",
            [-188407.89882007398, 49.079641332115884, -0.002158433613253535, 0.0010741464922116297]
        ),
        (
            "sum(arange(4.0) * random.dirichlet(key, a))",
            [-1.3075500112824008e-34, -0.02732950648884024, -0.050763909069382884, 0.0048051024018391135]
        ),
    ]

    @Test(arguments: gradients) func equalJAX(_ expression: String, _ expected: [Double]) throws {
        var session = Session()
        try session.run("key = jax.random.key(7)\na = array([0.05, 0.5, 1.75, 12.5])")
        try session.run("y = grad(lambda a: \(expression))(a)")
        for (found, expected) in zip(try session.evaluate("y").doubles, expected) {
            #expect(abs(found - expected) <= 1e-8 * max(abs(expected), 1e-3), "\(expression): \(found), \(expected)")
        }
    }
}
