import CellLanguage
import Graphs
import Tensors

/// A session as it stood after a cell: what its names mean, by content. Immutable, so that it can be read beside whatever the
/// session computes next.
public struct SessionSnapshot: Sendable {
    /// A name and what it stands for.
    public struct NamedItem: Sendable {
        /// The name; items of a tuple have names of their own.
        public let name: String
        /// What the name means.
        public let meaning: Meaning

        /// The array, where it is one.
        public var array: NamedArray? { if case .array(let array) = meaning { array } else { nil } }
    }

    /// What a name means.
    public enum Meaning: Sendable {
        /// An array.
        case array(NamedArray)
        /// A static value, as Python prints it, or what kind of thing it is, such as `function`.
        case fixed(String)
    }

    /// An array under a name.
    public struct NamedArray: Sendable {
        /// Its type.
        public let type: TensorType
        /// Its content.
        public let hash: ContentHash
        /// The elements, where they are in memory; else they are fetched by the hash.
        public let tensor: Tensor?
        /// The run that gave it, if it is a derivative.
        public let run: ContentHash?
    }

    /// The session's name.
    public let name: String
    /// Where its files are read from.
    public let folder: String?
    /// The number of its last cell.
    public let cellCount: Int
    /// All names, in alphabetical order.
    public let names: [NamedItem]
    /// Cells that do not elaborate as they did when they ran.
    public let setAside: [SetAsideCell]

    /// The array under a name.
    /// - Throws: `Fault.notFound` for an unknown name, `Fault.argument` for one that is no array.
    public func array(named name: String) throws -> NamedArray {
        let known = items(under: name)
        guard !known.isEmpty else {
            throw Fault(.notFound, "there is no name \(name) in session \(self.name)", hint: "names lists them")
        }
        guard let array = known.first(where: { $0.name == name })?.array else {
            throw Fault(.argument, "\(name) is not an array", hint: "names lists what each name is")
        }
        return array
    }

    /// A name, or the parts of what it stands for.
    public func items(under name: String) -> [NamedItem] {
        names.filter { $0.name == name || $0.name.hasPrefix("\(name)[") || $0.name.hasPrefix("\(name).") }
    }

    /// The run that gave a name's present value; of a tuple, the one run that gave all of its items.
    public func run(named name: String) -> ContentHash? {
        let found = Set(items(under: name).compactMap(\.array).map(\.run))
        return found.count == 1 ? found.first ?? nil : nil
    }

    /// Names, or items of tuples, that a run gave, in alphabetical order.
    public var derivatives: [String] { names.filter { $0.array?.run != nil }.map(\.name) }
}

extension Session {
    /// What its names mean now. Every array that a name reaches has been computed by the cell that bound it.
    public func snapshot() throws -> SessionSnapshot {
        let names = try environment.names.sorted { $0.key < $1.key }.flatMap { try items($0.key, $0.value) }
        return SessionSnapshot(
            name: name, folder: folder, cellCount: cellCount, names: names, setAside: setAside)
    }

    private func items(_ name: String, _ value: Value) throws -> [SessionSnapshot.NamedItem] {
        if case .array(let id, _) = value {
            let content = try content(of: id)
            return [
                .init(
                    name: name,
                    meaning: .array(
                        .init(type: builder.types[id], hash: content.hash, tensor: content.tensor, run: runs[name])))
            ]
        }
        guard Session.flatten(name, value).isEmpty else {
            return try value.parts(of: name).flatMap { try items($0.name, $0.value) }
        }
        return [.init(name: name, meaning: .fixed(value.staticText ?? value.kindName))]
    }
}

extension Value {
    /// What a name without array or text stands for.
    fileprivate var kindName: String {
        switch self {
        case .closure, .builtin, .method, .transformed, .primitive: "function"
        case .module: "module"
        case .file: "file"
        case .array, .integer, .float, .bool, .string, .none, .ellipsis, .tuple, .list, .range, .dtype, .updater, .dict,
            .record, .object:
            "value"
        }
    }
}
