import Graphs
import Tensors

/// What was asked about a run's contributions.
public struct BreakdownRequest: Sendable {
    /// Names of the cut; empty for the target itself.
    public var through: [String] = []
    /// One entry of one input: only its column.
    public var entry: Entry?
    /// One entry of the cut: only its row.
    public var row: Entry?
    /// Sum rows into groups along this axis of the cut.
    public var axis: Int?
    /// Show only the largest rows, by Euclidean norm.
    public var top: Int?
    /// The cotangent of the target, where the run has none of its own.
    public var seed: Tensor?

    /// The whole matrix at the target.
    public init() {}

    /// `x[0,2]`: a name and the coordinates of one element; a scalar has none.
    public struct Entry: Sendable, CustomStringConvertible {
        /// The array's name, as written.
        public var name: String
        /// Coordinates, negative ones counted from the end.
        public var coordinates: [Int]

        /// An element of an array.
        public init(name: String, coordinates: [Int]) {
            self.name = name
            self.coordinates = coordinates
        }

        /// `x[0,2]`
        public var description: String {
            coordinates.isEmpty ? name : "\(name)[\(coordinates.map(String.init).joined(separator: ","))]"
        }
    }
}

/// What each output contributed to a gradient. Arrays are listed in the order of `wrt`.
public struct Breakdown: Sendable {
    /// One row of the contribution matrix.
    public struct Row: Sendable {
        /// `y[3]`, or `y[:,2]` for a group.
        public let label: String
        /// The cotangent of that output; nil for a group.
        public let v: Scalar?
        /// ∂y_i/∂x_j where one column was asked for.
        public var slope: Scalar?
        /// Contribution to each input.
        public let values: [Tensor]
    }

    /// Names of the inputs.
    public let wrt: [String]
    /// Names of the cut: what was asked for, else what the run itself was asked for, else the target.
    public let cut: [String]
    /// The rows asked for.
    public internal(set) var rows: [Row]
    /// How many rows the cut has.
    public let totalRows: Int
    /// What reaches the inputs without passing the cut.
    public let bypass: [Tensor]
    /// All rows and the bypass, summed exactly and rounded once; nil when only one row was asked for.
    public internal(set) var sum: [Tensor]?
    /// The gradient as the reverse pass gives it.
    public let gradient: [Tensor]
    /// κ_j = (Σ_i |c_ij| + |bypass_j|) / |sum_j|: 1 without cancellation; nil when only one row was asked for.
    public internal(set) var cancellation: [Tensor]?
    /// The greatest distance of `sum` from `gradient` in units in the last place; nil where one of them is NaN.
    public internal(set) var gapUlps: Int?
    /// How it was computed, with its cost.
    public internal(set) var method: String
    /// What to know where today's rules, which all numbers here are computed by, are not those of the run.
    public internal(set) var note: String?
}
