import Tensors

/// A static parameter of a primitive as text, hash and SQL see it.
public enum Parameter: Hashable, Sendable, CustomStringConvertible {
    /// A whole number.
    case integer(Int)
    /// A list of whole numbers: axes, sizes, strides.
    case integers([Int])
    /// A word: a type, a number with its type, a flag.
    case word(String)
    /// A graph: the body of a loop, a branch.
    case body(Body)

    /// `2`, `[0,1]`, `f64`.
    public var description: String {
        switch self {
        case .integer(let value): String(value)
        case .integers(let values): Shape.text(values)
        case .word(let word): word
        case .body(let body): body.description
        }
    }

    /// Reads the text back.
    public init(parsing text: String) {
        if let value = Int(text) {
            self = .integer(value)
        } else if text.hasPrefix("["), text.hasSuffix("]") {
            let parts = text.dropFirst().dropLast().split(separator: ",")
            let values = parts.compactMap { Int($0) }
            self = values.count == parts.count ? .integers(values) : .word(text)
        } else if let body = Body(parsing: text) {
            self = .body(body)
        } else {
            self = .word(text)
        }
    }
}

/// A parameter with its name.
public struct NamedParameter: Hashable, Sendable {
    /// The name, as printed before `=`.
    public let name: String
    /// The value.
    public let value: Parameter

    /// A parameter with its name.
    public init(name: String, value: Parameter) {
        self.name = name
        self.value = value
    }
}

extension Primitive {
    /// The name, as in `jax.lax`.
    public var name: String { spelling.name }

    /// The static parameters in a fixed order.
    public var parameters: [NamedParameter] {
        spelling.parameters.map { NamedParameter(name: $0.0, value: $0.1) }
    }

    /// `slice[start=[0],limit=[2],stride=[1]]`
    public var text: String {
        let (name, parameters) = spelling
        guard !parameters.isEmpty else { return name }
        return name + "[" + parameters.map { "\($0.0)=\($0.1)" }.joined(separator: ",") + "]"
    }

    private var spelling: (name: String, parameters: [(String, Parameter)]) {
        switch self {
        case .constant(let value): ("constant", [("dtype", .word(value.dtype.rawValue)), ("value", .word(value.text))])
        case .iota(let type, let axis): ("iota", [("type", .word(type.description)), ("axis", .integer(axis))])
        case .unary(let function): (function.rawValue, [])
        case .integerPower(let exponent): ("integer_pow", [("exponent", .integer(exponent))])
        case .polygamma(let order): ("polygamma", [("order", .integer(order))])
        case .binary(let function): (function.rawValue, [])
        case .compare(let comparison): (comparison.rawValue, [])
        case .select: ("select", [])
        case .convert(let dtype): ("convert", [("dtype", .word(dtype.rawValue))])
        case .stopGradient: ("stop_gradient", [])
        case .broadcastInDim(let shape, let axes):
            ("broadcast_in_dim", [("shape", .integers(shape.dims)), ("axes", .integers(axes))])
        case .reshape(let shape): ("reshape", [("shape", .integers(shape.dims))])
        case .transpose(let permutation): ("transpose", [("permutation", .integers(permutation))])
        case .slice(let start, let limit, let stride):
            ("slice", [("start", .integers(start)), ("limit", .integers(limit)), ("stride", .integers(stride))])
        case .pad(let low, let high, let interior):
            ("pad", [("low", .integers(low)), ("high", .integers(high)), ("interior", .integers(interior))])
        case .concatenate(let axis): ("concatenate", [("axis", .integer(axis))])
        case .reverse(let axes): ("rev", [("axes", .integers(axes))])
        case .reduceSum(let axes): ("reduce_sum", [("axes", .integers(axes))])
        case .reduceMax(let axes): ("reduce_max", [("axes", .integers(axes))])
        case .reduceMin(let axes): ("reduce_min", [("axes", .integers(axes))])
        case .cumsum(let axis, let reverse):
            ("cumsum", [("axis", .integer(axis)), ("reverse", .integer(reverse ? 1 : 0))])
        case .dotGeneral(let dims):
            (
                "dot_general",
                [
                    ("left_contract", .integers(dims.leftContract)), ("right_contract", .integers(dims.rightContract)),
                    ("left_batch", .integers(dims.leftBatch)), ("right_batch", .integers(dims.rightBatch)),
                ]
            )
        case .convolution(let window): ("convolution", window.parameters)
        case .windowArgmax(let window): ("window_argmax", window.parameters)
        case .matrix(let function): (function.rawValue, [])
        case .solve(let isTransposed): ("solve", [("transposed", .integer(isTransposed ? 1 : 0))])
        case .triangularSolve(let form): ("triangular_solve", form.parameters)
        case .gather: ("gather", [])
        case .scatter(let function): (function.rawValue, [])
        case .argsort(let axis): ("argsort", [("axis", .integer(axis))])
        case .control(let flow): (flow.name, flow.parameters)
        }
    }

    /// The primitive with this name and these parameters, as `name` and `parameters` gave them.
    /// - Throws: `Fault.parse` when there is none.
    public init(name: String, parameters: [NamedParameter]) throws {
        let reader = ParameterReader(primitive: name, parameters: parameters)
        if parameters.isEmpty, let simple = Primitive.withoutParameters[name] {
            self = simple
            return
        }
        guard let read = Primitive.readers[name] else {
            throw Fault(.parse, "no primitive \(name) with \(parameters.count) parameters")
        }
        self = try read(reader)
    }

