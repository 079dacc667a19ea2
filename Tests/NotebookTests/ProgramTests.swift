import Foundation
import Tensors
import TestSupport
import Testing

@testable import Notebook

/// `programs.jsonl` holds small programs and what Python with JAX prints and binds; `programs.py` wrote it.
@Suite struct ProgramTests {
    private struct Program: Decodable {
        struct Name: Decodable {
            let dtype: String?
            let shape: [Int]?
            let values: [String]?
            let text: String?
        }

        let versions: String?
        let source: String?
        let printed: [String]?
        let names: [String: Name]?
    }

    private static let dtypes: [String: DType] = [
        "float64": .f64, "float32": .f32, "int64": .i64, "int32": .i32, "bool": .bool,
    ]

    @Test func programsPrintAndBindWhatTheyDoInPython() throws {
        let programs = try lines(of: "programs.jsonl", beside: #filePath, as: Program.self)
        #expect(programs.first?.versions?.contains("jax 0.10.2") == true)
        #expect(programs.count > 200)
        for program in programs.dropFirst() {
            let source = try #require(program.source)
            do {
                var notes = Notes()
                compare(program, try notes.run(source).shown, source)
            } catch { Issue.record("\(source)\n\(error)") }
        }
    }

    private func compare(_ program: Program, _ shown: [Shown], _ source: String) {
        var printed: [String] = []
        var tensors: [String: Tensor] = [:]
        var texts: [String: String] = [:]
        for item in shown {
            switch item {
            case .printed(let line): printed.append(line)
            case .array(let name, let tensor, _, _): tensors[name] = tensor
            case .fixed(let name, let text): texts[name] = text
            case .function, .note: break
            }
        }
        #expect(printed == program.printed, "\(source)")
        for (name, expected) in program.names ?? [:] {
            if let text = expected.text {
                // What Python computes at once of arrays' truths is an array here.
                if let tensor = tensors[name], tensor.shape.rank == 0 {
                    #expect(tensor.text == text, "\(name) of \(source)")
                    continue
                }
                #expect(texts[name] == text, "\(name) of \(source): \(tensors[name]?.text ?? "not static")")
                continue
            }
            guard let tensor = tensors[name] else {
                Issue.record("\(name) of \(source) is no array")
                continue
            }
            #expect(tensor.dtype == Self.dtypes[expected.dtype ?? ""], "\(name) of \(source)")
            #expect(tensor.shape.dims == expected.shape, "\(name) of \(source)")
            let wanted = (expected.values ?? []).map { $0 == "True" ? 1 : $0 == "False" ? 0 : Double($0) ?? .nan }
            for (found, wanted) in zip(tensor.doubles, wanted) {
                let isClose =
                    found == wanted || found.isNaN && wanted.isNaN || abs(found - wanted) <= 1e-6 * max(1, abs(wanted))
                #expect(isClose, "\(name) of \(source): \(found) and \(wanted)")
            }
        }
    }
}
