import Graphs
import Tensors

/// Convolves: what a window covers is laid out as a row over (channel, position in the window), row-major, zeros of the
/// padding included; every result element is one inner product of that row with a row of `right`, as in `dotGeneral`.
func convolution(
    _ left: Tensor, _ right: Tensor, _ window: ConvolutionWindow, _ result: Shape, _ workspace: Workspace
) throws -> Tensor.Storage {
    func convolved<T: NumberElement>(_ values: [T]) throws -> [T] {
        try convolve(values, left.shape, right.elements(), right.shape, window, result, workspace)
    }
    return switch left.storage {
    case .f64(let values): .f64(try convolved(values))
    case .f32(let values): .f32(try convolved(values))
    case .i64(let values): .i64(try convolved(values))
    case .i32(let values): .i32(try convolved(values))
    case .bool: throw misplaced("convolution", .bool)
    }
}

private func convolve<T: NumberElement>(
    _ left: [T], _ leftShape: Shape, _ right: [T], _ rightShape: Shape, _ window: ConvolutionWindow, _ result: Shape,
    _ workspace: Workspace
) throws -> [T] {
    var output = try tabulate(result.count, workspace) { _ in T.zeroElement }
    let depth = rightShape.strides[1]
    guard !output.isEmpty, !right.isEmpty else { return output }
    let places = try Shape(Array(result.dims.dropFirst(3)))
    let outer = try Shape([result.dims[0], result.dims[1]])
    let features = result.dims[2]
    try workspace.scratch(depth * MemoryLayout<T>.stride)
    var row = try tabulate(depth, workspace) { _ in T.zeroElement }
    let cover = WindowCover(leftShape, rightShape, window)
    for entry in 0..<outer.count {
        let group = entry / outer.dims[1]
        for place in 0..<places.count {
            try cover.lay(left, entry: entry, place: places.coordinates(of: place), into: &row, workspace)
            try row.withUnsafeBufferPointer { row in
                try right.withUnsafeBufferPointer { right in
                    guard let row = row.baseAddress, let right = right.baseAddress else { return }
                    for feature in 0..<features {
                        // Safe: `right` holds G · O rows of `depth` elements.
                        let weights = right + (group * features + feature) * depth
                        output[(entry * features + feature) * places.count + place] =
                            try innerProduct(row, weights, depth, workspace)
                    }
                }
            }
        }
    }
    return output
}

/// Which elements of the left operand the windows cover.
private struct WindowCover {
    let channels: Int
    /// Sizes and steps of the left operand's spatial axes.
    let sizes, steps: [Int]
    /// Elements of one channel of the left operand.
    let plane: Int
    /// Sizes of the window.
    let extents: [Int]
    let window: ConvolutionWindow

    init(_ left: Shape, _ right: Shape, _ window: ConvolutionWindow) {
        channels = left.dims[2]
        sizes = Array(left.dims.dropFirst(3))
        steps = Array(left.strides.dropFirst(3))
        plane = left.strides[2]
        extents = Array(right.dims.dropFirst(3))
        self.window = window
    }

    /// Lays what the window at `place` covers, channel by channel, into `row`. `entry` counts through G and N.
    func lay<T: NumberElement>(
        _ left: [T], entry: Int, place: [Int], into row: inout [T], _ workspace: Workspace
    ) throws {
        var next = 0
        for channel in 0..<channels {
            let base = (entry * channels + channel) * plane
            try lay(left, axis: 0, from: base, isInside: true, place, into: &row, &next, workspace)
        }
    }

    private func lay<T: NumberElement>(
        _ left: [T], axis: Int, from base: Int, isInside: Bool, _ place: [Int], into row: inout [T], _ next: inout Int,
        _ workspace: Workspace
    ) throws {
        guard axis < extents.count else {
            try workspace.spend(1)
            row[next] = isInside ? left[base] : T.zeroElement
            next += 1
            return
        }
        let first = place[axis] * window.strides[axis] - window.low[axis]
        for k in 0..<extents[axis] {
            let (index, rest) = (first + k * window.rightDilation[axis]).quotientAndRemainder(
                dividingBy: window.leftDilation[axis])
            let isHere = rest == 0 && index >= 0 && index < sizes[axis] && isInside
            try lay(
                left, axis: axis + 1, from: isHere ? base + index * steps[axis] : base, isInside: isHere, place,
                into: &row, &next, workspace)
        }
    }
}

/// Where the greatest element of each window over the last axes lies, counted row-major in these axes.
func windowArgmax(
    _ operand: Tensor, _ window: PoolingWindow, _ result: Shape, _ workspace: Workspace
) throws -> Tensor.Storage {
    func places<T: NumberElement>(_ values: [T]) throws -> [Int64] {
        let spatial = operand.shape.rank - window.size.count
        let places = try Shape(Array(result.dims.dropFirst(spatial)))
        let plane = try Shape(Array(operand.shape.dims.dropFirst(spatial)))
        guard result.count > 0 else { return [] }
        var greatestPlaces = try tabulate(result.count, workspace) { _ in Int64(-1) }
        // Place by place, as what a window covers is the same in all entries.
        for place in 0..<places.count {
            // To find what a window covers takes as long as some hundred elements.
            try workspace.spend(256)
            guard let covered = covered(plane, window, places.coordinates(of: place)) else { continue }
            for (entry, position) in stride(from: place, to: result.count, by: places.count).enumerated() {
                greatestPlaces[position] = Int64(
                    try greatest(values, from: entry * plane.count, covered, workspace))
            }
        }
        return greatestPlaces
    }
    return switch operand.storage {
    case .f64(let values): .i64(try places(values))
    case .f32(let values): .i64(try places(values))
    case .i64(let values): .i64(try places(values))
    case .i32(let values): .i64(try places(values))
    case .bool: throw misplaced("window_argmax", .bool)
    }
}

/// What the window at `place` covers of a plane, the padding cut away, so that no loop runs over padding; nil for nothing.
private func covered(_ plane: Shape, _ window: PoolingWindow, _ place: [Int]) -> StridedView? {
    let start = place.indices.map { max(place[$0] * window.strides[$0] - window.low[$0], 0) }
    let end = place.indices.map {
        min(place[$0] * window.strides[$0] - window.low[$0] + window.size[$0], plane.dims[$0])
    }
    guard zip(start, end).allSatisfy({ $0 < $1 }) else { return nil }
    return StridedView(
        dims: zip(end, start).map { $0 - $1 }, strides: plane.strides,
        offset: zip(start, plane.strides).reduce(0) { $0 + $1.0 * $1.1 })
}

/// The first place of the greatest covered element of the plane that begins at `base`.
private func greatest<T: NumberElement>(
    _ values: [T], from base: Int, _ covered: StridedView, _ workspace: Workspace
) throws -> Int {
    var best = covered.offset
    try covered.forEachRun(workspace) { first, step, length in
        for index in 0..<length {
            let candidate = first + index * step
            let (value, greatest) = (values[base + candidate], values[base + best])
            // Not a number is unequal to itself.
            if greatest == greatest, value > greatest || value != value { best = candidate }
        }
    }
    return best
}
