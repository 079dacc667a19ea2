import Graphs
import Tensors

extension Elaborator {
    /// A function as a value: defaults are evaluated now, names of the body when it is called.
    mutating func closure(_ function: Function) throws -> Value {
        var defaults: [String: Value] = [:]
        for parameter in function.parameters {
            if let expression = parameter.default { defaults[parameter.name] = try evaluate(expression) }
        }
        // What is in the body of a class does not see the names there, but it knows the class.
        let isMember = scope != nil && scope === classScope
        let around = isMember ? scope?.parent : scope
        around?.share()
        let held = Scope(defaults, assigned: [], parent: nil)
        return .closure(
            Closure(
                function: function, defaults: held, scope: around, source: source, owner: isMember ? classNumber : nil))
    }

    /// Calls a function value.
    mutating func call(_ callee: Value, _ arguments: [Argument], at position: SourcePosition) throws -> Value {
        guard case .builtin(let builtin) = callee else { return try apply(callee, evaluated(arguments), at: position) }
        try requireNoGenerator(arguments, for: builtin)
        // What the library only reads stays its name's own.
        let mark = borrowed.count
        defer { borrowed.removeLast(borrowed.count - mark) }
        var places: [Place] = []
        let terms = try evaluated(arguments, borrowing: true, lending: &places)
        defer { for place in places { place.owner.map { heap.giveBack($0.name, of: $0.instance.id) } } }
        let names = borrowed[mark...]
        let value = try call(builtin, terms, at: position)
        switch value {
        case .array, .integer, .float, .bool, .string, .none, .object: break
        default:
            for name in names { disown(name) }
            for place in places { place.owner.map { heap.disown($0.name, of: $0.instance.id) } }
        }
        return value
    }

    /// Arguments in order, those with stars taken apart.
    mutating func evaluated(_ arguments: [Argument]) throws -> [NamedTerm] {
        var places: [Place] = []
        return try evaluated(arguments, borrowing: false, lending: &places)
    }

    /// - Parameter borrowing: whether lists and dicts under names and attributes stay theirs; the names are added to
    ///   `borrowed`, attributes to `places`.
    private mutating func evaluated(
        _ arguments: [Argument], borrowing: Bool, lending places: inout [Place]
    ) throws -> [NamedTerm] {
        var terms: [NamedTerm] = []
        var byPlace: [NamedTerm] = []
        for argument in arguments {
            let value: Value
            if borrowing, argument.unpacking == nil, case .name(let name) = argument.value.kind {
                value = try lookUp(name, at: argument.value.position)
                borrowed.append(name)
            } else if borrowing, argument.unpacking == nil, let place = try attributePlace(argument.value) {
                value = place.value
                if let owner = place.owner, value.changes {
                    heap.lend(owner.name, of: owner.instance.id)
                    places.append(place)
                }
            } else {
                value = try evaluate(argument: argument.value)
            }
            let term = Term(value, argument.value.position)
            switch argument.unpacking {
            case nil where argument.name == nil:
                byPlace.append(NamedTerm(name: nil, term: term, position: argument.position))
            case nil: terms.append(NamedTerm(name: argument.name, term: term, position: argument.position))
            case .items:
                byPlace += try items(of: term).map { NamedTerm(name: nil, term: Term($0, term.position)) }
            case .entries:
                guard case .dict(let dict) = value else {
                    throw Fault(.argument, "** in a call takes a dict, not \(value.kindText)", at: term.position)
                }
                for (key, value) in zip(dict.keys, dict.values) {
                    guard case .string(let name) = key else {
                        throw Fault(.argument, "** in a call takes a dict whose keys are strings", at: term.position)
                    }
                    guard !terms.contains(where: { $0.name == name }) else {
                        throw Fault(.argument, "argument \(name) is given twice", at: term.position)
                    }
                    terms.append(NamedTerm(name: name, term: Term(value, term.position)))
                }
            }
        }
        return byPlace + terms
    }

    /// A generator is gone through once: only functions that do no more than that may take it.
    private func requireNoGenerator(_ arguments: [Argument], for builtin: Builtin) throws {
        for argument in arguments {
            guard case .comprehension(let comprehension) = argument.value.kind, case .generator = comprehension.form,
                !Library.takesGenerators.contains(builtin.name)
            else { continue }
            throw Fault(
                .argument, "\(builtin.name) of a generator", at: argument.position,
                hint: "write a list: \(builtin.name)([… for … in …])")
        }
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
        case .object(.recordType(let type)): return try instance(of: type, terms, at: position)
        case .object(.classType(let type)): return try instantiate(type, terms, at: position)
        case .object(.graph(let graph)) where graph.stage == .compiled:
            return try apply(graph.function, terms, at: position)
        case .object(.alias): return callee
        case .object(.instance), .record:
            guard let method = try method("__call__", of: callee, at: position) else {
                throw Fault(
                    .argument, "\(callee.kindText) cannot be called", at: position,
                    hint: callee.callAdvice ?? "def __call__(self, …) in its class makes it callable")
            }
            return try apply(method, terms, at: position)
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
        if let python = builtin.python, let value = try python(&self, terms, position) { return value }
        let call = try Call(binding: terms, to: builtin, at: position)
        try step(at: position)
        let mark = b.types.count
        do {
            var result = try builtin.body(&self, call)
            if call.isWeak { result = result.weakened }
            guard case .array(let id, let isWeak) = result else { return result }
            return .array(try fresh(id, since: mark), isWeak: isWeak)
        } catch let fault as Fault {
            throw fault.at(position)
        }
    }

