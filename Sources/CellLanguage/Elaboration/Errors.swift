import Graphs
import Tensors

// Errors as Python has them: `raise`, and `try` with its clauses. What a body has done before it failed stays done, as in
// Python. Only what is known while a cell is elaborated can be caught.

/// An error that was raised, or that a fault stands for.
public struct ErrorValue: Sendable {
    /// Its class, and what that inherits from, the nearest first.
    let line: [String]
    /// Numbers of the classes among them that cells defined.
    let classes: [Int]
    /// What it was made of.
    let arguments: [Value]
    /// The instance, of a class that a cell defined.
    var instance: Instance?

    /// The name of its class.
    var name: String { line.first ?? "Exception" }
}

extension Library {
    /// Python's errors and JAX's, each with what it inherits from.
    static let errors: [String: String?] = [
        "BaseException": nil, "Exception": "BaseException", "KeyboardInterrupt": "BaseException",
        "ArithmeticError": "Exception", "ZeroDivisionError": "ArithmeticError", "OverflowError": "ArithmeticError",
        "FloatingPointError": "ArithmeticError", "LookupError": "Exception", "IndexError": "LookupError",
        "KeyError": "LookupError", "AttributeError": "Exception", "NameError": "Exception", "TypeError": "Exception",
        "ValueError": "Exception", "RuntimeError": "Exception", "NotImplementedError": "RuntimeError",
        "RecursionError": "RuntimeError", "AssertionError": "Exception", "ImportError": "Exception",
        "ModuleNotFoundError": "ImportError", "StopIteration": "Exception", "OSError": "Exception",
        "FileNotFoundError": "OSError", "Warning": "Exception", "UserWarning": "Warning",
        "errors.JaxRuntimeError": "RuntimeError", "errors.ConcretizationTypeError": "TypeError",
        "errors.TracerBoolConversionError": "errors.ConcretizationTypeError",
        "errors.TracerArrayConversionError": "TypeError", "errors.TracerIntegerConversionError": "TypeError",
        "errors.NonConcreteBooleanIndexError": "IndexError", "errors.UnexpectedTracerError": "TypeError",
        "errors.KeyReuseError": "RuntimeError",
    ]

    /// An error's class and what it inherits from.
    static func errorLine(_ name: String) -> [String] {
        [name] + ((errors[name] ?? nil).map(errorLine) ?? [])
    }

    /// Errors that a fault of which no more is known may stand for.
    static let vagueErrors: Set<String> = Set(
        errors.keys.filter { $0.hasPrefix("errors.") }
            + ["BaseException", "Exception", "TypeError", "ValueError", "RuntimeError"])

    static let errorRows: [Builtin] =
        errors.keys.sorted().map { name in
            .raw("\(name)(*args)") { _, terms, _ in
                .object(
                    .error(
                        ErrorValue(line: Library.errorLine(name), classes: [], arguments: terms.map(\.term.value))))
            }
        } + [
            .raw("errors.__init__(self, *args)") { e, terms, position in
                guard let first = terms.first else { return .none }
                let given = terms.dropFirst().filter { $0.name == nil }.map(\.term.value)
                try e.setAttribute("args", of: first.term.value, to: .tuple(given), at: position)
                return .none
            }
        ]
}

extension Fault {
    /// The same fault, which Python raises as the error of that class.
    func raising(_ name: String) -> Fault {
        var copy = self
        copy.error = name
        return copy
    }

    /// Whether a cell may catch it: not what this language alone refuses, nor limits, interrupts and defects.
    fileprivate var isCatchable: Bool {
        switch kind {
        case .argument, .shape, .dtype, .graph: true
        case .notFound: error != nil
        case .parse, .size, .limit, .refused, .cancelled, .defect: false
        }
    }
}

extension Elaborator {
    /// What `raise` marks a fault with, whose error is `raised`.
    private static let raisedMark = "raise"

    /// `raise error`
    mutating func fail(_ error: Expression?, at position: SourcePosition) throws {
        guard let error else {
            guard let last = handling.last else {
                throw Fault(.argument, "an error is raised again, and there is none", at: position)
            }
            raised = last.value
            throw last.fault
        }
        let value = try evaluate(error)
        guard let made = try self.error(value, at: error.position) else {
            throw Fault(
                .argument, "\(value.kindText) is raised, which is no error", at: error.position,
                hint: "raise ValueError('…')")
        }
        raised = made
        let text = try knownText(pieces(ofError: made, represented: false))
        throw Fault(.argument, "raised: \(made.name.plainName)" + (text.isEmpty ? "" : ": \(text)"), at: position)
            .raising(Self.raisedMark)
    }

    /// A fault that Python raises as an error of that class, made of these arguments.
    mutating func raising(_ name: String, _ arguments: [Value], _ fault: Fault) -> Fault {
        raised = ErrorValue(line: Library.errorLine(name), classes: [], arguments: arguments)
        return fault.raising(Self.raisedMark)
    }

