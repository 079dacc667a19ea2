import Graphs
import Tensors

extension Elaborator {
    /// How a statement ended.
    enum Flow {
        case next
        case returned(Value)
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
            for target in targets { try assign(value, to: target) }
        case .augmented(let name, let operation, let expression):
            let old = try lookUp(name, at: statement.position)
            let operand = try evaluate(expression)
            bind(name, try binary(operation, Term(old, statement.position), Term(operand, expression.position)))
        case .function(let function):
            bind(function.name ?? "_", try closure(function))
        case .forLoop(let target, let iterable, let body):
            return try loop(target, iterable, body)
        case .branch(let branches, let otherwise):
            return try executeBlock(chosen(branches, otherwise))
        case .expression(let expression):
            let value = try evaluate(expression)
            if scope == nil { bind("_", value) }
        case .returned(let expression):
            return .returned(try expression.map { try evaluate($0) } ?? .none)
        case .imported(let names):
            for name in names { importName(name) }
        case .pass:
            break
        }
        return .next
    }

    /// Binds an imported name, unless it already means the same. What the library does not have is left unbound: its
    /// use says so.
    private mutating func importName(_ imported: ImportedName) {
        let last = imported.path.split(separator: ".").last.map(String.init) ?? imported.path
        let module = String(imported.path.dropLast(last.count + 1))
        let value =
            Library.modules.contains(imported.path)
            ? .module(imported.path) : Library.value(named: last, in: module)
        guard let value else { return }
        if let scope {
            scope.bind(imported.name, value)
        } else if globals[imported.name] != nil || Library.value(named: imported.name) == nil {
            globals[imported.name] = value
        }
    }

    mutating func executeBlock(_ statements: [Statement]) throws -> Flow {
        for statement in statements {
            if case .returned(let value) = try execute(statement) { return .returned(value) }
        }
        return .next
    }

    private mutating func chosen(_ branches: [Branch], _ otherwise: [Statement]) throws -> [Statement] {
        for branch in branches where try truth(evaluate(branch.condition), at: branch.condition.position) {
            return branch.body
        }
        return otherwise
    }

    private mutating func loop(_ target: Target, _ iterable: Expression, _ body: [Statement]) throws -> Flow {
        let sequence = try evaluate(iterable)
        for index in 0..<(try length(of: sequence, at: iterable.position)) {
            try step(at: iterable.position)
            try assign(element(index, of: sequence, at: iterable.position), to: target)
            if case .returned(let value) = try executeBlock(body) { return .returned(value) }
        }
        return .next
    }

    mutating func assign(_ value: Value, to target: Target) throws {
        switch target {
        case .name(let name, _): bind(name, value)
        case .tuple(let targets, let position):
            let count = try length(of: value, at: position)
            guard count == targets.count else {
                throw Fault(
                    .argument, "\(targets.count) name\(targets.count == 1 ? "" : "s") for \(count) values",
                    at: position,
                    hint: "write one name for each value")
            }
            for (index, target) in targets.enumerated() {
                try assign(element(index, of: value, at: position), to: target)
            }
        }
    }

    /// The number of items that a static sequence, or the first axis of an array, has.
    func length(of value: Value, at position: SourcePosition) throws -> Int {
        switch value {
        case .tuple(let items), .list(let items): return items.count
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
                hint: "loops run over range(…), lists, tuples and the first axis of an array")
        }
    }

    /// All items of a sequence.
    mutating func items(of term: Term) throws -> [Value] {
        if let items = term.value.items { return items }
        let count = try length(of: term.value, at: term.position)
        try step(count, at: term.position)
        return try (0..<count).map { try element($0, of: term.value, at: term.position) }
    }

    /// Item `index` of a sequence whose length is known to be greater.
    mutating func element(_ index: Int, of value: Value, at position: SourcePosition) throws -> Value {
        switch value {
        case .tuple(let items), .list(let items): items[index]
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
        case .array:
            throw Fault(
                .argument, "a branch on the value of an array, which is not known before it runs", at: position,
                hint: "where(condition, x, y) chooses by element, cond(condition, f, g) between functions")
        default: throw Fault(.argument, "\(value.kindText) is neither true nor false", at: position)
        }
    }
}
