import Notebook
import Tensors

/// One entry of a gradient to be explained.
public struct ExplainRequest: Sendable {
    let reference: String
    let entry: BreakdownRequest.Entry
    let through: [String]

    /// The entry of one input, and the names of the cut; none is the target itself.
    public init(reference: String, entry: BreakdownRequest.Entry, through: [String]) {
        self.reference = reference
        self.entry = entry
        self.through = through
    }
}

/// The chain rule for one entry, with its numbers.
public struct ExplainAnswer: Sendable {
    /// The run.
    public let run: Run
    /// The entry.
    public let entry: BreakdownRequest.Entry
    /// One column of the contributions.
    public let breakdown: Breakdown
    /// Around the cut.
    public let bypass: Tensor
    /// The exact sum, rounded once.
    public let sum: Tensor
    /// The entry as the reverse pass gives it.
    public let gradient: Tensor
    /// Σ|terms| / |Σ terms|
    public let cancellation: Tensor
    /// What to know of the numbers.
    public let notes: [String]

    /// What is differentiated: with a seed v, the number Σᵢ vᵢ · yᵢ.
    public var target: String { run.kind == .vjp ? "⟨v, \(run.target)⟩" : run.target }

    /// The names of the cut; `isScalar` where it is a single number.
    public var cut: [(name: String, isScalar: Bool)] {
        breakdown.cut.map { name in (name, breakdown.rows.contains { $0.label == name }) }
    }
}

extension RequestContext {
    /// The chain rule for one entry of a gradient.
    public func explain(_ request: ExplainRequest) throws -> ExplainAnswer {
        let recorded = try recorded(request.reference)
        var question = BreakdownRequest()
        question.through = request.through
        question.entry = request.entry
        let (breakdown, notes) = try breakdown(of: recorded, question)
        guard let bypass = breakdown.bypass.first, let gradient = breakdown.gradient.first,
            let sum = breakdown.sum?.first, let cancellation = breakdown.cancellation?.first
        else { throw Fault(.defect, "a column without its sums") }
        return ExplainAnswer(
            run: recorded.run, entry: request.entry, breakdown: breakdown, bypass: bypass, sum: sum,
            gradient: gradient, cancellation: cancellation, notes: notes)
    }
}
