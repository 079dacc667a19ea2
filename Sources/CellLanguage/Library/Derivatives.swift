import Autodiff
import Graphs
import Tensors

extension Library {
    static let derivatives: [Builtin] = [
        Builtin("grad(l, x=None, argnums=0, has_aux=False)") { e, a in
            if a("l").value.isCallable {
                let kind = Transformed.Kind.grad(try a.arguments("x"), hasValue: false, hasAux: try a.flag("has_aux"))
                return .transformed(try Transformed(kind: kind, function: a("l").value))
            }
            var d = try e.derivative(a, target: "l")
            let target = d.target
            guard e.b.shape(target).count == 1, e.b.shape(target).rank == 0 else {
                throw Fault(
                    .shape, "grad needs a scalar, and \(d.targetText) is \(e.b.types[target])", at: a("l").position,
                    hint: "take sum(…) first, or use vjp(y, x, v) or jacobian(y, x)")
            }
            let one = try e.b.full(1, like: target)
            d.results = try e.b.pullback(of: [target], wrt: d.wrt.map(\.value), cotangents: [one])
            return try e.record(d, like: a("x"))
        },
        Builtin("value_and_grad(fun, argnums=0, has_aux=False)") { e, a in
            let kind = Transformed.Kind.grad(try a.arguments("argnums"), hasValue: true, hasAux: try a.flag("has_aux"))
            return .transformed(try Transformed(kind: kind, function: try e.function("fun", of: a).value))
        },
        Builtin("vjp(y, x, v=None)") { e, a in
            if a("y").value.isCallable {
                return try e.pullback(of: a("y"), a.isNone("v") ? [a("x")] : [a("x"), a("v")])
            }
            var d = try e.derivative(a, target: "y")
            guard !a.isNone("v") else {
                throw Fault(
                    .argument, "vjp needs v, an array of the shape of y, which is \(e.b.types[d.target])",
                    at: a.position, hint: a.builtin.signature)
            }
            d.seeds = [try e.seed(a("v"), like: d.target, named: "v")]
            d.results = try e.b.pullback(of: [d.target], wrt: d.wrt.map(\.value), cotangents: d.seeds)
            return try e.record(d, like: a("x"))
        },
        Builtin("jvp(y, x, t)") { e, a in
            if a("y").value.isCallable { return try e.pushedForward(a("y"), a("x"), a("t")) }
            var d = try e.derivative(a, target: "y")
            d.seeds = try e.tangents(a, d)
            d.results = try e.b.pushforward(of: [d.target], wrt: d.wrt.map(\.value), tangents: d.seeds)
            return try e.record(d, areWeak: [a("y").value.isWeak])[0]
        },
        Builtin("jacobian(y, x=None, argnums=0)") { e, a in
            if a("y").value.isCallable {
                return .transformed(try Transformed(kind: .jacobian(try a.arguments("x")), function: a("y").value))
            }
            var d = try e.derivative(a, target: "y")
            d.results = try d.wrt.map { try e.b.jacobian(of: d.target, wrt: $0.value) }
            return try e.record(d, like: a("x"))
        },
        Builtin("hvp(l, x, t)") { e, a in
            var d = try e.derivative(a, target: "l")
            d.seeds = try e.tangents(a, d)
            let gradients = try e.gradient(of: d)
            d.results = try e.b.pushforward(of: gradients, wrt: d.wrt.map(\.value), tangents: d.seeds)
            return try e.record(d, like: a("x"))
        },
        Builtin("hessian(l, x=None, argnums=0)") { e, a in
            if a("l").value.isCallable {
                return .transformed(try Transformed(kind: .hessian(try a.arguments("x")), function: a("l").value))
            }
            var d = try e.derivative(a, target: "l")
            guard d.wrt.count == 1 else { throw a.fault("x", "one array") }
            let gradient = try e.gradient(of: d)[0]
            d.results = [try e.b.jacobian(of: gradient, wrt: d.wrt[0].value)]
            return try e.record(d, areWeak: [a("x").value.isWeak])[0]
        },
        Builtin("vmap(fun, in_axes=0, out_axes=0, axis_name=None, axis_size=None)") { e, a in
            guard a("in_axes").value.isAxes else { throw a.fault("in_axes", "an axis, None, or a tuple of them") }
            let kind = Transformed.Kind.vmap(inAxes: a("in_axes").value, outAxes: try a.integer("out_axes"))
            return .transformed(try Transformed(kind: kind, function: try e.function("fun", of: a).value))
        },
        Builtin("contributions(l, x, through)") { e, a in
            var d = try e.derivative(a, target: "l")
            d.through = try e.names(a, "through")
            guard d.through.count == 1 else { throw a.fault("through", "one array") }
            let cut = d.through[0].value
            let one = try e.b.full(1, like: e.scalar(d, at: a("l").position))
            let cotangent = try e.b.pullback(of: [d.target], wrt: [cut], cotangents: [one])[0]
            d.results = try e.b.contributionRows(of: cut, wrt: d.wrt.map(\.value), cotangent: cotangent)
            return try e.record(d, like: a("x"))
        },
        Builtin("bypass(l, x, through)") { e, a in
            var d = try e.derivative(a, target: "l")
            d.through = try e.names(a, "through")
            let one = try e.b.full(1, like: e.scalar(d, at: a("l").position))
            let cut = d.through.map(\.value)
            d.results = try e.b.pullback(of: [d.target], wrt: d.wrt.map(\.value), cotangents: [one], blocking: cut)
            return try e.record(d, like: a("x"))
        },
    ]
}

