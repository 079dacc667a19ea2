import Notebook
import Tensors

/// A question about what each output contributed to a gradient.
public struct ContributionsRequest: Sendable {
    let reference: String
    let question: BreakdownRequest
    let seed: String?

    /// - Parameter seed: the name of the target's cotangent, where the run has none of its own.
    public init(reference: String, question: BreakdownRequest, seed: String?) {
        self.reference = reference
        self.question = question
        self.seed = seed
    }
}

/// What each output contributed.
public struct ContributionsAnswer: Sendable {
    /// The run.
    public let run: Run
    /// Rows, bypass, sum, gradient.
    public let breakdown: Breakdown
    /// What to know of the numbers: inputs without a path, rules that a cell gave, a NaN at a kink, rules that have changed.
    public let notes: [String]
}

extension RequestContext {
    /// What each output of a cut contributed to a gradient, by replay of the run.
    public func contributions(_ request: ContributionsRequest) throws -> ContributionsAnswer {
        var question = request.question
        if let seed = request.seed { question.seed = try tensor(of: snapshot().array(named: seed)) }
        let recorded = try recorded(request.reference)
        let (breakdown, notes) = try breakdown(of: recorded, question)
        return ContributionsAnswer(run: recorded.run, breakdown: breakdown, notes: notes)
    }

    /// A breakdown of a run, and what to know of it.
    func breakdown(
        of recorded: RecordedRun, _ question: BreakdownRequest
    ) throws -> (breakdown: Breakdown, notes: [String]) {
        let compute = compute
        let query = try ContributionQuery(recorded, through: question.through, seed: question.seed, in: compute)
        let breakdown = try query.answer(question)
        return (breakdown, try notes(of: recorded) + [breakdown.note].compactMap(\.self))
    }

    /// A sentence for each input that the target does not depend on, for rules that a cell gave, and for a NaN at a kink.
    func notes(of recorded: RecordedRun) throws -> [String] {
        try recorded.notes + recorded.kinkNotes(in: compute)
    }
}
