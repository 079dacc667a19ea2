import Notebook
import Synchronization
import Tensors

/// The sessions in memory, and the names of those that are being made. Making one is a single operation: its name is taken
/// first, and it is seen here once the archive holds it, or not at all.
final class SessionRegistry: Sendable {
    private enum Entry {
        /// Its first events are on their way into the archive.
        case making
        /// It can be used.
        case open(SessionHandle)
    }

    private let entries = Mutex<[String: Entry]>([:])

    /// The session of this name, if it is in memory.
    func handle(of name: String) -> SessionHandle? {
        entries.withLock { if case .open(let handle)? = $0[name] { handle } else { nil } }
    }

    /// All sessions in memory, by name.
    var handles: [SessionHandle] {
        entries.withLock { entries in
            entries.values.compactMap { if case .open(let handle) = $0 { handle } else { nil } }
        }.sorted { $0.name < $1.name }
    }

    /// Puts a session there that the archive holds, or is about to; where another request was faster, its handle stays.
    /// - Returns: the handle that counts.
    /// - Throws: `Fault.refused` while a fork or an import makes a session of this name.
    func add(_ handle: SessionHandle) throws -> SessionHandle {
        let added = entries.withLock { entries -> SessionHandle? in
            switch entries[handle.name] {
            case .open(let first)?: return first
            case .making?: return nil
            case nil:
                entries[handle.name] = .open(handle)
                return handle
            }
        }
        guard let added else {
            throw Fault(.refused, "session \(handle.name) is being made", hint: "wait until that is done")
        }
        return added
    }

    /// Forgets a session that nothing was kept of.
    func remove(_ handle: SessionHandle) {
        entries.withLock { entries in
            if case .open(let known)? = entries[handle.name], known === handle { entries[handle.name] = nil }
        }
    }

    /// Makes a session under a name that is free here. While `make` is at work nobody else can take the name; what fails leaves
    /// nothing.
    /// - Throws: `Fault.refused` when the name is taken; what `make` throws.
    func make<Result>(_ name: String, _ make: () throws -> (SessionHandle, Result)) throws -> Result {
        let isFree = entries.withLock { entries in
            guard entries[name] == nil else { return false }
            entries[name] = .making
            return true
        }
        guard isFree else { throw SessionRegistry.taken(name) }
        do {
            let (handle, result) = try make()
            entries.withLock { $0[name] = .open(handle) }
            return result
        } catch {
            entries.withLock { $0[name] = nil }
            throw error
        }
    }

    /// Whether a name is taken by a session in memory, or by one that is being made.
    func isTaken(_ name: String) -> Bool { entries.withLock { $0[name] != nil } }

    /// What to answer where a name is taken.
    static func taken(_ name: String) -> Fault {
        Fault(.refused, "there is a session \(name) already", hint: "name=OTHER names another")
    }
}
