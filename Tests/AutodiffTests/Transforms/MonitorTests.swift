import CellLanguage
import Graphs
import Synchronization
import Tensors
import TestSupport
import Testing

@testable import Autodiff

/// Counts how often it is asked, and stops what asks for the last time it allows.
private final class Patience: Sendable {
    private let asked = Mutex(0)
    private let limit: Int

    init(_ limit: Int = .max) { self.limit = limit }

    var count: Int { asked.withLock { $0 } }

    var monitor: WritingMonitor {
        WritingMonitor { [self] _ in
            let count = asked.withLock { asked in
                asked += 1
                return asked
            }
            if count >= limit { throw Fault(.cancelled, "enough") }
        }
    }
}

/// A step that writes graphs of thousands of equations.
private enum Step: CaseIterable {
    case linearize, pullback, batch, extraction, gradient, tangents, jacobian, hessian, loop

    static let length = 5000

    /// `sin(sin(…x))`, whose derivative is as long.
    private static func chain() throws -> Graph {
        var b = GraphBuilder()
        var y = b.input(TensorType(.f64, .scalar))
        for _ in 0..<length { y = try b.apply(.sin, y) }
        return try b.finish([y])
    }

    func run(under monitor: WritingMonitor) throws {
        let chain = try Step.chain()
        var room = EquationRoom.unlimited
        room.monitor = monitor
        switch self {
        case .linearize: _ = try Autodiff.linearize(chain, wrt: [0], within: room)
        case .pullback: _ = try vjp(chain, wrt: [0], within: room)
        case .batch: _ = try Autodiff.batch(chain, isBatched: [true], size: 2, within: room)
        case .extraction:
            var (b, values, _) = try GraphBuilder.opening(chain)
            b.monitor = monitor
            _ = try b.extract(from: [0], to: [values[values.count - 1]])
        case .gradient, .tangents, .jacobian, .hessian:
            var (b, values, seed) = try GraphBuilder.opening(chain, extraInputs: [TensorType(.f64, .scalar)])
            b.monitor = monitor
            let kinds: [Step: DerivativeKind] = [
                .gradient: .grad, .tangents: .jvp, .jacobian: .jacobian, .hessian: .hessian,
            ]
            let kind = try #require(kinds[self])
            _ = try b.derive(
                kind, of: values[values.count - 1], wrt: [0], seeds: kind.seeds == .tangents ? seed : [])
        case .loop:
            var b = GraphBuilder()
            let x = b.input(TensorType(.f64, .scalar))
            let scan = Scan(body: Body(chain), length: 3, isReversed: false, constantCount: 0, carryCount: 1)
            let y = try b.emit(.control(.scan(scan)), [x])
            b.monitor = monitor
            _ = try b.derive(.grad, of: y, wrt: [x])
        }
    }
}

/// Whoever looks on while graphs are written is asked every so many equations, and what it throws ends the writing at once.
@Suite struct MonitorTests {
    @Test(arguments: Step.allCases) private func everyStepAsksAndStops(_ step: Step) throws {
        let all = Patience()
        try step.run(under: all.monitor)
        #expect(all.count >= Step.length / WritingMonitor.interval)
        for limit in 1...min(all.count, 40) {
            let patience = Patience(limit)
            #expect { try step.run(under: patience.monitor) } throws: { ($0 as? Fault)?.kind == .cancelled }
            #expect(patience.count == limit)
        }
    }

    /// What a derivative writes on its way is given back, so that only what stays is counted.
    @Test func whatIsPassingIsGivenBack() throws {
        var b = GraphBuilder()
        var y = b.input(TensorType(.f64, .scalar))
        for _ in 0..<Step.length { y = try b.apply(.sin, y) }
        let before = b.byteCount
        b.monitor = WritingMonitor { _ in }
        _ = try b.derive(.grad, of: y, wrt: [0])
        let written = b.byteCount - before
        // The last equations of each graph are not told any more.
        let slack = before / Step.length * WritingMonitor.interval * 4
        #expect(abs((b.monitor?.bytes ?? 0) - written) < slack)
        #expect(written > 0)
    }

    @Test func bytesGoBackWithTheEquations() throws {
        var b = GraphBuilder()
        let x = b.input(TensorType(.f64, .scalar))
        let (mark, before) = (b.mark, b.byteCount)
        _ = try b.mul(b.apply(.sin, x), b.full(2, like: x))
        #expect(b.byteCount > before)
        b.rollBack(to: mark)
        #expect(b.byteCount == before)
    }

    /// A cell asks at every statement and every pass, before it writes anything for them.
    @Test(arguments: [
        "x = 1\nfor i in range(200):\n    x = x + i", "x = [i * i for i in range(200)]",
        "def f(n):\n    return 0 if n < 1 else f(n - 1)\nx = [f(9) for i in range(20)]",
        "i = 0\nwhile i < 200:\n    i = i + 1",
    ])
    func cellsAskAtEveryPass(_ cell: String) throws {
        let all = Patience()
        try elaborate(cell, under: all.monitor)
        #expect(all.count >= 200)
        for limit in [1, 2, 100, all.count] {
            let patience = Patience(limit)
            #expect { try elaborate(cell, under: patience.monitor) } throws: { ($0 as? Fault)?.kind == .cancelled }
            #expect(patience.count == limit)
        }
    }

    /// No handler of a cell catches it.
    @Test func nothingCatchesIt() throws {
        let cell = "for i in range(50):\n    try:\n        x = 1\n    except:\n        x = 2"
        let patience = Patience(20)
        #expect { try elaborate(cell, under: patience.monitor) } throws: { ($0 as? Fault)?.kind == .cancelled }
        #expect(patience.count == 20)
    }

    private func elaborate(_ cell: String, under monitor: WritingMonitor) throws {
        struct NoFiles: Loader {
            mutating func load(_ path: String, key: String?) throws -> Leaf.Content { throw Fault(.notFound, path) }
        }
        var (environment, builder) = (Environment(), GraphBuilder())
        var loader: any Loader = NoFiles()
        builder.monitor = monitor
        _ = try Elaborator.elaborate(cell, environment: &environment, builder: &builder, loader: &loader)
    }
}
