import Daemon
import Foundation
import Logging
import Synchronization
import Testing
import Wire

/// A daemon's verbs over an archive of its own, without sockets, that can be closed and opened again.
private final class House {
    let root: String
    private var handler: any RequestHandler
    private var close: @Sendable () -> Void
    private var connection = ConnectionState(id: 1)

    init() throws {
        root = FileManager.default.temporaryDirectory.appending(path: "metamorphic-\(UUID().uuidString)").path
        (handler, close) = try House.open(root)
    }

    private static func open(_ root: String) throws -> (any RequestHandler, @Sendable () -> Void) {
        let (handler, close) = try makeHandler(
            archivePath: "\(root)/archive.sqlite", threads: 2, logger: Logger(label: "test"))
        return (handler, close)
    }

    /// What a new daemon on the same archive is.
    func restart() throws {
        close()
        (handler, close) = try House.open(root)
        connection = ConnectionState(id: 2)
    }

    func end() {
        close()
        try? FileManager.default.removeItem(atPath: root)
    }

    /// The data lines of a reply; its error as a line of its own.
    func ask(_ verb: Verb, _ words: [String] = [], _ options: KeyValuePairs<String, String> = [:], body: String? = nil)
        -> [String]
    {
        let request = Request(
            verb, words: words, options: .init(uniqueKeysWithValues: options.map { ($0.key, $0.value) }), body: body)
        let incoming = IncomingRequest(request: request, connection: connection) { _ in }
        return handler.answer(incoming).compactMap { line in
            switch line {
            case .data(.text(let text)): text
            case .error(let error): "ERR \(error.text)"
            case .ok(.fields(let fields)): fields["differences"]?.integer.map { "differences=\($0)" }
            case .data, .ok, .blob, .progress: nil
            }
        }
    }

    func cell(_ source: String, in session: String) -> [String] {
        connection.session = session
        return ask(.cell, body: source + "\n")
    }
}

extension [String] {
    /// What each name was shown to be: type, value, hash and run, by name.
    fileprivate var shown: [String: String] {
        Dictionary(
            compactMap { line in
                line.firstIndex(of: " ").map { (String(line[..<$0]), String(line[line.index(after: $0)...])) }
            }, uniquingKeysWith: { $1 })
    }

    fileprivate var errors: [String] { filter { $0.hasPrefix("ERR ") } }
}

/// What a session gives does not depend on when it is asked: live, after a restart, in a fork, exported and imported.
@Suite struct ArchiveMetamorphicTests {
    @Test(arguments: 0..<16)
    func restartsForksAndImportsGiveTheSameBits(_ seed: Int) throws {
        let program = Program(seed: seed)
        let all = (Way.single + Way.nested).filter(\.isReversible)
        let (way, points) = (all[(seed * 11) % all.count], Point.all[seed % Point.all.count].points)
        let point = points.filter { $0.cells != nil && $0.name != "loaded" }[seed % 5]
        let label = "seed \(seed), \(program.entry), \(way.name), \(point.name)"
        let vector = program.vector(way)
        let cells = [Program.given] + (point.cells ?? []) + ["y = \(vector)\nl = sum(c * y)"]
        let (byValue, byFunction) = (Sayings.byValue(vector), Sayings.byFunction(vector))
        let house = try House()
        defer { house.end() }
        for cell in cells { #expect(house.cell(cell, in: "live").errors == [], "\(label)") }
        let value = house.cell(byValue, in: "live")
        let function = house.cell(byFunction, in: "live")
        #expect(value.errors == [] && function.errors == [], "\(label)")

        try house.restart()
        // Of values that stood before the restart, and of values that are computed again behind it.
        let again = house.cell("v_grad = grad(l, q)\nv_rows = contributions(l, q, through=y)", in: "live").shown
        #expect(again["v_grad"] == value.shown["v_grad"], "\(label): grad after a restart")
        #expect(again["v_rows"] == value.shown["v_rows"], "\(label): contributions after a restart")
        #expect(house.cell(byFunction, in: "live") == function, "\(label): functions after a restart")

        _ = house.ask(.fork, ["live"], ["at": String(cells.count), "name": "fork"])
        #expect(house.cell(byValue, in: "fork") == value, "\(label): by value in a fork")
        #expect(house.cell(byFunction, in: "fork") == function, "\(label): by function in a fork")

        let document = house.ask(.export, ["live"]).joined(separator: "\n") + "\n"
        #expect(house.ask(.replay, [], ["name": "live.md"], body: document) == ["differences=0"], "\(label): replayed")
        _ = house.ask(.import, [], ["name": "copy"], body: document)
        #expect(house.cell(byValue, in: "copy") == value, "\(label): by value in a copy")

        for line in (value + function).compactMap({ $0.split(separator: "run=").last.map(String.init) })
        where line.count == 12 {
            #expect(house.ask(.replay, [line]).last == "differences=0", "\(label): run \(line)")
        }
    }
}
