import Tensors

// What the type rules of all families share: counts of operands, axes, and faults that name the primitive.

extension Primitive {
    func wrongCount(_ x: [TensorType], _ expected: String) -> Fault {
        Fault(.defect, "\(name) takes \(expected), not \(x.count)")
    }

    func none(_ x: [TensorType]) throws {
        guard x.isEmpty else { throw wrongCount(x, "no operands") }
    }

    func one(_ x: [TensorType]) throws -> TensorType {
        guard x.count == 1 else { throw wrongCount(x, "one operand") }
        return x[0]
    }

    func two(_ x: [TensorType]) throws -> (TensorType, TensorType) {
        guard x.count == 2 else { throw wrongCount(x, "two operands") }
        return (x[0], x[1])
    }

    func three(_ x: [TensorType]) throws -> (TensorType, TensorType, TensorType) {
        guard x.count == 3 else { throw wrongCount(x, "three operands") }
        return (x[0], x[1], x[2])
    }

    func mismatch(_ left: TensorType, _ right: TensorType, _ what: String) -> Fault {
        Fault(left.dtype == right.dtype ? .shape : .dtype, "\(name): \(left) and \(right) \(what)")
    }

    func wrong(_ type: TensorType, _ what: String) -> Fault { Fault(.shape, "\(name): \(type) \(what)") }

    func same(_ left: TensorType, _ right: TensorType) throws -> TensorType {
        guard left == right else { throw mismatch(left, right, "must be equal") }
        return left
    }

    func require(_ type: TensorType, _ holds: (DType) -> Bool, _ what: String) throws -> TensorType {
        guard holds(type.dtype) else { throw Fault(.dtype, "\(name) takes \(what), not \(type)") }
        return type
    }

    func axes(_ axes: [Int], in type: TensorType) throws {
        guard axes.allSatisfy(type.shape.dims.indices.contains), Set(axes).count == axes.count else {
            throw wrong(type, "does not have distinct axes \(Shape.text(axes))")
        }
    }

    func axesType(_ type: TensorType, _ axes: [Int]) throws -> TensorType {
        try self.axes(axes, in: type)
        return type
    }
}
