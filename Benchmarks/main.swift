// What `peers.py` measures of others, measured of Pullback: one JSON line a figure. Arguments are names of workloads.
import CPeak
import Engine
import Glibc
import Graphs
import Tensors

/// Prints one figure with the fields of `peers.py`.
func emit(_ workload: String, _ figure: String, _ value: Double, _ unit: String, system: String = "pullback") {
    print(
        """
        {"workload": "\(workload)", "system": "\(system)", "figure": "\(figure)", "value": \(value), "unit": "\(unit)"}
        """)
}

/// Seconds that `body` takes.
func seconds(_ body: () throws -> Void) rethrows -> Double {
    let clock = ContinuousClock()
    return try clock.measure(body) / .seconds(1)
}

/// The median time of warmed calls in seconds. A sample is as many calls as take a fifth of a millisecond at least.
func median(_ body: () throws -> Void) throws -> Double {
    let first = try seconds(body)
    try body()
    let calls = max(1, Int(2e-4 / max(first, 1e-8)))
    var samples: [Double] = []
    var total = 0.0
    while (total < 1 || samples.count < 5) && samples.count < 400 {
        let time = try seconds { for _ in 0..<calls { try body() } }
        samples.append(time / Double(calls))
        total += time
    }
    return samples.sorted()[samples.count / 2]
}

/// The most memory that this process has had, in MB.
func peakMemory() -> Double {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return Double(usage.ru_maxrss) / 1024
}

func measure(_ workload: Workload) throws {
    let engine = Engine()
    if workload.name == "W6" {
        let first = try seconds {
            let (graph, inputs) = try workload.graph()
            _ = try engine.evaluate(graph, inputs)
        }
        emit(workload.name, "compile" + workload.figure.dropFirst("gradient".count), first * 1e3, "ms")
    }
    let (graph, inputs) = try workload.graph()
    let compiled = try engine.compile(graph)
    let time = try median { _ = try compiled.evaluate(inputs) }
    emit(workload.name, workload.figure, time * workload.unit.perSecond, workload.unit.rawValue)
    if workload.reportsMemory { emit(workload.name, "peak memory", peakMemory(), "MB") }
}

/// Square and other matrix products in GF/s, `[m, k] · [k, n]`.
func measureProducts() throws {
    let shapes =
        [64, 256, 512, 1024, 2048].map { [$0, $0, $0] } + [[128, 784, 512], [784, 128, 512], [1, 2048, 2048]]
    var random = Draws()
    for type in ["f32", "f64"] {
        let peak = try Peak.multiplyAdds(type == "f32" ? peak_multiply_add_f32 : peak_multiply_add_f64)
        for shape in shapes {
            let (m, k, n) = (shape[0], shape[1], shape[2])
            let arrays = try [[m, k], [k, n]].map { dims in
                let floats = try random.floats(dims, 1)
                guard type == "f64", case .f32(let values) = floats.storage else { return floats }
                return try Tensor(.f64(values.map(Double.init)), shape: floats.shape)
            }
            let product = Workload(
                name: "matmul", figure: "", unit: .ms, cell: "c = a @ b", results: ["c"],
                arrays: [("a", arrays[0]), ("b", arrays[1])])
            let (graph, inputs) = try product.graph()
            let compiled = try Engine().compile(graph)
            let time = try median { _ = try compiled.evaluate(inputs) }
            let figure = "\(type) \(m)x\(k)x\(n)"
            emit("matmul", figure, 2e-9 * Double(m * k * n) / time, "GF/s")
            emit("matmul", figure, peak, "GF/s", system: "peak")
        }
    }
}

/// Kernels that do little with each element of 2²⁴ doubles, beside a plain copy by one thread, in GB/s of what they read
/// and write.
func measureCopies() throws {
    let count = 1 << 24
    var random = Draws()
    let arrays = [("a", try random.doubles(count)), ("b", try random.doubles(count))]
    let kernels: [(name: String, cell: String, arrays: Int)] = [
        ("negate", "c = -a", 2), ("add", "c = a + b", 3), ("sum", "c = sum(a)", 1), ("max", "c = max(a)", 1),
        ("sum of columns", "c = sum(a.reshape(4096, 4096), axis=0)", 1),
        ("transpose", "c = a.reshape(4096, 4096).T", 2),
    ]
    let (copy, reading, copying) = (try copyRate(count), try Peak.reading(), try Peak.copying())
    for kernel in kernels {
        let workload = Workload(
            name: "memory", figure: "", unit: .ms, cell: kernel.cell, results: ["c"], arrays: arrays)
        let (graph, inputs) = try workload.graph()
        let compiled = try Engine().compile(graph)
        let time = try median { _ = try compiled.evaluate(inputs) }
        emit("memory", kernel.name, 8e-9 * Double(count * kernel.arrays) / time, "GB/s")
        emit("memory", kernel.name, copy, "GB/s", system: "memcpy")
        emit("memory", kernel.name, kernel.arrays == 1 ? reading : copying, "GB/s", system: "peak")
    }
}

/// The rate in GB/s at which one thread copies `count` doubles.
func copyRate(_ count: Int) throws -> Double {
    let from = UnsafeMutableRawPointer.allocate(byteCount: count * 8, alignment: 64)
    let to = UnsafeMutableRawPointer.allocate(byteCount: count * 8, alignment: 64)
    defer {
        from.deallocate()
        to.deallocate()
    }
    memset(from, 1, count * 8)
    return try 16e-9 * Double(count) / median { memcpy(to, from, count * 8) }
}

/// What a graph of many nodes takes: to make ready, and to run.
func measureNodes() throws {
    for (nodes, dims) in [(10_000, []), (100_000, []), (100_000, [1000])] {
        var b = GraphBuilder(equationLimit: .max)
        let x = b.input(TensorType(.f64, try Shape(dims)))
        var values = [x, try b.apply(.sin, x)]
        for node in 2..<nodes {
            let (left, right) = (values[node - 1], values[node - 1 - node % 7 % (node - 1)])
            values.append(try node % 3 == 0 ? b.mul(left, right) : b.add(left, right))
        }
        let graph = try b.finish([values[nodes - 1]])
        let name = "\(nodes) of \(dims.isEmpty ? "one number" : "\(dims[0]) numbers")"
        let first = try seconds { _ = try Engine().compile(graph) }
        emit("nodes", "compile \(name)", first * 1e3, "ms")
        let compiled = try Engine().compile(graph)
        let inputs = [Tensor.filled(.f64(0.5), graph.inputTypes[0])]
        let time = try median { _ = try compiled.evaluate(inputs) }
        emit("nodes", "run \(name)", time * 1e9 / Double(nodes), "ns/node")
    }
}

for name in CommandLine.arguments.dropFirst() {
    if name == "memory" { try measureCopies() }
    if name == "nodes" { try measureNodes() }
    if name == "matmul" { try measureProducts() }
    for workload in try Workload.named(name) { try measure(workload) }
}
