@testable import Notebook
import Foundation
import Tensors
import Testing

/// Faults that trying the product once found, a cell a line: `kind`, `name`, `cell`, and what is right:
/// `expect` (elements by name), `among` (several right answers), `same` (names with equal elements), `dtypes`, `note`, `error` and
/// `silent` (what a message says, and does not say). `ask` is a request for a breakdown, whose lines `expect` lists by label.
struct FoundFault: Sendable, CustomTestStringConvertible {
    let name: String
    let cell: String
    fileprivate let row: Data

    var testDescription: String { name }

    static let all: [FoundFault] = {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "found.jsonl")
        let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
        return text.split(separator: "\n").compactMap { line in
            let data = Data(line.utf8)
            guard let row = try? JSONSerialization.jsonObject(with: data) as? [String: Any],
                let name = row["name"] as? String, let cell = row["cell"] as? String
            else { return nil }
            return FoundFault(name: name, cell: cell, row: data)
        }
    }()
}

/// The numbers of nested lists, row-major; `"nan"`, `"inf"` and `"-inf"` stand for themselves.
private func numbers(_ value: Any) -> [Double] {
    if let items = value as? [Any] { return items.flatMap(numbers) }
    if let text = value as? String { return [Double(text) ?? .nan] }
    return [(value as? NSNumber)?.doubleValue ?? .nan]
}

@Suite struct FoundFaultTests {
    @Test func everyRowIsRead() { #expect(FoundFault.all.count == 28) }

    /// Equal up to rounding, zeros with their signs.
    private func agree(_ found: [Double], _ wanted: [Double], _ dtype: DType) -> Bool {
        let allowed = dtype == .f32 ? 2e-6 : 1e-14
        return found.count == wanted.count
            && zip(found, wanted).allSatisfy { found, wanted in
                if found.isNaN || wanted.isNaN { return found.isNaN && wanted.isNaN }
                if wanted == 0 { return abs(found) <= allowed && (found != 0 || found.sign == wanted.sign) }
                return found == wanted || abs(found - wanted) <= allowed * abs(wanted)
            }
    }

    @Test(arguments: FoundFault.all)
    func isMended(_ fault: FoundFault) throws {
        let row = try #require(JSONSerialization.jsonObject(with: fault.row) as? [String: Any])
        var notes = Notes()
        if let message = row["error"] as? String {
            let found = NotebookTests.fault { _ = try notes.run(fault.cell) }
            let text = try "\(#require(found))"
            #expect(text.contains(message) && !text.contains(row["silent"] as? String ?? "\0"), "\(text)")
            return
        }
        let outcome = try notes.run(fault.cell)
        let expected = row["expect"] as? [String: Any] ?? [:]
        if let ask = row["ask"] as? String {
            return try expectBreakdown(ask, expected, &notes, outcome)
        }
        for (name, wanted) in expected {
            let found = try notes.array(name)
            #expect(agree(found.doubles, numbers(wanted), found.dtype), "\(name) is \(found.text)")
        }
        for (name, wanted) in row["among"] as? [String: [Any]] ?? [:] {
            let found = try notes.array(name)
            #expect(wanted.contains { agree(found.doubles, numbers($0), found.dtype) }, "\(name) is \(found.text)")
        }
        for names in row["same"] as? [[String]] ?? [] {
            let (left, right) = (try notes.array(names[0]), try notes.array(names[1]))
            #expect(left.scalars == right.scalars, "\(names[0]) is \(left.text), \(names[1]) \(right.text)")
        }
        for (name, dtype) in row["dtypes"] as? [String: String] ?? [:] {
            #expect(try notes.array(name).dtype.rawValue == dtype, "\(name)")
        }
        if let wanted = row["note"] as? String {
            let texts = outcome.shown.compactMap { if case .note(let note) = $0 { note.text } else { nil } }
            #expect(texts.contains { $0.hasPrefix(wanted) }, "\(texts)")
        }
    }

    /// `contributions g through=y` or `explain g for=x[0] through=y`.
    private func expectBreakdown(
        _ ask: String, _ expected: [String: Any], _ notes: inout Notes, _ outcome: CellOutcome
    ) throws {
        let record = try #require(outcome.runs.last)
        var request = BreakdownRequest()
        request.through = ["y"]
        if let entry = ask.split(separator: " ").first(where: { $0.hasPrefix("for=") }) {
            request.entry = try .init(parsing: String(entry.dropFirst(4)))
        }
        let found = try ContributionQuery(record, through: ["y"], seed: nil, in: notes.bench).answer(request)
        func check(_ name: String, _ values: [Double]) {
            guard let wanted = expected[name] else { return }
            #expect(agree(values, numbers(wanted), .f64), "\(name) is \(values)")
        }
        for row in found.rows { check(row.label, row.values[0].doubles) }
        check("terms", found.rows.flatMap { $0.values[0].doubles })
        check("sum", found.sum?[0].doubles ?? [])
        check("gradient", found.gradient[0].doubles)
    }
}
