import Tensors
import Testing

@testable import CellLanguage

// Trees in a compact form, without positions.

/// The tree of one statement in a compact form, without positions.
func tree(_ source: String) throws -> String {
    try Cell(parsing: source).statements.map(render).joined(separator: "; ")
}

func text(_ fault: Fault) -> String { "\(fault.kind.rawValue) \(fault)" }

func fault(_ source: String) -> Fault? {
    do {
        _ = try Cell(parsing: source)
        return nil
    } catch { return error }
}

func render(_ statement: Statement) -> String {
    switch statement.kind {
    case .assign(let targets, let value): (targets.map(render) + [render(value)]).joined(separator: " = ")
    case .annotated(let name, let value): "\(name):" + (value.map { " = " + render($0) } ?? "")
    case .augmented(let target, let binary, let value): "\(render(target)) \(binary.rawValue)= \(render(value))"
    case .function(let function, let decorators): decorators.map { "@\(render($0)) " }.joined() + render(function)
    case .record(let record):
        record.decorators.map { "@\(render($0)) " }.joined() + "class \(record.name)("
            + record.bases.map(render).joined(separator: ", ") + "): {"
            + record.fields.map { $0.name + ($0.default.map { "=" + render($0) } ?? "") }.joined(separator: ", ")
            + record.members.map { " " + render($0) }.joined() + "}"
    case .attempt(let body, let handlers, let otherwise, let finally):
        "try \(render(body))"
            + handlers.map {
                " except" + ($0.types.map { " " + render($0) } ?? "") + ($0.name.map { " as \($0)" } ?? "") + " "
                    + render($0.body)
            }.joined() + (otherwise.isEmpty ? "" : " else \(render(otherwise))")
            + (finally.isEmpty ? "" : " finally \(render(finally))")
    case .forLoop(let target, let iterable, let body, let otherwise):
        "for \(render(target)) in \(render(iterable)): \(render(body))"
            + (otherwise.isEmpty ? "" : " else \(render(otherwise))")
    case .whileLoop(let condition, let body, let otherwise):
        "while \(render(condition)): \(render(body))" + (otherwise.isEmpty ? "" : " else \(render(otherwise))")
    case .breaking: "break"
    case .continuing: "continue"
    case .with(let items, let body):
        "with "
            + items.map { render($0.context) + ($0.target.map { " as " + render($0) } ?? "") }.joined(separator: ", ")
            + ": \(render(body))"
    case .asserted(let condition, let message):
        "assert " + render(condition) + (message.map { ", " + render($0) } ?? "")
    case .raised(let error): "raise" + (error.map { " " + render($0) } ?? "")
    case .deleted(let targets): "del " + targets.map(render).joined(separator: ", ")
    case .branch(let branches, let otherwise):
        branches.map { "if \(render($0.condition)) \(render($0.body))" }.joined(separator: " el")
            + (otherwise.isEmpty ? "" : " else \(render(otherwise))")
    case .expression(let value): render(value)
    case .returned(let value): "return" + (value.map { " " + render($0) } ?? "")
    case .pass: "pass"
    case .global(let names): "global " + names.joined(separator: ", ")
    case .imported(let names): "import " + names.map { "\($0.path) as \($0.name)" }.joined(separator: ", ")
    }
}

func render(_ body: [Statement]) -> String { "{" + body.map(render).joined(separator: "; ") + "}" }

func render(_ function: Function) -> String {
    var parameters = function.parameters.map { parameter in
        let stars = parameter.kind == .rest ? "*" : parameter.kind == .entries ? "**" : ""
        return stars + parameter.name + (parameter.default.map { "=" + render($0) } ?? "")
    }
    let hasRest = function.parameters.contains { $0.kind == .rest }
    if !hasRest, let star = function.parameters.firstIndex(where: { $0.kind == .keyword }) {
        parameters.insert("*", at: star)
    }
    let positional = function.parameters.prefix { $0.kind == .positional }
    if !positional.isEmpty { parameters.insert("/", at: positional.count) }
    let head = "(\(parameters.joined(separator: ", "))):"
    switch function.body {
    case .expression(let value): return "(lambda \(head) \(render(value)))"
    case .statements(let statements): return "def \(function.name ?? "?")\(head) \(render(statements))"
    }
}

