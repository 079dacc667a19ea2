import Notebook
import Spelling
import Tensors
import Wire

extension Job {
    /// `show NAME`: one name; the items of a tuple one by one, a static value as Python prints it.
    func show() throws {
        let box = try session()
        let bench = bench(for: box)
        let name = word
        let shown = try box.use { session -> [Shown] in
            let known = session.names.filter {
                $0.name == name || $0.name.hasPrefix("\(name)[") || $0.name.hasPrefix("\(name).")
            }
            guard !known.isEmpty else {
                let hint =
                    nearest(to: name, among: session.names.map(\.name)).map { "did you mean \($0)?" }
                    ?? "names lists them"
                throw Fault(.notFound, "there is no name \(name) in session \(session.name)", hint: hint)
            }
            return try known.map { item in
                if item.type == nil { return .fixed(name: item.name, text: item.text ?? "") }
                let (tensor, hash) = try session.array(named: item.name, on: bench)
                return .array(name: item.name, tensor: tensor, hash: hash, run: item.run)
            }
        }
        show(shown)
        ok()
    }
}
