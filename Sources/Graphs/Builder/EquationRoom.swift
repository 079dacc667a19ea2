import Tensors

/// Whose rules derive: a run that did not keep its derivative graph has to be derived as it was.
public enum DerivativeRules: Sendable {
    /// Those of the releases that wrote archives of version 1: every equation by itself, slopes of steps that are no tangent
    /// at all, and no zeros kept by structure. Where a result is NaN they are today's.
    case version1
    case current
}

/// How many equations may still be written, those inside of loops and branches counted, and what is thrown beyond.
public struct EquationRoom: Sendable {
    /// How many are left.
    public private(set) var count: Int
    private let refusal: Fault
    /// The rules by which derivatives in it are written, those inside of its loops and branches too.
    public var rules = DerivativeRules.current
    /// Who looks on while graphs are written in it, and in the rooms that are made from it.
    public var monitor: WritingMonitor?
    /// What was written since the monitor was told.
    private var untold = (equations: 0, bytes: 0)

    /// Room for `count` equations; `refusal` is thrown for one more.
    public init(_ count: Int, orElse refusal: Fault) {
        self.count = count
        self.refusal = refusal
    }

    /// No bound but that of the numbers.
    public static let unlimited = EquationRoom(
        .max, orElse: Fault(.limit, "the graph has more equations than can be counted"))

    /// Room without a bound, with the same monitor: for parts whose size is counted where they are put in.
    public var unbounded: EquationRoom {
        var room = EquationRoom.unlimited
        room.monitor = monitor
        return room
    }

    /// Takes the room of one equation that is written, which counts `size` times and takes `bytes`.
    /// - Throws: the refusal when there is less, and what the monitor throws.
    mutating func write(_ size: Int, bytes: Int) throws {
        try take(size)
        guard let monitor else { return }
        untold = (untold.equations + 1, untold.bytes + bytes)
        guard untold.equations >= WritingMonitor.interval else { return }
        let bytes = untold.bytes
        untold = (0, 0)
        try monitor.take(bytes)
    }

    /// Takes the room of `size` equations.
    /// - Throws: the refusal when there is less.
    public mutating func take(_ size: Int) throws {
        guard size <= count else { throw refusal }
        count -= size
    }

    /// The room there is when every equation counts `weight` times.
    public func shared(by weight: Int) -> EquationRoom {
        var share = self
        share.count /= max(weight, 1)
        return share
    }

    /// Gives back what was taken.
    mutating func giveBack(_ size: Int) { count += size }
}

extension Primitive {
    /// The number of equations that it is: one, and those in its bodies.
    var size: Int {
        guard case .control(let flow) = self else { return 1 }
        return flow.bodies.reduce(1) { $0.addingSaturated($1.size) }
    }
}

extension Graph {
    /// The number of equations, those inside of loops and branches counted.
    public var size: Int { equations.reduce(0) { $0.addingSaturated($1.primitive.size) } }
}

extension Int {
    /// Graphs share their bodies, so that a small one may count as more than any number.
    fileprivate func addingSaturated(_ other: Int) -> Int {
        let (sum, overflows) = addingReportingOverflow(other)
        return overflows ? .max : sum
    }
}
