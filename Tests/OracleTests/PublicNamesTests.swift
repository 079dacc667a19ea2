import CellLanguage
import Foundation
import TestSupport
import Tensors
import Testing

/// What a call of JAX gives: an array, a key, a Python value as printed, or the items of a container.
private indirect enum WrittenValue: Decodable, Sendable {
    case array(Tensor, isWeak: Bool)
    case key([Int64], shape: [Int])
    case text(String)
    case items([WrittenValue])

    private enum Key: String, CodingKey { case key, shape, text, weak }

    init(from decoder: any Decoder) throws {
        if let items = try? decoder.singleValueContainer().decode([WrittenValue].self) {
            self = .items(items)
            return
        }
        let fields = try decoder.container(keyedBy: Key.self)
        if let text = try fields.decodeIfPresent(String.self, forKey: .text) {
            self = .text(text)
        } else if let key = try fields.decodeIfPresent([Int64].self, forKey: .key) {
            self = .key(key, shape: try fields.decode([Int].self, forKey: .shape))
        } else {
            let isWeak = try fields.decodeIfPresent(Bool.self, forKey: .weak) ?? false
            self = .array(try WrittenArray(from: decoder).tensor, isWeak: isWeak)
        }
    }
}

/// A small call of a name, and what JAX does with it.
private struct NameProbe: Decodable, Sendable {
    let cell: String
    let y: WrittenValue?
    /// A value of a kind that the language has not, such as complex numbers.
    let other: String?
    /// JAX refuses the call.
    let fails: String?
}

/// A public name of a module, and calls of it.
private struct NameLine: Decodable, Sendable {
    let module: String
    let name: String
    let probes: [NameProbe]

    var path: String { "\(module).\(name)" }
}

private struct NamesHeader: Decodable {
    let version: String
    let prelude: String
}

/// What the language does with a probe.
private enum ProbeOutcome {
    case same
    case differs(String)
    /// Refused, and the message says why or what to write.
    case refused(String)
    /// There is no such name.
    case missing
}

/// What the language does with a name.
private enum NameOutcome {
    /// Every probe gives what JAX gives.
    case same
    /// Some probes give what JAX gives; the others are refused, the first with this message.
    case part(String)
    case refused(String)
    case missing
    /// No call of it can be compared.
    case unprobed
    /// Some probe gives something else.
    case differs([String])
}

private enum Names {
    private static let texts: [Substring] = {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
            "public_names.jsonl")
        return ((try? String(contentsOf: file, encoding: .utf8)) ?? "").split(separator: "\n")
    }()

    static let header = texts.first.flatMap { try? JSONDecoder().decode(NamesHeader.self, from: Data($0.utf8)) }

    static let lines: [NameLine] = texts.dropFirst().compactMap {
        try? JSONDecoder().decode(NameLine.self, from: Data($0.utf8))
    }

    static let count = texts.count - 1
}

/// Names whose probes give something else than JAX, and why.
private let differences: [String: String] = {
    let reasons: [(String, [String])] = [
        ("on purpose: a geometric sequence that would pass 0 is NaN throughout", ["jnp.geomspace"]),
        (
            "on purpose: the softmax is taken in the type of the query; JAX takes it in float32",
            ["jax.nn.dot_product_attention"]
        ),
        (
            "JAX refuses some calls for their element types that mean the same here",
            ["lax.pow"]
        ),
        (
            "the same element type and values; only whether other arrays may change the element type is otherwise (weak types)",
            [
                "jnp.append", "jnp.insert", "jnp.outer", "lax.scan", "jax.scipy.linalg.block_diag",
            ]
        ),
    ]
    return Dictionary(uniqueKeysWithValues: reasons.flatMap { reason, names in names.map { ($0, reason) } })
}()

/// Goes through the names, in a session that holds the arguments of all probes.
private struct NameReader {
    private let prepared: Session

    init() throws {
        var session = Session()
        try session.run(Names.header?.prelude ?? "")
        prepared = session
    }

    func outcome(of line: NameLine) -> NameOutcome {
        guard !line.probes.isEmpty else { return plainOutcome(of: line.path) }
        var (same, reasons, faults, isMissing) = (0, [String](), [String](), false)
        for probe in line.probes {
            switch outcome(of: probe) {
            case .same: same += 1
            case .differs(let what): faults.append("\(probe.cell) \(what)")
            case .refused(let reason): reasons.append(reason)
            case .missing: isMissing = true
            }
        }
        if !faults.isEmpty { return .differs(faults) }
        if isMissing { return .missing }
        guard let reason = reasons.first else { return .same }
        return same > 0 ? .part(reason) : .refused(reason)
    }

    /// Of a name that no probe calls: whether it is there.
    private func plainOutcome(of path: String) -> NameOutcome {
        var session = prepared
        do {
            try session.run("y = \(path)")
            return .unprobed
        } catch {
            switch refusal(error) {
            case .refused(let reason): return .refused(reason)
            case .missing, .same, .differs: return .missing
            }
        }
    }

