import Tensors
import Testing

@testable import Graphs

/// Checks of one family: that each of its names is among the samples, that what a primitive prints reads back, and what its
/// type rule says of operands that do not fit.
struct PrimitiveCases {
    /// The groups of names that the family has.
    let groups: [PrimitiveGroup]
    let samples: [Primitive]
    var refused: [(primitive: Primitive, operands: [TensorType], message: String)] = []

    func check() throws {
        let names = Set(groups.flatMap { $0.names }.map { $0.rawValue })
        #expect(Set(samples.map(\.name)) == names)
        for primitive in samples {
            #expect(try Primitive(name: primitive.name, parameters: primitive.parameters) == primitive)
            guard !primitive.parameters.isEmpty else { continue }
            #expect(throws: Fault.self) { try Primitive(name: primitive.name, parameters: []) }
        }
        for one in refused {
            #expect { try one.primitive.resultTypes(of: one.operands) } throws: { "\($0)".hasPrefix(one.message) }
        }
        // Far too many operands fit nothing but a concatenation.
        for primitive in samples where primitive.name != "concatenate" {
            let many = [TensorType](repeating: TensorType(.f64, .scalar), count: 9)
            #expect(throws: Fault.self) { try primitive.resultTypes(of: many) }
        }
    }
}

extension TensorType {
    static func f64(_ dims: Int...) throws -> TensorType { TensorType(.f64, try Shape(dims)) }
    static func i64(_ dims: Int...) throws -> TensorType { TensorType(.i64, try Shape(dims)) }
}

/// Whoever adds a group of names has to say here which family holds it to its word.
@Suite struct VocabularyTests {
    @Test func everyGroupHasItsTest() {
        for group in PrimitiveGroup.allCases {
            let isTested =
                switch group {
                case .constants: ConstantsTests.groups.contains(group)
                case .elementwise, .unary, .binary, .comparisons: ElementwiseTests.groups.contains(group)
                case .shapes: ShapesTests.groups.contains(group)
                case .reductions: ReductionsTests.groups.contains(group)
                case .contractions: ContractionsTests.groups.contains(group)
                case .windows: WindowsTests.groups.contains(group)
                case .matrices, .matrixFunctions: MatricesTests.groups.contains(group)
                case .indexing, .scatters: IndexingTests.groups.contains(group)
                case .controlFlow: ControlFlowTests.groups.contains(group)
                }
            #expect(isTested, "\(group)")
        }
    }

    /// No two primitives bear one name.
    @Test func namesDiffer() {
        let names = PrimitiveGroup.allCases.flatMap { $0.names }.map { $0.rawValue }
        #expect(Set(names).count == names.count)
        #expect(Primitive.names == names.sorted())
    }

    @Test(arguments: ["sine", "", "reduce_sum ", "Sin"]) func unknownNamesAreRefused(_ name: String) {
        #expect { try Primitive(name: name, parameters: []) } throws: {
            "\($0)" == "no primitive \(name) with 0 parameters"
        }
        let more = [NamedParameter(name: "axis", value: .integer(0))]
        #expect(throws: Fault.self) { try Primitive(name: "sin", parameters: more) }
    }
}
