import Graphs
import Synchronization

/// The names of one call, lambda or comprehension. Functions defined inside share it, so that they see what is bound
/// later, as in Python. Nothing changes a scope once the call that made it has returned.
final class Scope: Sendable {
    /// What a name means in a scope and those around it.
    enum Meaning {
        case value(Value)
        /// The scope assigns the name, but has not done so yet.
        case unassigned
        /// None of the scopes knows the name.
        case unknown
    }

    private struct State {
        var names: [String: Value]
        var isShared = false
        /// Whether something that stays after the call holds a function that was defined here.
        var isKept = false
        /// Names that are all that leads to their list or dict.
        var owned: Set<String> = []
    }

    private let state: Mutex<State>
    private let assigned: Set<String>
    /// Names that mean the session's here, whatever is around.
    private let globals: Set<String>
    let parent: Scope?

    /// A scope with its first names, the names that its body assigns somewhere, and the scope around its definition.
    init(_ names: [String: Value], assigned: Set<String>, globals: Set<String> = [], parent: Scope?) {
        state = Mutex(State(names: names))
        self.assigned = assigned
        self.globals = globals
        self.parent = parent
    }

    deinit {
        // Functions that hold functions may form a long chain, which must not unwind on the stack.
        discardNames()
    }

    func meaning(of name: String) -> Meaning {
        var scope: Scope? = self
        while let current = scope {
            if let value = current.state.withLock({ $0.names[name] }) { return .value(value) }
            if current.assigned.contains(name) { return .unassigned }
            if current.globals.contains(name) { return .unknown }
            scope = current.parent
        }
        return .unknown
    }

    /// What a name means in this scope alone.
    func meaning(ofOwn name: String) -> Meaning {
        state.withLock { $0.names[name].map(Meaning.value) ?? .unknown }
    }

    func bind(_ name: String, _ value: Value) {
        state.withLock {
            $0.names[name] = value
            $0.owned.remove(name)
        }
    }

    /// Takes a name away, and says whether it was bound here.
    func unbind(_ name: String) -> Bool { state.withLock { $0.names.removeValue(forKey: name) != nil } }

    /// The name becomes all that leads to its list or dict.
    func own(_ name: String) { state.withLock { _ = $0.owned.insert(name) } }

    func owns(_ name: String) -> Bool { state.withLock { $0.owned.contains(name) && $0.names[name] != nil } }

    /// The value of the name, here or around, is reached from elsewhere. Says whether a scope knows the name.
    func disown(_ name: String) -> Bool {
        var scope: Scope? = self
        while let current = scope {
            let isKnown = current.state.withLock { state in
                state.owned.remove(name)
                return state.names[name] != nil
            }
            if isKnown { return true }
            scope = current.parent
        }
        return false
    }

    /// Whether the name is declared to be the session's.
    func isGlobal(_ name: String) -> Bool { globals.contains(name) }

    /// Whether the scope or one around it binds the name.
    func knows(_ name: String) -> Bool { if case .unknown = meaning(of: name) { false } else { true } }

    /// Another name that is bound here or around to something that holds one of the arrays.
    func nameHolding(_ arrays: [ValueID], but name: String) -> String? {
        let own = state.withLock { $0.names }
        let found = own.keys.sorted().first { key in key != name && own[key].map { $0.holds(arrays) } ?? false }
        return found ?? parent?.nameHolding(arrays, but: name)
    }

    /// Every name that is bound here or around.
    var names: [String] {
        let own = state.withLock { Array($0.names.keys) }
        return own + (parent?.names ?? [])
    }

    /// Marks that a function was defined here, which keeps the scope alive.
    func share() {
        state.withLock { $0.isShared = true }
    }

    /// Whether a function was defined here.
    var isShared: Bool { state.withLock { $0.isShared } }

    /// Marks that a function defined here, or around here, was put where it stays.
    func keep() {
        state.withLock { $0.isKept = true }
        parent?.keep()
    }

    /// Whether the names must stay after the call.
    var isKept: Bool { state.withLock { $0.isKept } }

    /// Forgets all names. A function defined here holds the scope and the scope holds the function, so a scope out of
    /// which none escaped must be emptied.
    func empty() { discardNames() }

