import Graphs
import Tensors

/// What `x.at[index].NAME(u)` does with the part that is indexed.
enum Update: String, CaseIterable {
    case set, add, subtract, multiply, divide, power, min, max
}

extension Elaborator {
    /// `x.at[items].NAME(values)`: JAX's update out of place. Every one of repeated indices counts, in order; indices
    /// outside are dropped, static ones where `isLoose` lets them. The result has the element type of `x`, except that quotients are floats.
    mutating func updated(
        _ how: Update, _ id: ValueID, at items: [Index], with values: Term, isLoose: Bool = false,
        position: SourcePosition
    ) throws -> Value {
        switch how {
        case .set, .add, .multiply, .min, .max:
            let rank = max(Promotion(b.dtype(id), isWeak: false), try promotion(of: values))
            // Of bools the greater is `or`, which i32 computes.
            let isLifted = rank == .bool && (how == .min || how == .max)
            let dtype = isLifted ? .i32 : rank.dtype
            let update = Term(.array(try array(values, as: dtype)), values.position)
            let whole = try b.convert(id, to: dtype)
            let result = try combined(how, whole, at: items, with: update, isLoose: isLoose, position: position)
            return .array(try b.convert(result, to: b.dtype(id)))
        case .subtract:
            let rank = max(Promotion(b.dtype(id), isWeak: false), try promotion(of: values))
            let negative = Term(.array(try b.apply(.neg, array(values, as: rank.dtype))), values.position)
            return try updated(.add, id, at: items, with: negative, isLoose: isLoose, position: position)
        case .divide, .power:
            let ones = try b.full(1, like: id)
            let factors = try updated(.multiply, ones, at: items, with: values, isLoose: isLoose, position: position)
            let (base, other) = (Term(.array(id), position), Term(factors, values.position))
            return how == .divide ? try elementwise(.div, base, other, .inexact) : try power(base, other)
        }
    }

    private mutating func combined(
        _ how: Update, _ id: ValueID, at items: [Index], with update: Term, isLoose: Bool,
        position: SourcePosition
    ) throws -> ValueID {
        if let masked = try masked(how, id, at: items, with: update) { return masked }
        let plan = try plan(items, for: id, isLoose: isLoose, at: position)
        let part = try applyBasic(plan, to: id)
        guard !plan.picks.isEmpty else {
            let value = try fitted(update, to: plan.dims)
            return try replaced(plan, of: id, by: combined(how, part, value))
        }
        let flat = try flatten(plan, of: part, outside: .dropped)
        var wanted = flat.rest
        wanted.insert(contentsOf: b.shape(flat.indices).dims, at: flat.place)
        let updates = try moved(fitted(update, to: wanted), flat, isBack: true)
        let rows = try scattered(how, flatRows(part, flat), flat.indices, updates)
        let back = try b.transpose(b.reshape(rows, flat.picked + flat.rest), inverse(flat.order))
        return try replaced(plan, of: id, by: back)
    }

    /// `x.at[mask].NAME(number)` by a mask that is computed: the number goes where the mask is true. nil for other indices
    /// and updates.
    private mutating func masked(
        _ how: Update, _ id: ValueID, at items: [Index], with update: Term
    ) throws -> ValueID? {
        guard items.count == 1, case .value(.array(let mask, _)) = items[0], b.dtype(mask) == .bool, masks[mask] == nil,
            case .array(let value, _) = update.value, b.shape(value).rank == 0
        else { return nil }
        let (dims, axes) = (b.shape(id).dims, b.shape(mask).dims)
        guard axes.count <= dims.count, Array(dims.prefix(axes.count)) == axes else { return nil }
        let isChosen = try b.broadcast(mask, to: dims, axes: Array(axes.indices))
        return try b.select(isChosen, combined(how, id, b.broadcastTrailing(value, to: dims)), id)
    }

    private mutating func combined(_ how: Update, _ part: ValueID, _ update: ValueID) throws -> ValueID {
        switch how {
        case .set: update
        case .add: try b.add(part, update)
        case .multiply: try b.mul(part, update)
        case .min: try b.apply(.min, part, update)
        case .max: try b.apply(.max, part, update)
        case .subtract, .divide, .power: throw Fault(.defect, "\(how) is written with other updates")
        }
    }

