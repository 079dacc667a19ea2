import Notebook
import Tensors
import Wire

extension Job {
    /// `run REF`: one run, whole.
    func showRun() throws {
        let run = try run(word)
        let inputs = run.recipe.graph.inputTypes
        var lines: [(String, JSON)] = [
            ("run", .string(run.id.description)), ("kind", .string(run.recipe.question.kind.rawValue)),
            ("target", .string(run.target)), ("wrt", .string(run.wrt.joined(separator: ","))),
            ("through", .string(run.through.joined(separator: ","))),
            ("graph", .string(run.recipe.graphHash.description)),
            ("equations", .integer(run.recipe.graph.equations.count)),
            ("derivative", .string(run.derivative?.hash.description ?? "not-kept")),
            ("position", .string(run.position.description)), ("numerics", .integer(run.numerics)),
            ("duration_us", .integer(run.microseconds)),
        ]
        for (index, (hash, type)) in zip(run.recipe.inputs, inputs).enumerated() {
            let name =
                index < run.wrt.count ? run.wrt[index] : run.names.first { $0.value == index }?.name ?? "%\(index)"
            lines.append(("input", .string("\(name) \(type) \(hash)")))
        }
        for seed in run.recipe.seeds { lines.append(("seed", .string(seed.description))) }
        for (name, result) in zip(run.resultNames, run.results) {
            lines.append(("result", .string("\(name) \(result)")))
        }
        for name in run.names {
            lines.append(
                ("name", .string("\(name.name) %\(name.value) \(run.recipe.graph.types[name.value]) \(name.hash)")))
        }
        for (key, value) in lines { data("\(key) \(value.plainText)", [key: value]) }
        ok([("run", .string(run.id.short))])
    }
}
