import Notebook
import Service
import Wire

extension RunRequest {
    init(_ request: Request) { self.init(reference: request.word) }
}

extension RunAnswer: Rendered {
    var text: LazyLines<TextLine> { LazyLines(figures) { TextLine("\($0.key) \($0.value.plainText)") } }
    var json: LazyLines<JSON> { LazyLines(figures) { [$0.key: $0.value] } }
    var ending: Fields { [("run", .string(recorded.id.short))] }

    private var figures: Fields {
        let (execution, run) = (recorded.execution, recorded.run)
        var figures: Fields = [
            ("run", .string(run.id.description)), ("kind", .string(run.kind.rawValue)), ("target", .string(run.target)),
            ("wrt", .string(run.wrt.joined(separator: ","))),
            ("through", .string(run.through.joined(separator: ","))),
            ("graph", .string(run.recipe.graph.description)), ("equations", .integer(recorded.graph.equations.count)),
            ("derivative", .string(execution.derivative?.description ?? "not-kept")),
            ("position", .string(execution.position.description)), ("numerics", .string(execution.numerics.name)),
            ("duration_us", .integer(execution.microseconds)),
        ]
        for (index, (hash, type)) in zip(run.recipe.inputs, recorded.graph.inputTypes).enumerated() {
            let name =
                index < run.wrt.count ? run.wrt[index] : run.names.first { $0.value == index }?.name ?? "%\(index)"
            figures.append(("input", .string("\(name) \(type) \(hash)")))
        }
        for seed in run.recipe.seeds { figures.append(("seed", .string(seed.description))) }
        for (name, result) in zip(run.resultNames, execution.results) {
            figures.append(("result", .string("\(name) \(result)")))
        }
        for name in run.names {
            figures.append(
                ("name", .string("\(name.name) %\(name.value) \(recorded.graph.types[name.value]) \(name.hash)")))
        }
        return figures
    }
}
