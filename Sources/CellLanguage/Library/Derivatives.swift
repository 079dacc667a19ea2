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
            return try e.derivative(.grad, a)
        },
        Builtin("value_and_grad(fun, argnums=0, has_aux=False)") { e, a in
            let kind = Transformed.Kind.grad(try a.arguments("argnums"), hasValue: true, hasAux: try a.flag("has_aux"))
            return .transformed(try Transformed(kind: kind, function: try e.function("fun", of: a).value))
        },
        Builtin("vjp(y, x, v=None)") { e, a in
            if a("y").value.isCallable {
                return try e.pullback(of: a("y"), a.isNone("v") ? [a("x")] : [a("x"), a("v")])
            }
            return try e.derivative(.vjp, a)
        },
        Builtin("jvp(y, x, t)") { e, a in
            if a("y").value.isCallable { return try e.pushedForward(a("y"), a("x"), a("t")) }
            return try e.derivative(.jvp, a)
        },
        Builtin("jacobian(y, x=None, argnums=0)") { e, a in
            if a("y").value.isCallable {
                return .transformed(try Transformed(kind: .jacobian(try a.arguments("x")), function: a("y").value))
            }
            return try e.derivative(.jacobian, a)
        },
        Builtin("hvp(l, x, t)") { e, a in try e.derivative(.hvp, a) },
        Builtin("hessian(l, x=None, argnums=0)") { e, a in
            if a("l").value.isCallable {
                return .transformed(try Transformed(kind: .hessian(try a.arguments("x")), function: a("l").value))
            }
            return try e.derivative(.hessian, a)
        },
        Builtin("vmap(fun, in_axes=0, out_axes=0, axis_name=None, axis_size=None)") { e, a in
            guard a("in_axes").value.isAxes else { throw a.fault("in_axes", "an axis, None, or a tuple of them") }
            let kind = Transformed.Kind.vmap(inAxes: a("in_axes").value, outAxes: try a.integer("out_axes"))
            return .transformed(try Transformed(kind: kind, function: try e.function("fun", of: a).value))
        },
        Builtin("contributions(l, x, through)") { e, a in try e.derivative(.contributions, a) },
        Builtin("bypass(l, x, through)") { e, a in try e.derivative(.bypass, a) },
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

extension DerivativeKind {
    /// What the parameter for the target is called: `l` where it must be a scalar, as a loss is.
    fileprivate var targetName: String { needsScalar ? "l" : "y" }
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
    /// A derivative of values: of `l`, a scalar, or of `y`, by `x`.
    fileprivate mutating func derivative(_ kind: DerivativeKind, _ a: Call) throws -> Value {
        let target = try self.target(of: kind, a)
        let wrt = try names(a, "x")
        if let whole = wrt.first(where: { !b.dtype($0.value).isFloating }) {
            throw Fault(
                .dtype,
                "\(a.builtin.name): no derivative with respect to \(whole.text), which is \(b.types[whole.value])",
                at: a("x").position, hint: "make it float: array([1.0, 2.0])")
        }
        if kind.takesOneInput, wrt.count != 1 { throw a.fault("x", "one array") }
        let derivative = try derivative(
            kind, of: target, by: wrt, seeds: seeds(of: kind, a, target.value, wrt), through: cut(of: kind, a),
            at: a.position)
        let x = a("x").value
        guard !kind.givesOne else {
            let isWeak = kind.seeds == .tangents ? a(kind.targetName).value.isWeak : x.isWeak
            return try record(derivative, areWeak: [isWeak])[0]
        }
        let arrays = try record(derivative, areWeak: (x.items ?? [x]).map(\.isWeak))
        return x.items == nil ? arrays[0] : .tuple(arrays)
    }

