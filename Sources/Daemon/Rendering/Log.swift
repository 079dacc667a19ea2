import Archive
import Foundation
import Notebook
import Service
import Tensors
import Wire

extension LogRequest {
    init(_ request: Request) throws {
        self.init(
            filter: LogFilter(
                session: request[.session], kind: try LogRequest.kind(request[.kind]), wrt: request[.wrt],
                since: try request.time(.since)?.microseconds, before: try request.integer(.before).map(Int64.init),
                limit: try request.integer(.limit) ?? 20))
    }

    private static func kind(_ word: String?) throws -> Question.Kind? {
        guard let word else { return nil }
        guard let kind = Question.Kind(rawValue: word) else {
            let known = Question.Kind.allCases.map(\.rawValue).joined(separator: ", ")
            throw Fault(.argument, "kind= must be one of \(known), not \(word)")
        }
        return kind
    }
}

extension LogAnswer: Rendered {
    var text: LazyLines<TextLine> {
        LazyLines(executions) { execution in
            let run = execution.run
            return TextLine(
                "\(run.id.short) \(run.kind.rawValue) \(run.target) wrt=\(run.wrt.joined(separator: ",")) "
                    + "session=\(execution.session) cell=\(execution.cell) \(execution.timeText) "
                    + "\(execution.microseconds)us ok")
        }
    }

    var json: LazyLines<JSON> {
        LazyLines(executions) { execution in
            let run = execution.run
            return [
                "run": .string(run.id.short), "kind": .string(run.kind.rawValue), "target": .string(run.target),
                "wrt": .array(run.wrt.map(JSON.string)), "through": .array(run.through.map(JSON.string)),
                "session": .string(execution.session), "cell": .integer(execution.cell),
                "time": .string(execution.timeText), "duration_us": .integer(execution.microseconds),
                "outcome": "ok", "numerics": .string(execution.numerics.name),
                "row": execution.kept.map { .integer(Int($0.row)) } ?? .null,
            ]
        }
    }

    var ending: Fields {
        [("runs", .integer(executions.count))] + (before.map { [("before", .integer(Int($0)))] } ?? [])
    }
}

extension Execution {
    /// When it was recorded, as ISO 8601 in UTC, whatever the locale.
    fileprivate var timeText: String {
        guard let kept else { return "" }
        return Date(timeIntervalSince1970: Double(kept.time) / 1_000_000).formatted(.iso8601)
    }
}
