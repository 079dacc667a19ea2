import Graphs
import Tensors

/// A part of a text in which values stand that are not computed while a cell is elaborated.
public enum TextPiece: Sendable {
    /// Text as it is.
    case text(String)
    /// An array, written as `str` or `repr` write it, or by a format such as `.3f` where it is a scalar.
    case array(ValueID, isWeak: Bool, style: ArrayStyle)

    /// The array that stands in the text, if one does.
    public var array: ValueID? { if case .array(let id, _, _) = self { id } else { nil } }

    /// The text once the array is known.
    /// - Throws: `Fault.argument` for a format that does not fit the array.
    public func text(of tensor: (ValueID) throws -> Tensor) throws -> String {
        switch self {
        case .text(let text): text
        case .array(let id, let isWeak, let style): try style.text(of: tensor(id), isWeak: isWeak)
        }
    }
}

/// How an array is written.
public enum ArrayStyle: Sendable {
    /// `[1. 2.]`
    case plain
    /// `Array([1., 2.], dtype=float64)`
    case represented(as: String)
    /// By the specification of a scalar.
    case format(FormatSpecification)

    fileprivate func text(of tensor: Tensor, isWeak: Bool) throws -> String {
        switch self {
        case .plain: return tensor.plainText
        case .represented(let name): return tensor.representation(isWeak: isWeak, named: name)
        case .format(let specification):
            guard tensor.shape.rank == 0, let scalar = tensor.element(at: 0) else {
                throw Fault(.argument, "a format of an array: \(tensor.type)", hint: "it takes one number: x[0]")
            }
            return try specification.text(of: scalar.staticValue)
        }
    }
}

extension Scalar {
    /// The same number as Python has it.
    fileprivate var staticValue: Value {
        switch self {
        case .f64(let value): .float(value)
        case .f32(let value): .float(Double(value))
        case .i64(let value): .integer(Int(value))
        case .i32(let value): .integer(Int(value))
        case .bool(let value): .bool(value)
        }
    }
}

/// Where a cell must not go on: `assert` of a value that is computed.
public struct Check: Sendable {
    /// The truth, a scalar.
    public let value: ValueID
    /// What the cell said about it.
    public let message: [TextPiece]
    /// The statement.
    public let position: SourcePosition
    /// The condition as it was written.
    public let condition: String
    /// What is thrown where it does not hold, if it is no assertion of the cell's.
    var fault: Fault?
    /// Whether it stands in the body of a `try`, which cannot catch it.
    var isAttempted = false

    /// - Throws: `Fault.argument` where it does not hold; `tensor` gives values.
    public func hold(_ tensor: (ValueID) throws -> Tensor) throws {
        guard try tensor(value).element(at: 0)?.asBool != true else { return }
        if let fault { throw fault }
        let said = try message.map { try $0.text(of: tensor) }.joined()
        throw Fault(
            .argument, "the assertion does not hold: " + (said.isEmpty ? condition : said), at: position,
            hint: isAttempted
                ? "'try' catches what is known before the cell runs; the cell took no effect"
                : "the cell took no effect")
    }
}

extension Elaborator {
    /// The text of a value as `str` or `repr` writes it. An array stands in it as one that is computed later; inside of a
    /// function that is written as a graph it has no value, so that its type is written.
    mutating func pieces(of value: Value, represented: Bool) throws -> [TextPiece] {
        func listed(_ open: String, _ names: [String], _ items: [Value], _ close: String) throws -> [TextPiece] {
            var pieces: [TextPiece] = [.text(open)]
            for (index, item) in items.enumerated() {
                pieces.append(.text((index == 0 ? "" : ", ") + (names.isEmpty ? "" : names[index])))
                pieces += try self.pieces(of: item, represented: true)
            }
            return pieces + [.text(close)]
        }
        switch value {
        case .array(let id, let isWeak):
            guard traceDepth == 0 else { return [.text("Traced<\(b.types[id])>")] }
            return [.array(id, isWeak: isWeak, style: represented ? .represented(as: "Array") : .plain)]
        case .string(let text): return [.text(represented ? Value.quoted(text) : text)]
        case .tuple(let items): return try listed("(", [], items, items.count == 1 ? ",)" : ")")
        case .list(let items): return try listed("[", [], items, "]")
        case .dict(let dict):
            return try listed("{", dict.keys.map { ($0.value.staticText ?? "") + ": " }, dict.values, "}")
        case .record(let record):
            if let text = try writtenByClass(value, represented: represented) { return text }
            return try listed("\(record.type.name)(", record.type.fields.map { $0 + "=" }, record.items, ")")
        case .dtype(let dtype): return [.text(represented ? "dtype('\(dtype.numpyName)')" : dtype.numpyName)]
        case .object(let object): return try pieces(of: object, represented: represented)
        case .closure, .builtin, .method, .transformed, .primitive: return [.text("<function \(functionName(value))>")]
        case .module(let name): return [.text("<module '\(name)'>")]
        case .integer, .float, .bool, .none, .ellipsis, .range, .updater, .file:
            return [.text(value.staticText ?? value.kindText)]
        }
    }

