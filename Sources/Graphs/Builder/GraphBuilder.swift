import Tensors

/// Builds graphs, and holds the growing dataflow of a session. Every equation is checked when it is added.
public struct GraphBuilder: Sendable {
    /// How a value came to be.
    public enum Origin: Hashable, Sendable {
        /// Given from outside.
        case input
        /// A result of the equation with this index.
        case equation(Int)
    }

    /// Types of all values.
    public private(set) var types: [TensorType] = []
    /// How each value came to be.
    public private(set) var origins: [Origin] = []
    /// All equations in order.
    public private(set) var equations: [Equation] = []
    /// Which values are made from nothing but constants: no input reaches them.
    public private(set) var isClosed: [Bool] = []
    /// Which values a derivative wrote, beside constants.
    public private(set) var isDerived: [Bool] = []
    /// Inputs that stand for what was computed in a way that is not known any more, by value.
    private(set) var unknown: [ValueID: Unknown] = [:]
    /// Scalar constants are shared. Nothing else is: two calls give two values, which can be told apart in a derivative.
    private var constants: [Primitive: ValueID] = [:]
    /// How many equations may still be added.
    public private(set) var room: EquationRoom
    /// How many equations derivatives may still go through and write, which takes longer than the graph tells that comes of it.
    public var derivativeRoom = EquationRoom.unlimited
    private let byteLimit: Int
    /// About how many bytes of memory the graph takes.
    public private(set) var byteCount = 0

    /// An empty graph that refuses to grow out of `room`, and arrays of more than `byteLimit` bytes.
    public init(within room: EquationRoom = .unlimited, byteLimit: Int = 1 << 40) {
        self.room = room
        self.byteLimit = byteLimit
    }

    /// An empty graph that refuses to grow past `equationLimit` equations, and arrays of more than `byteLimit` bytes.
    public init(equationLimit: Int, byteLimit: Int = 1 << 40) {
        let refusal = Fault(
            .limit, "the graph has more than \(equationLimit) equations",
            hint: "write long loops over array axes instead of Python's for")
        self.init(within: EquationRoom(equationLimit, orElse: refusal), byteLimit: byteLimit)
    }

    /// Who looks on while the graph, and derivatives of it, are written.
    public var monitor: WritingMonitor? {
        get { room.monitor }
        set {
            room.monitor = newValue
            derivativeRoom.monitor = newValue
        }
    }

    /// Adds an input.
    public mutating func input(_ type: TensorType) -> ValueID {
        types.append(type)
        origins.append(.input)
        isClosed.append(false)
        isDerived.append(false)
        return types.count - 1
    }

    /// What is known of an input that was computed once.
    struct Unknown: Sendable {
        /// The values that it may depend on.
        let operands: [ValueID]
        /// What is thrown when a derivative would go through it.
        let refusal: Fault
    }

    /// Adds an input whose content was computed from other values in a way that is not known any more. It may be
    /// differentiated by like any other; what is cut out between one of `operands` and a value that needs it throws `refusal`.
    public mutating func input(_ type: TensorType, restingOn operands: [ValueID], refusal: Fault) -> ValueID {
        let value = input(type)
        unknown[value] = Unknown(operands: operands, refusal: refusal)
        return value
    }

    /// Adds an equation of a primitive with one result.
    /// - Throws: `Fault` naming the primitive and the types when they do not fit.
    public mutating func emit(_ primitive: Primitive, _ operands: [ValueID]) throws -> ValueID {
        try emitAll(primitive, operands).lowerBound
    }

    /// Adds an equation and gives all its results.
    public mutating func emitAll(_ primitive: Primitive, _ operands: [ValueID]) throws -> Range<ValueID> {
        if case .constant = primitive, let known = constants[primitive] { return known..<(known + 1) }
        guard operands.allSatisfy(types.indices.contains) else {
            throw Fault(.defect, "\(primitive.name): an operand is not a value of this graph")
        }
        let resultTypes = try primitive.resultTypes(of: operands.map { types[$0] })
        for type in resultTypes where type.byteCount > byteLimit { throw tooLarge(type, primitive) }
        let bytes = Equation.bytes(operands: operands.count, results: resultTypes)
        try room.write(primitive.size, bytes: bytes)
        byteCount += bytes
        let results = types.count..<(types.count + resultTypes.count)
        types += resultTypes
        origins += repeatElement(.equation(equations.count), count: resultTypes.count)
        isClosed += repeatElement(operands.allSatisfy { isClosed[$0] }, count: resultTypes.count)
        isDerived += repeatElement(false, count: resultTypes.count)
        equations.append(Equation(primitive: primitive, operands: operands, results: results))
        if case .constant = primitive { constants[primitive] = results.lowerBound }
        return results
    }

