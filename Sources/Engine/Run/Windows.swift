import CKernels
import Evaluation
import Graphs
import Tensors

/// A convolution as matrix products: what windows cover is laid out, some windows at a time, and multiplied by the rows of
/// the right operand. The order of summation is that of `convolution` in the interpreter.
struct WindowProduct: Sendable {
    let left, right, result: ValueID
    let axes: [pb_window_axis]
    /// Entries of the batch axes G and N, and those of N alone, which share their weights.
    let entries, images: Int
    let channels, features: Int
    /// Elements of one channel of an image, of the window, and of the result.
    let plane, extent, places: Int
    let depth: Int
    /// Windows that are laid out at a time: so many that what a product reads of them at a time fits in the second cache.
    let chunk: Int
    /// Images whose windows are laid out together, where one has too few to fill the registers of a product.
    let group: Int
    /// Whether neighbouring windows lie side by side, else the elements of a window do: whichever are more in a row.
    let isAlongPlaces: Bool

    init(
        left: ValueID, right: ValueID, result: ValueID, _ leftShape: Shape, _ rightShape: Shape, _ resultShape: Shape,
        _ window: ConvolutionWindow
    ) {
        (self.left, self.right, self.result) = (left, right, result)
        (entries, images) = (resultShape.dims[0] * resultShape.dims[1], resultShape.dims[1])
        (channels, features) = (leftShape.dims[2], resultShape.dims[2])
        var axes = window.strides.indices.map { axis in
            pb_window_axis(
                size: leftShape.dims[axis + 3], extent: rightShape.dims[axis + 3], places: resultShape.dims[axis + 3],
                stride: window.strides[axis], low: window.low[axis], left_dilation: window.leftDilation[axis],
                right_dilation: window.rightDilation[axis])
        }
        if axes.isEmpty {
            axes = [
                pb_window_axis(size: 1, extent: 1, places: 1, stride: 1, low: 0, left_dilation: 1, right_dilation: 1)
            ]
        }
        self.axes = axes
        plane = axes.reduce(1) { $0 * $1.size }
        extent = axes.reduce(1) { $0 * $1.extent }
        places = axes.reduce(1) { $0 * $1.places }
        depth = channels * extent
        let fitting = WindowProduct.laidOut / min(max(depth, 1), 256) / 32 * 32
        let most = max(WindowProduct.longest / max(depth, 1), 1)
        chunk = min(max(fitting, 32), most, max(places, 1))
        group = max(min(min(WindowProduct.columns, most) / max(places, 1), images), 1)
        isAlongPlaces = (axes.last?.places ?? 1) >= (axes.last?.extent ?? 1)
    }

    private static let laidOut = 1 << 15
    private static let columns = 64
    /// Elements that are laid out at most, however many a window has, unless a single one has more.
    private static let longest = 1 << 22

    /// Units of work, each a group of images or a chunk of the windows of one: how many there are in one batch of G.
    var chunks: Int { group > 1 ? 1 : (places + chunk - 1) / max(chunk, 1) }
    var groups: Int { (images + group - 1) / max(group, 1) }
    /// Columns of a unit's product.
    var width: Int { group > 1 ? group * places : chunk }
    /// Elements that one unit lays out, and those of its result where that is not in one piece.
    var scratchCount: Int { width * max(depth, 1) + (group > 1 ? width * features : 0) }
}

extension PlanRun {
    func convolve(_ product: WindowProduct) throws {
        if plan.graph.types[product.result].dtype == .f64 {
            try convolve(product, Double.self)
        } else {
            try convolve(product, Float.self)
        }
    }

