import Graphs
import Tensors

extension Elaborator {
    /// How a statement ended.
    enum Flow {
        case next
        case returned(Value)
        /// By `break`, out of the innermost loop.
        case broken
        /// By `continue`, to the next step of the innermost loop.
        case continued
    }

    mutating func execute(_ statement: Statement) throws -> Flow {
        try step(at: statement.position)
        if scope == nil { self.statement = statement.position }
        do {
            return try executeKind(statement)
        } catch let fault as Fault {
            throw fault.at(statement.position)
        }
    }

    private mutating func executeKind(_ statement: Statement) throws -> Flow {
        switch statement.kind {
        case .assign(let targets, let expression):
            let value = try evaluate(expression)
            let isOnly = targets.count == 1 && isFresh(expression, value)
            for target in targets { try assign(value, to: target, isFresh: isOnly) }
            if isOnly, case .name(let name, _) = targets[0] { own(name) }
        case .annotated(let name, let expression):
            guard let expression else { break }
            let value = try evaluate(expression)
            bind(name, value)
            if isFresh(expression, value) { own(name) }
        case .augmented(let target, let operation, let expression):
            try augment(target, operation, expression, at: statement.position)
        case .function(let function, let decorators):
            let value = try decorated(closure(function), by: decorators)
            bind(function.name ?? "_", value)
        case .record(let definition): bind(definition.name, try classValue(definition))
        case .attempt(let body, let handlers, let otherwise, let finally):
            return try attempt(body, handlers, otherwise, finally)
        case .forLoop(let target, let iterable, let body, let otherwise):
            return try loop(target, iterable, body, otherwise)
        case .whileLoop(let condition, let body, let otherwise):
            return try loop(while: condition, body, otherwise)
        case .breaking: return .broken
        case .continuing: return .continued
        case .branch(let branches, let otherwise):
            return try executeBlock(chosen(branches, otherwise))
        case .with(let items, let body):
            return try within(items[...], body)
        case .asserted(let condition, let message):
            try check(Term(evaluate(condition), condition.position), message, at: statement.position)
        case .raised(let error): try fail(error, at: statement.position)
        case .deleted(let targets): for target in targets { try delete(target) }
        case .expression(let expression):
            if try givesRule(expression) { break }
            let value = try evaluate(expression)
            if scope == nil, !value.isNone {
                bind("_", value)
                if case .object(let object) = value, object.isShown {
                    try emit(pieces(of: value, represented: true) + [.text("\n")], at: expression.position)
                }
            }
        case .returned(let expression):
            return .returned(try expression.map { try evaluate($0) } ?? .none)
        case .imported(let names):
            for name in names { try importName(name, at: statement.position) }
        case .global:
            // There it would be bound once, however often the function runs.
            guard traces.isEmpty else {
                throw Fault(
                    .argument, "a name of the session is bound inside of a function that loops, branches or vmap run",
                    at: statement.position, hint: "return the value and bind it outside of the function")
            }
        case .pass: break
        }
        return .next
    }

    /// Binds an imported name, unless it already means the same. What the library does not have is left unbound: its
    /// use says so.
    private mutating func importName(_ imported: ImportedName, at position: SourcePosition) throws {
        guard imported.name != "*" else {
            guard !Modules.isModule(imported.path) || Modules.isShared(imported.path) else {
                throw Fault(
                    .refused, "'from \(imported.path) import *' would change what names mean", at: position,
                    hint: "name them: from \(imported.path) import f, g")
            }
            return
        }
        let last = imported.path.split(separator: ".").last.map(String.init) ?? imported.path
        let module = String(imported.path.dropLast(last.count + 1))
        let value =
            Library.isModule(imported.path)
            ? .module(imported.path) : Library.value(named: last, in: module)
        guard let value else {
            // Unbound it would mean another function of the same name.
            guard Library.value(named: imported.name) == nil else {
                throw Fault(
                    .notFound, "\(module) has no \(last) here", at: position,
                    hint: Library.advice(on: last, in: module))
            }
            return
        }
        if let scope {
            scope.bind(imported.name, value)
        } else if globals[imported.name] != nil || !value.isLibrary(imported.name) {
            globals[imported.name] = value
        }
    }

