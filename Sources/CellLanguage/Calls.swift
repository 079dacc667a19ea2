import Graphs
import Tensors

extension Elaborator {
    /// A function as a value: defaults are evaluated now, names of the body when it is called.
    mutating func closure(_ function: Function) throws -> Value {
        var defaults: [String: Value] = [:]
        for parameter in function.parameters {
            if let expression = parameter.default { defaults[parameter.name] = try evaluate(expression) }
        }
        scope?.share()
        let held = Scope(defaults, assigned: [], parent: nil)
        return .closure(Closure(function: function, defaults: held, scope: scope, source: source))
    }

    /// Calls a function value.
    mutating func call(_ callee: Value, _ arguments: [Argument], at position: SourcePosition) throws -> Value {
        let terms = try arguments.map {
            NamedTerm(name: $0.name, term: Term(try evaluate($0.value), $0.value.position), position: $0.position)
        }
        return try apply(callee, terms, at: position)
    }

    /// Calls a function value with arguments that are evaluated.
    mutating func apply(_ callee: Value, _ terms: [NamedTerm], at position: SourcePosition) throws -> Value {
        switch callee {
        case .closure(let closure): return try call(closure, terms, at: position)
        case .builtin(let builtin): return try call(builtin, terms, at: position)
        case .method(let builtin, let receiver):
            return try call(builtin, [NamedTerm(name: nil, term: Term(receiver, position))] + terms, at: position)
        case .transformed(let transformed): return try apply(transformed, terms, at: position)
        case .primitive(let name): return try apply(primitive: name, terms, at: position)
        case .dtype(let dtype):
            guard let term = terms.first, terms.count == 1, term.name == nil else {
                throw Fault(.argument, "\(dtype) takes one value", at: position)
            }
            let mark = b.types.count
            return .array(try fresh(b.convert(array(term.term), to: dtype), since: mark))
        default: throw Fault(.argument, "\(callee.kindText) cannot be called", at: position, hint: callee.callAdvice)
        }
    }

    private mutating func call(_ builtin: Builtin, _ terms: [NamedTerm], at position: SourcePosition) throws -> Value {
        let call = try Call(binding: terms, to: builtin, at: position)
        try step(at: position)
        let mark = b.types.count
        do {
            let result = try builtin.body(&self, call)
            guard case .array(let id, let isWeak) = result else { return result }
            return .array(try fresh(id, since: mark), isWeak: isWeak)
        } catch let fault as Fault {
            throw fault.at(position)
        }
    }

    /// Calls a function that a cell defined.
    mutating func call(_ closure: Closure, _ terms: [NamedTerm], at position: SourcePosition) throws -> Value {
        let names = try bound(terms, to: closure, at: position)
        try step(at: position)
        depth += 1
        defer { depth -= 1 }
        guard depth <= Elaborator.depthLimit else {
            throw Fault(
                .limit, "calls nest deeper than \(Elaborator.depthLimit)", at: position, hint: Elaborator.depthHint)
        }
        let (caller, callPosition) = (source, foreignCall)
        defer { (source, foreignCall) = (caller, callPosition) }
        if closure.source !== source {
            foreignCall = foreignCall ?? position
            source = closure.source
        }
        do {
            let scope = Scope(names, assigned: closure.function.assigned, parent: closure.scope)
            return try within(scope, at: position) { try $0.run(closure.function.body) }
        } catch let fault as Fault where closure.source !== caller {
            throw fault.inside(closure.function.name, at: position)
        }
    }

    private mutating func run(_ body: Function.Body) throws -> Value {
        switch body {
        case .expression(let expression): return try evaluate(expression)
        case .statements(let statements):
            guard case .returned(let value) = try executeBlock(statements) else { return .none }
            return value
        }
    }

    /// Evaluates `body` among the names of `inner`, which are forgotten after it unless a function escapes with them.
    mutating func within(
        _ inner: Scope, at position: SourcePosition, _ body: (inout Elaborator) throws -> Value
    ) throws -> Value {
        let outer = scope
        scope = inner
        defer { scope = outer }
        var isKept = false
        defer { if inner.isShared, !isKept { inner.empty() } }
        let result = try body(&self)
        isKept = try inner.isShared && measure(result, at: position).holdsFunctions
        return result
    }

