import CKernels
import Glibc
import Graphs
import Synchronization
import Tensors

/// One bound for what all of a process holds in memory: arrays of sessions, evaluations side by side, graphs that are being
/// written. Who is about to take memory reserves it here, under a name; what would go beyond the bound is refused with the
/// names of those who hold most.
///
///     let budget = MemoryBudget(bytes: 1 << 30)
///     let held = try budget.reserve(8 << 20, for: "session main")
///     try held.resize(to: 16 << 20)  // and is given back when nobody refers to `held` any more
public final class MemoryBudget: Sendable {
    private struct State {
        var used = 0
        var holders: [String: Int] = [:]

        mutating func add(_ bytes: Int, _ holder: String) {
            used += bytes
            let held = holders[holder, default: 0] + bytes
            holders[holder] = held > 0 ? held : nil
        }
    }

    /// The budget of this process: `MemoryBudget.machineBytes`, as they are when it is first asked for.
    public static let process = MemoryBudget(bytes: machineBytes)

    /// The bound in bytes.
    public let bytes: Int
    private let state = Mutex(State())

    /// A budget of `bytes`.
    public init(bytes: Int) { self.bytes = max(bytes, 0) }

    /// Takes `bytes` in the name of `holder` until the reservation is let go of. Reservations of one name count together.
    /// - Throws: `Fault.limit`, which names the largest holders, when there is no room, or when the system has none.
    public func reserve(_ bytes: Int, for holder: String) throws -> MemoryReservation {
        let reservation = MemoryReservation(self, holder)
        try reservation.resize(to: bytes)
        return reservation
    }

    /// Bytes that are reserved.
    public var usedBytes: Int { state.withLock { $0.used } }

    /// Who holds how many bytes, most first.
    public var holders: [(name: String, bytes: Int)] {
        let all = state.withLock { $0.holders }
        return all.map { ($0.key, $0.value) }.sorted { ($1.1, $0.0) < ($0.1, $1.0) }
    }

    fileprivate func change(_ holder: String, from old: Int, to new: Int) throws {
        let more = new - old
        let isFree = state.withLock { state in
            guard more <= bytes - state.used else { return false }
            state.add(more, holder)
            return true
        }
        guard isFree else {
            let (asked, all, free) = (sizeText(more), sizeText(bytes), sizeText(max(bytes - usedBytes, 0)))
            throw refusal("\(holder) would take \(asked), and of the \(all) of this process \(free) are free")
        }
        guard more < MemoryBudget.probedBytes || pb_can_allocate(more) != 0 else {
            state.withLock { $0.add(-more, holder) }
            throw refusal("\(holder) would take \(sizeText(more)), which the system does not give to this process")
        }
    }

    private func refusal(_ what: String) -> Fault {
        let largest = holders.prefix(MemoryBudget.namedHolders).map { "\($0.name) \(sizeText($0.bytes))" }
        let account = largest.isEmpty ? "" : "; held: " + largest.joined(separator: ", ")
        return Fault(
            .limit, what + account, hint: "let go of large names, wait for what runs beside, or work on smaller pieces")
    }

    /// How many holders a message names.
    private static let namedHolders = 4

    /// From how many bytes on the system is asked first, as arrays trap where it gives nothing. What it gives is given back at
    /// once, so that another may still be quicker.
    private static let probedBytes = 1 << 24
}

/// Bytes of a budget that somebody holds; given back when nobody refers to it any more.
public final class MemoryReservation: Sendable {
    private let budget: MemoryBudget
    private let holder: String
    private let held = Mutex(0)

    fileprivate init(_ budget: MemoryBudget, _ holder: String) {
        self.budget = budget
        self.holder = holder
    }

    deinit {
        // To give back is never refused.
        try? resize(to: 0)
    }

    /// Bytes that it holds.
    public var bytes: Int { held.withLock { $0 } }

    /// Takes more, or gives back.
    /// - Throws: as `MemoryBudget.reserve`; then it holds what it held before.
    public func resize(to bytes: Int) throws {
        try held.withLock { held in
            try budget.change(holder, from: held, to: max(bytes, 0))
            held = max(bytes, 0)
        }
    }
}

extension MemoryBudget {
    /// What a process may take on this machine: three quarters of its memory, or of what its control group may have where
    /// that is less; and of an address space that is bounded (`RLIMIT_AS`) half of what is not mapped yet, as stacks, the
    /// program and what the C library sets aside are counted there, too.
    public static var machineBytes: Int {
        let memory = sysconf(Int32(_SC_PHYS_PAGES)) * sysconf(Int32(_SC_PAGESIZE))
        var bytes = (memory > 0 ? memory : 1 << 32) / 4 * 3
        if let group = number(at: "/sys/fs/cgroup/memory.max") { bytes = min(bytes, group / 4 * 3) }
        var limit = rlimit()
        if getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) == 0, limit.rlim_cur < UInt(Int.max) {
            let mapped = (number(at: "/proc/self/statm") ?? 0) * sysconf(Int32(_SC_PAGESIZE))
            bytes = min(bytes, max(Int(limit.rlim_cur) - mapped, 0) / 2)
        }
        return bytes
    }

    /// The number that a file of the system begins with, if it does.
    private static func number(at path: String) -> Int? {
        guard let file = fopen(path, "r") else { return nil }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 64)
        guard fgets(&line, Int32(line.count), file) != nil else { return nil }
        let digits = line.prefix { $0 >= 48 && $0 <= 57 }
        return digits.isEmpty ? nil : Int(strtol(line, nil, 10))
    }
}
