import Graphs
import Synchronization
import Tensors

/// A function of the library that is written in the language itself: an expression of its parameters, or statements that
/// return.
final class Definition: Sendable {
    let source: CellSource
    private let text: String
    private let parsed = Mutex<Function?>(nil)

    init(_ body: String) {
        let lines = body.split(separator: "\n", omittingEmptySubsequences: false)
        text =
            "def f():\n" + (lines.count == 1 ? "    return \(body)" : lines.map { "    \($0)" }.joined(separator: "\n"))
        source = CellSource(text, isLibrary: true)
    }

    /// Read when it is first called, and kept.
    func function() throws -> Function {
        try parsed.withLock { parsed in
            if let parsed { return parsed }
            guard case .function(let function, decorators: _)? = try Cell(parsing: text).statements.first?.kind else {
                throw Fault(.defect, "a definition of the library is no function")
            }
            parsed = function
            return function
        }
    }
}

extension Builtin {
    /// A row whose function is written in the language.
    init(_ signature: String, written body: String) {
        let definition = Definition(body)
        self.init(signature) { e, a in try e.evaluate(definition, a) }
    }
}

extension Elaborator {
    /// Runs a definition among its arguments. It sees the library and not the names of the session.
    fileprivate mutating func evaluate(_ definition: Definition, _ a: Call) throws -> Value {
        let function = try definition.function()
        let (caller, callPosition) = (source, foreignCall)
        defer { (source, foreignCall) = (caller, callPosition) }
        foreignCall = foreignCall ?? a.position
        source = definition.source
        do {
            let scope = Scope(a.values, assigned: function.assigned, parent: nil)
            return try within(scope, at: a.position) { try $0.run(function.body) }
        } catch let fault as Fault {
            // Places in a definition mean nothing to the caller.
            throw Fault(
                fault.kind, "\(a.builtin.name): \(fault.message.withoutPlaces)", at: a.position, hint: fault.hint)
        }
    }
}

extension String {
    /// The text without ` at LINE:COLUMN`.
    fileprivate var withoutPlaces: String {
        var words = split(separator: " ", omittingEmptySubsequences: false)
        var index = 0
        while index + 1 < words.count {
            let parts = words[index + 1].split(separator: ":", maxSplits: 1)
            let isPlace = parts.count == 2 && parts.allSatisfy { $0.first?.isNumber == true }
            if words[index] == "at", isPlace {
                words.removeSubrange(index...(index + 1))
            } else {
                index += 1
            }
        }
        return words.joined(separator: " ")
    }
}

extension Library {
    /// What definitions need and cells do not have.
    static let parts = Dictionary(
        uniqueKeysWithValues: (nativeParts + writtenParts + specialParts).map { ($0.name, $0) })

    private static let nativeParts: [Builtin] = [
        Builtin("iswhole(x)") { _, a in
            guard case .integer = a("x").value else { return .bool(false) }
            return .bool(true)
        },
        Builtin("issequence(x)") { _, a in .bool(a("x").value.items != nil) },
        Builtin("iscallable(x)") { _, a in .bool(a("x").value.isCallable) },
        // 32 random bits for each element.
        Builtin("bits32(key, shape)") { e, a in try e.shortBits(a, Shape(a.integers("shape"))) },
        Builtin("least(dtype)") { _, a in
            .float(try a.dtype("dtype") == .f32 ? Double(Float.leastNormalMagnitude) : .leastNormalMagnitude)
        },
        Builtin("epsilon(dtype)") { _, a in .float(try a.dtype("dtype") == .f32 ? 0x1p-23 : 0x1p-52) },
        // As functions of floats take whole numbers and bools; of two, each of the element type that both have together.
        Builtin("tofloat(x, y=None)") { e, a in
            let terms = a.isNone("y") ? [a("x")] : [a("x"), a("y")]
            let rank = Lift.inexact(try terms.map { try e.promotion(of: $0) }.reduce(.bool) { max($0, $1) })
            let arrays = try terms.map { Value.array(try e.array($0, as: rank.dtype), isWeak: rank.isWeak) }
            return arrays.count == 1 ? arrays[0] : .tuple(arrays)
        },
        windowSum, hoisted,
        // The name of a function of the library, without its module, among those that are known here.
        Builtin("namedfunction(f, names)") { _, a in
            let known = (a("names").value.items ?? []).compactMap { item -> String? in
                guard case .string(let name) = item else { return nil }
                return name
            }
            guard case .builtin(let builtin) = a("f").value,
                let name = builtin.name.split(separator: ".").last.map(String.init), known.contains(name)
            else {
                throw Fault(
                    .argument,
                    "the computation must be one of \(known.map { "lax.\($0)" }.joined(separator: ", "))",
                    hint: "scan or fori_loop go through any function")
            }
            return .string(name)
        },
        // A size that JAX works out from values, where it is not traced.
        Builtin("required(x, name)") { _, a in
            guard case .integer(let size) = a("x").value, size >= 0 else {
                throw Fault(
                    .argument, "its result's shape depends on values, so it needs a static \(try a.word("name"))",
                    hint: "write \(try a.word("name"))=n: what is more is dropped, what is missing is filled")
            }
            return .integer(size)
        },
    ]
}
