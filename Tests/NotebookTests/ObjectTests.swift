import CellLanguage
import Tensors
import TestSupport
import Testing

@testable import Notebook

/// Classes, errors and references where Python is not the measure: what is refused, and what is said beside the result.
@Suite struct ObjectTests {
    private func notes(_ source: String) throws -> [String] {
        var notes = Notes()
        return try notes.run(source).shown.compactMap { if case .note(let note) = $0 { note.text } else { nil } }
    }

    private func printed(_ source: String) throws -> [String] {
        var notes = Notes()
        return try notes.run(source).shown.compactMap { if case .printed(let line) = $0 { line } else { nil } }
    }

    @Test func `what only this language refuses is said when it is caught`() throws {
        let caught = try notes("try:\n    y = ones(3) @ ones(4)\nexcept Exception as e:\n    y = zeros(1)\n")
        #expect(caught.count == 1)
        #expect(caught.first?.hasPrefix("caught here: @: f64[3]") == true, "\(caught)")
        // Python's own rules, and what the cell raises, fail everywhere.
        let own = [
            "raise ValueError('x')", "[1][3]", "{'a': 1}['b']", "assert 1 == 2", "nothing_of_that_name", "1 / 0",
            "a, b = 1, 2, 3", "int('x')",
        ]
        for statement in own {
            let source = "try:\n    \(statement)\nexcept Exception as e:\n    y = str(e)\n"
            #expect(try notes(source) == [], "\(statement)")
        }
    }

    @Test func `limits, refusals and what is computed are not caught`() {
        let bodies = [
            "while True: pass", "import jax\n    jax.nothing_of_that_name(1)", "a = fft(ones(3))",
            "x = [0]\n    for i in range(99): x = [x, x]", "assert (ones(2) > 1.0).all()", "class A(int): pass",
        ]
        for body in bodies {
            var notes = Notes()
            let source = "try:\n    \(body)\nexcept Exception:\n    y = 1\nexcept:\n    y = 2\n"
            #expect(fault { try notes.run(source) } != nil, "\(body)")
        }
    }

    @Test func `an object from outside of a body that runs many times does not change in it`() {
        let setup = """
            import jax
            class C:
                def __init__(self): self.n = 0.0
            c = C()
            r = jax.new_ref(array(0.0))
            def f(x):
                c.n = x
                return x
            def g(x):
                r[...] = x
                return x

            """
        let uses = [
            "vmap(F)(ones(3))", "scan(lambda s, x: (F(s), x), 0.0, ones(3))", "fori_loop(0, 3, lambda i, s: F(s), 1.0)",
            "cond(array(True), F, F, 1.0)", "checkpoint(F)(1.0)", "jax.make_jaxpr(F)(1.0)",
        ]
        for use in uses {
            for function in ["f", "g"] {
                var notes = Notes()
                let found = fault { try notes.run(setup + use.replacing("F", with: function)) }
                #expect(
                    found?.message.contains("an object changes inside") == true, "\(use): \(found.debugDescription)")
            }
        }
        var notes = Notes()
        #expect(fault { try notes.run(setup + "vmap(lambda x: c.n + r[...] + x)(ones(3))") } == nil)
    }

    @Test func `a function that is kept by an object keeps its names`() throws {
        let source = """
            class Box:
                def __init__(self): self.f = None
            box = Box()
            def fill(k):
                y = k * 2
                def inner(x): return x + y
                box.f = inner
            fill(3)
            fill(4)
            def made(k):
                y = k * 2
                b = Box()
                b.f = lambda x: x + y
                return b
            m = made(5)
            print(box.f(1), m.f(1))
            """
        #expect(try printed(source) == ["9 11"])
    }

    @Test func `numpy's arrays that are shared are spoken of where they would change`() throws {
        let shared = [
            "a = np.ones(3)\nb = a\nb += 10", "a = np.ones(3)\nb = a[1:]\nb *= 2.0",
            "a = np.ones((2, 3))\nb = a.T\nb -= 1.0",
            "a = np.ones(3)\nxs = [a]\nb = a\nb += 1.0", "a = np.ones(3)\ndef f(x):\n    x += 1\n    return x\nf(a)",
            "a = np.ones(3)\ndef f(x):\n    y = x\n    y += 1\n    return x\nf(a * 2)",
        ]
        for source in shared {
            let said = try notes("import numpy as np\n" + source)
            #expect(said.count == 1 && said[0].contains("NumPy would change"), "\(source): \(said)")
        }
        let own = [
            "a = np.ones(3)\na += 10", "a = np.ones(3)\nb = a + 1\nb += 10", "a = 1\nb = a\nb += 1",
            "a = np.ones(3)\nfrom jax import grad\ndef f(x):\n    x += 1\n    return (x * x).sum()\ngrad(f)(a)",
        ]
        for source in own { #expect(try notes("import numpy as np\n" + source) == [], "\(source)") }
        #expect(try notes("import jax.numpy as jnp\na = jnp.ones(3)\nb = a\nb += 10") == [])
    }

    @Test func `what ends a cell is shown by its text`() throws {
        #expect(try printed("import jax\njax.make_jaxpr(lambda x: x * 2.0)(1.0)").first?.hasPrefix("graph(") == true)
        #expect(try printed("class A:\n    def __repr__(self): return 'an A'\nA()") == ["an A"])
        #expect(try printed("import jax\njax.new_ref(array([1.0]))") == ["Ref([1.], dtype=float64)"])
    }

    @Test func `what a derivative reads of the forward pass is printed`() throws {
        let head = "import jax\nfrom jax.ad_checkpoint import print_saved_residuals\n"
        let product = try printed(head + "print_saved_residuals(lambda x, y: sum(x * sin(y)), ones(2), ones(2))")
        #expect(
            product == ["f64[2] from the argument ones(2)", "f64[2] from the argument ones(2)", "f64[2] output of sin"])
        // A linear function keeps nothing, and one that is checkpointed its arguments alone.
        #expect(try printed(head + "print_saved_residuals(lambda x: sum(2.0 * x), ones(2))") == [])
        let again = try printed(head + "z = ones(2)\nprint_saved_residuals(checkpoint(lambda x: sum(sin(sin(x)))), z)")
        #expect(again == ["f64[2] from the argument z"])
    }

    @Test func `a list of the session does not change in a body that runs many times`() {
        var notes = Notes()
        let source = "xs = []\ndef f(x):\n    xs.append(x)\n    return x\nvmap(f)(ones(3))"
        #expect(fault { try notes.run(source) }?.message.contains("changes that may be known") == true)
    }

    /// What asks for an attribute may run a property, which makes values that stay.
    @Test func `asking for an attribute keeps what its property made`() throws {
        var notes = Notes()
        try notes.run(
            """
            class A:
                def __init__(self): self.v = None
                @property
                def p(self):
                    self.v = ones(3) * 2.0
                    return self.v
            a = A()
            h = hasattr(a, "p")
            z = zeros(5) + 7.0
            y = a.v
            """)
        #expect(try notes.array("y").doubles == [2, 2, 2])
    }
}