    private func target(of kind: DerivativeKind, _ a: Call) throws -> (text: String, value: ValueID) {
        let term = a(kind.targetName)
        guard case .array(let value, _) = term.value else {
            throw Fault(
                .argument, "\(a.builtin.name): \(kind.targetName) must be an array, not \(term.value.text)",
                at: term.position, hint: term.value.inputAdvice ?? a.builtin.signature)
        }
        guard b.dtype(value).isFloating else {
            throw Fault(
                .dtype, "\(a.builtin.name): \(b.types[value]) has no derivative", at: term.position,
                hint: "convert with .astype(f64)")
        }
        let text = sourceText(at: term.position)
        try requireScalar(
            (text, value), kind, at: term.position,
            hint: kind == .grad
                ? "take sum(…) first, or use vjp(y, x, v) or jacobian(y, x)" : "take sum(…) first")
        return (text, value)
    }

    /// - Throws: `Fault.shape` when the kind needs a scalar and the target is none.
    func requireScalar(
        _ target: (text: String, value: ValueID), _ kind: DerivativeKind, at position: SourcePosition, hint: String
    ) throws {
        guard !kind.needsScalar || b.shape(target.value).rank == 0 else {
            throw Fault(
                .shape, "\(kind.rawValue) needs a scalar, and \(target.text) is \(b.types[target.value])",
                at: position, hint: hint)
        }
    }

    private mutating func seeds(
        of kind: DerivativeKind, _ a: Call, _ target: ValueID, _ wrt: [(text: String, value: ValueID)]
    ) throws -> [ValueID] {
        switch kind.seeds {
        case .none: return []
        case .cotangent:
            guard !a.isNone("v") else {
                throw Fault(
                    .argument, "\(kind.rawValue) needs v, an array of the shape of y, which is \(b.types[target])",
                    at: a.position, hint: a.builtin.signature)
            }
            return [try seed(a("v"), like: target, named: "v")]
        case .tangents:
            let terms = a("t").value.items.map { $0.map { Term($0, a("t").position) } } ?? [a("t")]
            guard terms.count == wrt.count else { throw a.fault("t", "one tangent for each of x") }
            return try zip(terms, wrt).map { try seed($0, like: $1.value, named: "the tangent of \($1.text)") }
        }
    }

    private func cut(of kind: DerivativeKind, _ a: Call) throws -> [(text: String, value: ValueID)] {
        switch kind.cut {
        case .none: return []
        case .one:
            let cut = try names(a, "through")
            guard cut.count == 1 else { throw a.fault("through", "one array") }
            return cut
        case .several: return try names(a, "through")
        }
    }

    /// What a cell asked for, with its results, which `record` keeps.
    mutating func derivative(
        _ kind: DerivativeKind, of target: (text: String, value: ValueID), by wrt: [(text: String, value: ValueID)],
        seeds: [ValueID] = [], through cut: [(text: String, value: ValueID)] = [], at position: SourcePosition
    ) throws -> Derivative {
        let part = try b.extract(from: wrt.map(\.value), to: [target.value])
        let results = try b.derive(
            kind, of: target.value, wrt: wrt.map(\.value), seeds: seeds, cut: cut.map(\.value))
        return Derivative(
            kind: kind, targetText: target.text, target: target.value, wrt: wrt, through: cut, seeds: seeds,
            results: results, part: part, position: foreignCall ?? position)
    }

    /// Arrays that an argument names: one, or a tuple of them.
    private func names(_ a: Call, _ name: String) throws -> [(text: String, value: ValueID)] {
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

    /// Keeps the derivative for the journal, unless it stands in a function that is being written as a graph, where it has
    /// no values yet; gives its results.
    ///
    /// - Parameter areWeak: whether each result is weak: a gradient is when its input is, a tangent when its target is.
    mutating func record(_ derivative: Derivative, areWeak: [Bool]) throws -> [Value] {
        var derivative = derivative
        // Nothing passes a cut that is whole, as it should be.
        if derivative.kind != .bypass {
            noteSilence(
                in: derivative.part.graph, of: [derivative.target], derivative.targetText, by: derivative.wrt,
                at: derivative.position)
        }
        // A result must not be an older value under another name: it would carry that name's history.
        derivative.results = try derivative.results.map { try b.emit(.reshape(b.shape($0)), [$0]) }
        if traceDepth == 0 { derivatives.append(derivative) }
        return zip(derivative.results, areWeak).map { .array($0, isWeak: $1) }
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
