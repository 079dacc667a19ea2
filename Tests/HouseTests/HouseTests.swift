import Foundation
import Testing

/// The arrows between targets, and what the pages about the house say of files.
@Suite struct HouseTests {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    private static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    /// The Swift files below a folder.
    private static func files(below folder: String) -> [URL] {
        let all = FileManager.default.enumerator(at: root.appending(path: folder), includingPropertiesForKeys: nil)
        return (all?.compactMap { $0 as? URL } ?? []).filter { $0.pathExtension == "swift" }
    }

    /// What each target of `Package.swift` may import of this package, by its own row.
    private static func arrows() throws -> [String: [String]] {
        let rows = try text("Package.swift").matches(of: /room\(\s*"(\w+)"(?:,\s*\[([^\]]*)\])?/)
        return Dictionary(
            uniqueKeysWithValues: rows.map { row in
                (String(row.1), (row.2 ?? "").matches(of: /"(\w+)"/).map { String($0.1) })
            })
    }

    /// A target and everything below it.
    private static func below(_ target: String, _ arrows: [String: [String]]) -> Set<String> {
        Set((arrows[target] ?? []).flatMap { [$0] + below($0, arrows) })
    }

    /// Swift finds every module that has been built; only this keeps an import from going against the arrows.
    @Test func importsFollowTheArrows() throws {
        let arrows = try HouseTests.arrows()
        let names = Set(arrows.keys)
        #expect(names.count >= 13)
        for target in names {
            let allowed = HouseTests.below(target, arrows)
            #expect(!allowed.contains(target), "\(target) imports itself in the end")
            for file in HouseTests.files(below: "Sources/\(target)") {
                let source = try String(contentsOf: file, encoding: .utf8)
                for match in source.matches(
                    of: /(?m)^(?:@\w+ |public |package |internal )*import (?:struct |enum )?(\w+)/)
                {
                    let module = String(match.1)
                    #expect(
                        !names.contains(module) || allowed.contains(module),
                        "\(target)/\(file.lastPathComponent) imports \(module)")
                }
            }
        }
    }

    /// The service knows nothing of text, JSON or sockets, the wire nothing of the notebook.
    @Test func theArrowsAreThoseOfTheHouse() throws {
        let arrows = try HouseTests.arrows()
        #expect(arrows["Tensors"] == ["CZlib"])
        #expect(arrows["Service"] == ["Notebook", "Archive"])
        #expect(arrows["Wire"] == ["Spelling"] && arrows["Spelling"] == [])
        #expect(arrows["Client"] == ["Wire"])
        #expect(arrows["Daemon"] == ["Service", "Engine", "Wire"])
    }

    private static let pages =
        ["ARCHITECTURE.md", "CONTRIBUTING.md", "README.md", "NUMERICS.md", "Benchmarks/README.md"]
        + ["Archive", "Autodiff", "CellLanguage", "CKernels", "Engine", "Notebook"].map { "Sources/\($0)/README.md" }

    /// A file that a page names is there.
    @Test(arguments: pages)
    func everyFileThatIsNamedExists(page: String) throws {
        let known = ["Sources", "Tests", "Benchmarks"].flatMap { HouseTests.files(below: $0) }.map(\.path)
        for match in try HouseTests.text(page).matches(of: /`([\w\/]+\.swift)`/) {
            let path = String(match.1)
            if path == "Package.swift" { continue }
            #expect(known.contains { $0.hasSuffix("/\(path)") }, "\(page) names \(path)")
        }
    }
}
