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

    func resultType(_ matrices: TensorType) throws -> TensorType {
        let lead = try leadingAxes(of: matrices, rawValue)
        return switch self {
        case .cholesky, .cofactors: matrices
        case .det, .logAbsDet, .detSign: TensorType(matrices.dtype, try Shape(lead))
        }
    }
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
            ("lower", .integer(isLower ? 1 : 0)), ("transposed", .integer(isTransposed ? 1 : 0)),
            ("unit_diagonal", .integer(hasUnitDiagonal ? 1 : 0)),
        ]
    }

    init(reading reader: ParameterReader) throws {
        self.init(
            isLower: try reader.integer("lower") != 0, isTransposed: try reader.integer("transposed") != 0,
            hasUnitDiagonal: try reader.integer("unit_diagonal") != 0)
    }
}

/// The type of X in A X = B, for A `[B…, N, N]` and B `[B…, N, K]`.
func solutionType(_ matrices: TensorType, _ right: TensorType, _ name: String) throws -> TensorType {
    let lead = try leadingAxes(of: matrices, name)
    guard right.dtype == matrices.dtype, right.shape.rank == lead.count + 2,
        Array(right.shape.dims.dropLast()) == Array(matrices.shape.dims.dropLast())
    else {
        throw Fault(
            right.dtype == matrices.dtype ? .shape : .dtype,
            "\(name): \(matrices) and \(right) do not fit as [B…,N,N] and [B…,N,K]")
    }
    return right
}

/// The axes before the last two, which hold square matrices of floats.
private func leadingAxes(of matrices: TensorType, _ name: String) throws -> [Int] {
    guard matrices.dtype.isFloating else { throw Fault(.dtype, "\(name) takes a floating type, not \(matrices)") }
    let dims = matrices.shape.dims
    guard dims.count >= 2, dims[dims.count - 1] == dims[dims.count - 2] else {
        throw Fault(.shape, "\(name) takes square matrices [B…,N,N], not \(matrices)")
    }
    return dims.dropLast(2)
}
