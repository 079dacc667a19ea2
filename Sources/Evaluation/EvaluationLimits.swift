import Graphs
import Tensors

/// How much memory an evaluation may take, in bytes of array elements.
public struct EvaluationLimits: Sendable {
    /// The largest single array.
    public var tensorBytes: Int
    /// All arrays alive at one time: the inputs that are needed, intermediate values, copies made for one equation.
    public var totalBytes: Int

    /// Limits; without arguments 2 GB for one array and 4 GB for all.
    public init(tensorBytes: Int = 1 << 31, totalBytes: Int = 4 << 30) {
        self.tensorBytes = tensorBytes
        self.totalBytes = totalBytes
    }

    /// - Throws: `Fault.limit` for one array of more bytes than there may be; `what` begins the message: `%3 = … would take`.
    package func requireArray(of bytes: Int, _ what: @autoclosure () -> String) throws {
        guard bytes > tensorBytes else { return }
        throw Fault(
            .limit, "\(what()) \(sizeText(bytes)), the limit is \(sizeText(tensorBytes))",
            hint: "ask for a sum or a slice of it, or raise the limit")
    }

    /// - Throws: `Fault.limit` for arrays that do not fit beside others.
    package func requireRoom(for bytes: Int, beside used: Int, _ what: @autoclosure () -> String) throws {
        guard bytes > totalBytes - used else { return }
        throw Fault(
            .limit,
            "\(what()) \(sizeText(bytes)) beside \(sizeText(used)) in use, the limit for all arrays is \(sizeText(totalBytes))",
            hint: "work on smaller pieces, or raise the limit")
    }
}