    mutating func executeBlock(_ statements: [Statement]) throws -> Flow {
        for statement in statements {
            let flow = try execute(statement)
            guard case .next = flow else { return flow }
        }
        return .next
    }

    private mutating func chosen(_ branches: [Branch], _ otherwise: [Statement]) throws -> [Statement] {
        for branch in branches where try holds(branch.condition) {
            return branch.body
        }
        return otherwise
    }

    private mutating func loop(
        _ target: Target, _ iterable: Expression, _ body: [Statement], _ otherwise: [Statement]
    ) throws -> Flow {
        let sequence = try iterated(evaluate(iterable), at: iterable.position)
        for index in 0..<(try length(of: sequence, at: iterable.position)) {
            try step(at: iterable.position)
            try assign(element(index, of: sequence, at: iterable.position), to: target)
            switch try executeBlock(body) {
            case .returned(let value): return .returned(value)
            case .broken: return .next
            case .next, .continued: break
            }
        }
        return try executeBlock(otherwise)
    }

    private mutating func loop(
        while condition: Expression, _ body: [Statement], _ otherwise: [Statement]
    ) throws -> Flow {
        while true {
            try step(at: condition.position)
            let isTrue = try reading(condition) { e, value in
                if case .array = value {
                    throw Fault(
                        .argument, "a while on the value of an array, which is not known before it runs",
                        at: condition.position, hint: "while_loop(condition, body, init) goes on as long as it holds")
                }
                return try e.truth(value, at: condition.position)
            }
            guard isTrue else { return try executeBlock(otherwise) }
            switch try executeBlock(body) {
            case .returned(let value): return .returned(value)
            case .broken: return .next
            case .next, .continued: break
            }
        }
    }

    /// A function or class with the decorators above it applied, the innermost first.
    mutating func decorated(_ value: Value, by decorators: [Expression]) throws -> Value {
        // `@f.defjvp` gives f its rule, and the rule stays what it is.
        let others = try decorators.filter { try !givesRule($0, decorating: value) }
        let functions = try others.map { Term(try evaluate($0), $0.position) }
        return try functions.reversed().reduce(value) { value, decorator in
            try apply(
                decorator.value, [NamedTerm(name: nil, term: Term(value, decorator.position))], at: decorator.position)
        }
    }

    /// - Parameter isFresh: whether nothing else leads to the value.
    mutating func assign(_ value: Value, to target: Target, isFresh: Bool = false) throws {
        switch target {
        case .name(let name, _): bind(name, value)
        case .tuple(let targets, let position): try unpack(value, to: targets, at: position)
        case .starred(let inner, _): try assign(value, to: inner)
        case .item(let name, let items, _, let position):
            let indices = try items.map { try index($0) }
            try setItem(of: name, indices, to: value, at: position)
        case .element(let holder, let items, _, let position):
            let place = try self.place(holder)
            try setElement(of: place, items.map { try index($0) }, to: value, at: position)
        case .attribute(let holder, let name, let position):
            let held = try evaluate(holder)
            try setAttribute(name, of: held, to: value, at: position)
            if isFresh, case .object(.instance(let instance)) = held { heap.own(name, of: instance.id) }
        }
    }

    private mutating func unpack(_ value: Value, to targets: [Target], at position: SourcePosition) throws {
        let value = try iterated(value, at: position)
        let count = try length(of: value, at: position)
        let star = targets.firstIndex { if case .starred = $0 { true } else { false } }
        let least = targets.count - (star == nil ? 0 : 1)
        guard star == nil ? count == least : count >= least else {
            throw Fault(
                .argument,
                "\(star == nil ? "" : "at least ")\(least) name\(least == 1 ? "" : "s") for \(count) values",
                at: position,
                hint: "write one name for each value"
            ).raising("ValueError")
        }
        try step(count, at: position)
        let surplus = count - least
        var place = 0
        for (index, target) in targets.enumerated() {
            if index == star {
                let rest = try (place..<(place + surplus)).map { try element($0, of: value, at: position) }
                try assign(.list(rest), to: target)
                place += surplus
            } else {
                try assign(element(place, of: value, at: position), to: target)
                place += 1
            }
        }
    }

