import Evaluation
import Graphs
import Interpreter
import Tensors

/// Makes the plan of a graph: one walk over its equations, linear in their number.
///
/// Primitives that only move elements make no step: what they give is read by strides where it lies, until something
/// needs it in a row. Elementwise primitives of one shape join one loop as long as all that they read is made before it.
struct Planner {
    /// How the elements of a value lie in the array of another: at `offset + Σ coordinate · stride`.
    struct Layout {
        var source: ValueID
        var offset = 0
        var strides: [Int]
    }

    /// An equation of a loop, and how its operands lie when the loop runs: later steps may copy them elsewhere.
    struct LoopItem {
        let equation: Equation
        let operation: Operation
        let layouts: [Layout]
    }

    /// A step that can still grow.
    enum Draft {
        /// Equations of one shape that run in one loop.
        case loop(count: Int, items: [LoopItem])
        /// The program of this index.
        case scalars(Int)
        case done(Step)
    }

    let graph: Graph
    private(set) var layouts: [Layout]
    var drafts: [Draft] = []
    /// The step that makes a value's source; −1 for inputs.
    var maker: [Int]
    /// Arrays of a few elements, as single numbers, and for every program its step.
    var scalars: ScalarPlanner
    var programs: [Int] = []

    /// By number of elements the last loop begun.
    private var latestLoop: [Int: Int] = [:]

    /// Equations that one loop holds at most: its registers must fit in a cache.
    static let loopLimit = 128

    init(_ graph: Graph, _ cancel: CancelFlag?) throws {
        self.graph = graph
        layouts = graph.types.enumerated().map { Layout(source: $0.offset, strides: $0.element.shape.strides) }
        maker = graph.types.map { _ in -1 }
        scalars = ScalarPlanner(graph)
        for equation in graph.equations {
            try cancel?.check(at: equation.results.lowerBound)
            try add(equation)
        }
        for output in graph.outputs { settle(output) }
    }

    func shape(_ value: ValueID) -> Shape { graph.types[value].shape }

    private mutating func add(_ equation: Equation) throws {
        let support = Support(of: equation, graph.types)
        if try addScalar(equation, support) { return }
        switch support {
        case .kernel(let kernel): add(kernel, equation)
        case .composed(let composition): add(composition, equation)
        case .interpreted: addInterpreted(equation)
        }
    }

    private mutating func add(_ kernel: Support.Kernel, _ equation: Equation) {
        switch kernel {
        case .elementwise(let operation): addElementwise(equation, operation)
        case .reduction(let kind, let axes): addReduction(equation, kind, axes)
        case .runningSums(let axis, let isBackward): addRunningSums(equation, axis, isBackward)
        case .product(let dimensions): addProduct(equation, dimensions)
        case .convolution(let window): addConvolution(equation, window)
        case .windowArgmax(let window): addWindowArgmax(equation, window)
        case .gather: addGather(equation)
        case .scatter(let function): addScatter(equation, function)
        case .argsort(let axis): addArgsort(equation, axis)
        }
    }

    /// What only moves elements is read by strides where they lie; what has more elements than its operands is filled by the
    /// interpreter's function.
    private mutating func add(_ composition: Support.Composition, _ equation: Equation) {
        let result = equation.result
        guard let x = equation.operands.first else { return addInterpreted(equation) }
        switch composition {
        case .reshape:
            settle(x)
            layouts[result].source = layouts[x].source
        case .broadcast(let axes):
            var layout = layouts[x]
            var strides = [Int](repeating: 0, count: shape(result).rank)
            for (axis, target) in axes.enumerated() where shape(x).dims[axis] != 1 {
                strides[target] = layout.strides[axis]
            }
            layout.strides = strides
            layouts[result] = layout
        case .transpose(let permutation):
            layouts[result] = layouts[x]
            layouts[result].strides = permutation.map { layouts[x].strides[$0] }
        case .slice(let start, let step):
            layouts[result] = layouts[x]
            guard shape(result).count > 0 else { return }
            for axis in start.indices {
                layouts[result].offset += start[axis] * layouts[x].strides[axis]
                layouts[result].strides[axis] =
                    shape(result).dims[axis] > 1 ? layouts[x].strides[axis] * step[axis] : 0
            }
        case .reverse(let axes):
            layouts[result] = layouts[x]
            for axis in axes where shape(result).dims[axis] > 0 {
                layouts[result].offset += (shape(result).dims[axis] - 1) * layouts[x].strides[axis]
                layouts[result].strides[axis] = -layouts[x].strides[axis]
            }
        case .constant, .iota, .pad, .concatenate: addInterpreted(equation)
        }
    }

    mutating func append(_ step: Step, makes results: Range<ValueID>) {
        for result in results { maker[result] = drafts.count }
        drafts.append(.done(step))
    }

    mutating func addInterpreted(_ equation: Equation) {
        for operand in equation.operands { settle(operand) }
        append(.interpret(equation, operands: equation.operands.map { layouts[$0].source }), makes: equation.results)
    }

    /// Whether the elements lie in a row from the beginning of the source.
    private func isStraight(_ value: ValueID) -> Bool { isStraight(value, layouts[value]) }