    private func outcome(of probe: NameProbe) -> ProbeOutcome {
        var session = prepared
        do {
            try session.run("y = \(probe.cell)")
            guard let value = session.environment.names["y"] else { return .differs("binds no y") }
            if let fails = probe.fails { return .differs("gives \(short(value)), JAX refuses (\(fails))") }
            guard let y = probe.y else { return .differs("gives \(short(value)), JAX \(probe.other ?? "?")") }
            return try difference(value, from: y, in: session).map(ProbeOutcome.differs) ?? .same
        } catch {
            let refusal = refusal(error)
            if case .refused = refusal, probe.y == nil { return .same }
            return refusal
        }
    }

    /// An error that only says that a name is not there, or one with a reason.
    private func refusal(_ error: any Error) -> ProbeOutcome {
        guard let fault = error as? Fault else { return .differs("throws \(error)") }
        let isGeneral = ["did you mean", "random numbers come from a key"].contains {
            fault.hint?.hasPrefix($0) == true
        }
        let isUnknown = fault.kind == .notFound && (fault.hint == nil || isGeneral)
        return isUnknown ? .missing : .refused([fault.message, fault.hint].compactMap(\.self).joined(separator: "; "))
    }

    /// How a value differs from what JAX gives, or nil.
    private func difference(_ value: Value, from expected: WrittenValue, in session: Session) throws -> String? {
        switch (expected, value) {
        case (.array(let tensor, let isWeak), .array(let id, let foundWeak)):
            let found = try session.evaluate([id])[0]
            guard isClose(found, to: tensor) else {
                return "gives \(found.type) \(found.doubles), JAX \(tensor.type) \(tensor.doubles)"
            }
            // Weak bools meet nothing that tells.
            let isSame = foundWeak == isWeak || tensor.dtype == .bool
            return isSame
                ? nil : "gives a \(foundWeak ? "weak" : "strong") array, JAX a \(isWeak ? "weak" : "strong") one"
        case (.array(let tensor, let isWeak), .integer), (.array(let tensor, let isWeak), .float),
            (.array(let tensor, let isWeak), .bool):
            return isWeak || tensor.dtype == .bool
                ? number(value, from: tensor) : "gives \(short(value)), JAX \(tensor.type)"
        case (.key(let words, let shape), .array(let id, _)):
            let found = try session.evaluate([id])[0]
            let isSame = found.doubles == words.map(Double.init) && found.shape.dims == shape
            return isSame ? nil : "gives the key \(found.doubles), JAX \(words)"
        case (.text(let text), _):
            return value.staticText == text ? nil : "gives \(short(value)), JAX \(text)"
        case (.items(let wanted), .tuple(let items)), (.items(let wanted), .list(let items)):
            guard wanted.count == items.count else { return "gives \(items.count) items, JAX \(wanted.count)" }
            for (item, wanted) in zip(items, wanted) {
                if let difference = try difference(item, from: wanted, in: session) { return difference }
            }
            return nil
        default: return "gives \(short(value)), JAX something else"
        }
    }

    /// Whether type and shape are the same and elements differ by rounding, of the greatest magnitude or of 0.1: JAX's own
    /// logarithm of gamma is off by that much where it is 0.
    private func isClose(_ found: Tensor, to expected: Tensor) -> Bool {
        guard found.type == expected.type else { return false }
        let scale = max(0.1, expected.doubles.filter(\.isFinite).map(abs).max() ?? 0)
        let allowed = (found.dtype == .f32 ? 1e-5 : 1e-9) * scale
        return zip(found.doubles, expected.doubles).allSatisfy { found, expected in
            found == expected || (found.isNaN && expected.isNaN) || abs(found - expected) <= allowed
        }
    }

    /// How a static number differs from a weak array without axes.
    private func number(_ value: Value, from expected: Tensor) -> String? {
        let found: Double? =
            switch value {
            case .integer(let number) where expected.dtype == .i64: Double(number)
            case .float(let number) where expected.dtype == .f64: number
            case .bool(let truth) where expected.dtype == .bool: truth ? 1 : 0
            default: nil
            }
        guard let found, expected.shape.rank == 0, let wanted = expected.doubles.first else {
            return "gives \(short(value)), JAX \(expected.type)"
        }
        let isSame = found == wanted || (found.isNaN && wanted.isNaN) || abs(found - wanted) <= 1e-9 * abs(wanted)
        return isSame ? nil : "gives \(found), JAX \(wanted)"
    }

    private func short(_ value: Value) -> String {
        if case .array = value { return "an array" }
        return value.staticText ?? "a value"
    }
}

/// Every public name of JAX 0.10.2's modules; `public_names.py` writes the file. A name means what it means there, or is refused, or is
/// not there; `docs/names.md` says which. With `PULLBACK_RECORD=1` that page is written anew, and the test fails so that the
/// difference is read.
@Suite struct PublicNamesTests {
    private static let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("../../docs/names.md").standardizedFileURL

