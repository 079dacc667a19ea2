import Graphs
import Tensors

// `target operation= expression`, and `del target`.

extension Elaborator {
    /// `target operation= expression`
    mutating func augment(
        _ target: Target, _ operation: BinaryOperator, _ expression: Expression, at position: SourcePosition
    ) throws {
        switch target {
        case .name(let name, _):
            let old = try lookUp(name, at: position)
            let operand = Term(try evaluate(expression), expression.position)
            switch old {
            case .list(let items) where operation == .add:
                try requireOwned(name, old, at: position)
                try replace(name, by: .list(items + self.items(of: operand)))
            case .list, .dict:
                try requireOwned(name, old, at: position)
                try replace(name, by: binary(operation, Term(old, position), operand))
            default:
                noteSharing(of: old, under: name, at: position)
                bind(name, try binary(operation, Term(old, position), operand))
            }
        case .item(let name, let items, _, let place):
            let indices = try items.map { try index($0) }
            let held = try lookUp(name, at: place)
            if case .array = held { return try setItem(of: name, indices, to: .none, at: place) }
            let old = Term(try subscripted(held, indices, at: place), place)
            let operand = Term(try evaluate(expression), expression.position)
            if old.value.children != nil {
                throw Fault(
                    .argument, "\(old.value.kindText) changes that lies in another", at: place,
                    hint: "make a new one: \(name)[…] = \(name)[…] + [x]")
            }
            try setItem(of: name, indices, to: binary(operation, old, operand), at: place)
        case .element(let holder, let items, _, let position):
            let place = try self.place(holder)
            let indices = try items.map { try index($0) }
            let old = Term(try subscripted(place.value, indices, at: position), position)
            let operand = Term(try evaluate(expression), expression.position)
            if old.value.changes {
                throw Fault(
                    .argument, "\(old.value.kindText) changes that lies in another", at: position,
                    hint: "make a new one: x = x + [y]")
            }
            try setElement(of: place, indices, to: binary(operation, old, operand), at: position)
        case .attribute(let holder, let name, let position):
            let held = try evaluate(holder)
            guard case .object(.instance(let instance)) = held else {
                let old = Term(try attribute(name, of: held, at: position), position)
                let operand = Term(try evaluate(expression), expression.position)
                return try setAttribute(name, of: held, to: binary(operation, old, operand), at: position)
            }
            let old = Term(try attribute(name, of: instance, escapes: false, at: position), position)
            let operand = Term(try evaluate(expression), expression.position)
            let isChanged = old.value.changes
            if isChanged { try requireOwned(Place(value: old.value, owner: (instance, name)), at: position) }
            var result: Value?
            if case .list(let items) = old.value, operation == .add {
                result = .list(try items + self.items(of: operand))
            }
            try setAttribute(name, of: held, to: result ?? binary(operation, old, operand), at: position)
            if isChanged { heap.own(name, of: instance.id) }
        case .tuple(_, let place), .starred(_, let place):
            throw Fault(.defect, "an augmented assignment to several targets", at: place)
        }
    }

    /// `del target`
    mutating func delete(_ target: Target) throws {
        switch target {
        case .name(let name, let position):
            let isKnown = scope.map { $0.unbind(name) } ?? (globals.removeValue(forKey: name) != nil)
            guard isKnown else {
                throw Fault(.notFound, "there is no name \(name) to delete", at: position)
            }
            owned.remove(name)
        case .item(let name, let items, _, let position):
            let indices = try items.map { try index($0) }
            let held = try lookUp(name, at: position)
            switch (held, indices.first) {
            case (.list(var list), .value(.integer(let index))?) where indices.count == 1:
                try requireOwned(name, held, at: position)
                list.remove(at: try place(index, in: list.count, at: position))
                try replace(name, by: .list(list))
            case (.dict(var dict), .value(let value)?) where indices.count == 1:
                try requireOwned(name, held, at: position)
                let key = try key(value, at: position)
                guard dict[key] != nil else { throw missing(value, at: position) }
                dict[key] = nil
                try replace(name, by: .dict(dict))
            default:
                throw Fault(.argument, "an item of \(held.kindText) cannot be deleted", at: position)
            }
        case .element(_, _, _, let position):
            throw Fault(
                .argument, "an item of what an expression gives cannot be deleted", at: position,
                hint: "del xs[i] deletes an item of a list or dict that has a name")
        case .attribute(_, _, let position):
            throw Fault(.argument, "an attribute cannot be deleted", at: position, hint: "set it to None")
        case .tuple(_, let position), .starred(_, let position):
            throw Fault(.defect, "a deletion of several targets", at: position)
        }
    }
}
