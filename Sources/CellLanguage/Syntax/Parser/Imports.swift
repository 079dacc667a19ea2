import Tensors

extension Parser {
    /// `import jax.numpy as jnp, numpy`
    mutating func importStatement() throws(Fault) -> Statement {
        let start = try advance()
        var names: [ImportedName] = []
        repeat {
            let module = try moduleName()
            // Without `as` the first part of a dotted name is bound.
            let root = String(module.prefix { $0 != "." })
            let name = try alias()
            names.append(ImportedName(name: name ?? root, path: name == nil ? root : module))
        } while try accept(.comma)
        return Statement(kind: .imported(names), position: start)
    }

    /// `from jax import grad, vmap as batch`, `from jax.numpy import (sin, cos)` or `from jax.numpy import *`
    mutating func fromStatement() throws(Fault) -> Statement {
        let start = try advance()
        let module = try moduleName()
        var names: [ImportedName] = []
        try expect(.import, "after the module")
        if at(.star) {
            guard functionDepth == 0 else {
                let advice = "move it out of the def"
                throw Fault(.parse, "'import *' inside a function", at: current.position, hint: advice)
            }
            try advance()
            names = [ImportedName(name: "*", path: module)]
        } else if at(.leftParenthesis) {
            let open = try advance()
            repeat { names.append(try importedName(of: module)) } while try accept(.comma) && !at(.rightParenthesis)
            try close(.rightParenthesis, open)
        } else {
            repeat { names.append(try importedName(of: module)) } while try accept(.comma)
        }
        return Statement(kind: .imported(names), position: start)
    }

    private mutating func importedName(of module: String) throws(Fault) -> ImportedName {
        let name = try expectName("a name to import")
        return ImportedName(name: try alias() ?? name, path: "\(module).\(name)")
    }

    private mutating func alias() throws(Fault) -> String? {
        try accept(.as) ? try expectName("a name after 'as'") : nil
    }

    /// A dotted name that begins with a module that is known, whose functions are here or are said to be elsewhere.
    private mutating func moduleName() throws(Fault) -> String {
        let start = current.position
        let root = try expectName("a module name")
        var parts = [root]
        while try accept(.dot) { parts.append(try expectName("a name after '.'")) }
        let module = parts.joined(separator: ".")
        guard Library.importable.contains(root) else {
            throw Fault(
                .refused, "import of \(Token.quoted(module)) is not allowed", at: start,
                hint: ForeignNames.modules[root]
                    ?? "jax, numpy and autograd can be imported, and functions are there by their names without")
        }
        return module
    }
}