func render(_ target: Target) -> String {
    switch target {
    case .name(let name, _): name
    case .tuple(let targets, _): "(" + targets.map(render).joined(separator: ", ") + ")"
    case .starred(let target, _): "*" + render(target)
    case .item(let name, let items, let isTuple, _):
        "{\(name) [" + items.map(render).joined(separator: ", ") + (isTuple ? " tuple]}" : "]}")
    case .element(let holder, let items, let isTuple, _):
        "{\(render(holder)) [" + items.map(render).joined(separator: ", ") + (isTuple ? " tuple]}" : "]}")
    case .attribute(let holder, let name, _): "{\(render(holder)) .\(name)}"
    }
}

func render(_ expression: Expression) -> String {
    switch expression.kind {
    case .integer(let value): "\(value)"
    case .float(let value): "\(value)"
    case .string(let value): "'\(value)'"
    case .boolean(let value): value ? "True" : "False"
    case .none: "None"
    case .ellipsis: "..."
    case .name(let name): name
    case .unary(let prefix, let operand): "(\(prefix.rawValue) \(render(operand)))"
    case .chain(let first, let links):
        "(" + render(first) + links.map { " \($0.operator.rawValue) \(render($0.operand))" }.joined() + ")"
    case .power(let base, let exponent): "(\(render(base)) ** \(render(exponent)))"
    case .comparison(let first, let links):
        "(" + render(first) + links.map { " \($0.operator.rawValue) \(render($0.operand))" }.joined() + ")"
    case .logical(let logical, let operands):
        "(" + operands.map(render).joined(separator: " \(logical.rawValue) ") + ")"
    case .conditional(let then, let condition, let otherwise):
        "(\(render(then)) if \(render(condition)) else \(render(otherwise)))"
    case .lambda(let function): render(function)
    case .list(let elements): "(list" + elements.map { " " + render($0) }.joined() + ")"
    case .tuple(let elements): "(tuple" + elements.map { " " + render($0) }.joined() + ")"
    case .dict(let items): "(dict" + items.map { " " + render($0) }.joined() + ")"
    case .starred(let value): "*" + render(value)
    case .formatted(let pieces): "(f" + pieces.map { " " + render($0) }.joined() + ")"
    case .comprehension(let comprehension): render(comprehension)
    case .postfix(let base, let postfixes): "{" + render(base) + postfixes.map { " " + render($0) }.joined() + "}"
    }
}

func render(_ postfix: Postfix) -> String {
    switch postfix {
    case .attribute(let name, _): ".\(name)"
    case .call(let arguments, _):
        // Python keeps what is given by place and by name apart.
        "("
            + (arguments.filter { $0.name == nil && $0.unpacking != .entries }
            + arguments.filter { $0.name != nil || $0.unpacking == .entries }).map(render).joined(separator: ", ") + ")"
    case .index(let items, _, let isTuple):
        "[" + items.map(render).joined(separator: ", ") + (isTuple ? " tuple]" : "]")
    }
}

func render(_ argument: Argument) -> String {
    let stars = argument.unpacking.map { $0 == .items ? "*" : "**" } ?? ""
    return stars + (argument.name.map { $0 + "=" } ?? "") + render(argument.value)
}

func render(_ item: DictItem) -> String {
    switch item {
    case .pair(let key, let value): "\(render(key)): \(render(value))"
    case .unpacked(let value): "**" + render(value)
    }
}

func render(_ piece: FormattedPiece) -> String {
    switch piece {
    case .text(let text): "'\(text)'"
    case .field(let value, let conversion, let specification):
        "{" + render(value) + (conversion.map { "!\($0)" } ?? "")
            + (specification.isEmpty ? "" : ":" + specification.map(render).joined(separator: " ")) + "}"
    }
}

func render(_ comprehension: Comprehension) -> String {
    let clauses = comprehension.clauses.map { clause in
        " for \(render(clause.target)) in \(render(clause.iterable))"
            + clause.conditions.map { " if " + render($0) }.joined()
    }.joined()
    return switch comprehension.form {
    case .list(let element): "[\(render(element))\(clauses)]"
    case .generator(let element): "(\(render(element))\(clauses))"
    case .dict(let key, let value): "{\(render(key)): \(render(value))\(clauses)}"
    }
}

func render(_ item: IndexItem) -> String {
    switch item {
    case .expression(let value): render(value)
    case .slice(let start, let stop, let step):
        [start, stop, step].map { $0.map(render) ?? "_" }.joined(separator: ":")
    }
}