extension Value {
    /// Whether the value says along which axes arguments are mapped.
    fileprivate var isAxes: Bool {
        switch self {
        case .integer, .none: true
        case .tuple(let items), .list(let items): items.allSatisfy(\.isAxes)
        case .dict(let dict): dict.values.allSatisfy(\.isAxes)
        case .record(let record): record.items.allSatisfy(\.isAxes)
        case .array, .float, .bool, .string, .ellipsis, .range, .dtype, .closure, .builtin, .method, .transformed,
            .primitive, .module, .updater, .file, .object:
            false
        }
    }
}

extension Value {
    /// How something that has no derivative is made one that has.
    fileprivate var inputAdvice: String? {
        switch self {
        case .integer, .float, .bool: "a Python number has no derivative: make it an array first, x = array(2.0)"
        case .list: "array([…]) makes an array of a list"
        default: nil
        }
    }
}

extension Call {
    /// Which arguments of a function are differentiated: by position, as `grad(f, 1)`, or by name, `argnums=(0, 1)`.
    fileprivate func arguments(_ name: String) throws -> Transformed.Arguments {
        let chosen = isNone(name) ? "argnums" : name
        guard !self(chosen).value.holdsArrays else {
            throw Fault(
                .argument, "\(builtin.name) of a function takes no arrays: it gives a function of them",
                at: self(chosen).position, hint: "\(builtin.name)(f)(x)")
        }
        return Transformed.Arguments(places: try integers(chosen), isTuple: self(chosen).value.items != nil)
    }
}

extension Elaborator {
    /// The beginnings of a record: target and inputs as written and as values.
    fileprivate mutating func derivative(_ a: Call, target name: String) throws -> Derivative {
        guard case .array(let target, _) = a(name).value else {
            throw Fault(
                .argument, "\(a.builtin.name): \(name) must be an array, not \(a(name).value.text)",
                at: a(name).position, hint: a(name).value.inputAdvice ?? a.builtin.signature)
        }
        guard b.dtype(target).isFloating else {
            throw Fault(
                .dtype, "\(a.builtin.name): \(b.types[target]) has no derivative", at: a(name).position,
                hint: "convert with .astype(f64)")
        }
        let wrt = try names(a, "x")
        if let whole = wrt.first(where: { !b.dtype($0.value).isFloating }) {
            throw Fault(
                .dtype,
                "\(a.builtin.name): no derivative with respect to \(whole.text), which is \(b.types[whole.value])",
                at: a("x").position, hint: "make it float: array([1.0, 2.0])")
        }
        return Derivative(
            function: a.builtin.name, targetText: sourceText(at: a(name).position), target: target, wrt: wrt,
            through: [], seeds: [], results: [], part: try b.extract(from: wrt.map(\.value), to: [target]),
            position: foreignCall ?? a.position)
    }

    /// Arrays that an argument names: one, or a tuple of them.
    fileprivate func names(_ a: Call, _ name: String) throws -> [(text: String, value: ValueID)] {
        let term = a(name)
        let text = sourceText(at: term.position)
        if case .array(let id, _) = term.value { return [(text, id)] }
        guard let items = term.value.items, !items.isEmpty else {
            throw Fault(
                .argument, "\(a.builtin.name): \(name) must be an array or a tuple of arrays, not \(term.value.text)",
                at: term.position, hint: term.value.inputAdvice ?? a.builtin.signature)
        }
        let parts = elementTexts(text, count: items.count)
        return try items.enumerated().map { index, item in
            guard case .array(let id, _) = item else {
                throw Fault(
                    .argument, "\(a.builtin.name): item \(index) of \(name) is \(item.text), not an array",
                    at: term.position, hint: item.inputAdvice)
            }
            return (parts?[index] ?? "\(text)[\(index)]", id)
        }
    }