    /// The names of a call: what was given, then the defaults.
    private func bound(
        _ terms: [NamedTerm], to closure: Closure, at position: SourcePosition
    ) throws -> [String: Value] {
        let callee = closure.function.name ?? "lambda"
        let parameters = closure.function.parameters
        let byPlace = parameters.filter { $0.kind != .keyword }
        var given: [String: Value] = [:]
        for (index, term) in terms.enumerated() {
            guard let name = term.name ?? (index < byPlace.count ? byPlace[index].name : nil) else {
                let rest = byPlace.count < parameters.count ? " and the others by name" : ""
                throw Fault(
                    .argument,
                    "\(callee) takes \(byPlace.count) argument\(byPlace.count == 1 ? "" : "s")\(rest), not \(terms.count)",
                    at: term.term.position, hint: closure.function.signature)
            }
            if let keyword = term.name { try closure.function.requireNamed(keyword, callee, at: term.position) }
            guard given.updateValue(term.term.value, forKey: name) == nil else {
                throw Fault(.argument, "\(callee) got \(name) twice", at: term.position)
            }
        }
        for parameter in parameters where given[parameter.name] == nil {
            guard case .value(let value) = closure.defaults.meaning(of: parameter.name) else {
                throw Fault(
                    .argument, "\(callee) needs the argument \(parameter.name)", at: position,
                    hint: closure.function.signature)
            }
            given[parameter.name] = value
        }
        return given
    }
}

extension Value {
    /// What to write where something that is no function is called.
    fileprivate var callAdvice: String? {
        switch self {
        case .array: "x[0] takes an element; a product is written with *"
        case .integer, .float: "a product is written with *"
        case .tuple, .list, .range, .string: "x[0] takes an item; drop the parentheses where there is nothing to call"
        case .none: "a function without return gives None"
        case .bool, .ellipsis, .dtype, .closure, .builtin, .method, .transformed, .primitive, .module, .updater, .file:
            nil
        }
    }
}

extension Function {
    /// `f(a, /, b=…, *, c)`
    fileprivate var signature: String {
        var list = parameters.map { $0.default == nil ? $0.name : "\($0.name)=…" }
        if let star = parameters.firstIndex(where: { $0.kind == .keyword }) { list.insert("*", at: star) }
        if let last = parameters.lastIndex(where: { $0.kind == .positional }) { list.insert("/", at: last + 1) }
        return "\(name ?? "lambda")(\(list.joined(separator: ", ")))"
    }

    /// - Throws: `Fault.argument` when no parameter may be given as `keyword`.
    fileprivate func requireNamed(_ keyword: String, _ callee: String, at position: SourcePosition) throws {
        guard let parameter = parameters.first(where: { $0.name == keyword }) else {
            let nearest = nearestName(to: keyword, among: parameters.filter { $0.kind != .positional }.map(\.name))
            throw Fault(
                .argument, "\(callee) has no argument \(keyword)", at: position,
                hint: (nearest.map { "did you mean \($0)? " } ?? "") + signature)
        }
        guard parameter.kind != .positional else {
            throw Fault(.argument, "\(callee) takes \(keyword) by place, not by name", at: position, hint: signature)
        }
    }
}

extension Fault {
    /// The same fault, placed at the call: its own place is in the text of the cell that defined the function.
    fileprivate func inside(_ name: String?, at call: SourcePosition) -> Fault {
        let place = position.map { " at \($0) of its own cell" } ?? ""
        return Fault(kind, "in \(name ?? "a lambda")\(place): \(message)", at: call, hint: hint)
    }
}

extension Elaborator {
    /// How deep lists and tuples may nest, and how many items all levels together may have: whatever walks a value
    /// later does so on the stack, and `x = [x, x]` doubles what there is to walk.
    static let valueDepthLimit = 100
    static let valueItemLimit = 1_000_000

    /// Walks a static value within limits, counting the walk as steps.
    @discardableResult
    mutating func measure(_ value: Value, at position: SourcePosition) throws -> (items: Int, holdsFunctions: Bool) {
        guard let items = value.items else { return (0, value.isFunction) }
        var (total, holdsFunctions) = (0, false)
        var levels = [items[...]]
        while var level = levels.popLast() {
            guard let item = level.popFirst() else { continue }
            levels.append(level)
            total += 1
            holdsFunctions = holdsFunctions || item.isFunction
            if let inner = item.items { levels.append(inner[...]) }
            guard total <= Elaborator.valueItemLimit, levels.count <= Elaborator.valueDepthLimit else {
                throw Fault(
                    .limit,
                    "a list of more than \(Elaborator.valueItemLimit) items, or nested deeper than "
                        + "\(Elaborator.valueDepthLimit)", at: position, hint: "arrays hold many numbers")
            }
        }
        // A step is a statement, which costs about as much as walking this many items.
        try step(total / 64, at: position)
        return (total, holdsFunctions)
    }
}