    func isStraight(_ value: ValueID, _ layout: Layout) -> Bool {
        StridedView(dims: shape(value).dims, strides: layout.strides, offset: layout.offset)
            .isWhole(of: shape(layout.source).count)
    }

    /// Makes sure that the elements lie in a row, copying them out if need be.
    mutating func settle(_ value: ValueID) {
        guard !isStraight(value) else { return }
        let layout = layouts[value]
        let view = StridedView(dims: shape(value).dims, strides: layout.strides, offset: layout.offset)
        layouts[value] = Layout(source: value, strides: shape(value).strides)
        append(.copy(from: layout.source, view: view, to: value), makes: value..<(value + 1))
    }

    /// Joins the latest loop over as many elements, if all operands are made before it or lie in order inside it. So
    /// what shares no operand is still one pass over memory.
    private mutating func addElementwise(_ equation: Equation, _ operation: Operation) {
        let count = shape(equation.results.lowerBound).count
        for operand in equation.operands where !isReadable(operand) { settle(operand) }
        let last = equation.operands.map { maker[layouts[$0].source] }.max() ?? -1
        let item = LoopItem(
            equation: equation, operation: operation, layouts: equation.operands.map { layouts[$0] })
        if let loop = latestLoop[count], loop >= last, case .loop(_, var items) = drafts[loop],
            items.count < Planner.loopLimit,
            equation.operands.allSatisfy({ maker[layouts[$0].source] < loop || isStraight($0) })
        {
            // The draft gives its list up while it grows, so that it is not copied.
            drafts[loop] = .loop(count: count, items: [])
            items.append(item)
            drafts[loop] = .loop(count: count, items: items)
            maker[equation.results.lowerBound] = loop
            return
        }
        maker[equation.results.lowerBound] = drafts.count
        latestLoop[count] = drafts.count
        drafts.append(.loop(count: count, items: [item]))
    }

    /// Whether a loop can read the value where it lies: long steps along the last axis would miss the cache each time.
    private func isReadable(_ value: ValueID) -> Bool {
        let view = StridedView(dims: shape(value).dims, strides: layouts[value].strides, offset: layouts[value].offset)
        return view.count <= 4096 || abs(view.strides.last ?? 0) <= 8
    }

    private mutating func addProduct(_ equation: Equation, _ dims: DotDimensions) {
        let (left, right) = (equation.operands[0], equation.operands[1])
        func size(_ value: ValueID, _ axes: [Int]) -> Int { axes.reduce(1) { $0 * shape(value).dims[$1] } }
        let leftFree = dims.leftFree(rank: shape(left).rank)
        let rightFree = dims.rightFree(rank: shape(right).rank)
        let sizes = (
            size(left, dims.leftBatch), size(left, leftFree), size(right, rightFree), size(left, dims.leftContract)
        )
        guard let a = operand(left, [dims.leftBatch, leftFree, dims.leftContract]),
            let b = operand(right, [dims.rightBatch, dims.rightContract, rightFree])
        else { return addInterpreted(equation) }
        append(
            .product(
                MatrixProduct(
                    left: a, right: b, result: equation.result, batch: sizes.0, m: sizes.1, n: sizes.2, k: sizes.3),
                then: nil),
            makes: equation.results)
    }

    /// The operand as batch, rows and columns that step evenly, where it lies so.
    private func operand(_ value: ValueID, _ groups: [[Int]]) -> MatrixProduct.Operand? {
        let layout = layouts[value]
        let views = groups.map { axes in
            StridedView(dims: axes.map { shape(value).dims[$0] }, strides: axes.map { layout.strides[$0] })
        }
        guard views.allSatisfy({ $0.dims.count <= 1 }) else { return nil }
        let strides = views.map { $0.strides.first ?? 0 }
        return .init(
            value: layout.source, offset: layout.offset, batch: strides[0], row: strides[1], column: strides[2])
    }

    private mutating func addConvolution(_ equation: Equation, _ window: ConvolutionWindow) {
        for operand in equation.operands { settle(operand) }
        let (left, right) = (equation.operands[0], equation.operands[1])
        append(
            .convolve(
                WindowProduct(
                    left: layouts[left].source, right: layouts[right].source, result: equation.result, shape(left),
                    shape(right), shape(equation.result), window)),
            makes: equation.results)
    }

    private mutating func addReduction(_ equation: Equation, _ kind: Reduction, _ axes: [Int]) {
        let (operand, result) = (equation.operands[0], equation.result)
        guard graph.types[operand].dtype.isFloating, shape(result).count > 0 else { return addInterpreted(equation) }
        settle(operand)
        // Simplifying leaves no axis of more than one element between those that are reduced.
        let dims = shape(operand).dims
        let inner = dims[(axes.max().map { $0 + 1 } ?? dims.count)...].reduce(1, *)
        let length = axes.reduce(1) { $0 * dims[$1] }
        append(
            .reduce(
                kind,
                RowReduction(
                    operand: layouts[operand].source, result: result, outer: shape(result).count / inner,
                    length: length, inner: inner)),
            makes: equation.results)
    }
}
