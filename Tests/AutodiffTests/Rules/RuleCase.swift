import Autodiff
import Graphs
import Interpreter
import Tensors
import TestSupport
import Testing

/// A primitive on some arrays of f64, and of whole numbers or bools where it takes such: its rules against each other,
/// against differences, and batched against one by one.
struct RuleCase: Sendable, CustomTestStringConvertible {
    let primitive: Primitive
    let operands: [Tensor]

    var testDescription: String { "\(primitive.text) of \(operands.map(\.type))" }

    init(_ primitive: Primitive, _ operands: Tensor...) {
        self.primitive = primitive
        self.operands = operands
    }

    /// Random numbers between `low` and `high`.
    static func numbers(_ dims: [Int], _ low: Double = -1, _ high: Double = 1, seed: UInt64 = 1) -> Tensor {
        var random = SeededGenerator(seed: seed)
        let count = dims.reduce(1, *)
        let values = (0..<count).map { _ in Double.random(in: low...high, using: &random) }
        // A shape of a test's own literals fits.
        return (try? Tensor(.f64(values), shape: Shape(dims))) ?? .filled(.f64(.nan), TensorType(.f64, .scalar))
    }

    static func indices(_ dims: [Int], _ values: [Int64]) -> Tensor {
        (try? Tensor(.i64(values), shape: Shape(dims))) ?? .filled(.i64(0), TensorType(.i64, .scalar))
    }

    private var graph: Graph {
        get throws {
            var b = GraphBuilder()
            let inputs = operands.map { b.input($0.type) }
            let result = try b.emit(primitive, inputs)
            return try b.finish([result])
        }
    }

    private var wrt: [Int] { operands.indices.filter { operands[$0].type.dtype.isFloating } }

    func check() throws {
        let graph = try graph
        try checkBatches(of: graph)
        guard graph.outputTypes[0].dtype.isFloating, !wrt.isEmpty else { return }
        var random = SeededGenerator(seed: 7)
        let t = try wrt.map { try random.tensor(operands[$0].type) }
        let u = try random.tensor(graph.outputTypes[0])
        let tangent = try Interpreter().evaluate(linearize(graph, wrt: wrt), operands + t)[1]
        let pulled = Array(try Interpreter().evaluate(vjp(graph, wrt: wrt), operands + [u]).dropFirst())
        // ⟨u, J t⟩ = ⟨Jᵀ u, t⟩
        #expect(abs(inner([u], [tangent]) - inner(pulled, t)) <= 1e-11 * (1 + abs(inner([u], [tangent]))))
        let differences = try self.differences(graph, t)
        #expect(zip(tangent.doubles, differences).allSatisfy { abs($0 - $1) <= 1e-6 * (1 + abs($0)) })
        try checkBatches(of: vjp(graph, wrt: wrt), extra: [u])
    }

    /// Central differences along `t`.
    private func differences(_ graph: Graph, _ t: [Tensor]) throws -> [Double] {
        let step = 1e-5
        let sides = try [step, -step].map { step in
            var moved = operands
            for (place, tangent) in zip(wrt, t) {
                let values = zip(moved[place].doubles, tangent.doubles).map { $0 + step * $1 }
                moved[place] = try Tensor(.f64(values), shape: moved[place].shape)
            }
            return try Interpreter().evaluate(graph, moved)[0].doubles
        }
        return zip(sides[0], sides[1]).map { ($0 - $1) / (2 * step) }
    }

    /// Entry by entry a batch has the bits of single results, whichever operands have the axis.
    private func checkBatches(of graph: Graph, extra: [Tensor] = []) throws {
        let inputs = operands + extra
        for mask in 1..<(1 << inputs.count) {
            let isBatched = inputs.indices.map { mask >> $0 & 1 == 1 }
            let together = try Interpreter().evaluate(
                batch(graph, isBatched: isBatched, size: 2),
                zip(inputs, isBatched).map { try $1 ? RuleCase.pair($0) : $0 })
            for entry in 0..<2 {
                let single = try Interpreter().evaluate(
                    graph, zip(inputs, isBatched).map { try $1 ? RuleCase.pair($0).part(entry) : $0 })
                for (whole, one) in zip(together, single) {
                    #expect(try whole.part(entry).scalars == one.scalars, "batched \(isBatched)")
                }
            }
        }
    }

    /// The array, and another like it, stacked.
    private static func pair(_ tensor: Tensor) throws -> Tensor {
        let shape = try Shape([2] + tensor.shape.dims)
        return switch tensor.storage {
        case .f64(let values): try Tensor(.f64(values + values.map { $0 * 0.75 }), shape: shape)
        case .i64(let values): try Tensor(.i64(values + values.reversed()), shape: shape)
        case .bool(let values): try Tensor(.bool(values + values.map { !$0 }), shape: shape)
        case .f32, .i32: throw Fault(.defect, "cases are of f64, i64 and bool")
        }
    }
}