    private func tooLarge(_ type: TensorType, _ primitive: Primitive) -> Fault {
        Fault(
            .limit,
            "\(primitive.name): \(type) would take \(sizeText(type.byteCount)), the limit is "
                + sizeText(byteLimit), hint: "work on smaller pieces, or sum before stretching")
    }

    /// Copies the equations of `graph` with `arguments` in place of its inputs; gives its outputs.
    /// - Throws: `Fault.graph` when number or types of the arguments differ from the inputs'.
    public mutating func inline(_ graph: Graph, _ arguments: [ValueID]) throws -> [ValueID] {
        let values = try inlineValues(graph, arguments)
        return graph.outputs.map { values[$0] }
    }

    /// As `inline`, but gives the copy of every value.
    public mutating func inlineValues(_ graph: Graph, _ arguments: [ValueID]) throws -> [ValueID] {
        guard arguments.map({ types[$0] }) == graph.inputTypes else {
            let found = arguments.map { types[$0].description }.joined(separator: ", ")
            let wanted = graph.inputTypes.map(\.description).joined(separator: ", ")
            throw Fault(.graph, "the graph takes (\(wanted)), not (\(found))")
        }
        var values = arguments
        values.reserveCapacity(graph.types.count)
        for equation in graph.equations {
            values += try emitAll(equation.primitive, equation.operands.map { values[$0] })
        }
        return values
    }

    /// The finished graph. Inputs must have been added before equations.
    /// - Throws: `Fault.defect` when an input was added after an equation.
    public func finish(_ outputs: [ValueID]) throws -> Graph {
        let inputCount = origins.firstIndex { $0 != .input } ?? origins.count
        guard !origins[inputCount...].contains(.input), outputs.allSatisfy(types.indices.contains) else {
            throw Fault(.defect, "inputs come before equations, and outputs are values of the graph")
        }
        return Graph(inputCount: inputCount, types: types, equations: equations, outputs: outputs)
    }

    /// Marks what was written behind the value before `start` as the work of a derivative.
    public mutating func markDerived(from start: ValueID) {
        for value in start..<types.count { isDerived[value] = !isClosed[value] }
    }

    /// A place to come back to with `rollBack`.
    public struct Mark: Sendable {
        fileprivate let values: Int
        fileprivate let equations: Int
    }

    /// The present end of the graph.
    public var mark: Mark { Mark(values: types.count, equations: equations.count) }

    /// Forgets everything added after `mark`.
    public mutating func rollBack(to mark: Mark) {
        for equation in equations[mark.equations...] {
            constants[equation.primitive] = nil
            room.giveBack(equation.primitive.size)
            byteCount -= Equation.bytes(operands: equation.operands.count, results: types[equation.results])
        }
        if unknown.contains(where: { $0.key >= mark.values }) { unknown = unknown.filter { $0.key < mark.values } }
        types.removeLast(types.count - mark.values)
        origins.removeLast(origins.count - mark.values)
        isClosed.removeLast(isClosed.count - mark.values)
        isDerived.removeLast(isDerived.count - mark.values)
        equations.removeLast(equations.count - mark.equations)
    }
}

extension Equation {
    /// About how many bytes of memory an equation takes with the values that it defines: the elements of five arrays, whose
    /// buffers are half as large again on average, and a buffer each for the operands and for every shape.
    fileprivate static func bytes(operands: Int, results: some Collection<TensorType>) -> Int {
        let value = MemoryLayout<TensorType>.stride + MemoryLayout<GraphBuilder.Origin>.stride + 2
        let fixed = MemoryLayout<Equation>.stride + results.count * value
        let shapes = results.reduce(0) { $0 + buffer($1.shape.rank) }
        return fixed + fixed / 2 + buffer(operands) + shapes
    }

    private static func buffer(_ count: Int) -> Int { count == 0 ? 0 : 48 + 8 * count }
}
