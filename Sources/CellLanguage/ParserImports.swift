import Tensors

extension Parser {
    /// `import jax.numpy as jnp, numpy`
    mutating func importStatement(into statements: inout [Statement]) throws(Fault) {
        var start = try advance()
        while true {
            let module = try moduleName()
            try alias()
            statements.append(Statement(kind: .imported(module: module), position: start))
            guard try accept(.comma) else { return }
            start = current.position
        }
    }

    /// `from jax import grad, vmap as batch`, `from jax.numpy import (sin, cos)` or `from jax.numpy import *`
    mutating func fromStatement() throws(Fault) -> Statement {
        let start = try advance()
        let module = try moduleName()
        try expect(.import, "after the module")
        if at(.star) {
            guard functionDepth == 0 else {
                let advice = "move it out of the def"
                throw Fault(.parse, "'import *' inside a function", at: current.position, hint: advice)
            }
            try advance()
        } else if at(.leftParenthesis) {
            let open = try advance()
            repeat { try importedName() } while try accept(.comma) && !at(.rightParenthesis)
            try close(.rightParenthesis, open)
        } else {
            repeat { try importedName() } while try accept(.comma)
        }
        return Statement(kind: .imported(module: module), position: start)
    }

    private mutating func importedName() throws(Fault) {
        _ = try expectName("a name to import")
        try alias()
    }

    private mutating func alias() throws(Fault) {
        if try accept(.as) { _ = try expectName("a name after 'as'") }
    }

    /// A dotted name that begins with `jax` or `numpy`.
    private mutating func moduleName() throws(Fault) -> String {
        let start = current.position
        let root = try expectName("a module name")
        var parts = [root]
        while try accept(.dot) { parts.append(try expectName("a name after '.'")) }
        let module = parts.joined(separator: ".")
        guard root == "jax" || root == "numpy" else {
            let advice = "a cell imports only jax, numpy and modules below them"
            throw Fault(.refused, "import of \(Token.quoted(module)) is not allowed", at: start, hint: advice)
        }
        return module
    }
}
