import Evaluation
import Foundation
import Tensors
import Testing

@Suite struct MemoryBudgetTests {
    @Test func reservationsOfANameCountTogetherAndAreGivenBack() throws {
        let budget = MemoryBudget(bytes: 1000)
        var first: MemoryReservation? = try budget.reserve(300, for: "session main")
        let second = try budget.reserve(200, for: "session main")
        let other = try budget.reserve(400, for: "evaluations")
        #expect(budget.usedBytes == 900)
        #expect(budget.holders.map(\.name) == ["session main", "evaluations"])
        #expect(budget.holders.map(\.bytes) == [500, 400])
        try second.resize(to: 50)
        #expect(budget.holders.map(\.bytes) == [400, 350])
        #expect(first?.bytes == 300)
        first = nil
        #expect(budget.usedBytes == 450)
        try other.resize(to: 0)
        #expect(budget.holders.map(\.name) == ["session main"])
    }

    @Test func whatDoesNotFitIsRefusedWithWhoHoldsWhat() throws {
        let budget = MemoryBudget(bytes: 4 << 20)
        let held = try budget.reserve(3 << 20, for: "session main")
        let fault = #expect(throws: Fault.self) { try budget.reserve(2 << 20, for: "evaluations") }
        #expect(fault?.kind == .limit)
        #expect(
            fault?.message
                == "evaluations would take 2.0 MB, and of the 4.0 MB of this process 1.0 MB are free; held: session main 3.0 MB"
        )
        #expect(throws: Fault.self) { try held.resize(to: 5 << 20) }
        #expect(held.bytes == 3 << 20 && budget.usedBytes == 3 << 20)
        #expect(throws: Fault.self) { try budget.reserve(.max, for: "graphs") }
        #expect(budget.holders.count == 1)
    }

    /// What the system does not give is refused although the budget has room, as an array of it would end the process.
    @Test func whatTheSystemDoesNotGiveIsRefused() {
        let budget = MemoryBudget(bytes: .max)
        #expect(throws: Fault.self) { try budget.reserve(1 << 60, for: "evaluations") }
        #expect(budget.usedBytes == 0)
    }

    @Test func threadsNeverTakeMoreThanThereIs() async {
        let budget = MemoryBudget(bytes: 100)
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<8 {
                group.addTask {
                    for _ in 0..<2000 {
                        let held = try? budget.reserve(30, for: "holder \(number)")
                        #expect(budget.usedBytes <= 100)
                        try? held?.resize(to: 60)
                        #expect(budget.usedBytes <= 100)
                    }
                }
            }
        }
        #expect(budget.usedBytes == 0 && budget.holders.isEmpty)
    }

    @Test func theMachineHasMemory() { #expect(MemoryBudget.machineBytes > 1 << 24) }
}
