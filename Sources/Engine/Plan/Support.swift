import CKernels
import Graphs
import Interpreter
import Tensors

/// How the engine computes a primitive.
enum Support {
    /// By a kernel of its own.
    case kernel(Kernel)
    /// Without computing: its elements are there already, elsewhere or in another order.
    case composed(Composition)
    /// By the interpreter's function.
    case interpreted

    enum Kernel {
        case elementwise(Operation)
        case reduction(Reduction, axes: [Int])
        case runningSums(axis: Int, isBackward: Bool)
        case product(DotDimensions)
        case convolution(ConvolutionWindow)
        case windowArgmax(PoolingWindow)
        case gather
        case scatter(ScatterFunction)
        case argsort(axis: Int)
    }

    enum Composition {
        case reshape
        case broadcast(axes: [Int])
        case transpose([Int])
        case slice(start: [Int], step: [Int])
        case reverse([Int])
        case constant(Scalar)
        case iota(axis: Int)
        case pad(low: [Int], interior: [Int])
        case concatenate(axis: Int)
    }
}

/// What loops and scalar programs do to each element.
struct Operation {
    /// The instruction.
    let code: UInt32
    /// What follows the operands in it.
    var immediate: UInt32?
    /// From which operand on each may be one number for all elements.
    var numbersFrom = Int.max
}

extension Support {
    /// Of an equation whose values have these types.
    init(of equation: Equation, _ types: [TensorType]) {
        let result = types[equation.results.lowerBound].dtype
        let operand = equation.operands.first.map { types[$0].dtype } ?? result
        func elementwise(_ code: UInt32?, immediate: UInt32? = nil, numbersFrom: Int = .max) -> Support {
            guard let code else { return .interpreted }
            return .kernel(.elementwise(Operation(code: code, immediate: immediate, numbersFrom: numbersFrom)))
        }
        self =
            switch equation.primitive {
            case .constant(let scalar): .composed(.constant(scalar))
            case .iota(_, let axis): .composed(.iota(axis: axis))

            case .unary(let function): elementwise(BlockKernels.code(function, operand))
            case .integerPower(let exponent):
                // Instructions hold 32 bits.
                elementwise(
                    Int32(exactly: exponent) == nil ? nil : BlockKernels.integerPower(operand),
                    immediate: UInt32(bitPattern: Int32(truncatingIfNeeded: exponent)))
            case .polygamma: .interpreted
            case .binary(let function): elementwise(BlockKernels.code(function, operand), numbersFrom: 0)
            case .compare(let comparison): elementwise(BlockKernels.code(comparison, operand), numbersFrom: 0)
            case .select: elementwise(BlockKernels.select(result), numbersFrom: 1)
            case .convert(let dtype): elementwise(BlockKernels.conversion(operand, to: dtype))
            // Simplifying puts the operand in its place.
            case .stopGradient: .composed(.reshape)

            case .reshape: .composed(.reshape)
            case .broadcastInDim(_, let axes): .composed(.broadcast(axes: axes))
            case .transpose(let permutation): .composed(.transpose(permutation))
            case .slice(let start, _, let step): .composed(.slice(start: start, step: step))
            case .reverse(let axes): .composed(.reverse(axes))
            case .pad(let low, _, let interior): .composed(.pad(low: low, interior: interior))
            case .concatenate(let axis): .composed(.concatenate(axis: axis))

            case .reduceSum(let axes): .kernel(.reduction(.sum, axes: axes))
            case .reduceMax(let axes): .kernel(.reduction(.max, axes: axes))
            case .reduceMin(let axes): .kernel(.reduction(.min, axes: axes))
            case .cumsum(let axis, let reverse): .kernel(.runningSums(axis: axis, isBackward: reverse))

            case .dotGeneral(let dimensions): operand.isFloating ? .kernel(.product(dimensions)) : .interpreted
            case .convolution(let window): operand.isFloating ? .kernel(.convolution(window)) : .interpreted
            case .windowArgmax(let window): .kernel(.windowArgmax(window))

            case .matrix, .solve, .triangularSolve: .interpreted

            case .gather: .kernel(.gather)
            case .scatter(let function): .kernel(.scatter(function))
            case .argsort(let axis): .kernel(.argsort(axis: axis))

            case .control: .interpreted
            }
    }
}
