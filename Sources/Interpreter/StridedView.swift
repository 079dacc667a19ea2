import Tensors

/// Elements of an array picked by strides: the element at coordinates c lies at `offset + Σ c[k]·strides[k]`.
/// Whatever only moves elements is one of these, read from or written through.
package struct StridedView: Sendable {
    /// The sizes of the axes of size ≠ 1, outermost first; neighbours that step as one axis would are joined.
    package private(set) var dims: [Int] = []
    /// How far apart neighbours along each axis lie, in elements of the array; 0 repeats, negative goes back.
    package private(set) var strides: [Int] = []
    /// Where the first element lies.
    package let offset: Int
    /// The number of elements picked.
    package let count: Int

    package init(dims: [Int], strides: [Int], offset: Int = 0) {
        self.offset = offset
        // A subset of a shape's or its permutation: the product of nonzero sizes is within `Shape.countLimit`.
        count = dims.contains(0) ? 0 : dims.reduce(1, *)
        guard count > 0 else { return }
        for (size, stride) in Swift.zip(dims, strides) where size != 1 {
            if let outer = self.strides.last, outer == size * stride {
                self.dims[self.dims.count - 1] *= size
                self.strides[self.strides.count - 1] = stride
            } else {
                self.dims.append(size)
                self.strides.append(stride)
            }
        }
    }

    /// The positions of all elements, row-major; for a few only.
    package var positions: [Int] { StridedView.positions(dims, strides, offset) }

    /// The positions at `offset + Σ coordinate · stride` of an array of these sizes, row-major.
    package static func positions(_ dims: [Int], _ strides: [Int], _ offset: Int) -> [Int] {
        var positions = [offset]
        for (size, step) in Swift.zip(dims, strides) {
            positions = positions.flatMap { start in (0..<size).map { start + $0 * step } }
        }
        return positions
    }

    /// Whether these are just the first `total` elements in order.
    package func isWhole(of total: Int) -> Bool {
        count == total && offset == 0 && (count == 0 || dims.isEmpty || (dims.count == 1 && strides[0] == 1))
    }

    /// Calls `body` with the positions of all elements in row-major order, in runs: first position, step, length.
    @inline(__always)
    func forEachRun(_ workspace: Workspace, _ body: (_ first: Int, _ step: Int, _ length: Int) -> Void) throws {
        guard count > 0 else { return }
        let (length, step, outer) = (dims.last ?? 1, strides.last ?? 0, dims.dropLast())
        var coordinates = [Int](repeating: 0, count: outer.count)
        var position = offset
        while true {
            for start in stride(from: 0, to: length, by: Workspace.pollInterval) {
                let part = min(Workspace.pollInterval, length - start)
                try workspace.spend(part)
                body(position + start * step, step, part)
            }
            var axis = outer.count - 1
            while axis >= 0 {
                coordinates[axis] += 1
                position += strides[axis]
                if coordinates[axis] < dims[axis] { break }
                position -= strides[axis] * dims[axis]
                coordinates[axis] = 0
                axis -= 1
            }
            if axis < 0 { return }
        }
    }

    /// The elements picked from `source`, row-major. The whole array itself is not copied.
    func read<T: Element>(_ source: [T], _ workspace: Workspace) throws -> [T] {
        if isWhole(of: source.count) { return source }
        return try [T](capacity: count) { output in
            try forEachRun(workspace) { first, step, length in
                var position = first
                for _ in 0..<length {
                    output.append(source[position])
                    position += step
                }
            }
        }
    }

    /// Puts `source`, row-major, to the places picked from `target`.
    func write<T: Element>(_ source: [T], to target: inout [T], _ workspace: Workspace) throws {
        var next = 0
        try forEachRun(workspace) { first, step, length in
            var position = first
            for index in next..<next + length {
                target[position] = source[index]
                position += step
            }
            next += length
        }
    }
}

extension StridedView {
    /// The axes of an array of `shape` in another order, or some of them.
    package static func transpose(_ shape: Shape, _ permutation: [Int]) -> StridedView {
        let strides = shape.strides
        return StridedView(dims: permutation.map { shape.dims[$0] }, strides: permutation.map { strides[$0] })
    }

    /// `shape` stretched to `result`, along whose axis `axes[k]` axis k lies.
    package static func broadcast(_ shape: Shape, _ result: Shape, _ axes: [Int]) -> StridedView {
        var strides = [Int](repeating: 0, count: result.rank)
        for (axis, stride) in shape.strides.enumerated() where shape.dims[axis] != 1 { strides[axes[axis]] = stride }
        return StridedView(dims: result.dims, strides: strides)
    }

    /// From `start` by `step` along each axis. A step along an axis of size 1 is never taken, and may be beyond any array.
    package static func slice(_ shape: Shape, _ result: Shape, _ start: [Int], _ step: [Int]) -> StridedView {
        let strides = shape.strides
        return StridedView(
            dims: result.dims,
            strides: strides.indices.map { result.dims[$0] > 1 ? strides[$0] * step[$0] : 0 },
            offset: strides.indices.reduce(0) { $0 + start[$1] * strides[$1] })
    }

    /// Where `pad` puts the elements of `shape` in `result`.
    package static func padding(_ shape: Shape, _ result: Shape, _ low: [Int], _ interior: [Int]) -> StridedView {
        let (dims, strides) = (shape.dims, result.strides)
        // A step along an axis of size 1 is never taken, and may be beyond any array.
        return StridedView(
            dims: dims, strides: strides.indices.map { dims[$0] > 1 ? strides[$0] * (interior[$0] + 1) : 0 },
            offset: strides.indices.reduce(0) { $0 + low[$1] * strides[$1] })
    }

    /// The other way round along `axes`.
    package static func reverse(_ shape: Shape, _ axes: [Int]) -> StridedView {
        var strides = shape.strides
        var offset = 0
        for axis in axes where shape.dims[axis] > 0 {
            offset += (shape.dims[axis] - 1) * strides[axis]
            strides[axis] = -strides[axis]
        }
        return StridedView(dims: shape.dims, strides: strides, offset: offset)
    }
}

extension Tensor {
    /// The elements that `view` picks.
    func read(_ view: StridedView, _ workspace: Workspace) throws -> Storage {
        switch storage {
        case .f64(let values): .f64(try view.read(values, workspace))
        case .f32(let values): .f32(try view.read(values, workspace))
        case .i64(let values): .i64(try view.read(values, workspace))
        case .i32(let values): .i32(try view.read(values, workspace))
        case .bool(let values): .bool(try view.read(values, workspace))
        }
    }
}