    /// The vocabulary: the names of all primitives, in alphabetical order.
    public static let names = (Array(withoutParameters.keys) + Array(readers.keys)).sorted()

    /// Every primitive that is read from its parameters.
    private static let readers: [String: @Sendable (ParameterReader) throws -> Primitive] = [
        "constant": { reader in
            let dtype = try reader.dtype("dtype")
            let text = try reader.word("value")
            guard let value = Scalar(text: text, dtype) else { throw reader.fault("value \(text) is no \(dtype)") }
            return .constant(value)
        },
        "iota": { reader in .iota(try TensorType(parsing: reader.word("type")), axis: try reader.integer("axis")) },
        "integer_pow": { reader in .integerPower(try reader.integer("exponent")) },
        "polygamma": { reader in .polygamma(order: try reader.integer("order")) },
        "convert": { reader in .convert(try reader.dtype("dtype")) },
        "broadcast_in_dim": { reader in
            .broadcastInDim(try Shape(reader.integers("shape")), axes: try reader.integers("axes"))
        },
        "reshape": { reader in .reshape(try Shape(reader.integers("shape"))) },
        "transpose": { reader in .transpose(try reader.integers("permutation")) },
        "slice": { reader in
            .slice(
                start: try reader.integers("start"), limit: try reader.integers("limit"),
                stride: try reader.integers("stride"))
        },
        "pad": { reader in
            .pad(
                low: try reader.integers("low"), high: try reader.integers("high"),
                interior: try reader.integers("interior"))
        },
        "concatenate": { reader in .concatenate(axis: try reader.integer("axis")) },
        "rev": { reader in .reverse(try reader.integers("axes")) },
        "reduce_sum": { reader in .reduceSum(try reader.integers("axes")) },
        "reduce_max": { reader in .reduceMax(try reader.integers("axes")) },
        "reduce_min": { reader in .reduceMin(try reader.integers("axes")) },
        "cumsum": { reader in .cumsum(axis: try reader.integer("axis"), reverse: try reader.integer("reverse") != 0) },
        "argsort": { reader in .argsort(axis: try reader.integer("axis")) },
        "dot_general": { reader in
            .dotGeneral(
                DotDimensions(
                    leftContract: try reader.integers("left_contract"),
                    rightContract: try reader.integers("right_contract"),
                    leftBatch: try reader.integers("left_batch"), rightBatch: try reader.integers("right_batch")))
        },
        "convolution": { reader in .convolution(try ConvolutionWindow(reading: reader)) },
        "window_argmax": { reader in .windowArgmax(try PoolingWindow(reading: reader)) },
        "solve": { reader in .solve(isTransposed: try reader.integer("transposed") != 0) },
        "triangular_solve": { reader in .triangularSolve(try TriangularForm(reading: reader)) },
        "cond": { reader in .control(.cond(onTrue: try reader.body("on_true"), onFalse: try reader.body("on_false"))) },
        "checkpoint": { reader in .control(.checkpoint(try reader.body("body"))) },
        "scan": { reader in
            .control(
                .scan(
                    Scan(
                        body: try reader.body("body"), length: try reader.integer("length"),
                        isReversed: try reader.integer("reverse") != 0, constantCount: try reader.integer("constants"),
                        carryCount: try reader.integer("carry"))))
        },
        "while": { reader in
            .control(.whileLoop(condition: try reader.body("condition"), body: try reader.body("body")))
        },
        "custom": { reader in
            let rule: CustomFunction.Rule =
                try reader.has("jvp")
                ? .jvp(reader.body("jvp"))
                : .vjp(forward: reader.body("forward"), backward: reader.body("backward"))
            return .control(
                .custom(
                    CustomFunction(
                        body: try reader.body("body"), rule: rule, capturedCount: try reader.integer("captured"))))
        },
        "custom_linear": { reader in
            .control(
                .customLinear(backward: try reader.body("backward"), residualCount: try reader.integer("residuals")))
        },
    ]

    /// Every primitive that its name alone determines.
    private static let withoutParameters: [String: Primitive] = {
        let all =
            UnaryFunction.allCases.map(Primitive.unary) + BinaryFunction.allCases.map(Primitive.binary)
            + Comparison.allCases.map(Primitive.compare) + MatrixFunction.allCases.map(Primitive.matrix)
            + ScatterFunction.allCases.map(Primitive.scatter) + [.select, .stopGradient, .gather]
        return Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })
    }()
}

/// Takes the parameters of one primitive apart, with errors that name it.
struct ParameterReader {
    let primitive: String
    let parameters: [NamedParameter]

    func fault(_ message: String) -> Fault { Fault(.parse, "\(primitive): \(message)") }

    private func value(_ name: String) throws -> Parameter {
        guard let parameter = parameters.first(where: { $0.name == name }) else { throw fault("\(name) is missing") }
        return parameter.value
    }

    func has(_ name: String) -> Bool { parameters.contains { $0.name == name } }

    func integer(_ name: String) throws -> Int {
        guard case .integer(let value) = try value(name) else { throw fault("\(name) must be a whole number") }
        return value
    }

    func integers(_ name: String) throws -> [Int] {
        guard case .integers(let values) = try value(name) else { throw fault("\(name) must be a list") }
        return values
    }

    func word(_ name: String) throws -> String { try value(name).description }

    func body(_ name: String) throws -> Body {
        guard case .body(let body) = try value(name) else { throw fault("\(name) must be a graph in braces") }
        return body
    }

    func dtype(_ name: String) throws -> DType {
        guard let dtype = DType(rawValue: try word(name)) else { throw fault("\(name) must be an element type") }
        return dtype
    }
}
