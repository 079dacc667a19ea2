import Tensors

/// The names of some primitives of one family, each with its reader. A primitive is spelled by such a name and by nothing
/// else, so that none can be written that cannot be read.
protocol PrimitiveName: RawRepresentable<String>, CaseIterable, Sendable {
    /// The group that lists these names in the vocabulary.
    static var group: PrimitiveGroup { get }

    /// The primitive of this name with the parameters that it is printed with.
    func read(_ reader: ParameterReader) throws -> Primitive
}

/// All groups of names: together they are the vocabulary.
enum PrimitiveGroup: CaseIterable {
    case constants, elementwise, unary, binary, comparisons, shapes, reductions, contractions, windows, matrices
    case matrixFunctions, indexing, scatters, controlFlow

    var names: [any PrimitiveName] {
        switch self {
        case .constants: ConstantName.allCases
        case .elementwise: ElementwiseName.allCases
        case .unary: UnaryFunction.allCases
        case .binary: BinaryFunction.allCases
        case .comparisons: Comparison.allCases
        case .shapes: ShapeName.allCases
        case .reductions: ReductionName.allCases
        case .contractions: ContractionName.allCases
        case .windows: WindowName.allCases
        case .matrices: MatrixName.allCases
        case .matrixFunctions: MatrixFunction.allCases
        case .indexing: IndexingName.allCases
        case .scatters: ScatterFunction.allCases
        case .controlFlow: ControlFlowName.allCases
        }
    }
}

/// A primitive as text: its name, and its static parameters in a fixed order.
struct Spelling {
    let name: String
    let parameters: [(String, Parameter)]

    init(_ name: some PrimitiveName, _ parameters: [(String, Parameter)] = []) {
        self.name = name.rawValue
        self.parameters = parameters
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
        let spelling = spelling
        guard !spelling.parameters.isEmpty else { return spelling.name }
        return spelling.name + "[" + spelling.parameters.map { "\($0.0)=\($0.1)" }.joined(separator: ",") + "]"
    }

    /// The primitive with this name and these parameters, as `name` and `parameters` gave them.
    /// - Throws: `Fault.parse` when there is none.
    public init(name: String, parameters: [NamedParameter]) throws {
        let read = try Primitive.vocabulary[name]?.read(ParameterReader(primitive: name, parameters: parameters))
        guard let read, parameters.isEmpty || !read.spelling.parameters.isEmpty else {
            throw Fault(.parse, "no primitive \(name) with \(parameters.count) parameters")
        }
        self = read
    }

    /// The vocabulary: the names of all primitives, in alphabetical order.
    public static let names: [String] = vocabulary.keys.sorted()

    private static let vocabulary: [String: any PrimitiveName] = Dictionary(
        uniqueKeysWithValues: PrimitiveGroup.allCases.flatMap(\.names).map { ($0.rawValue, $0) })
}
