import CellLanguage

/// Functions of the cell language that belong together.
public struct FunctionFamily: Sendable {
    /// What they have in common.
    public let name: String
    /// As they are called, in alphabetical order.
    public let signatures: [String]

    /// Every function that the language has.
    public static var all: [FunctionFamily] {
        Library.signatures.map { FunctionFamily(name: $0.family, signatures: $0.signatures) }
    }
}