    /// The error that a value is; nil for what is none.
    private mutating func error(_ value: Value, at position: SourcePosition) throws -> ErrorValue? {
        switch value {
        case .object(.error(let error)): return error
        case .builtin(let builtin) where Library.errors[builtin.name] != nil:
            return ErrorValue(line: Library.errorLine(builtin.name), classes: [], arguments: [])
        case .object(.classType(let type)) where !type.errors.isEmpty:
            return try error(instantiate(type, [], at: position), at: position)
        case .object(.instance(let instance)) where !instance.type.errors.isEmpty:
            let given = try attributes(of: instance)[.string("args")]?.items ?? []
            return ErrorValue(
                line: instance.type.line.map(\.name) + instance.type.errors, classes: instance.type.line.map(\.id),
                arguments: given, instance: instance)
        default: return nil
        }
    }

    /// The text of an error.
    mutating func pieces(ofError error: ErrorValue, represented: Bool) throws -> [TextPiece] {
        if let instance = error.instance {
            return try pieces(of: .object(.instance(instance)), represented: represented)
        }
        let isKey = error.line.contains("KeyError")
        if represented {
            return try [.text("\(error.name.plainName)(")] + pieces(listed: error.arguments) + [.text(")")]
        }
        switch error.arguments.count {
        case 0: return []
        case 1: return try pieces(of: error.arguments[0], represented: isKey)
        default: return try pieces(of: .tuple(error.arguments), represented: false)
        }
    }

    /// `try: …`
    mutating func attempt(
        _ body: [Statement], _ handlers: [Handler], _ otherwise: [Statement], _ finally: [Statement]
    ) throws -> Flow {
        let flow: Flow
        do { flow = try attempt(body, handlers, otherwise) } catch let fault as Fault where fault.isCatchable {
            let last = try executeBlock(finally)
            guard case .next = last else { return last }
            throw fault
        }
        let last = try executeBlock(finally)
        if case .next = last { return flow }
        return last
    }

    private mutating func attempt(
        _ body: [Statement], _ handlers: [Handler], _ otherwise: [Statement]
    ) throws -> Flow {
        attempts += 1
        let flow: Flow
        do {
            defer { attempts -= 1 }
            flow = try executeBlock(body)
        } catch let fault as Fault where fault.isCatchable {
            let error = self.error(of: fault)
            for handler in handlers where try catches(handler, error, isVague: fault.error == nil) {
                noteCaught(fault, error)
                return try run(handler, error, fault)
            }
            throw fault
        }
        guard case .next = flow else { return flow }
        return try executeBlock(otherwise)
    }

    /// What Python would have raised.
    private func error(of fault: Fault) -> ErrorValue {
        if fault.error == Self.raisedMark, let raised { return raised }
        let guess = fault.kind == .shape || fault.kind == .dtype ? "TypeError" : "ValueError"
        return ErrorValue(
            line: Library.errorLine(fault.error ?? guess), classes: [], arguments: [.string(fault.message)])
    }

    private mutating func catches(_ handler: Handler, _ error: ErrorValue, isVague: Bool) throws -> Bool {
        guard let types = handler.types else { return true }
        let given = try evaluate(types)
        return try (given.items ?? [given]).contains { type in
            switch type {
            case .builtin(let builtin) where Library.errors[builtin.name] != nil:
                return error.line.contains(builtin.name) || isVague && Library.vagueErrors.contains(builtin.name)
            case .object(.classType(let type)) where !type.errors.isEmpty: return error.classes.contains(type.id)
            default:
                throw Fault(
                    .argument, "\(type.kindText) is no class of errors", at: types.position,
                    hint: "except ValueError as e")
            }
        }
    }

    private mutating func run(_ handler: Handler, _ error: ErrorValue, _ fault: Fault) throws -> Flow {
        let value = error.instance.map { Value.object(.instance($0)) } ?? .object(.error(error))
        if let name = handler.name { bind(name, value) }
        handling.append((error, fault))
        defer { handling.removeLast() }
        let flow = try executeBlock(handler.body)
        // As in Python the name of the error is gone behind the clause.
        if let name = handler.name { unbind(name) }
        return flow
    }

    /// What fails here may not fail elsewhere, so that the way behind it is not taken silently. What Python raises by its own
    /// rules, or the cell itself, fails everywhere.
    private mutating func noteCaught(_ fault: Fault, _ error: ErrorValue) {
        guard fault.error == nil else { return }
        let text = "caught here: \(fault.message); JAX may not fail there, or say something else"
        note(Note(text: text, position: foreignCall ?? fault.position ?? statement))
    }

    /// Whether a value is an error of a class.
    func isError(_ error: ErrorValue, of type: Value) -> Bool? {
        switch type {
        case .builtin(let builtin) where Library.errors[builtin.name] != nil: error.line.contains(builtin.name)
        case .object(.classType(let type)): error.classes.contains(type.id)
        default: nil
        }
    }

    /// An attribute of an error.
    func attribute(_ name: String, of error: ErrorValue, at position: SourcePosition) throws -> Value {
        guard name == "args" else {
            throw Fault(.notFound, "an error has no attribute \(name)", at: position, hint: "str(e), e.args")
                .raising("AttributeError")
        }
        return .tuple(error.arguments)
    }
}

extension String {
    /// The name without its module.
    var plainName: String { split(separator: ".").last.map(String.init) ?? self }
}
