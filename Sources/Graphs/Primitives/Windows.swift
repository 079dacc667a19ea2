import Tensors

/// How the window of a convolution moves: one entry for each spatial axis, the last ones of both operands.
///
/// Window p covers positions p · stride + k · rightDilation − low of the left operand, stretched by `leftDilation`, for
/// every k of the right operand. What lies between stretched elements or outside counts as +0.0.
public struct ConvolutionWindow: Hashable, Sendable {
    /// Steps between neighbouring windows.
    public var strides: [Int]
    /// Positions added before the first; taken away when negative.
    public var low: [Int]
    /// Positions added behind the last; taken away when negative.
    public var high: [Int]
    /// Distance of neighbouring elements of the left operand, 1 for as they are.
    public var leftDilation: [Int]
    /// Distance of neighbouring elements of the right operand, 1 for as they are.
    public var rightDilation: [Int]

    /// A window that moves so.
    public init(strides: [Int], low: [Int], high: [Int], leftDilation: [Int], rightDilation: [Int]) {
        self.strides = strides
        self.low = low
        self.high = high
        self.leftDilation = leftDilation
        self.rightDilation = rightDilation
    }

    /// The length of an axis of `size` elements that lie `dilation` apart.
    public static func dilated(_ size: Int, _ dilation: Int) -> Int { size == 0 ? 0 : (size - 1) * dilation + 1 }

    var parameters: [(String, Parameter)] {
        [
            ("strides", .integers(strides)), ("low", .integers(low)), ("high", .integers(high)),
            ("left_dilation", .integers(leftDilation)), ("right_dilation", .integers(rightDilation)),
        ]
    }

    init(reading reader: ParameterReader) throws {
        self.init(
            strides: try reader.integers("strides"), low: try reader.integers("low"),
            high: try reader.integers("high"), leftDilation: try reader.integers("left_dilation"),
            rightDilation: try reader.integers("right_dilation"))
    }

    func resultType(_ left: TensorType, _ right: TensorType) throws -> TensorType {
        let (l, r) = (left.shape.dims, right.shape.dims)
        guard left.dtype == right.dtype, left.dtype != .bool, l.count == strides.count + 3, r.count == l.count,
            l[0] == r[0], l[2] == r[2]
        else {
            throw Fault(
                left.dtype == right.dtype ? .shape : .dtype,
                "convolution: \(left) and \(right) do not fit as [G,N,C,…] and [G,O,C,…] with \(strides.count) more axes"
            )
        }
        try requirePositive(strides + leftDilation + rightDilation, "convolution")
        let sizes = try strides.indices.map { axis in
            try windowCount(
                size: checked(l[axis + 3], leftDilation[axis]), window: checked(r[axis + 3], rightDilation[axis]),
                stride: strides[axis], low: low[axis], high: high[axis], "convolution")
        }
        return TensorType(left.dtype, try Shape([l[0], l[1], r[1]] + sizes))
    }

    private func requirePositive(_ steps: [Int], _ name: String) throws {
        let counts = [low, high, leftDilation, rightDilation].map(\.count)
        guard counts.allSatisfy({ $0 == strides.count }), steps.allSatisfy((1...Shape.countLimit).contains) else {
            throw Fault(.argument, "\(name): \(strides.count) axes need as many strides, paddings and dilations from 1")
        }
    }

    /// `dilated`, refusing what no array could hold.
    private func checked(_ size: Int, _ dilation: Int) throws -> Int {
        let (length, overflow) = max(size - 1, 0).multipliedReportingOverflow(by: dilation)
        guard !overflow, length < Shape.countLimit else {
            throw Fault(.size, "convolution: \(size) elements \(dilation) apart are too long an axis")
        }
        return ConvolutionWindow.dilated(size, dilation)
    }
}

/// How the window of a pooling function moves over the last axes of an array: one entry for each of them.
public struct PoolingWindow: Hashable, Sendable {
    /// The size of the window.
    public var size: [Int]
    /// Steps between neighbouring windows.
    public var strides: [Int]
    /// Positions of padding before the first element.
    public var low: [Int]
    /// Positions of padding behind the last element.
    public var high: [Int]

    /// A window that moves so.
    public init(size: [Int], strides: [Int], low: [Int], high: [Int]) {
        self.size = size
        self.strides = strides
        self.low = low
        self.high = high
    }

    var parameters: [(String, Parameter)] {
        [
            ("size", .integers(size)), ("strides", .integers(strides)), ("low", .integers(low)),
            ("high", .integers(high)),
        ]
    }

    init(reading reader: ParameterReader) throws {
        self.init(
            size: try reader.integers("size"), strides: try reader.integers("strides"),
            low: try reader.integers("low"), high: try reader.integers("high"))
    }

    func resultType(_ operand: TensorType) throws -> TensorType {
        let lead = operand.shape.rank - size.count
        guard lead >= 0, [strides, low, high].allSatisfy({ $0.count == size.count }), operand.dtype != .bool else {
            throw Fault(.shape, "window_argmax: \(operand) has no windows \(Shape.text(size))")
        }
        guard (size + strides).allSatisfy((1...Shape.countLimit).contains), (low + high).allSatisfy({ $0 >= 0 }) else {
            throw Fault(.argument, "window_argmax: sizes and strides go from 1, padding from 0")
        }
        let dims = operand.shape.dims
        let counts = try size.indices.map { axis in
            try windowCount(
                size: dims[lead + axis], window: size[axis], stride: strides[axis], low: low[axis], high: high[axis],
                "window_argmax")
        }
        return TensorType(.i64, try Shape(dims.prefix(lead) + counts))
    }
}

/// How many windows fit into `size` positions with `low` and `high` added.
private func windowCount(
    size: Int, window: Int, stride: Int, low: Int, high: Int, _ name: String
) throws -> Int {
    guard [low, high].allSatisfy((-Shape.countLimit...Shape.countLimit).contains) else {
        throw Fault(.size, "\(name): padding \(low), \(high) is beyond any array")
    }
    let room = size + low + high - window
    return room < 0 ? 0 : room / stride + 1
}

/// Primitives that move a window.
enum WindowName: String, PrimitiveName {
    case convolution
    case windowArgmax = "window_argmax"

    static let group = PrimitiveGroup.windows

    func read(_ reader: ParameterReader) throws -> Primitive {
        switch self {
        case .convolution: .convolution(try ConvolutionWindow(reading: reader))
        case .windowArgmax: .windowArgmax(try PoolingWindow(reading: reader))
        }
    }
}

extension Primitive {
    func convolutionType(_ x: [TensorType], _ window: ConvolutionWindow) throws -> TensorType {
        let (left, right) = try two(x)
        return try window.resultType(left, right)
    }

    func windowArgmaxType(_ x: [TensorType], _ window: PoolingWindow) throws -> TensorType {
        try window.resultType(one(x))
    }
}