    /// Takes units in turn; threads take parts of these.
    private func convolve<T: KernelElement>(_ product: WindowProduct, _: T.Type) throws {
        let (places, depth, features) = (product.places, product.depth, product.features)
        guard product.entries * features * places > 0 else { return }
        let left = pointers[product.left].assumingMemoryBound(to: T.self)
        let right = pointers[product.right].assumingMemoryBound(to: T.self)
        let result = pointers[product.result].assumingMemoryBound(to: T.self)
        let units = product.entries / product.images * product.groups * product.chunks
        try inParts(units, worth: product.entries * features * places * max(depth, 1) / 8) { range, thread in
            // Behind the scratch of the products.
            let laid = (scratch + thread * scratchBytes + plan.productBytes).assumingMemoryBound(to: T.self)
            for unit in range {
                try cancel?.check()
                let (rest, chunk) = unit.quotientAndRemainder(dividingBy: product.chunks)
                let (batch, group) = rest.quotientAndRemainder(dividingBy: product.groups)
                let image = group * product.group
                let (first, count) = (
                    chunk * product.chunk,
                    product.group > 1 ? places : min(product.chunk, places - chunk * product.chunk)
                )
                let together = min(product.group, product.images - image)
                let entry = batch * product.images + image
                let columns = together * count
                let (placeStep, depthStep) = product.isAlongPlaces ? (1, columns) : (depth, 1)
                for other in 0..<together where depth > 0 {
                    try finished(
                        pb_lay_windows(
                            MemoryLayout<T>.stride, product.axes.count, product.axes, product.channels,
                            left + (entry + other) * product.channels * product.plane, first, count, placeStep,
                            depthStep, laid + other * count * placeStep, cancel?.address))
                }
                let target = result + entry * features * places + first
                let packed = product.group > 1 ? laid + product.width * depth : target
                try multiply(
                    features, columns, depth,
                    MatrixView(start: right + batch * features * depth, row: depth, column: 1),
                    MatrixView(start: laid, row: depthStep, column: placeStep), to: packed,
                    row: product.group > 1 ? columns : places, thread)
                guard product.group > 1 else { continue }
                for other in 0..<together {
                    for feature in 0..<features {
                        (target + (other * features + feature) * places).update(
                            from: packed + feature * columns + other * places, count: places)
                    }
                }
            }
        }
    }
}

/// Where the greatest elements of windows over the last two axes lie.
struct WindowArgmax: Sendable {
    let operand, result: ValueID
    let planes: Int
    let rows, columns: pb_window_axis
}

extension PlanRun {
    func findGreatest(_ windows: WindowArgmax) throws {
        let kernels = engine.kernels.table.pointee
        let plane = windows.rows.size * windows.columns.size
        let places = windows.rows.places * windows.columns.places
        // A window may be far larger than the plane; padding costs nothing.
        let covered = min(windows.rows.extent, windows.rows.size) * min(windows.columns.extent, windows.columns.size)
        let isDouble = plan.graph.types[windows.operand].dtype == .f64
        try inParts(windows.planes, worth: windows.planes * places * covered) { range, _ in
            var (rows, columns) = (windows.rows, windows.columns)
            let from = pointers[windows.operand] + range.lowerBound * plane * width(windows.operand)
            let result = pointers[windows.result].assumingMemoryBound(to: Int64.self) + range.lowerBound * places
            try finished(
                isDouble
                    ? kernels.window_argmax_f64(
                        range.count, &rows, &columns, from.assumingMemoryBound(to: Double.self), result, cancel?.address
                    )
                    : kernels.window_argmax_f32(
                        range.count, &rows, &columns, from.assumingMemoryBound(to: Float.self), result, cancel?.address)
            )
        }
    }
}

extension Planner {
    mutating func addWindowArgmax(_ equation: Equation, _ window: PoolingWindow) {
        let (operand, shape) = (equation.operands[0], shape(equation.operands[0]))
        let (places, rank) = (self.shape(equation.result), window.size.count)
        guard (1...2).contains(rank), graph.types[operand].dtype.isFloating, places.count > 0, shape.count < 1 << 31
        else { return addInterpreted(equation) }
        settle(operand)
        func axis(_ fromEnd: Int) -> pb_window_axis {
            guard fromEnd < rank else {
                return pb_window_axis(
                    size: 1, extent: 1, places: 1, stride: 1, low: 0, left_dilation: 1, right_dilation: 1)
            }
            let (axis, spatial) = (shape.rank - 1 - fromEnd, rank - 1 - fromEnd)
            return pb_window_axis(
                size: shape.dims[axis], extent: window.size[spatial], places: places.dims[axis],
                stride: window.strides[spatial], low: window.low[spatial], left_dilation: 1, right_dilation: 1)
        }
        append(
            .greatest(
                WindowArgmax(
                    operand: layouts[operand].source, result: equation.result,
                    planes: places.dims.dropLast(rank).reduce(1, *), rows: axis(1), columns: axis(0))),
            makes: equation.results)
    }
}
