import Autodiff
import Graphs
import Tensors

// A derivative by something that the target does not depend on is zero. That is right, and seldom what was meant: so it is
// said, with the reason.

/// Something that a person should know of a result that is right.
public struct Note: Hashable, Sendable {
    /// What it is about and why.
    public let text: String
    /// Where the cell asked.
    public let position: SourcePosition

    /// A note; see the properties.
    public init(text: String, position: SourcePosition) {
        self.text = text
        self.position = position
    }
}

/// A value that a name stood for until it was bound anew.
struct Former: Sendable {
    let value: ValueID
    /// Where the name was bound anew, and in which cell.
    let position: SourcePosition
    let source: CellSource

    /// Of each name so many are remembered.
    static let limit = 8
}

extension Elaborator {
    /// Notes once, for each input that no path leads from to one of the targets, that the derivative by it is zero.
    /// - Parameter part: what leads from the inputs to the targets.
    mutating func noteSilence(
        in part: Graph, of targets: [ValueID], _ targetText: String, by wrt: [(text: String, value: ValueID)],
        at position: SourcePosition
    ) {
        for (input, missing) in zip(wrt, part.missingPaths(ofFirst: wrt.count)) {
            guard let missing else { continue }
            let former = missing.ends.isEmpty ? rebinding(of: input.text, under: targets) : nil
            let text = missing.sentence(from: input.text, to: targetText, because: former)
            note(Note(text: text, position: position))
        }
    }

    /// Says something once.
    mutating func note(_ note: Note) {
        if !notes.contains(note), notes.count < Elaborator.noteLimit { notes.append(note) }
    }

    /// Further notes of one cell say nothing new.
    private static let noteLimit = 16

    /// Says that the target was computed from what the name stood for before, where that is so.
    private func rebinding(of name: String, under targets: [ValueID]) -> String? {
        guard let formers = formers[name] else { return nil }
        for former in formers.reversed()
        where targets.contains(where: { b.depends($0, on: former.value) }) {
            let place = "\(former.position.line):\(former.position.column)"
            let cell = former.source === source ? "" : " of an earlier cell"
            return "\(name) was bound anew at \(place)\(cell), and the value before is what leads there"
        }
        return nil
    }

    /// NumPy's `b += x` changes the array itself, and with it all that names it or a part of it; here, as in JAX, it binds b
    /// anew. Which of the two an array would be is not known, so that a cell of a session that uses NumPy is told.
    mutating func noteSharing(of value: Value, under name: String, at position: SourcePosition) {
        guard usesNumPy, traceDepth == 0, case .array(let id, _) = value else { return }
        var (values, current) = ([id], id)
        while let whole = viewed(current) {
            values.append(whole)
            current = whole
        }
        let others = globals.filter { $0.key != "_" && (scope != nil || $0.key != name) }
        let shared = others.keys.sorted().first { key in
            others[key].map { $0.holds(values) } ?? false
        }
        guard let other = shared ?? scope?.nameHolding(values, but: name) else { return }
        let text =
            "\(name) is bound anew, and \(other) stays what it is: NumPy would change the array that both name; JAX would not"
        note(Note(text: text, position: foreignCall ?? position))
    }

    /// The array that a value is a view of in NumPy: a part of it, or the same elements in another shape.
    private func viewed(_ id: ValueID) -> ValueID? {
        guard case .equation(let index) = b.origins[id] else { return nil }
        let equation = b.equations[index]
        if case .slice = equation.primitive { return equation.operands[0] }
        if case .transpose = equation.primitive { return equation.operands[0] }
        if case .reverse = equation.primitive { return equation.operands[0] }
        // The same shape means a value of its own: so derivatives mark what they go by.
        guard case .reshape = equation.primitive, b.shape(equation.operands[0]) != b.shape(id) else { return nil }
        return equation.operands[0]
    }

    /// Remembers what a name of the session stood for, before it is bound to something else.
    mutating func remember(_ name: String) {
        guard case .array(let value, _)? = globals[name] else { return }
        var known = formers[name] ?? []
        known.append(Former(value: value, position: statement, source: source))
        formers[name] = known.suffix(Former.limit)
    }
}

extension Value {
    /// Whether one of these arrays is in it.
    func holds(_ arrays: [ValueID]) -> Bool {
        if case .array(let id, _) = self { return arrays.contains(id) }
        return children?.contains { $0.holds(arrays) } ?? false
    }
}
