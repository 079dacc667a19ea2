import CellLanguage
import Graphs
import Notebook
import Tensors
import Wire

extension Job {
    /// `graph REF [format=text|cell|dot|json]`: the forward graph of a run, then the graph that gave its results; a run that
    /// did not keep that one shows what today's rules derive.
    func graph() throws {
        let record = try run(word)
        let forward = record.recipe.graph
        let adjoint = try record.derivative?.graph ?? record.recipe.derivativeGraph()
        var names: [ValueID: String] = [:]
        for (value, name) in record.wrt.enumerated() { names[value] = name }
        for name in record.names { names[name.value] = name.name }
        names[forward.outputs[0]] = names[forward.outputs[0]] ?? record.target
        switch try request.choice(.format, as: GraphFormat.self) ?? .text {
        case .text:
            for text in annotated(forward, names) { line(text) }
            line("derivative")
            for text in annotated(adjoint, [:]) { line(text) }
        case .cell: for text in cells(record, forward, adjoint) { line(text) }
        case .dot: for text in dot(forward, names) { line(text) }
        case .json:
            for (role, graph, names) in [("forward", forward, names), ("derivative", adjoint, [:])] {
                let object = json(graph, role, names)
                data(object.encoded, object)
            }
        }
        ok([
            ("graph", .string(record.recipe.graphHash.short)), ("equations", .integer(forward.equations.count)),
            ("derivative_equations", .integer(adjoint.equations.count)),
        ])
    }

    /// The text form, each line with the name that its value has in the session.
    private func annotated(_ graph: Graph, _ names: [ValueID: String]) -> [String] {
        var lines = graph.description.split(separator: "\n").map(String.init)
        let inputs = (0..<graph.inputCount).compactMap { value in names[value].map { "%\(value) is \($0)" } }
        if !inputs.isEmpty, !lines.isEmpty { lines[0] += "  # " + inputs.joined(separator: ", ") }
        for (index, equation) in graph.equations.enumerated() {
            let found = equation.results.compactMap { names[$0] }
            if !found.isEmpty { lines[index + 1] += "  # " + found.joined(separator: ", ") }
        }
        return lines
    }

    /// Both graphs as cells. An input has the name that the run knows it by, or its number; `get` brings its content.
    private func cells(_ record: RunRecord, _ forward: Graph, _ adjoint: Graph) -> [String] {
        var names = (0..<forward.inputCount).map { "input\($0)" }
        for (value, name) in record.wrt.enumerated() where name.isIdentifier { names[value] = name }
        for name in record.names where names.indices.contains(name.value) && name.name.isIdentifier {
            names[name.value] = name.name
        }
        var lines = zip(names, zip(forward.inputTypes, record.recipe.inputs)).map { "# \($0): \($1.0) \($1.1.short)" }
        lines.append(forward.cellText(inputs: names, outputs: ["target"]))
        let seeds = (0..<adjoint.inputCount - names.count).map { "seed\($0)" }
        let results = adjoint.outputs.indices.map { "result\($0)" }
        lines += ["# derivative"] + zip(seeds, record.recipe.seeds).map { "# \($0): \($1.short)" }
        lines.append(adjoint.cellText(inputs: names + seeds, outputs: results))
        return lines.flatMap { $0.split(separator: "\n").map(String.init) }
    }

    private func dot(_ graph: Graph, _ names: [ValueID: String]) -> [String] {
        func label(_ value: ValueID, _ what: String) -> String {
            let name = names[value].map { "\($0): " } ?? ""
            return "  v\(value) [label=\(JSON.string("\(name)\(what)\n\(graph.types[value])").encoded)"
        }
        var lines = ["digraph run {", "  rankdir=TB; node [shape=box];"]
        for value in 0..<graph.inputCount { lines.append(label(value, "input %\(value)") + ", style=rounded];") }
        // An equation is one box, whichever of its results is used; bodies are left to the text.
        var boxes = Array(0..<graph.types.count)
        for equation in graph.equations {
            for result in equation.results { boxes[result] = equation.result }
            let text = equation.primitive.text
            lines.append(label(equation.result, text.contains("{") ? equation.primitive.name : text) + "];")
            for operand in equation.operands { lines.append("  v\(boxes[operand]) -> v\(equation.result);") }
        }
        return lines + graph.outputs.map { "  v\(boxes[$0]) [peripheries=2];" } + ["}"]
    }

    private func json(_ graph: Graph, _ role: String, _ names: [ValueID: String]) -> JSON {
        func type(_ value: ValueID) -> [(String, JSON)] {
            [
                ("value", .integer(value)), ("dtype", .string(graph.types[value].dtype.rawValue)),
                ("shape", .array(graph.types[value].shape.dims.map(JSON.integer))),
                ("name", names[value].map(JSON.string) ?? .null),
            ]
        }
        let inputs = (0..<graph.inputCount).map { JSON.object(.init(uniqueKeysWithValues: type($0))) }
        let equations = graph.equations.map { equation in
            let parameters = equation.primitive.parameters.map { ($0.name, JSON.string($0.value.description)) }
            return JSON.object(
                .init(
                    uniqueKeysWithValues: type(equation.result) + [
                        ("primitive", .string(equation.primitive.name)),
                        ("operands", .array(equation.operands.map(JSON.integer))),
                        ("results", .array(equation.results.map(JSON.integer))),
                        ("parameters", .object(.init(uniqueKeysWithValues: parameters))),
                    ]))
        }
        return [
            "graph": .string(role), "inputs": .array(inputs), "equations": .array(equations),
            "outputs": .array(graph.outputs.map(JSON.integer)),
        ]
    }
}

extension String {
    /// Whether a cell could use it as a name.
    fileprivate var isIdentifier: Bool {
        guard let first, first.isLetter || first == "_" else { return false }
        return allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" }
    }
}
