import Archive
import Foundation
import Notebook
import Tensors
import Wire

extension Job {
    /// `log`: gradient runs of all sessions, newest first.
    func log() throws {
        let limit = try request.integer(.limit) ?? 20
        let filter = LogFilter(
            session: request[.session], kind: try kind(), wrt: request[.wrt],
            since: try request.time(.since)?.microseconds, before: try request.integer(.before).map(Int64.init),
            limit: limit)
        let runs = try desk.archive.log(filter)
        for run in runs {
            let time = Job.timeText(run.time)
            data(
                "\(run.id.short) \(run.kind.rawValue) \(run.target) wrt=\(run.wrt.joined(separator: ",")) "
                    + "session=\(run.session) cell=\(run.cell) \(time) \(run.microseconds)us \(run.outcome.rawValue)",
                [
                    "run": .string(run.id.short), "kind": .string(run.kind.rawValue), "target": .string(run.target),
                    "wrt": .array(run.wrt.map(JSON.string)), "through": .array(run.through.map(JSON.string)),
                    "session": .string(run.session), "cell": .integer(run.cell), "time": .string(time),
                    "duration_us": .integer(run.microseconds), "outcome": .string(run.outcome.rawValue),
                    "numerics": .integer(run.numerics), "row": .integer(Int(run.row)),
                ])
        }
        let more = runs.count == limit ? runs.last.map { [("before", JSON.integer(Int($0.row)))] } ?? [] : []
        ok([("runs", .integer(runs.count))] + more)
    }

    private func kind() throws -> Question.Kind? {
        guard let word = request[.kind] else { return nil }
        guard let kind = Question.Kind(rawValue: word) else {
            let known = Question.Kind.allCases.map(\.rawValue).joined(separator: ", ")
            throw Fault(.argument, "kind= must be one of \(known), not \(word)")
        }
        return kind
    }

    /// Microseconds since 1970 as ISO 8601 in UTC, whatever the locale.
    static func timeText(_ microseconds: Int64) -> String {
        Date(timeIntervalSince1970: Double(microseconds) / 1_000_000).formatted(.iso8601)
    }
}