    private func scalarFault(_ d: Derivative, at position: SourcePosition) -> Fault {
        Fault(
            .shape, "\(d.function) needs a scalar, and \(d.targetText) is \(b.types[d.target])", at: position,
            hint: "take sum(…) first")
    }

    fileprivate func scalar(_ d: Derivative, at position: SourcePosition) throws -> ValueID {
        guard b.shape(d.target).rank == 0 else { throw scalarFault(d, at: position) }
        return d.target
    }

    fileprivate mutating func gradient(of d: Derivative) throws -> [ValueID] {
        let one = try b.full(1, like: scalar(d, at: d.position))
        return try b.pullback(of: [d.target], wrt: d.wrt.map(\.value), cotangents: [one])
    }

    /// A cotangent or tangent: the array must have the shape of what it belongs to.
    mutating func seed(_ term: Term, like value: ValueID, named name: String) throws -> ValueID {
        let seed = try array(term, as: b.dtype(value))
        guard b.shape(seed) == b.shape(value) else {
            throw Fault(
                .shape, "\(name) is \(b.types[seed]), and it must be \(b.types[value])", at: term.position,
                hint: "a seed has the shape of what it belongs to")
        }
        return seed
    }

    fileprivate mutating func tangents(_ a: Call, _ d: Derivative) throws -> [ValueID] {
        let terms = a("t").value.items.map { $0.map { Term($0, a("t").position) } } ?? [a("t")]
        guard terms.count == d.wrt.count else { throw a.fault("t", "one tangent for each of x") }
        return try zip(terms, d.wrt).map { try seed($0, like: $1.value, named: "the tangent of \($1.text)") }
    }

    /// Keeps the derivative for the journal, unless it stands in a function that is being written as a graph, where it has
    /// no values yet; gives its results.
    ///
    /// - Parameter areWeak: whether each result is weak: a gradient is when its input is, a tangent when its target is.
    mutating func record(_ derivative: Derivative, areWeak: [Bool]) throws -> [Value] {
        var derivative = derivative
        // Nothing passes a cut that is whole, as it should be.
        if derivative.function != "bypass" {
            noteSilence(
                in: derivative.part.graph, of: [derivative.target], derivative.targetText, by: derivative.wrt,
                at: derivative.position)
        }
        // A result must not be an older value under another name: it would carry that name's history.
        derivative.results = try derivative.results.map { try b.emit(.reshape(b.shape($0)), [$0]) }
        if traceDepth == 0 { derivatives.append(derivative) }
        return zip(derivative.results, areWeak).map { .array($0, isWeak: $1) }
    }

    /// The same; gives one array, or a tuple when `x` was one.
    fileprivate mutating func record(_ derivative: Derivative, like x: Term) throws -> Value {
        let items = x.value.items
        let arrays = try record(derivative, areWeak: (items ?? [x.value]).map(\.isWeak))
        return items == nil ? arrays[0] : .tuple(arrays)
    }

    /// The source of the argument that starts at `position`: up to the comma or bracket that ends it.
    func sourceText(at position: SourcePosition) -> String {
        guard source.lines.indices.contains(position.line - 1) else { return "?" }
        var depth = 0
        var text = ""
        for character in String(source.lines[position.line - 1].unicodeScalars.dropFirst(position.column - 1)) {
            if "([{".contains(character) { depth += 1 }
            if ")]}".contains(character) { depth -= 1 }
            if depth < 0 || (depth == 0 && character == ",") || character == "#" { break }
            text.append(character)
        }
        let trimmed = text.drop { $0 == " " }
        return String(trimmed.prefix(80)).trimmingTrailingSpaces
    }

    /// `(w, b)` as `w` and `b`, or nil when the text is not a tuple of `count` names.
    private func elementTexts(_ text: String, count: Int) -> [String]? {
        guard text.first == "(" || text.first == "[", text.last == ")" || text.last == "]" else { return nil }
        let parts = text.dropFirst().dropLast().split(separator: ",").map { part in
            String(part.drop { $0 == " " }).trimmingTrailingSpaces
        }
        return parts.count == count ? parts : nil
    }
}

extension String {
    fileprivate var trimmingTrailingSpaces: String {
        var text = self
        while text.last == " " { text.removeLast() }
        return text
    }
}