    /// Calls a function that a cell defined.
    mutating func call(_ closure: Closure, _ terms: [NamedTerm], at position: SourcePosition) throws -> Value {
        var names = try bound(terms, to: closure, at: position)
        if let owner = closure.owner, let type = heap.types[owner] {
            names[Elaborator.className] = .object(.classType(type))
            names[Elaborator.receiverName] = closure.function.parameters.first.flatMap { names[$0.name] } ?? .none
        }
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
            let function = closure.function
            let scope = Scope(
                names, assigned: function.assigned, globals: function.globals, parent: closure.scope)
            return try within(scope, at: position) { try $0.run(closure.function.body) }
        } catch let fault as Fault where closure.source !== caller {
            throw fault.inside(closure.function.name, at: position)
        }
    }

    mutating func run(_ body: Function.Body) throws -> Value {
        switch body {
        case .expression(let expression): return try evaluate(expression)
        case .statements(let statements):
            let outside = borrowed
            borrowed = []
            defer { borrowed = outside }
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
        isKept = try inner.isShared && (inner.isKept || measure(result, at: position).holdsFunctions)
        return result
    }

    /// The names of a call: what was given, then the defaults.
    private func bound(
        _ terms: [NamedTerm], to closure: Closure, at position: SourcePosition
    ) throws -> [String: Value] {
        let callee = closure.function.name ?? "lambda"
        let parameters = closure.function.parameters
        let byPlace = parameters.filter { $0.kind == .positional || $0.kind == .any }
        let restName = parameters.first { $0.kind == .rest }?.name
        let entriesName = parameters.first { $0.kind == .entries }?.name
        var given: [String: Value] = [:]
        var rest: [Value] = []
        var entries = Dict()
        for (index, term) in terms.enumerated() {
            if let keyword = term.name, entriesName != nil,
                !parameters.contains(where: { $0.name == keyword && ($0.kind == .any || $0.kind == .keyword) })
            {
                guard entries[.string(keyword)] == nil else {
                    throw Fault(.argument, "\(callee) got \(keyword) twice", at: term.position)
                }
                entries[.string(keyword)] = term.term.value
                continue
            }
            if term.name == nil, index >= byPlace.count, restName != nil {
                rest.append(term.term.value)
                continue
            }
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
        if let restName { given[restName] = .tuple(rest) }
        if let entriesName { given[entriesName] = .dict(entries) }
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
        case .record, .object: nil
        case .tuple, .list, .range, .string, .dict:
            "x[0] takes an item; drop the parentheses where there is nothing to call"
        case .none: "a function without return gives None"
        case .module(let path): ForeignNames.modules[String(path.prefix { $0 != "." })]
        case .bool, .ellipsis, .dtype, .closure, .builtin, .method, .transformed, .primitive, .updater, .file: nil
        }
    }
}

extension Function {
    /// `f(a, /, b=…, *, c)`
    fileprivate var signature: String {
        var list = parameters.map { parameter in
            switch parameter.kind {
            case .rest: "*\(parameter.name)"
            case .entries: "**\(parameter.name)"
            case .positional, .any, .keyword: parameter.default == nil ? parameter.name : "\(parameter.name)=…"
            }
        }
        if !parameters.contains(where: { $0.kind == .rest }),
            let star = parameters.firstIndex(where: { $0.kind == .keyword })
        {
            list.insert("*", at: star)
        }
        if let last = parameters.lastIndex(where: { $0.kind == .positional }) { list.insert("/", at: last + 1) }
        return "\(name ?? "lambda")(\(list.joined(separator: ", ")))"
    }

    /// - Throws: `Fault.argument` when no parameter may be given as `keyword`.
    fileprivate func requireNamed(_ keyword: String, _ callee: String, at position: SourcePosition) throws {
        guard
            let parameter = parameters.first(where: { $0.name == keyword && $0.kind != .rest && $0.kind != .entries })
        else {
            let named = parameters.filter { $0.kind == .any || $0.kind == .keyword }
            let nearest = nearestName(to: keyword, among: named.map(\.name))
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
        return Fault(kind, "in \(name ?? "a lambda")\(place): \(message)", at: call, hint: hint, error: error)
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
        guard let items = value.children else { return (0, value.mayHoldFunctions) }
        var (total, holdsFunctions) = (0, false)
        var levels = [items[...]]
        while var level = levels.popLast() {
            guard let item = level.popFirst() else { continue }
            levels.append(level)
            total += 1
            holdsFunctions = holdsFunctions || item.mayHoldFunctions
            if let inner = item.children { levels.append(inner[...]) }
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
