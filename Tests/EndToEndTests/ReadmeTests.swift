import Foundation
import Testing

/// The tour of README.md, as a reader would type it.
@Suite struct ReadmeTests {
    private static let path = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "README.md").path

    /// What stands behind `$`, with the lines of its here-document, and what stands below it.
    private static func commands() throws -> [(script: String, output: [String])] {
        var commands: [(script: String, output: [String])] = []
        var tag: String?
        for line in try String(contentsOfFile: path, encoding: .utf8).components(separatedBy: "\n") {
            guard line.hasPrefix("    ") else { continue }
            let text = String(line.dropFirst(4))
            if text.hasPrefix("$ ") {
                commands.append((String(text.dropFirst(2)), []))
                tag = text.range(of: "<<'").map { String(text[$0.upperBound...].prefix { $0 != "'" }) }
            } else if let last = commands.indices.last {
                if let end = tag {
                    commands[last].script += "\n\(text)"
                    if text == end { tag = nil }
                } else {
                    commands[last].output.append(text)
                }
            }
        }
        return commands
    }

    @Test func theTourRunsAsItStands() throws {
        let home = try Home()
        defer { home.end() }
        let commands = try ReadmeTests.commands()
        #expect(commands.count >= 6)
        for command in commands {
            let outcome = try Program.shell(command.script, at: home)
            #expect(outcome.code == 0, "\(command.script): \(outcome.errors)")
            #expect(outcome.output.split(separator: "\n").map(String.init) == command.output, "\(command.script)")
        }
    }
}
