import Tensors
import Testing

@testable import Graphs

@Suite struct ControlFlowTests {
    static let groups: [PrimitiveGroup] = [.controlFlow]

    /// A graph with inputs of f64[] that gives some of them.
    private func body(_ inputs: Int, _ outputs: Int...) throws -> Body {
        var b = GraphBuilder()
        for _ in 0..<inputs { _ = b.input(try .f64()) }
        return Body(try b.finish(outputs))
    }

    private func test() throws -> Body {
        var b = GraphBuilder()
        let x = b.input(try .f64())
        let holds = try b.compare(.lt, x, x)
        return Body(try b.finish([holds]))
    }

    @Test func namesReadersAndTypes() throws {
        let one = try body(1, 0)
        let samples: [ControlFlow] = [
            .cond(onTrue: one, onFalse: one), .checkpoint(one),
            .scan(Scan(body: try body(2, 0, 1), length: 4, isReversed: true, constantCount: 0, carryCount: 1)),
            .whileLoop(condition: try test(), body: one),
            .custom(CustomFunction(body: one, rule: .jvp(try body(2, 0, 1)), capturedCount: 0)),
            .custom(CustomFunction(body: one, rule: .vjp(forward: one, backward: one), capturedCount: 0)),
            .customLinear(backward: one, residualCount: 0),
        ]
        try PrimitiveCases(
            groups: Self.groups, samples: samples.map(Primitive.control),
            refused: [
                (
                    .control(.cond(onTrue: one, onFalse: one)), [try .f64(), try .f64()],
                    "cond: the predicate must be bool[], not (f64[])"
                ),
                (
                    .control(.checkpoint(one)), [try .f64(2)],
                    "checkpoint: the body takes (f64[]), and it should be (f64[2])"
                ),
                (
                    .control(.whileLoop(condition: one, body: one)), [try .f64()],
                    "while: the condition gives (f64[]), and it should be (bool[])"
                ),
            ]
        ).check()
    }
}
