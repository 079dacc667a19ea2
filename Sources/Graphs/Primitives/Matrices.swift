import Tensors

/// Functions of the square matrices that the last two axes hold. The raw value is the primitive's name.
public enum MatrixFunction: String, CaseIterable, Hashable, Sendable {
    /// The lower triangular L with L Lᵀ = A, zeros above the diagonal; of A, which is symmetric, the lower triangle is
    /// read. NaN in the whole lower triangle when A is not positive definite. `[B…, N, N] → [B…, N, N]`
    case cholesky
    /// The determinant, from the LU decomposition with partial pivoting. `[B…, N, N] → [B…]`
    case det
    /// Element (i, j) is ∂det A / ∂A[i, j], of singular matrices too. `[B…, N, N] → [B…, N, N]`
    case cofactors
    /// log |det A|, −∞ of a singular matrix. `[B…, N, N] → [B…]`
    case logAbsDet = "log_abs_det"
    /// 1, −1 or 0, the sign of the determinant. `[B…, N, N] → [B…]`
    case detSign = "det_sign"
}

/// Which triangle of a matrix a triangular solve reads, and how.
public struct TriangularForm: Hashable, Sendable {
    /// Whether the lower triangle is read, else the upper.
    public var isLower: Bool
    /// Whether the transpose of the triangle is the system.
    public var isTransposed: Bool
    /// Whether the diagonal counts as ones, and is not read.
    public var hasUnitDiagonal: Bool

    /// A system of this form.
    public init(isLower: Bool, isTransposed: Bool = false, hasUnitDiagonal: Bool = false) {
        self.isLower = isLower
        self.isTransposed = isTransposed
        self.hasUnitDiagonal = hasUnitDiagonal
    }

    /// The same triangle, transposed once more.
    public var transpose: TriangularForm {
        TriangularForm(isLower: isLower, isTransposed: !isTransposed, hasUnitDiagonal: hasUnitDiagonal)
    }

    var parameters: [(String, Parameter)] {
        [
            ("lower", .flag(isLower)), ("transposed", .flag(isTransposed)),
            ("unit_diagonal", .flag(hasUnitDiagonal)),
        ]
    }

    init(reading reader: ParameterReader) throws {
        self.init(
            isLower: try reader.flag("lower"), isTransposed: try reader.flag("transposed"),
            hasUnitDiagonal: try reader.flag("unit_diagonal"))
    }
}

extension MatrixFunction: PrimitiveName {
    static let group = PrimitiveGroup.matrixFunctions

    func read(_ reader: ParameterReader) -> Primitive { .matrix(self) }
}

/// Other primitives of linear algebra.
enum MatrixName: String, PrimitiveName {
    case solve
    case triangularSolve = "triangular_solve"

    static let group = PrimitiveGroup.matrices

    func read(_ reader: ParameterReader) throws -> Primitive {
        switch self {
        case .solve: .solve(isTransposed: try reader.flag("transposed"))
        case .triangularSolve: .triangularSolve(try TriangularForm(reading: reader))
        }
    }
}

extension Spelling {
    static func solve(_ isTransposed: Bool) -> Spelling {
        Spelling(MatrixName.solve, [("transposed", .flag(isTransposed))])
    }
}

extension Primitive {
    func matrixType(_ x: [TensorType], _ function: MatrixFunction) throws -> TensorType {
        let matrices = try one(x)
        let lead = try leadingAxes(of: matrices)
        return switch function {
        case .cholesky, .cofactors: matrices
        case .det, .logAbsDet, .detSign: TensorType(matrices.dtype, try Shape(lead))
        }
    }

    /// The type of X in A X = B, for A `[B…, N, N]` and B `[B…, N, K]`.
    func solutionType(_ x: [TensorType]) throws -> TensorType {
        let (matrices, right) = try two(x)
        let lead = try leadingAxes(of: matrices)
        guard right.dtype == matrices.dtype, right.shape.rank == lead.count + 2,
            Array(right.shape.dims.dropLast()) == Array(matrices.shape.dims.dropLast())
        else { throw mismatch(matrices, right, "do not fit as [B…,N,N] and [B…,N,K]") }
        return right
    }

    /// The axes before the last two, which hold square matrices of floats.
    private func leadingAxes(of matrices: TensorType) throws -> [Int] {
        let dims = try require(matrices, \.isFloating, "a floating type").shape.dims
        guard dims.count >= 2, dims[dims.count - 1] == dims[dims.count - 2] else {
            throw Fault(.shape, "\(name) takes square matrices [B…,N,N], not \(matrices)")
        }
        return dims.dropLast(2)
    }
}
