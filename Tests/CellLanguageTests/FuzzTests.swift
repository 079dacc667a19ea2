import Evaluation
import Foundation
import Interpreter
import Synchronization
import Tensors
import TestSupport
import Testing

@testable import CellLanguage
@testable import Graphs

/// Whatever text a cell holds, elaborating it ends soon, with a result or with a fault that leaves the session as it was.
///
/// A trap ends the process; the file that is printed first then holds the input. Inputs that broke something once are
/// kept in `Corpus`. `PULLBACK_FUZZ_SECONDS` and `PULLBACK_FUZZ_SEED` choose how long and from where.
@Suite(.serialized) struct FuzzTests {
    @Test func inputsThatBrokeSomething() async throws {
        let cells = try corpus()
        #expect(cells.count > 100)
        let report = await onLargeStack { trial in
            for cell in cells { trial.run(cell) }
        }
        #expect(report.problems.isEmpty)
    }

    @Test func randomInputs() async throws {
        let environment = ProcessInfo.processInfo.environment
        let seconds = environment["PULLBACK_FUZZ_SECONDS"].flatMap(Double.init) ?? 10
        let seed = environment["PULLBACK_FUZZ_SEED"].flatMap(UInt64.init) ?? 20_261_125
        print("FuzzTests.randomInputs: seed \(seed), \(seconds) s, input in \(Trial.inputFile.path)")
        let mutator = Mutator(cells: try (corpus() + seeds()).filter { $0.utf8.count < 400 })
        let report = await onLargeStack { trial in
            var generator = SeededGenerator(seed: seed)
            let end = ContinuousClock.now + .seconds(seconds)
            while ContinuousClock.now < end {
                var writer = CellWriter(seed: generator.next())
                switch Int.random(in: 0..<10, using: &generator) {
                case 0..<4: trial.run(mutator.mutated(&generator))
                case 4: trial.run(mutator.text(&generator))
                default: trial.run(writer.cell())
                }
            }
        }
        print("FuzzTests.randomInputs: \(report.summary)")
        #expect(report.problems.isEmpty)
        #expect(report.elaborated > 0 && report.faults > 0 && report.evaluated > 0)
    }
}

/// The cells of the files in `Corpus`, which lines of four dashes separate.
private func corpus() throws -> [String] {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Corpus")
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    return try files.flatMap { file in
        try String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8).components(separatedBy: "\n----\n")
    }
}

/// The cells of the oracle, each with literals for its inputs.
private func seeds() throws -> [String] {
    struct Case: Decodable {
        let cell: String
        let inputs: [String: WrittenArray]
    }
    return try lines(of: "../OracleTests/cases.jsonl", beside: #filePath, as: Case.self).map { one in
        let makings = one.inputs.sorted { $0.key < $1.key }.map { name, array in
            let type = array.tensor.type
            return
                "\(name) = reshape(linspace(-1.5, 2, \(type.shape.count)), (\(type.shape.dims.map { "\($0)," }.joined())))"
                + ".astype(\(type.dtype == .bool ? "bool_" : type.dtype.rawValue))"
        }
        return (makings + [one.cell]).joined(separator: "\n")
    }
}

/// What came out when `body` ran a trial on a thread with the stack that elaboration has in the daemon.
private func onLargeStack(_ body: @escaping @Sendable (inout Trial) -> Void) async -> Report {
    await withCheckedContinuation { continuation in
        let thread = Thread {
            var trial = Trial()
            body(&trial)
            trial.watchdog.stop()
            continuation.resume(returning: trial.report)
        }
        thread.stackSize = 16 << 20
        thread.start()
    }
}

/// How many inputs did what, and which broke a promise.
private struct Report: Sendable {
    var problems: [String] = []
    var elaborated = 0
    var evaluated = 0
    var faults = 0
    /// Seconds of processor time.
    var slowest = 0.0

    var summary: String {
        "\(elaborated) elaborated, \(evaluated) of them evaluated, \(faults) faults, slowest \(slowest) s"
    }
}

