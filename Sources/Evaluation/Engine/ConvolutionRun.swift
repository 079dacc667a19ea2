import CKernels
import Graphs
import Tensors

/// A convolution as matrix products: what windows cover is laid out in rows, some windows at a time, and multiplied by
/// the rows of the right operand. The order of summation is that of `convolution` in the interpreter.
struct WindowProduct: Sendable {
    let left, right, result: ValueID
    /// `[G, N, C, S…]`, `[G, O, C, K…]` and `[G, N, O, P…]`.
    let leftShape, rightShape, resultShape: Shape
    let window: ConvolutionWindow

    /// Images: entries of the axes G and N.
    var entries: Int { resultShape.dims[0] * resultShape.dims[1] }
    var features: Int { resultShape.dims[2] }
    var channels: Int { leftShape.dims[2] }
    /// Elements of one channel of an image, of the window, and of the result.
    var plane: Int { leftShape.dims.dropFirst(3).reduce(1, *) }
    var extent: Int { rightShape.dims.dropFirst(3).reduce(1, *) }
    var places: Int { resultShape.dims.dropFirst(3).reduce(1, *) }
    var depth: Int { channels * extent }
    /// Windows that are laid out at a time: about as many elements as the second cache holds.
    var chunk: Int { min(max((1 << 16) / max(depth, 1), 1), places) }

    /// For windows `first ..< first + count` and each of their elements its place in a channel, −1 for padding.
    func sources(_ first: Int, _ count: Int) throws -> [Int] {
        let sizes = try [leftShape, rightShape, resultShape].map { try Shape(Array($0.dims.dropFirst(3))) }
        var sources: [Int] = []
        sources.reserveCapacity(count * extent)
        for place in first..<first + count {
            let start = sizes[2].coordinates(of: place)
            var offset = [Int](repeating: 0, count: start.count)
            for _ in 0..<extent {
                sources.append(source(start, offset, sizes[0]))
                advance(&offset, in: sizes[1])
            }
        }
        return sources
    }

    /// To the next coordinates, row-major; after the last come the first.
    private func advance(_ coordinates: inout [Int], in shape: Shape) {
        for axis in coordinates.indices.reversed() {
            coordinates[axis] += 1
            if coordinates[axis] < shape.dims[axis] { return }
            coordinates[axis] = 0
        }
    }

    private func source(_ start: [Int], _ offset: [Int], _ sizes: Shape) -> Int {
        var source = 0
        for axis in start.indices {
            let position =
                start[axis] * window.strides[axis] - window.low[axis] + offset[axis] * window.rightDilation[axis]
            let (index, rest) = position.quotientAndRemainder(dividingBy: window.leftDilation[axis])
            guard rest == 0, index >= 0, index < sizes.dims[axis] else { return -1 }
            source = source * sizes.dims[axis] + index
        }
        return source
    }
}

extension PlanRun {
    func convolve(_ product: WindowProduct) throws {
        let kernels = engine.kernels.table.pointee
        if plan.graph.types[product.result].dtype == .f64 {
            try convolve(product, Double.self) {
                kernels.gemm_f64($0, $1, $2, $3, $2, 1, $4, 1, $2, $5, $6, $7, $8)
            }
        } else {
            try convolve(product, Float.self) {
                kernels.gemm_f32($0, $1, $2, $3, $2, 1, $4, 1, $2, $5, $6, $7, $8)
            }
        }
    }

    /// Takes chunks of windows and images in turn; threads take parts of these. `gemm` gets m, n, k, the weights, the
    /// rows of windows, the result, the distance of the result's rows, scratch, and the flag that stops it.
    private func convolve<T: FloatElement>(
        _ product: WindowProduct, _: T.Type,
        _ gemm: (
            Int, Int, Int, UnsafePointer<T>, UnsafePointer<T>, UnsafeMutablePointer<T>, Int, UnsafeMutableRawPointer,
            UnsafePointer<Int32>?
        ) -> Int32
    ) throws {
        let (entries, chunk, places, depth) = (product.entries, product.chunk, product.places, product.depth)
        guard product.resultShape.count > 0 else { return }
        let chunks = (places + chunk - 1) / chunk
        let left = pointers[product.left].assumingMemoryBound(to: T.self)
        let right = pointers[product.right].assumingMemoryBound(to: T.self)
        let result = pointers[product.result].assumingMemoryBound(to: T.self)
        let imagesOfGroup = product.resultShape.dims[1]
        try inParts(chunks * entries, worth: product.resultShape.count * max(depth, 1) / 8) { range, thread in
            let rows = UnsafeMutablePointer<T>.allocate(capacity: max(chunk * depth, 1))
            defer { rows.deallocate() }
            var sources: [Int] = []
            for unit in range {
                if cancel?.isCancelled == true { throw Fault(.cancelled, "cancelled") }
                let (part, entry) = unit.quotientAndRemainder(dividingBy: entries)
                let (first, count) = (part * chunk, min(chunk, places - part * chunk))
                if depth > 0, entry == 0 || unit == range.lowerBound { sources = try product.sources(first, count) }
                lay(product, left + entry * product.channels * product.plane, sources, count, to: rows)
                let weights = right + entry / imagesOfGroup * product.features * depth
                let stopped = gemm(
                    product.features, count, depth, weights, rows, result + entry * product.features * places + first,
                    places, scratch + thread * scratchBytes, cancel?.address)
                guard stopped == 0 else { throw Fault(.cancelled, "cancelled") }
            }
        }
    }

    /// What `count` windows cover of one image, a row for each, over (channel, position in the window).
    private func lay<T: FloatElement>(
        _ product: WindowProduct, _ image: UnsafeMutablePointer<T>, _ sources: [Int], _ count: Int,
        to rows: UnsafeMutablePointer<T>
    ) {
        let (channels, extent, plane) = (product.channels, product.extent, product.plane)
        sources.withUnsafeBufferPointer { sources in
            var next = 0
            for place in 0..<count {
                for channel in 0..<channels {
                    let base = image + channel * plane
                    for index in place * extent..<(place + 1) * extent {
                        let source = sources[index]
                        rows[next] = source < 0 ? 0 : base[source]
                        next += 1
                    }
                }
            }
        }
    }
}
