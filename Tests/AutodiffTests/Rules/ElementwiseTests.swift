import Autodiff
import Graphs
import Tensors
import Testing

@Suite struct ElementwiseTests {
    /// Every function of one operand that takes floats, where it is smooth: between 1.1 and 1.9, or 0.2 and 0.9.
    @Test(arguments: UnaryFunction.allCases) func unary(_ function: UnaryFunction) throws {
        guard function != .not else { return }
        let isBelowOne: Bool =
            switch function {
            case .asin, .acos, .atanh, .erfInv, .erfInvSlope: true
            case .neg, .abs, .sign, .floor, .ceil, .absSlope, .round, .sqrt, .rsqrt, .cbrt, .exp, .exp2, .expm1, .log,
                .log2, .log10, .log1p, .sin, .cos, .tan, .sinh, .cosh, .tanh, .asinh, .acosh, .atan, .logistic, .erf,
                .erfc, .gaussian, .lgamma, .silu, .siluSlope, .gelu, .geluSlope, .geluTanh, .geluTanhSlope, .not,
                .isFinite:
                false
            }
        // Off 1.5, where round and tan have their edges.
        let x = isBelowOne ? RuleCase.numbers([5], 0.2, 0.9) : RuleCase.numbers([5], 1.1, 1.4)
        try RuleCase(.unary(function), x).check()
    }

    @Test(arguments: BinaryFunction.allCases) func binary(_ function: BinaryFunction) throws {
        let (x, y) = (RuleCase.numbers([5], 1.1, 1.4), RuleCase.numbers([5], 0.4, 0.6, seed: 2))
        switch function {
        case .add, .sub, .mul, .div, .divSlope, .rem, .pow, .powSlope, .max, .min, .atan2, .hypot, .logaddexp:
            try RuleCase(.binary(function), x, y).check()
        case .and, .or, .xor, .threefry2x32:
            try RuleCase(.binary(function), RuleCase.indices([3], [1, 2, 3]), RuleCase.indices([3], [6, 5, 4])).check()
        }
    }

    private static let x = RuleCase.numbers([2, 3], 0.3, 1.7)

    @Test(
        arguments: [-2, -1, 1, 2, 3, 7].map { RuleCase(.integerPower($0), x) }
            + [0, 1, 2].map { RuleCase(.polygamma(order: $0), x) } + [
                RuleCase(.convert(.f64), x), RuleCase(.convert(.i64), x), RuleCase(.compare(.lt), x, x),
                RuleCase(
                    .select, Tensor.filled(.bool(true), TensorType(.bool, x.shape)), x,
                    RuleCase.numbers([2, 3], seed: 2)),
            ])
    func others(_ one: RuleCase) throws {
        try one.check()
    }

    @Test func nothingPassesStopGradient() throws {
        var b = GraphBuilder()
        let x = b.input(TensorType(.f64, .scalar))
        let y = try b.emit(.stopGradient, [x])
        let slope = try b.derive(.grad, of: y, wrt: [x])[0]
        #expect(try b.extract(from: [x], to: [slope]).graph.equations.count <= 1)
    }
}
