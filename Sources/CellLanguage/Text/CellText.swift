import Graphs
import Tensors

// Every primitive can be written in a cell by its own name and parameters, `primitive.slice(x, start=(0,), limit=(2,),
// stride=(1,))`, so that a graph, of a gradient too, is a cell that can be read, changed and run.

extension Graph {
    /// The graph as a cell: one statement for each equation. Elaborated with `inputs` bound, it gives this graph again.
    ///
    ///     v1 = primitive.sin(x)
    ///     v2 = primitive.reduce_sum(v1, axes=(0,))
    ///     y = v2
    /// - Parameter inputs: a name for each input.
    /// - Parameter outputs: a name for each output.
    public func cellText(inputs: [String], outputs: [String]) -> String {
        func name(_ value: ValueID) -> String { inputs.indices.contains(value) ? inputs[value] : "v\(value)" }
        var lines = equations.map { equation in
            let parameters = equation.primitive.parameters.map { "\($0.name)=\($0.value.literal)" }
            let arguments = equation.operands.map(name) + parameters
            let results = equation.results.map(name).joined(separator: ", ") + (equation.results.count == 1 ? "" : ",")
            return "\(results) = primitive.\(equation.primitive.cellName)(\(arguments.joined(separator: ", ")))"
        }
        lines += zip(outputs, self.outputs).map { "\($0) = \(name($1))" }
        return lines.joined(separator: "\n")
    }
}

extension Primitive {
    /// The name, with an underscore behind those that are words of Python: `and_`.
    fileprivate var cellName: String { ["and", "or", "not", "while"].contains(name) ? name + "_" : name }
}

extension Graphs.Parameter {
    /// As a Python literal.
    fileprivate var literal: String {
        switch self {
        case .integer(let value): String(value)
        case .integers(let values): "(" + values.map { "\($0), " }.joined() + ")"
        case .word, .body: "'\(description)'"
        }
    }
}

extension Elaborator {
    /// Applies one primitive: arrays by position, parameters by name.
    mutating func apply(primitive name: String, _ terms: [NamedTerm], at position: SourcePosition) throws -> Value {
        var operands: [ValueID] = []
        var parameters: [NamedParameter] = []
        for term in terms {
            if let name = term.name {
                parameters.append(NamedParameter(name: name, value: try parameter(term.term)))
            } else {
                operands.append(try array(term.term))
            }
        }
        do {
            let plain = name.hasSuffix("_") ? String(name.dropLast()) : name
            let results = try b.emitAll(Primitive(name: plain, parameters: parameters), operands).map {
                Value.array($0)
            }
            return results.count == 1 ? results[0] : .tuple(results)
        } catch let fault as Fault where fault.kind == .defect {
            throw Fault(.argument, fault.message, at: position)
        }
    }

    private func parameter(_ term: Term) throws -> Graphs.Parameter {
        switch term.value {
        case .integer(let value): return .integer(value)
        case .string(let text): return Graphs.Parameter(parsing: text)
        default:
            let values = term.value.items?.map { if case .integer(let value) = $0 { value } else { nil as Int? } }
            guard let values, !values.contains(nil) else {
                throw Fault(
                    .argument,
                    "a parameter of a primitive is a whole number, a tuple of them or a string, not "
                        + term.value.kindText, at: term.position)
            }
            return .integers(values.compactMap(\.self))
        }
    }
}
