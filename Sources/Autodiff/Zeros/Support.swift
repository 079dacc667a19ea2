import Graphs
import Tensors

/// The index pattern of a value that is linear in some inputs: which of its elements depend on them. What does not is a
/// zero by structure, whatever the numbers are, and stays one when it is multiplied by something infinite.
enum Support: Hashable {
    /// No element depends on the inputs.
    case nowhere
    /// Every element may.
    case everywhere
    /// Those may where a bool array of the value's shape is true. `isFilled` says that one is true for sure.
    case mask(ValueID, isFilled: Bool)

    /// The same, without the array.
    var extent: Extent {
        switch self {
        case .nowhere: .nowhere
        case .everywhere: .everywhere
        case .mask(_, let isFilled): .partly(isFilled: isFilled)
        }
    }
}

/// How much is known of a support without its array.
enum Extent: Hashable {
    case nowhere, everywhere
    /// An array says where. `isFilled`: in at least one place.
    case partly(isFilled: Bool)

    /// What holds for a value that has either extent.
    func joined(_ other: Extent) -> Extent { self == other ? self : .partly(isFilled: false) }

    var isPartly: Bool { if case .partly = self { true } else { false } }
}

/// How large a known factor can be for finite inputs.
enum Risk: Int, Comparable {
    /// Made of literals: finite.
    case none
    /// Finite where the inputs are.
    case ordinary
    /// Made by a function with a pole or an edge: division, logarithm, root, exponential, …
    case pole

    static func < (left: Risk, right: Risk) -> Bool { left.rawValue < right.rawValue }
}

extension GraphBuilder {
    /// The support of a value of this type as an array.
    mutating func array(_ support: Support, _ type: TensorType) throws -> ValueID {
        switch support {
        case .nowhere: try full(.bool(false), TensorType(.bool, type.shape))
        case .everywhere: try full(.bool(true), TensorType(.bool, type.shape))
        case .mask(let mask, _): mask
        }
    }

    /// Where one of two supports is.
    mutating func either(_ left: Support, _ right: Support) throws -> Support {
        switch (left, right) {
        case (.everywhere, _), (_, .everywhere): return .everywhere
        case (.nowhere, let other), (let other, .nowhere): return other
        case (.mask(let x, let xFilled), .mask(let y, let yFilled)):
            return x == y ? left : .mask(try apply(.or, x, y), isFilled: xFilled || yFilled)
        }
    }

    /// Where the predicate holds and the support is.
    mutating func both(_ predicate: ValueID, _ support: Support) throws -> Support {
        switch support {
        case .nowhere: .nowhere
        case .everywhere: .mask(predicate, isFilled: false)
        case .mask(let mask, _): .mask(try apply(.and, predicate, mask), isFilled: false)
        }
    }

    /// Where one side is chosen that has a support.
    mutating func chosen(_ predicate: ValueID, _ yes: Support, _ no: Support) throws -> Support {
        if yes == no { return yes }
        let left = try both(predicate, yes)
        return try no == .nowhere ? left : either(left, both(apply(.not, predicate), no))
    }

    /// What a primitive that only moves elements makes of a support.
    mutating func moved(_ support: Support, by primitive: Primitive, keepsAll: Bool = true) throws -> Support {
        guard case .mask(let mask, let isFilled) = support else { return support }
        return .mask(try emit(primitive, [mask]), isFilled: isFilled && keepsAll)
    }

    /// Where any element along `axes` is in the support; these axes are gone.
    mutating func any(_ support: Support, axes: [Int]) throws -> Support {
        guard case .mask(let mask, let isFilled) = support, !axes.isEmpty else { return support }
        if isFilled, axes.count == shape(mask).rank { return .everywhere }
        let count = try sum(convert(mask, to: .i32), axes: axes)
        return .mask(try positive(count), isFilled: isFilled)
    }

    mutating func positive(_ count: ValueID) throws -> ValueID { try compare(.gt, count, zeros(types[count])) }

    /// A product that is a zero by structure outside `support`, whatever it was multiplied by. What is not NaN there keeps
    /// its bits. Derivatives of the product are zero there, too.
    mutating func keepingZeros(of product: ValueID, outside support: Support) throws -> ValueID {
        guard support != .everywhere else { return product }
        let mask = try array(support, types[product])
        let zero = try zeros(types[product])
        let kept = try select(compare(.eq, product, product), product, zero)
        return try select(mask, product, emit(.stopGradient, [kept]))
    }
}