/// Runs inputs, one after the other, and notes each that breaks a promise.
private struct Trial {
    static let inputFile = FileManager.default.temporaryDirectory.appendingPathComponent("pullback-fuzz-input.txt")
    /// Seconds of processor time that one input may take.
    static let secondsMax = 8.0
    /// KiB of memory by which one input may raise the process's greatest use.
    static let growthMax = 1 << 20

    private(set) var report = Report()
    private var start = Session(equationLimit: 50_000)
    fileprivate let watchdog = Watchdog()

    init() {
        do { try start.run(prelude) } catch { report.problems.append("the prelude: \(error)") }
    }

    mutating func run(_ source: String) {
        func require(_ holds: Bool, _ problem: @autoclosure () -> String) {
            if !holds { report.problems.append("\(problem()) in \(source.debugDescription)") }
        }
        do { try Data(source.utf8).write(to: Trial.inputFile) } catch { require(false, "no input file: \(error)") }
        let (seconds, kibibytes) = (processorSeconds(), peakKibibytes())
        var session = start
        var elaboration: Elaboration?
        do {
            elaboration = try session.run(source)
            report.elaborated += 1
        } catch let fault as Fault {
            report.faults += 1
            require(fault.kind != .defect, "\(fault)")
            require(fault.position != nil || fault.kind == .limit, "\(fault) without a place")
            require(session.state == start.state, "\(fault) left something behind")
        } catch {
            require(false, "\(error) is no fault")
        }
        let (spent, grown) = (processorSeconds() - seconds, peakKibibytes() - kibibytes)
        report.slowest = max(report.slowest, spent)
        require(spent < Trial.secondsMax, "\(spent) s")
        require(grown < Trial.growthMax, "\(grown) KiB")
        guard let elaboration else { return }
        do {
            try evaluate(elaboration, session)
            report.evaluated += 1
        } catch let fault as Fault {
            require(fault.kind != .defect, "\(fault)")
        } catch {
            require(false, "\(error) is no fault")
        }
    }

    /// Computes the arrays that the cell bound.
    private func evaluate(_ elaboration: Elaboration, _ session: Session) throws {
        let values = elaboration.bindings.compactMap { binding -> ValueID? in
            if case .array(let value, _) = binding.value { value } else { nil }
        }
        let part = try session.graph(to: values)
        let limits = EvaluationLimits(tensorBytes: 1 << 20, totalBytes: 1 << 24)
        _ = try Interpreter().evaluate(
            part.graph, part.inputs, in: EvaluationContext(limits: limits, cancel: watchdog.watch()))
    }
}

extension Session {
    /// Everything that a fault must leave as it was.
    fileprivate var state: [String] {
        let names = environment.names.map { name, value -> String in
            if case .array(let id, let isWeak) = value { return "\(name) %\(id) \(isWeak)" }
            return "\(name) \(value.staticText ?? value.kindText)"
        }
        let equations = builder.equations.map { "\($0.primitive) \($0.operands) \($0.results)" }
        return names.sorted() + equations + builder.types.map(\.description) + ["\(arrays.count)"]
    }
}

/// Seconds of processor time that this thread has taken.
private func processorSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
}

/// The greatest memory that the process has held, in KiB.
private func peakKibibytes() -> Int {
    var usage = rusage()
    // 0 is RUSAGE_SELF, whose Swift type differs between systems.
    getrusage(.init(0), &usage)
    return usage.ru_maxrss
}

/// Cancels evaluations that take longer than half a second: loops of a cell may have no end.
private final class Watchdog: Sendable {
    private let watched = Mutex<(flag: CancelFlag, end: ContinuousClock.Instant)?>(nil)
    private let isOver = CancelFlag()

    init() {
        Thread { [self] in
            while !isOver.isCancelled {
                usleep(20_000)
                watched.withLock { one in
                    if let (flag, end) = one, ContinuousClock.now > end { flag.cancel() }
                }
            }
        }.start()
    }

    func watch() -> CancelFlag {
        let flag = CancelFlag()
        watched.withLock { $0 = (flag, .now + .milliseconds(500)) }
        return flag
    }

    func stop() { isOver.cancel() }
}