    /// The number of items that a static sequence, or the first axis of an array, has.
    func length(of value: Value, at position: SourcePosition) throws -> Int {
        switch value {
        case .tuple(let items), .list(let items): return items.count
        case .record(let record) where record.type.kind == .namedTuple: return record.items.count
        case .dict(let dict): return dict.keys.count
        case .range(let start, let stop, let step):
            let (span, overflow) =
                step > 0
                ? stop.subtractingReportingOverflow(start) : start.subtractingReportingOverflow(stop)
            guard !overflow, step != .min else { throw Fault(.limit, "the range is too long", at: position) }
            return span <= 0 ? 0 : (span - 1) / abs(step) + 1
        case .array(let id, _) where b.shape(id).rank > 0: return b.shape(id).dims[0]
        case .string(let text): return text.count
        case .array(let id, _):
            throw Fault(
                .argument, "\(b.types[id]) has no axes, so no length and no items", at: position,
                hint: "x[None] makes it an array of one item")
        case .integer:
            throw Fault(.argument, "a whole number is not a sequence", at: position, hint: "write range(n)")
        default:
            throw Fault(
                .argument, "\(value.kindText) is not a sequence", at: position,
                hint: "loops run over range(…), lists, tuples, dicts and the first axis of an array")
        }
    }

    /// What is gone through in place of an instance whose class says what its items are.
    mutating func iterated(_ value: Value, at position: SourcePosition) throws -> Value {
        guard case .object(.instance) = value else { return value }
        if let items = try calling("__iter__", of: value, at: position) { return items }
        guard case .integer(let count)? = try calling("__len__", of: value, at: position) else { return value }
        try step(count, at: position)
        return .list(
            try (0..<max(count, 0)).map { index in
                guard let item = try calling("__getitem__", of: value, on: [.integer(index)], at: position) else {
                    throw Fault(.argument, "\(value.kindText) has no items", at: position)
                }
                return item
            })
    }

    /// All items of a sequence.
    mutating func items(of term: Term) throws -> [Value] {
        if let items = term.value.items { return items }
        let term = Term(try iterated(term.value, at: term.position), term.position)
        let count = try length(of: term.value, at: term.position)
        try step(count, at: term.position)
        return try (0..<count).map { try element($0, of: term.value, at: term.position) }
    }

    /// Item `index` of a sequence whose length is known to be greater.
    mutating func element(_ index: Int, of value: Value, at position: SourcePosition) throws -> Value {
        switch value {
        case .tuple(let items), .list(let items): items[index]
        case .record(let record): record.items[index]
        case .dict(let dict): dict.keys[index].value
        case .range(let start, _, let step): .integer(start + index * step)
        case .array: try subscripted(value, [.value(.integer(index))], at: position)
        case .string(let text):
            // Characters are counted from the first each time, which costs steps as statements do.
            try character(index, of: text, at: position)
        default: throw Fault(.argument, "\(value.kindText) has no items", at: position)
        }
    }

    private mutating func character(_ index: Int, of text: String, at position: SourcePosition) throws -> Value {
        try step(index / 16, at: position)
        return .string(String(text[text.index(text.startIndex, offsetBy: index)]))
    }

    /// A static condition.
    func truth(_ value: Value, at position: SourcePosition) throws -> Bool {
        switch value {
        case .bool(let value): value
        case .integer(let value): value != 0
        case .float(let value): value != 0
        case .none: false
        case .string(let text): !text.isEmpty
        case .tuple(let items), .list(let items): !items.isEmpty
        case .object(.instance(let instance)) where instance.type.member("__len__") != nil:
            throw Fault(
                .argument, "the truth of an instance of \(instance.type.name), which has a length", at: position,
                hint: "write len(x) > 0")
        case .dict(let dict): !dict.keys.isEmpty
        case .range: try length(of: value, at: position) > 0
        case .record, .closure, .builtin, .method, .transformed, .primitive, .module, .ellipsis, .object(.recordType),
            .object(.classType), .object(.instance), .object(.error), .object(.graph):
            true
        case .array:
            throw Fault(
                .argument, "a branch on the value of an array, which is not known before it runs", at: position,
                hint: "where(condition, x, y) chooses by element, cond(condition, f, g) between functions")
        default: throw Fault(.argument, "\(value.kindText) is neither true nor false", at: position)
        }
    }
}
