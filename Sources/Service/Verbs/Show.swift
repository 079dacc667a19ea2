import Notebook
import Spelling
import Tensors

/// A name to show.
public struct ShowRequest: Sendable {
    let name: String

    /// A name of the session.
    public init(name: String) { self.name = name }
}

/// What a name stands for.
public struct ShowAnswer: Sendable {
    /// One item, or those of a tuple.
    public let shown: [Shown]
}

extension RequestContext {
    /// One name; the items of a tuple one by one, a static value as Python prints it.
    public func show(_ request: ShowRequest) throws -> ShowAnswer {
        let (name, snapshot) = (request.name, try snapshot())
        let known = snapshot.items(under: name)
        guard !known.isEmpty else {
            let hint =
                nearest(to: name, among: snapshot.names.map(\.name)).map { "did you mean \($0)?" }
                ?? "names lists them"
            throw Fault(.notFound, "there is no name \(name) in session \(snapshot.name)", hint: hint)
        }
        return ShowAnswer(
            shown: try known.map { item in
                switch item.meaning {
                case .fixed(let text): .fixed(name: item.name, text: text)
                case .array(let array):
                    .array(name: item.name, tensor: try tensor(of: array), hash: array.hash, run: array.run)
                }
            })
    }
}
