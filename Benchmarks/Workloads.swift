import Graphs
import Tensors
import TestSupport

/// One workload: a cell, the arrays that it starts from, and the names whose values are the result. They are those of
/// `peers.py`, which says in a sentence what each is.
struct Workload {
    let name: String
    let figure: String
    let unit: Unit
    let cell: String
    let results: [String]
    let arrays: [(String, Tensor)]
    /// Whether the peak memory of the process is a figure too.
    var reportsMemory = false

    enum Unit: String {
        case us, ms
        /// How many of them are a second.
        var perSecond: Double { self == .us ? 1e6 : 1e3 }
    }

    /// The graph to the results and the arrays that it takes.
    func graph() throws -> (graph: Graph, inputs: [Tensor]) {
        var session = Session()
        for (name, array) in arrays { session.give(name, array) }
        try session.run(cell)
        return try session.graph(to: results.map { try session.value($0) })
    }
}

extension Workload {
    /// The workloads of a name; arrays are made for these alone.
    static func named(_ name: String) throws -> [Workload] {
        var random = Draws()
        return switch name {
        case "W1": [try tiny()]
        case "W2": [try mlp(&random)]
        case "W4": [try chain(&random)]
        case "W6": [try ode(steps: 5), try ode(steps: 100)]
        case "W7": [try jacobian(&random)]
        case "W8": [try transformer(&random)]
        case "W9": [try cnn(&random)]
        default: []
        }
    }

    private static func tiny() throws -> Workload {
        Workload(
            name: "W1", figure: "vjp", unit: .us,
            cell: "y = stack([x[0] * x[1], sin(x[1]), x[2] ** 2])\ng = vjp(y, x, v)", results: ["g"],
            arrays: [("x", try .vector([1, 2, 3])), ("v", try .vector([0.1, 1, 1e-4]))])
    }

    private static let classLoss = "mean(-take_along_axis(log_softmax(o), y[:, None], axis=1)[:, 0])"

    private static func gradients(_ count: Int) -> (lines: String, names: [String]) {
        let lines = (0..<count).map { "g\($0) = grad(l, w\($0))" }
        return (lines.joined(separator: "\n"), (0..<count).map { "g\($0)" })
    }

    private static func mlp(_ random: inout Draws) throws -> Workload {
        let (lines, names) = gradients(3)
        return Workload(
            name: "W2", figure: "gradient", unit: .ms,
            cell: "o = tanh(tanh(x @ w0) @ w1) @ w2\nl = \(classLoss)\n\(lines)", results: names,
            arrays: [
                ("w0", try random.floats([784, 512], 0.05)), ("w1", try random.floats([512, 512], 0.05)),
                ("w2", try random.floats([512, 10], 0.05)), ("x", try random.floats([128, 784], 1)),
                ("y", try random.classes(128)),
            ], reportsMemory: true)
    }

    private static func chain(_ random: inout Draws) throws -> Workload {
        Workload(
            name: "W4", figure: "vjp", unit: .ms, cell: "g = vjp(sin(x) * x + exp(-x * x), x, v)", results: ["g"],
            arrays: [("x", try random.doubles(10_000_000)), ("v", try random.doubles(10_000_000))])
    }

    private static func ode(steps: Int) throws -> Workload {
        let cell = """
            def field(s):
                return stack([p[0] * s[0] - p[1] * s[0] * s[1], -p[2] * s[1] + p[3] * s[0] * s[1]])

            s = start
            for i in range(\(steps)):
                k1 = field(s)
                k2 = field(s + .05 * k1)
                k3 = field(s + .05 * k2)
                k4 = field(s + .1 * k3)
                s = s + .1 / 6 * (k1 + 2 * k2 + 2 * k3 + k4)
            g = grad(sum(s), p)
            """
        return Workload(
            name: "W6", figure: "gradient, \(steps) steps", unit: .us, cell: cell, results: ["g"],
            arrays: [("p", try .vector([1.1, 0.4, 0.4, 0.1])), ("start", try .vector([1, 0.5]))])
    }

    private static func jacobian(_ random: inout Draws) throws -> Workload {
        Workload(
            name: "W7", figure: "jacobian", unit: .ms, cell: "j = jacobian(sin(x) * x + exp(-x * x), x)",
            results: ["j"],
            arrays: [("x", try random.doubles(2000))])
    }

    private static func transformer(_ random: inout Draws) throws -> Workload {
        let (lines, names) = gradients(6)
        let cell = """
            def norm(x):
                c = x - mean(x, axis=-1, keepdims=True)
                return c / sqrt(mean(c * c, axis=-1, keepdims=True) + 1e-5)

            def heads(z):
                return z.reshape(128, 4, 64).swapaxes(0, 1)

            h = norm(x)
            q = heads(h @ w0)
            k = heads(h @ w1)
            v = heads(h @ w2)
            a = softmax(q @ k.swapaxes(1, 2) / 8.) @ v
            z = x + a.swapaxes(0, 1).reshape(128, 256) @ w3
            y = z + gelu(norm(z) @ w4) @ w5
            l = mean(y * y)
            \(lines)
            """
        var weights: [(String, Tensor)] = []
        let shapes = [[Int]](repeating: [256, 256], count: 4) + [[256, 1024], [1024, 256]]
        for (index, shape) in shapes.enumerated() { weights.append(("w\(index)", try random.floats(shape, 0.05))) }
        return Workload(
            name: "W8", figure: "gradient", unit: .ms, cell: cell, results: names,
            arrays: weights + [("x", try random.floats([128, 256], 1))], reportsMemory: true)
    }

    private static func cnn(_ random: inout Draws) throws -> Workload {
        let (lines, names) = gradients(3)
        let cell = """
            a = max_pool(relu(conv(x, w0, padding='SAME')), window=(2, 2), strides=(2, 2))
            b = max_pool(relu(conv(a, w1, padding='SAME')), window=(2, 2), strides=(2, 2))
            o = b.reshape(64, 1568) @ w2
            l = \(classLoss)
            \(lines)
            """
        return Workload(
            name: "W9", figure: "gradient", unit: .ms, cell: cell, results: names,
            arrays: [
                ("w0", try random.floats([16, 1, 3, 3], 0.1)), ("w1", try random.floats([32, 16, 3, 3], 0.1)),
                ("w2", try random.floats([1568, 10], 0.1)), ("x", try random.floats([64, 1, 28, 28], 1)),
                ("y", try random.classes(64)),
            ])
    }
}

/// Arrays of random numbers, the same each time.
struct Draws {
    private var generator = SeededGenerator(seed: 0)

    /// Numbers of about a normal distribution times `scale`: sums of four uniform ones.
    mutating func floats(_ dims: [Int], _ scale: Double) throws -> Tensor {
        let shape = try Shape(dims)
        let values = (0..<shape.count).map { _ in
            Float(scale * 3.0.squareRoot() * (0..<4).reduce(-2) { sum, _ in sum + uniform() })
        }
        return try Tensor(.f32(values), shape: shape)
    }

    /// Numbers from 0 to 1.
    mutating func doubles(_ count: Int) throws -> Tensor { try .vector((0..<count).map { _ in uniform() }) }

    /// Classes from 0 to 9.
    mutating func classes(_ count: Int) throws -> Tensor {
        try Tensor(.i64((0..<count).map { _ in Int64.random(in: 0..<10, using: &generator) }), shape: Shape([count]))
    }

    private mutating func uniform() -> Double { Double.random(in: 0..<1, using: &generator) }
}
