import CellLanguage
import Graphs
import Notebook
import Service
import Tensors
import Wire

extension GraphRequest {
    init(_ request: Request) { self.init(reference: request.word) }
}

/// The graphs of a run in one of their forms: the forward graph, then the graph that gave its results.
struct GraphRendering: Rendered {
    let answer: GraphAnswer
    let form: GraphFormat

    private var forward: Graph { answer.recorded.graph }
    private var derivative: Graph { answer.derivative }

    /// Names that values of the forward graph have in the session.
    private var names: [ValueID: String] {
        let run = answer.recorded.run
        var names: [ValueID: String] = [:]
        for (value, name) in run.wrt.enumerated() { names[value] = name }
        for name in run.names { names[name.value] = name.name }
        names[forward.outputs[0]] = names[forward.outputs[0]] ?? run.target
        return names
    }

    /// The lines of every form but the one of objects.
    private var drawn: [String] {
        switch form {
        case .text: annotated(forward, names) + ["derivative"] + annotated(derivative, [:])
        case .cell: cells()
        case .dot: dot(forward, names)
        case .json: objects.map(\.encoded)
        }
    }

    private var objects: [JSON] { [json(forward, "forward", names), json(derivative, "derivative", [:])] }

    var text: LazyLines<TextLine> { LazyLines(drawn) { TextLine($0) } }

    var json: LazyLines<JSON> {
        form == .json ? LazyLines(objects) { $0 } : LazyLines(drawn) { ["text": .string($0)] }
    }

    var ending: Fields {
        [
            ("graph", .string(answer.recorded.run.recipe.graph.short)),
            ("equations", .integer(forward.equations.count)),
            ("derivative_equations", .integer(derivative.equations.count)),
        ]
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
    private func cells() -> [String] {
        let run = answer.recorded.run
        var names = (0..<forward.inputCount).map { "input\($0)" }
        for (value, name) in run.wrt.enumerated() where name.isIdentifier { names[value] = name }
        for name in run.names where names.indices.contains(name.value) && name.name.isIdentifier {
            names[name.value] = name.name
        }
        var lines = zip(names, zip(forward.inputTypes, run.recipe.inputs)).map { "# \($0): \($1.0) \($1.1.short)" }
        lines.append(forward.cellText(inputs: names, outputs: ["target"]))
        let seeds = (0..<derivative.inputCount - names.count).map { "seed\($0)" }
        let results = derivative.outputs.indices.map { "result\($0)" }
        lines += ["# derivative"] + zip(seeds, run.recipe.seeds).map { "# \($0): \($1.short)" }
        lines.append(derivative.cellText(inputs: names + seeds, outputs: results))
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