    @Test func everyLineIsRead() throws {
        #expect(Names.header?.version == "0.10.2")
        #expect(Names.lines.count == Names.count)
        #expect(Names.lines.count > 750)
    }

    @Test func namesMeanWhatTheyMeanInJAX() throws {
        let reader = try NameReader()
        var unused = Set(differences.keys)
        var outcomes: [(line: NameLine, outcome: NameOutcome)] = []
        for line in Names.lines {
            let outcome = reader.outcome(of: line)
            outcomes.append((line, outcome))
            guard case .differs(let faults) = outcome else { continue }
            if unused.remove(line.path) == nil { Issue.record("\(line.path):\n\(faults.joined(separator: "\n"))") }
        }
        #expect(unused.isEmpty, "listed as different, and the same")
        let text = page(outcomes)
        if ProcessInfo.processInfo.environment["PULLBACK_RECORD"] == "1" {
            try FileManager.default.createDirectory(
                at: Self.page.deletingLastPathComponent(), withIntermediateDirectories: true)
            try text.write(to: Self.page, atomically: true, encoding: .utf8)
            Issue.record("recorded; read the diff")
        } else {
            let recorded = try? String(contentsOf: Self.page, encoding: .utf8)
            #expect(recorded == text, "docs/names.md is out of date: PULLBACK_RECORD=1 writes it")
        }
    }

    /// The page: counts by module, then the names of each module by what becomes of them.
    private func page(_ outcomes: [(line: NameLine, outcome: NameOutcome)]) -> String {
        let modules = outcomes.reduce(into: [String]()) { if $0.last != $1.line.module { $0.append($1.line.module) } }
        let groups = modules.map { module in (module, NameGroup(outcomes.filter { $0.line.module == module })) }
        let total = NameGroup(outcomes)
        let rows = (groups + [("all", total)]).map {
            "| \($0) | \($1.counts.map(String.init).joined(separator: " | ")) |"
        }
        let head = """
            # Names

            Every public name of JAX \(Names.header?.version ?? "?") in the modules below, and what it is here; `Tests/OracleTests/public_names.py` records the
            names with small calls of each, and `PublicNamesTests` compares and writes this page. *Same*: every call that was recorded gives
            JAX's element type, weakness, shape and values. *In part*: so do some calls, and the others are refused. *Refused*: with a reason.
            *Missing*: there is no such name here. *Otherwise*: with the reason. *Not compared*: there, and no call was recorded.

            | module | \(NameGroup.titles.joined(separator: " | ")) |
            |---|\(NameGroup.titles.map { _ in "---:" }.joined(separator: "|"))|
            \(rows.joined(separator: "\n"))

            """
        return head + groups.map { "\n## \($0)\n\($1.text)" }.joined()
    }
}

/// The names of a module by what becomes of them.
private struct NameGroup {
    static let titles = ["same", "in part", "refused", "missing", "otherwise", "not compared"]

    private var same: [String] = []
    private var part: [(String, String)] = []
    private var refused: [(String, String)] = []
    private var missing: [String] = []
    private var otherwise: [(String, String)] = []
    private var unprobed: [String] = []

    init(_ outcomes: [(line: NameLine, outcome: NameOutcome)]) {
        for (line, outcome) in outcomes {
            switch outcome {
            case .same: same.append(line.name)
            case .part(let reason): part.append((line.name, reason))
            case .refused(let reason): refused.append((line.name, reason))
            case .missing: missing.append(line.name)
            case .unprobed: unprobed.append(line.name)
            case .differs: otherwise.append((line.name, differences[line.path] ?? "a fault"))
            }
        }
    }

    /// In the order of `titles`.
    var counts: [Int] {
        [same.count, part.count, refused.count, missing.count, otherwise.count, unprobed.count]
    }

    var text: String {
        list("Same", same) + table("In part", part) + table("Refused", refused) + list("Missing", missing)
            + table("Otherwise", otherwise) + list("Not compared", unprobed)
    }

    private func list(_ title: String, _ names: [String]) -> String {
        names.isEmpty ? "" : "\n\(title): " + names.map { "`\($0)`" }.joined(separator: " ") + "\n"
    }

    /// Names with the same reason share a line.
    private func table(_ title: String, _ rows: [(String, String)]) -> String {
        guard !rows.isEmpty else { return "" }
        var names: [(reason: String, names: [String])] = []
        for (name, reason) in rows {
            if let index = names.firstIndex(where: { $0.reason == reason }) {
                names[index].names.append(name)
            } else {
                names.append((reason, [name]))
            }
        }
        let lines = names.map { "- " + $0.names.map { "`\($0)`" }.joined(separator: " ") + ": \($0.reason)\n" }
        return "\n\(title):\n\n" + lines.joined()
    }
}
