import Foundation
import Tensors
import Testing
import Wire

/// Where `load` looks, and who takes a session's name.
@Suite struct FolderTests {
    private func files(_ bench: Bench) throws -> (here: String, there: String) {
        for (folder, value) in [("here", 1.0), ("there", 2.0)] {
            let path = "\(bench.root)/\(folder)"
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
            try Data(Tensor.vector([value]).npy).write(to: URL(fileURLWithPath: "\(path)/a.npy"))
        }
        return ("\(bench.root)/here", "\(bench.root)/there")
    }

    @Test func `a session loads from the folder that its maker was in, and keeps it`() throws {
        let bench = try Bench()
        let (here, there) = try files(bench)
        #expect(bench.cell("x = load(\"a.npy\")")[0].hasPrefix("ERR 41 refused"))
        #expect(bench.ask(.set, options: ["folder": here]) == ["OK folder=\(here)"])
        #expect(bench.cell("x = load(\"a.npy\")")[0].contains("[1]"))
        // It was made here, wherever its later clients are.
        #expect(bench.ask(.set, options: ["folder": there]).last?.hasPrefix("OK ") == true)
        #expect(bench.cell("x = load(\"a.npy\")")[0].contains("[1]"))
        #expect(bench.ask(.session, "other") == ["OK session=other cells=0"])
        #expect(bench.cell("x = load(\"a.npy\")")[0].contains("[2]"))
        try bench.restart()
        #expect(bench.cell("x = load(\"a.npy\")")[0].contains("[1]"))
        #expect(bench.ask(.fork, "other", options: ["at": "1", "name": "twig"]).last?.hasPrefix("OK ") == true)
        #expect(bench.cell("y = load(\"a.npy\")")[0].contains("[2]"))
    }

    @Test func `session folder= changes it, for good`() throws {
        let bench = try Bench()
        let (here, there) = try files(bench)
        #expect(bench.ask(.session, "s", options: ["folder": here]) == ["OK session=s cells=0 folder=\(here)"])
        #expect(bench.cell("x = load(\"a.npy\")")[0].contains("[1]"))
        #expect(bench.ask(.session, options: ["folder": there]) == ["OK session=s cells=1 folder=\(there)"])
        #expect(bench.cell("x = load(\"a.npy\")")[0].contains("[2]"))
        try bench.restart()
        #expect(bench.ask(.session, "s").last == "OK session=s cells=2")
        #expect(bench.cell("x = load(\"a.npy\")")[0].contains("[2]"))
        #expect(bench.ask(.replay, "s").last == "OK cells=3 runs=0 differences=0")
        for wrong in ["here", "", "../x"] {
            #expect(bench.ask(.session, options: ["folder": wrong])[0].hasPrefix("ERR 21"), "\(wrong)")
            #expect(bench.ask(.set, options: ["folder": wrong])[0].hasPrefix("ERR 21"), "\(wrong)")
        }
        #expect(bench.ask(.set)[0].hasPrefix("ERR 21"))
        #expect(bench.cell("x = load(\"a.npy\")")[0].contains("[2]"))
    }

    @Test(arguments: [Verb.names, .session, .show, .log])
    func `looking at a session's name does not take it`(_ verb: Verb) throws {
        let bench = try Bench()
        #expect(bench.ask(.session, "s").last == "OK session=s cells=0")
        _ = verb == .show ? bench.ask(verb, "x") : bench.ask(verb)
        let document = Request(.import, options: ["name": "s"], body: "```pullback\nx = array([1.0])\n```\n")
        #expect(bench.ask(document).last == "OK session=s cells=1")
        #expect(bench.ask(.show, "x")[0].contains("[1]"))
        #expect(bench.ask(document).last?.hasPrefix("ERR 41 refused") == true)
        #expect(bench.ask(.sessions).last == "OK sessions=1")
    }

    @Test func `a cell that fails does not take it, either`() throws {
        let bench = try Bench()
        #expect(bench.ask(.session, "s").last == "OK session=s cells=0")
        #expect(bench.cell("x = 1 +")[0].hasPrefix("ERR 20"))
        #expect(
            bench.ask(Request(.import, options: ["name": "s"], body: "```pullback\nx = array([1.0])\n```\n")).last
                == "OK session=s cells=1")
    }
}
