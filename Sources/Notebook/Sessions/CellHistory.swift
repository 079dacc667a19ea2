import Graphs
import Tensors

/// What a session knows of its cells: which values they bound, and which of them are set aside.
struct CellHistory: Sendable {
    /// Where a value got its first name.
    struct Place: Hashable, Sendable {
        let cell: Int
        let name: String

        /// `3:y[0]`, as the journal writes it.
        var text: String { "\(cell):\(name)" }
    }

    private var places: [ValueID: [Place]] = [:]
    /// A value that is bound again and again keeps its first place and this many of the last.
    private static let lastPlaces = 7
    /// Cells that do not elaborate today as they did, in order.
    private(set) var setAside: [SetAsideCell] = []
    /// Values that such a cell elaborated to today, which are not what it computed then.
    private var otherwise: [(values: Range<ValueID>, cell: Int)] = []

    /// Where the value was bound; empty for what has had no name.
    func places(of value: ValueID) -> [Place] { places[value] ?? [] }

    /// Whether the value has had a name.
    func isBound(_ value: ValueID) -> Bool { places[value] != nil }

    /// The cell of whose elaboration today the value is a part, if that is not what it was.
    func aside(_ value: ValueID) -> Int? { otherwise.last { $0.values.contains(value) }?.cell }

    /// Keeps where a value was bound.
    mutating func bind(_ value: ValueID, _ name: String, in cell: Int) {
        let place = Place(cell: cell, name: name)
        guard places[value]?.last != place else { return }
        places[value, default: []].append(place)
        if let count = places[value]?.count, count > CellHistory.lastPlaces + 1 { places[value]?.remove(at: 1) }
    }

    mutating func add(_ cell: SetAsideCell, elaboratedTo values: Range<ValueID>) {
        setAside.append(cell)
        if !values.isEmpty { otherwise.append((values, cell.number)) }
    }

    /// The values that the journal names by their places; nil when one of these is not known.
    func values(at texts: [String]) -> [ValueID]? {
        let wanted = Set(texts)
        let found = places.filter { $0.value.contains { wanted.contains($0.text) } }
        guard wanted.isSubset(of: found.values.joined().map(\.text)) else { return nil }
        return found.map(\.key).sorted()
    }

    /// What to answer when the inner values of a cell are needed that was set aside.
    func refusal(of cell: Int) -> Fault? { setAside.first { $0.number == cell }?.refusal }

    /// Forgets what cells after `cell` bound.
    mutating func rollBack(to cell: Int) {
        guard places.contains(where: { $0.value.contains { $0.cell > cell } }) else { return }
        places = places.mapValues { $0.filter { $0.cell <= cell } }.filter { !$0.value.isEmpty }
    }
}

/// A cell that does not elaborate today as it did when it ran.
public struct SetAsideCell: Hashable, Sendable {
    /// Why it is set aside.
    public enum Reason: Hashable, Sendable {
        /// Its source is not what was recorded.
        case damaged
        /// Its source means something else in this release.
        case otherwise
        /// This release does not understand its source; what it says.
        case refused(String)
        /// It uses what another cell computed inside, and that cell is set aside.
        case uses(Int)
        /// Recorded by a release that did not keep what cells elaborate to, and it computes something else today.
        case differs
    }

    /// Its number.
    public let number: Int
    /// Why it is set aside.
    public let reason: Reason

    /// `cell 3: its source is damaged`
    public var text: String {
        let why =
            switch reason {
            case .damaged: "its source is damaged"
            case .otherwise: "it elaborates otherwise than when it ran"
            case .refused(let fault): "it does not elaborate any more: \(fault)"
            case .uses(let cell): "it uses values inside of cell \(cell), which does not elaborate as it did"
            case .differs: "it computes something else than what it recorded"
            }
        return "cell \(number): \(why)"
    }

    /// What to answer when a derivative, or a function, would need what the cell computed inside.
    var refusal: Fault {
        Fault(
            .refused, "this goes through \(text), and only the contents of its names are known",
            hint: "run its source again to bind the names anew")
    }
}
