import Graphs

// Sizes have a kink at 0. Their slope is 0 there by convention, and the slope of that is NaN: there is none. Where such a NaN
// comes out of a derivative, people want to know at which size.

/// A size in a graph, which has a kink where it is 0.
public struct Kink: Hashable, Sendable {
    /// What it is, for people: `abs`, `hypot`, or for every root of a sum of powers `norm or std`.
    public let function: String
    /// The size itself, if the graph has it.
    public let size: ValueID?
    /// What tells where it is 0: 0 in an array of numbers, true in one of bools.
    public let mark: ValueID
}

extension Graph {
    /// The sizes at whose kinks derivatives of this order of the outputs can be NaN.
    ///
    /// The first derivative of a size is a number everywhere. So of order 1 only sizes count whose slopes the graph itself
    /// has; of order 2 all that lead to an output. Bodies of loops and branches are not looked into.
    public func kinks(order: Int) -> [Kink] {
        let leads = leading(to: outputs.map { _ in true })
        let finder = CompositionFinder(self)
        var found: [Kink] = []
        var places: [ValueID: Int] = [:]
        for equation in equations where equation.results.contains(where: { leads[$0] }) {
            guard let kink = finder.slopeOfSize(equation) ?? (order > 1 ? finder.size(equation) : nil) else { continue }
            if let known = places[kink.mark] {
                if kink.size != nil { found[known] = kink }
            } else {
                places[kink.mark] = found.count
                found.append(kink)
            }
        }
        return found
    }
}

extension CompositionFinder {
    fileprivate func size(_ equation: Equation) -> Kink? {
        let x = equation.operands
        let primitive = equation.primitive
        if primitive == .unary(.abs) { return Kink(function: "abs", size: equation.result, mark: x[0]) }
        if primitive == .binary(.hypot) { return Kink(function: "hypot", size: equation.result, mark: equation.result) }
        // A norm is scaled back, or a power's root is taken as it is.
        let chosen = primitive == .binary(.div) ? maker(x[0]) : equation
        guard let chosen, chosen.primitive == .select, let isZero = testOfRoot(chosen) else { return nil }
        return Kink(function: "norm or std", size: equation.result, mark: isZero)
    }

    /// A slope that is NaN at the kink when it is differentiated.
    fileprivate func slopeOfSize(_ equation: Equation) -> Kink? {
        let x = equation.operands
        if equation.primitive == .unary(.absSlope) { return Kink(function: "abs", size: nil, mark: x[0]) }
        guard equation.primitive == .unary(.sqrt), let kept = operands(x[0], .select), number(kept[2]) == 1,
            isTestOfZero(kept[0], of: kept[1])
        else { return nil }
        return Kink(function: "norm, std or hypot", size: nil, mark: kept[0])
    }

    /// For `select(isZero, 0, root)`, the root of a sum or, where that is 0, of 1: the test.
    private func testOfRoot(_ equation: Equation) -> ValueID? {
        let x = equation.operands
        guard number(x[1]) == 0, let root = maker(x[2]), [.unary(.sqrt), .binary(.pow)].contains(root.primitive),
            let kept = operands(root.operands[0], .select), kept[0] == x[0], number(kept[1]) == 1,
            isTestOfZero(x[0], of: kept[2])
        else { return nil }
        return x[0]
    }
}
