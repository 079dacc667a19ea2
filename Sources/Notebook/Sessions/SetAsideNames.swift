import CellLanguage
import Graphs
import Tensors

/// What a cell elaborated to, as the journal keeps it.
public struct ElaborationRecord: Hashable, Sendable {
    /// The hash of the cell's own part of the dataflow.
    public var hash: ContentHash
    /// Where the values were bound that the part begins at: `3:y[0]` is the name `y[0]` of cell 3.
    public var operands: [String]
    /// What it bound beside arrays: a fixed value as Python prints it, nil for a function. nil where that is not known.
    public var fixed: [String: String?]?

    /// What a cell elaborated to.
    public init(hash: ContentHash, operands: [String], fixed: [String: String?]?) {
        self.hash = hash
        self.operands = operands
        self.fixed = fixed
    }

    /// Whether it is what the cell elaborated to when it ran, and not a place holder.
    public var isProven: Bool { fixed != nil }

    /// For a cell whose record does not say and which computes something else today: no elaboration has this hash.
    static func unknown(operands: [String]) -> ElaborationRecord {
        ElaborationRecord(hash: ContentHash(of: []), operands: operands, fixed: nil)
    }
}

extension Session {
    /// What to keep of a cell's elaboration.
    func record(of bindings: [(name: String, value: Value)], _ fingerprint: Fingerprint) -> ElaborationRecord {
        let fixed = bindings.filter { Session.flatten($0.name, $0.value).isEmpty }
        return ElaborationRecord(
            hash: fingerprint.hash, operands: places(of: fingerprint.operands),
            fixed: Dictionary(fixed.map { ($0.name, $0.value.staticText) }, uniquingKeysWith: { $1 }))
    }

    func places(of values: [ValueID]) -> [String] { values.flatMap { history.places(of: $0) }.map(\.text) }

    /// Binds the names of a cell that was set aside: arrays to their contents, and what else it bound to what it means today,
    /// where that is known to be what it meant. The rest is lost: its use says why.
    /// - Parameter today: what today's elaboration bound; nil where there is none.
    /// - Returns: what the cell binds now.
    mutating func rebind(
        _ cell: CellRecord, _ leaves: [(name: String, value: ValueID, isWeak: Bool)],
        _ today: [(name: String, value: Value)]?, _ aside: SetAsideCell
    ) -> [(name: String, value: Value)] {
        var bound: [(name: String, value: Value)] = []
        func bind(_ name: String, _ value: Value?) {
            environment.names[name] = value
            environment.lost[name] = value == nil ? aside.loss(of: name) : nil
            if let value { bound.append((name, value)) }
        }
        var bases: [String] = []
        for leaf in leaves where bases.last != Session.base(leaf.name) { bases.append(Session.base(leaf.name)) }
        for base in bases {
            let items = leaves.filter { Session.base($0.name) == base }
            bind(base, Value(base, of: items.map { ($0.name, .array($0.value, isWeak: $0.isWeak)) }))
        }
        if let fixed = cell.elaboration?.fixed {
            for (name, text) in fixed.sorted(by: { $0.key < $1.key }) {
                let value = today?.first { $0.name == name }?.value
                bind(name, value.flatMap { $0.staticText == text ? $0 : nil })
            }
        } else {
            // What else it bound is not recorded. A function means what its text says; of a number there is no telling.
            let names = today?.map(\.name) ?? cell.assignedWords
            for name in names where !bases.contains(name) {
                bind(name, today?.first { $0.name == name }.flatMap { $0.value.isFunction ? $0.value : nil })
            }
        }
        return bound
    }
}

extension CellRecord {
    /// The words that the source, which may be no cell of the language, seems to bind.
    fileprivate var assignedWords: [String] {
        source.split(whereSeparator: \.isNewline).flatMap { line -> [String] in
            let words = line.split { !($0.isLetter || $0.isNumber || $0 == "_") }.map(String.init)
            if words.first == "def" { return Array(words.dropFirst().prefix(1)) }
            let target = line.prefix { $0 != "=" }
            let isPlain = target.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "," || $0 == " " }
            guard isPlain, target.count < line.count else { return [] }
            return target.split { $0 == "," || $0 == " " }.map(String.init)
        }
    }
}

extension SetAsideCell {
    fileprivate func loss(of name: String) -> Fault {
        Fault(
            .refused, "\(name) was bound by \(text), and what it meant is not known",
            hint: "run its source again to bind the names anew")
    }
}

extension Value {
    /// An array, or the tuple that items named `x[0]`, `x[1][0]`, … make; nil when some are missing.
    fileprivate init?(_ name: String, of items: [(name: String, value: Value)]) {
        if items.count == 1, items[0].name == name {
            self = items[0].value
            return
        }
        var places: [Value] = []
        var rest = items[...]
        while let first = rest.first {
            let place = "\(name)[\(places.count)]"
            let inside = rest.prefix { $0.name.hasPrefix(place) }
            guard first.name.hasPrefix(place), let value = Value(place, of: Array(inside)) else { return nil }
            places.append(value)
            rest = rest.dropFirst(inside.count)
        }
        guard !places.isEmpty else { return nil }
        self = .tuple(places)
    }
}