    /// The items of a list as it shows them, without its brackets.
    mutating func pieces(listed items: [Value]) throws -> [TextPiece] {
        Array(try pieces(of: .list(items), represented: true).dropFirst().dropLast())
    }

    /// What `__str__` or `__repr__` of a value's class gives; nil where it has neither.
    private mutating func writtenByClass(_ value: Value, represented: Bool) throws -> [TextPiece]? {
        let position = foreignCall ?? statement
        let names = represented ? ["__repr__"] : ["__str__", "__repr__"]
        for name in names {
            guard let text = try calling(name, of: value, at: position) else { continue }
            guard text.isText else {
                throw Fault(.argument, "\(name) gives \(text.kindText), and it must give a string", at: position)
            }
            return try pieces(of: text, represented: false)
        }
        return nil
    }

    private mutating func pieces(of object: StaticObject, represented: Bool) throws -> [TextPiece] {
        switch object {
        case .text(let pieces): return pieces
        case .structure(let structure): return [.text("PyTreeDef(\(structure.treeText))")]
        case .recordType(let type): return [.text("<class '\(type.name)'>")]
        case .classType(let type): return [.text("<class '\(type.name)'>")]
        case .instance(let instance):
            if let text = try writtenByClass(.object(object), represented: represented) { return text }
            guard !instance.type.errors.isEmpty else { return [.text("<\(instance.type.name) object>")] }
            let given = try attributes(of: instance)[.string("args")]?.items ?? []
            return try pieces(
                ofError: ErrorValue(line: [instance.type.name], classes: [], arguments: given),
                represented: represented)
        case .reference(let id):
            let slot = try slot(of: id, at: foreignCall ?? statement)
            guard traceDepth == 0 else { return [.text("Ref<\(b.types[slot.value])>")] }
            return [.array(slot.value, isWeak: slot.isWeak, style: .represented(as: "Ref"))]
        case .error(let error): return try pieces(ofError: error, represented: represented)
        case .notImplemented: return [.text("NotImplemented")]
        case .arrayType(let type): return [.text(type.text(represented: represented))]
        case .alias(let name): return [.text(name)]
        case .graph(let graph): return [.text(graph.text)]
        case .parent, .descriptor, .field, .processEnvironment: return [.text("<\(object.kindText)>")]
        }
    }

    /// A string, static where all of its pieces are.
    func string(_ pieces: [TextPiece]) throws -> Value {
        var (bytes, isStatic) = (pieces.count, true)
        for piece in pieces {
            guard case .text(let part) = piece else {
                isStatic = false
                continue
            }
            bytes += part.utf8.count
            guard bytes <= 2 * StaticArithmetic.stringBytesMax else { throw StaticArithmetic.longString }
        }
        guard bytes <= 2 * StaticArithmetic.stringBytesMax else { throw StaticArithmetic.longString }
        return isStatic ? .string(pieces.map(\.known).joined()) : .object(.text(pieces))
    }

    /// The value of an f-string.
    mutating func formatted(_ pieces: [FormattedPiece]) throws -> Value {
        var result: [TextPiece] = []
        for piece in pieces {
            switch piece {
            case .text(let text): result.append(.text(text))
            case .field(let expression, let conversion, let specification):
                let format = try staticText(formatted(specification), at: expression.position)
                result += try reading(expression) { e, value in
                    try e.written(
                        Term(value, expression.position), conversion: conversion, format: format)
                }
            }
        }
        return try string(result)
    }

    private func staticText(_ value: Value, at position: SourcePosition) throws -> String {
        guard case .string(let text) = value else {
            throw Fault(.argument, "a format is static, not computed", at: position)
        }
        return text
    }

    /// A value as a field of a formatted string writes it.
    mutating func written(_ term: Term, conversion: Character?, format: String) throws -> [TextPiece] {
        guard !format.isEmpty else {
            return try pieces(of: term.value, represented: conversion == "r" || conversion == "a")
        }
        let specification: FormatSpecification
        do {
            specification = try FormatSpecification(format)
            if conversion == nil, case .array(let id, let isWeak) = term.value {
                guard b.shape(id).rank == 0 else {
                    throw Fault(
                        .argument, "the format '\(format)' of \(b.types[id])", hint: "it takes one number: x[0]")
                }
                guard traceDepth == 0 else { return try pieces(of: term.value, represented: false) }
                return [.array(id, isWeak: isWeak, style: .format(specification))]
            }
            let value =
                conversion == nil ? term.value : try string(pieces(of: term.value, represented: conversion != "s"))
            return [.text(try specification.text(of: value))]
        } catch let fault as Fault {
            throw fault.at(term.position)
        }
    }