    /// Names whose values wait to be released, and whether some thread is releasing them.
    private static let discarded = Mutex<(waiting: [[String: Value]], isReleasing: Bool)>(([], false))

    /// Releases names one scope after the other: a scope that dies meanwhile adds its names to the queue.
    /// The queue is then their only owner, so that they die in the loop and not when this returns.
    private func discardNames() {
        let isFirst = Scope.discarded.withLock { queue in
            state.withLock { state in
                queue.waiting.append(state.names)
                state.names = [:]
            }
            defer { queue.isReleasing = true }
            return !queue.isReleasing
        }
        guard isFirst else { return }
        while true {
            let next = Scope.discarded.withLock { queue -> [String: Value]? in
                queue.isReleasing = !queue.waiting.isEmpty
                return queue.waiting.popLast()
            }
            guard next != nil else { return }
        }
    }
}

extension Function {
    /// The names that the body of a `def` assigns: they are its own, from its first line on.
    var assigned: Set<String> {
        guard case .statements(let statements) = body else { return [] }
        var names: Set<String> = []
        for statement in statements { statement.collectAssigned(into: &names) }
        return names.subtracting(globals)
    }

    /// The names that the body declares to be the session's.
    var globals: Set<String> {
        guard case .statements(let statements) = body else { return [] }
        var names: Set<String> = []
        for statement in statements { statement.collectGlobals(into: &names) }
        return names
    }
}

extension Statement {
    fileprivate func collectAssigned(into names: inout Set<String>) {
        switch kind {
        case .assign(let targets, _), .deleted(let targets):
            for target in targets { target.collectNames(into: &names) }
        case .annotated(let name, _): names.insert(name)
        case .augmented(let target, _, _): target.collectNames(into: &names)
        case .function(let function, _): if let name = function.name { names.insert(name) }
        case .record(let definition): names.insert(definition.name)
        case .forLoop(let target, _, let body, let otherwise):
            target.collectNames(into: &names)
            for statement in body + otherwise { statement.collectAssigned(into: &names) }
        case .whileLoop(_, let body, let otherwise):
            for statement in body + otherwise { statement.collectAssigned(into: &names) }
        case .with(let items, let body):
            for item in items { item.target?.collectNames(into: &names) }
            for statement in body { statement.collectAssigned(into: &names) }
        case .attempt(let body, let handlers, let otherwise, let finally):
            names.formUnion(handlers.compactMap(\.name))
            for statement in body + handlers.flatMap(\.body) + otherwise + finally {
                statement.collectAssigned(into: &names)
            }
        case .branch(let branches, let otherwise):
            for statement in branches.flatMap(\.body) + otherwise { statement.collectAssigned(into: &names) }
        case .imported(let imported): names.formUnion(imported.map(\.name).filter { $0 != "*" })
        case .expression, .returned, .pass, .asserted, .raised, .breaking, .continuing, .global: break
        }
    }

    /// The names that the statement, or one inside of it, declares to be the session's.
    fileprivate func collectGlobals(into names: inout Set<String>) {
        switch kind {
        case .global(let declared): names.formUnion(declared)
        case .forLoop(_, _, let body, let otherwise), .whileLoop(_, let body, let otherwise):
            for statement in body + otherwise { statement.collectGlobals(into: &names) }
        case .attempt(let body, let handlers, let otherwise, let finally):
            for statement in body + handlers.flatMap(\.body) + otherwise + finally {
                statement.collectGlobals(into: &names)
            }
        case .with(_, let body): for statement in body { statement.collectGlobals(into: &names) }
        case .branch(let branches, let otherwise):
            for statement in branches.flatMap(\.body) + otherwise { statement.collectGlobals(into: &names) }
        case .assign, .augmented, .annotated, .function, .record, .breaking, .continuing, .asserted, .raised, .deleted,
            .expression, .returned, .pass, .imported:
            break
        }
    }
}

extension Target {
    /// Adds the names that the target binds.
    func collectNames(into names: inout Set<String>) {
        switch self {
        case .name(let name, _): names.insert(name)
        case .tuple(let targets, _): for target in targets { target.collectNames(into: &names) }
        case .starred(let target, _): target.collectNames(into: &names)
        case .item, .element, .attribute: break
        }
    }
}
