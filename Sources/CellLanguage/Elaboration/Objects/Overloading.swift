import Graphs
import Tensors

// Methods with two underscores, which stand for operators.

extension Elaborator {
    /// The method of that name that the class of a value defines; nil for what is no instance of a cell's class.
    mutating func method(_ name: String, of value: Value, at position: SourcePosition) throws -> Value? {
        guard let owner = value.owner, let member = value.classType?.member(name) else { return nil }
        return try bound(member, to: value, of: owner, at: position)
    }

    /// What the method of that name gives; nil where the class of the value has none.
    mutating func calling(
        _ name: String, of value: Value, on arguments: [Value] = [], at position: SourcePosition
    ) throws -> Value? {
        guard let method = try method(name, of: value, at: position) else { return nil }
        return try call(method, on: arguments, at: position)
    }

    /// An operation that the class of an operand defines; nil where none does.
    mutating func overloaded(_ operation: BinaryOperator, _ left: Term, _ right: Term) throws -> Value? {
        guard left.value.classType != nil || right.value.classType != nil else { return nil }
        let name = operation.methodName
        if let value = try calling("__\(name)__", of: left.value, on: [right.value], at: left.position),
            !value.isNotImplemented
        {
            return value
        }
        if let value = try calling("__r\(name)__", of: right.value, on: [left.value], at: right.position),
            !value.isNotImplemented
        {
            return value
        }
        return nil
    }

    /// A comparison that the class of an operand defines, or of which two objects are the same; nil for others.
    mutating func overloaded(_ operation: ComparisonOperator, _ left: Term, _ right: Term) throws -> Value? {
        guard left.value.classType != nil || right.value.classType != nil else { return nil }
        switch operation {
        case .contained, .notContained:
            guard let found = try calling("__contains__", of: right.value, on: [left.value], at: right.position) else {
                return nil
            }
            return .bool(try truth(found, at: right.position) == (operation == .contained))
        case .identical, .notIdentical: return nil
        case .equal, .notEqual, .less, .lessEqual, .greater, .greaterEqual: break
        }
        let (name, mirrored) = operation.methodNames
        for (value, other, name) in [(left, right, name), (right, left, mirrored)] {
            if let result = try calling(name, of: value.value, on: [other.value], at: value.position),
                !result.isNotImplemented
            {
                return result
            }
        }
        guard operation == .notEqual else { return nil }
        // Python's != is the opposite of ==.
        guard let isEqual = try overloaded(.equal, left, right) else { return nil }
        if case .array = isEqual { return try unary(.invert, Term(isEqual, left.position)) }
        return .bool(try !truth(isEqual, at: left.position))
    }
}

extension UnaryOperator {
    /// The method that stands for the operator; `not` asks for a truth.
    var methodName: String? {
        switch self {
        case .minus: "__neg__"
        case .plus: "__pos__"
        case .invert: "__invert__"
        case .not: nil
        }
    }
}

extension BinaryOperator {
    /// The method that stands for the operator, without its underscores.
    fileprivate var methodName: String {
        switch self {
        case .add: "add"
        case .subtract: "sub"
        case .multiply: "mul"
        case .divide: "truediv"
        case .floorDivide: "floordiv"
        case .modulo: "mod"
        case .matmul: "matmul"
        case .and: "and"
        case .or: "or"
        case .xor: "xor"
        case .shiftLeft: "lshift"
        case .shiftRight: "rshift"
        case .power: "pow"
        }
    }
}

extension ComparisonOperator {
    /// The method that stands for the operator, and the one that says the same from the other side.
    fileprivate var methodNames: (String, String) {
        switch self {
        case .equal: ("__eq__", "__eq__")
        case .notEqual: ("__ne__", "__ne__")
        case .less: ("__lt__", "__gt__")
        case .lessEqual: ("__le__", "__ge__")
        case .greater: ("__gt__", "__lt__")
        case .greaterEqual: ("__ge__", "__le__")
        case .identical, .notIdentical, .contained, .notContained: ("", "")
        }
    }
}
