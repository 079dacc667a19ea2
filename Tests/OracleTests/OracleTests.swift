import Autodiff
import Graphs
import Tensors
import TestSupport
import Testing

/// Cells of the language against JAX 0.10.2.
@Suite struct OracleTests {
    @Test func everyCellIsRead() throws {
        for (file, count) in Oracle.files { #expect(try Oracle.read(file).count == count, "\(file)") }
        #expect(Set(Oracle.cases.map(\.name)).count == Oracle.cases.count)
    }

    @Test(arguments: Oracle.cases) func value(_ oracle: OracleCase) throws {
        try oracle.expect(oracle.session().evaluate("y"), equals: oracle.y, "y")
    }

    @Test(arguments: Oracle.cases) func pullback(_ oracle: OracleCase) throws {
        var session = try oracle.session()
        session.give("seed", oracle.seed.tensor)
        try session.run(
            "gradients = vjp(y, [\(oracle.wrt.joined(separator: ", "))], seed)\n" + unpack(oracle, "gradients"))
        for (index, name) in oracle.wrt.enumerated() {
            try oracle.expect(
                session.evaluate("d\(index)"), equals: #require(oracle.vjp[name]), "the gradient of \(name)")
        }
    }

    @Test(arguments: Oracle.cases) func pushforward(_ oracle: OracleCase) throws {
        var session = try oracle.session()
        for name in oracle.wrt { session.give("t_\(name)", try #require(oracle.tangents[name]).tensor) }
        let tangents = oracle.wrt.map { "t_\($0)" }.joined(separator: ", ")
        try session.run("t = jvp(y, [\(oracle.wrt.joined(separator: ", "))], [\(tangents)])")
        try oracle.expect(session.evaluate("t"), equals: oracle.jvp, "the tangent")
    }

    @Test(arguments: Oracle.cases.filter { $0.jacobian != nil }) func jacobian(_ oracle: OracleCase) throws {
        var session = try oracle.session()
        try session.run("rows = jacobian(y, [\(oracle.wrt.joined(separator: ", "))])\n" + unpack(oracle, "rows"))
        for (index, name) in oracle.wrt.enumerated() {
            let expected = try #require(oracle.jacobian?[name])
            try oracle.expect(session.evaluate("d\(index)"), equals: expected, "the Jacobian for \(name)")
        }
    }

    /// `d0, d1 = name`, or `d0 = name[0]`.
    private func unpack(_ oracle: OracleCase, _ name: String) -> String {
        oracle.wrt.indices.map { "d\($0) = \(name)[\($0)]" }.joined(separator: "\n")
    }
}
