import Graphs
import Tensors

/// What a derivative is asked to be. The raw value is its name in cells, in run ids and in the archive.
public enum DerivativeKind: String, CaseIterable, Hashable, Sendable {
    /// Gradient of a scalar.
    case grad
    /// Cotangent of the inputs for a seed on the target.
    case vjp
    /// Tangent of the target for seeds on the inputs.
    case jvp
    /// All partial derivatives.
    case jacobian
    /// Second derivative of a scalar along seeds.
    case hvp
    /// All second derivatives of a scalar by one input.
    case hessian
    /// Rows of the contribution matrix of a scalar at a cut.
    case contributions
    /// The part of the gradient of a scalar that does not pass a cut.
    case bypass
}

// What each kind needs, and how what it gives is named.

extension DerivativeKind {
    /// What the derivative is taken along.
    public enum Seeds: Hashable, Sendable {
        /// Nothing is given.
        case none
        /// One array of the target's type.
        case cotangent
        /// One array of each input's type.
        case tangents
    }

    /// The seeds that are given with it.
    public var seeds: Seeds {
        switch self {
        case .vjp: .cotangent
        case .jvp, .hvp: .tangents
        case .grad, .jacobian, .hessian, .contributions, .bypass: .none
        }
    }

    /// Types of the seeds.
    public func seedTypes(target: TensorType, wrt: some Sequence<TensorType>) -> [TensorType] {
        switch seeds {
        case .none: []
        case .cotangent: [target]
        case .tangents: Array(wrt)
        }
    }

    /// Whether the target must have rank 0.
    public var needsScalar: Bool {
        switch self {
        case .grad, .hvp, .hessian, .contributions, .bypass: true
        case .vjp, .jvp, .jacobian: false
        }
    }

    /// Whether there may be one input only.
    public var takesOneInput: Bool {
        switch self {
        case .hessian: true
        case .grad, .vjp, .jvp, .jacobian, .hvp, .contributions, .bypass: false
        }
    }

    /// How many values a cut has.
    public enum Cut: Hashable, Sendable {
        /// There is no cut.
        case none
        /// One value.
        case one
        /// Any number of values.
        case several
    }

    /// The cut that is given with it.
    public var cut: Cut {
        switch self {
        case .contributions: .one
        case .bypass: .several
        case .grad, .vjp, .jvp, .jacobian, .hvp, .hessian: .none
        }
    }

    /// Whether there is one result, whatever the number of inputs; else there is one for each input.
    public var givesOne: Bool {
        switch self {
        case .jvp, .hessian: true
        case .grad, .vjp, .jacobian, .hvp, .contributions, .bypass: false
        }
    }

    /// How often the target is differentiated.
    public var order: Int {
        switch self {
        case .grad, .vjp, .jvp, .jacobian, .contributions, .bypass: 1
        case .hessian, .hvp: 2
        }
    }

    /// What each result is, in one word: `dl/dx` for a gradient, `hessian(l,x)` for what has no such sign.
    public func resultNames(target: String, wrt: [String]) -> [String] {
        let names =
            switch self {
            case .grad: wrt.map { "d\(target)/d\($0)" }
            case .vjp: wrt.map { "d⟨v,\(target)⟩/d\($0)" }
            case .jvp: ["jvp(\(target))"]
            case .jacobian, .hvp, .hessian, .contributions, .bypass: wrt.map { "\(rawValue)(\(target),\($0))" }
            }
        return names.map { $0.filter { $0 != " " } }
    }
}

extension GraphBuilder {
    /// What a derivative of `target` by `wrt` is, for cells on values, for cells on functions and for runs that are derived
    /// again; written behind the values that stand.
    ///
    /// - Parameter seeds: what `kind.seeds` says.
    /// - Parameter cut: what `kind.cut` says. A cut of no value at all lets everything by, and has no contributions.
    /// - Returns: one value for each of `wrt`, or what `kind.givesOne` says.
    /// - Throws: `Fault.defect` when target, inputs, seeds and cut are not those that the kind takes.
    public mutating func derive(
        _ kind: DerivativeKind, of target: ValueID, wrt: [ValueID], seeds: [ValueID] = [], cut: [ValueID] = []
    ) throws -> [ValueID] {
        try check(kind, target, wrt, seeds, cut)
        switch kind {
        case .grad: return try gradient(of: target, wrt: wrt)
        case .vjp: return try pullback(of: [target], wrt: wrt, cotangents: seeds)
        case .jvp: return try pushforward(of: [target], wrt: wrt, tangents: seeds)
        case .jacobian: return try wrt.map { try jacobian(of: target, wrt: $0) }
        case .hvp: return try pushforward(of: gradient(of: target, wrt: wrt), wrt: wrt, tangents: seeds)
        case .hessian: return try [jacobian(of: gradient(of: target, wrt: wrt)[0], wrt: wrt[0])]
        case .contributions:
            guard let cut = cut.first else { return try wrt.map { try zeros(types[$0]) } }
            let cotangent = try gradient(of: target, wrt: [cut])[0]
            return try contributionRows(of: cut, wrt: wrt, cotangent: cotangent)
        case .bypass:
            if cut.contains(target) { return try wrt.map { try zeros(types[$0]) } }
            return try gradient(of: target, wrt: wrt, blocking: cut)
        }
    }

    private mutating func gradient(
        of target: ValueID, wrt: [ValueID], blocking cut: [ValueID] = []
    ) throws -> [ValueID] {
        let one = try full(1, like: target)
        return try pullback(of: [target], wrt: wrt, cotangents: [one], blocking: cut)
    }

    private func check(
        _ kind: DerivativeKind, _ target: ValueID, _ wrt: [ValueID], _ seeds: [ValueID], _ cut: [ValueID]
    ) throws {
        guard (wrt + seeds + cut + [target]).allSatisfy(types.indices.contains) else {
            throw Fault(.defect, "\(kind.rawValue) of values that are not there")
        }
        if kind.needsScalar, shape(target).rank != 0 {
            throw Fault(.defect, "\(kind.rawValue) is of a scalar, not of \(types[target])")
        }
        if kind.takesOneInput, wrt.count != 1 {
            throw Fault(.defect, "\(kind.rawValue) by \(wrt.count) inputs")
        }
        let (given, expected) = (
            seeds.map { types[$0] }, kind.seedTypes(target: types[target], wrt: wrt.map { types[$0] })
        )
        guard given == expected else {
            throw Fault(.defect, "\(kind.rawValue) got seeds \(given), expected \(expected)")
        }
        let most =
            switch kind.cut {
            case .none: 0
            case .one: 1
            case .several: Int.max
            }
        guard cut.count <= most else { throw Fault(.defect, "\(kind.rawValue) at a cut of \(cut.count) values") }
    }
}
