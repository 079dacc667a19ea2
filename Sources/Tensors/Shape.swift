/// The sizes of an array's axes. The element count is known to fit in an `Int`, so arithmetic on it cannot trap.
public struct Shape: Hashable, Sendable, CustomStringConvertible {
    /// Sizes of the axes, outermost first.
    public let dims: [Int]
    /// The number of elements: the product of `dims`, 1 for a scalar.
    public let count: Int

    /// No array has more elements than this; it keeps byte counts and index arithmetic far from overflow.
    public static let countLimit = 1 << 46

    /// No array has more axes than this, which is NumPy's limit too; it bounds recursion over axes.
    public static let rankLimit = 64

    /// The shape of a scalar, `[]`.
    public static let scalar = Shape(dims: [], count: 1)

    private init(dims: [Int], count: Int) {
        self.dims = dims
        self.count = count
    }

    /// A shape with these axis sizes.
    /// - Throws: `Fault.size` when a size is negative, the element count passes `countLimit` or the rank `rankLimit`.
    public init(_ dims: [Int]) throws {
        guard dims.count <= Shape.rankLimit else {
            throw Fault(.size, "a shape of \(dims.count) axes is more than \(Shape.rankLimit)")
        }
        var nonZero = 1
        for size in dims {
            guard size >= 0 else { throw Fault(.size, "shape \(Shape.text(dims)) has a negative size") }
            if size == 0 { continue }
            let (product, overflow) = nonZero.multipliedReportingOverflow(by: size)
            guard !overflow, product <= Shape.countLimit else {
                throw Fault(.size, "shape \(Shape.text(dims)) has more than \(Shape.countLimit) elements")
            }
            nonZero = product
        }
        self.init(dims: dims, count: dims.contains(0) ? 0 : nonZero)
    }

    /// A vector's shape.
    public init(vector count: Int) throws { try self.init([count]) }

    /// The number of axes.
    public var rank: Int { dims.count }

    /// Row-major strides in elements: how far apart neighbours along each axis lie.
    public var strides: [Int] {
        var strides = [Int](repeating: 1, count: dims.count)
        var step = 1
        for axis in dims.indices.reversed() {
            strides[axis] = step
            step *= max(dims[axis], 1)
        }
        return strides
    }

    /// The coordinates of the element at `flat`, counted row-major from 0.
    public func coordinates(of flat: Int) -> [Int] {
        var rest = flat
        var result = [Int](repeating: 0, count: dims.count)
        for axis in dims.indices.reversed() where dims[axis] > 0 {
            result[axis] = rest % dims[axis]
            rest /= dims[axis]
        }
        return result
    }

    /// The flat row-major index of an element, or nil when `coordinates` are not in the shape.
    public func flatIndex(of coordinates: [Int]) -> Int? {
        guard coordinates.count == dims.count else { return nil }
        var flat = 0
        for (coordinate, size) in zip(coordinates, dims) {
            guard (0..<size).contains(coordinate) else { return nil }
            flat = flat * size + coordinate
        }
        return flat
    }

    /// NumPy's broadcasting: the shape that both stretch to, or nil when there is none.
    public func broadcast(with other: Shape) -> [Int]? {
        let rank = max(dims.count, other.dims.count)
        var result = [Int](repeating: 1, count: rank)
        for axis in 0..<rank {
            let left = axis - (rank - dims.count) < 0 ? 1 : dims[axis - (rank - dims.count)]
            let right = axis - (rank - other.dims.count) < 0 ? 1 : other.dims[axis - (rank - other.dims.count)]
            guard left == right || left == 1 || right == 1 else { return nil }
            result[axis] = left == 1 ? right : left
        }
        return result
    }

    /// `[2,3]`; a scalar is `[]`.
    public var description: String { Shape.text(dims) }

    /// The text of axis sizes that need not make a shape.
    public static func text(_ dims: [Int]) -> String {
        "[" + dims.map(String.init).joined(separator: ",") + "]"
    }
}

/// What is known of an array before it is computed: element type and shape.
public struct TensorType: Hashable, Sendable, CustomStringConvertible {
    /// The element type.
    public var dtype: DType
    /// The axis sizes.
    public var shape: Shape

    /// An array type.
    public init(_ dtype: DType, _ shape: Shape) {
        self.dtype = dtype
        self.shape = shape
    }

    /// Bytes of one array of this type.
    public var byteCount: Int { shape.count * dtype.byteWidth }

    /// `f64[2,3]`; a scalar is `f64[]`.
    public var description: String { "\(dtype)\(shape)" }

    /// Reads `f64[2,3]` back.
    /// - Throws: `Fault.parse` with what was expected, `Fault.size` when the shape is too large.
    public init(parsing text: some StringProtocol) throws {
        guard let open = text.firstIndex(of: "["), text.last == "]", let dtype = DType(rawValue: String(text[..<open]))
        else { throw Fault(.parse, "expected a type such as f64[2,3], found \(text)") }
        let inside = text[text.index(after: open)...].dropLast()
        let parts = inside.isEmpty ? [] : inside.split(separator: ",", omittingEmptySubsequences: false)
        let sizes = try parts.map { part in
            var digits = part.drop { $0 == " " }
            while digits.last == " " { digits.removeLast() }
            guard let size = Int(digits) else {
                throw Fault(.parse, "expected an axis size, found \"\(part)\" in \(text)")
            }
            return size
        }
        self.init(dtype, try Shape(sizes))
    }
}