    /// `assert condition, message`
    mutating func check(_ condition: Term, _ message: Expression?, at position: SourcePosition) throws {
        guard case .array(let id, _) = condition.value else {
            guard try !truth(condition.value, at: condition.position) else { return }
            let said = try message.map { try evaluate($0) }
            let text = try said.map { try knownText(pieces(of: $0, represented: false)) } ?? ""
            throw raising(
                "AssertionError", said.map { [$0] } ?? [],
                Fault(
                    .argument,
                    "the assertion does not hold: " + (text.isEmpty ? sourceText(at: condition.position) : text),
                    at: position))
        }
        guard b.shape(id).count == 1 else {
            throw Fault(
                .argument, "an assertion of an array, which has many truths", at: condition.position,
                hint: "all(…) or any(…) makes one of them")
        }
        guard traceDepth == 0 else {
            throw Fault(
                .argument, "an assertion of a value that is not known before the function runs", at: condition.position,
                hint: "assert what shapes and static values say, or the result outside of the function")
        }
        let truth = try isNotZero(b.reshape(id, []))
        let said = try message.map { try pieces(of: evaluate($0), represented: false) } ?? []
        checks.append(
            Check(
                value: truth, message: said, position: foreignCall ?? position,
                condition: sourceText(at: condition.position), isAttempted: attempts > 0))
    }

    /// A text as far as it is known before the cell runs.
    func knownText(_ pieces: [TextPiece]) -> String { pieces.map(\.known).joined() }

    /// `with item, …: body`. Only contexts that change no number are here, and instances with `__enter__` and `__exit__`.
    mutating func within(_ items: ArraySlice<WithItem>, _ body: [Statement]) throws -> Flow {
        guard let item = items.first else { return try executeBlock(body) }
        let rest = items.dropFirst()
        if let entered = try entersLibrary(item) {
            if let target = item.target { try assign(entered, to: target) }
            return try within(rest, body)
        }
        let position = item.context.position
        let context = try evaluate(item.context)
        guard let exit = try method("__exit__", of: context, at: position),
            let entered = try calling("__enter__", of: context, at: position)
        else {
            throw Fault(
                .refused, "this 'with' is not part of the cell language", at: position,
                hint: "write its body on lines of their own; jax.disable_jit() and jax.named_scope(…) are taken")
        }
        if let target = item.target { try assign(entered, to: target) }
        // A body that fails fails the cell, or leaves to an `except` around it: this `__exit__` catches nothing.
        let flow: Flow
        do { flow = try within(rest, body) } catch {
            _ = try call(exit, on: [.string("error"), .none, .none], at: position)
            throw error
        }
        _ = try call(exit, on: [.none, .none, .none], at: position)
        return flow
    }

    /// What a context of the library gives; nil for anything else.
    private mutating func entersLibrary(_ item: WithItem) throws -> Value? {
        guard case .postfix(let base, let steps) = item.context.kind, case .call? = steps.last else { return nil }
        let callee =
            steps.count == 1 ? base : Expression(kind: .postfix(base, steps.dropLast()), position: base.position)
        guard case .builtin(let builtin) = try evaluate(callee),
            Library.contexts.contains(builtin.name) || Library.surroundingContexts.contains(builtin.name)
        else {
            return nil
        }
        _ = try evaluate(item.context)
        return Value.none
    }
}

extension TextPiece {
    /// The text, or what stands for an array before it is computed.
    fileprivate var known: String { if case .text(let text) = self { text } else { "…" } }
}

extension DType {
    /// `float64`, as NumPy prints it.
    var numpyName: String {
        switch self {
        case .f64: "float64"
        case .f32: "float32"
        case .i64: "int64"
        case .i32: "int32"
        case .bool: "bool"
        }
    }
}

extension Structure {
    /// As JAX prints it: `{'a': *, 'b': [*, *]}`.
    fileprivate var treeText: String {
        switch self {
        case .array: "*"
        case .none: "None"
        case .tuple(let parts): "(" + parts.map(\.treeText).joined(separator: ", ") + (parts.count == 1 ? ",)" : ")")
        case .list(let parts): "[" + parts.map(\.treeText).joined(separator: ", ") + "]"
        case .dict(let keys, let parts):
            "{" + zip(keys, parts).map { ($0.value.staticText ?? "") + ": " + $1.treeText }.joined(separator: ", ")
                + "}"
        case .node(let node, let parts):
            "CustomNode(\(node.name)[\(node.auxiliary.value.staticText ?? "…")], ["
                + parts.map(\.treeText).joined(separator: ", ") + "])"
        case .record(let type, let parts):
            "CustomNode(\(type.kind == .namedTuple ? "namedtuple[\(type.name)]" : type.name), ["
                + parts.map(\.treeText).joined(separator: ", ") + "])"
        }
    }
}