    private mutating func scattered(
        _ how: Update, _ rows: ValueID, _ indices: ValueID, _ updates: ValueID
    ) throws -> ValueID {
        switch how {
        case .set: try b.emit(.scatter(.set), [rows, indices, updates])
        case .add: try b.emit(.scatter(.add), [rows, indices, updates])
        case .min: try b.emit(.scatter(.min), [rows, indices, updates])
        case .max: try b.emit(.scatter(.max), [rows, indices, updates])
        case .multiply: try b.mul(rows, factors(of: rows, indices, updates))
        case .subtract, .divide, .power: throw Fault(.defect, "\(how) is written with other updates")
        }
    }

    /// For each row the product of its updates, 1 where it has none. Written as multiplications along the sorted
    /// indices, so that derivatives are right where factors are zero, of every order.
    private mutating func factors(of rows: ValueID, _ indices: ValueID, _ updates: ValueID) throws -> ValueID {
        let count = b.shape(indices).count
        let unsorted = try b.reshape(indices, [count])
        let order = try b.emit(.argsort(axis: 0), [unsorted])
        let sorted = try b.emit(.gather, [unsorted, order])
        let rest = Array(b.shape(rows).dims.dropFirst())
        var products = try b.emit(.gather, [b.reshape(updates, [count] + rest), order])
        var reach = 1
        // After each round a product holds up to `reach` factors of its row, its own the last.
        while reach < count {
            let isSameRow = try b.compare(
                .eq, sliced(sorted, axis: 0, from: reach, to: count),
                sliced(sorted, axis: 0, from: 0, to: count - reach))
            let later = try sliced(products, axis: 0, from: reach, to: count)
            let longer = try b.mul(sliced(products, axis: 0, from: 0, to: count - reach), later)
            let joins = try b.broadcast(isSameRow, to: b.shape(later).dims, axes: [0])
            let first = try sliced(products, axis: 0, from: 0, to: reach)
            products = try b.emit(.concatenate(axis: 0), [first, b.select(joins, longer, later)])
            reach *= 2
        }
        return try b.emit(.scatter(.set), [b.full(1, like: rows), sorted, products])
    }

    private mutating func fitted(_ update: Term, to dims: [Int]) throws -> ValueID {
        let value = try array(update)
        guard try b.shape(value).broadcast(with: Shape(dims)) == dims else {
            throw Fault(
                .shape, "an update \(b.types[value]) does not fit the indexed part \(Shape.text(dims))",
                at: update.position, hint: "sizes must be equal or 1, matched from the last axis")
        }
        return try b.broadcastTrailing(value, to: dims)
    }

    /// The array with its basic part replaced by `part`.
    private mutating func replaced(_ plan: IndexPlan, of id: ValueID, by part: ValueID) throws -> ValueID {
        let dims = b.shape(id).dims
        let sizes = dims.indices.map { axis in
            plan.limit[axis] == plan.start[axis] ? 0 : (plan.limit[axis] - plan.start[axis] - 1) / plan.stride[axis] + 1
        }
        var part = try b.reshape(part, sizes)
        if !plan.reversed.isEmpty { part = try b.emit(.reverse(plan.reversed), [part]) }
        guard sizes != dims else { return part }
        let high = dims.indices.map { axis in
            dims[axis] - plan.start[axis] - (sizes[axis] == 0 ? 0 : (sizes[axis] - 1) * plan.stride[axis] + 1)
        }
        let pad = Primitive.pad(low: plan.start, high: high, interior: plan.stride.map { $0 - 1 })
        let spread = try b.emit(pad, [part, b.zeros(TensorType(b.dtype(id), .scalar))])
        let inside = try b.full(.bool(true), TensorType(.bool, Shape(sizes)))
        let isReplaced = try b.emit(pad, [inside, b.zeros(TensorType(.bool, .scalar))])
        return try b.select(isReplaced, spread, id)
    }
}
