import Graphs
import Tensors

/// What has an identity, so that everything that leads to it sees it change: instances of classes, and references to
/// arrays. It belongs to the names of a session and goes back with them when a cell fails.
struct Heap: Sendable {
    /// What an object holds.
    enum Content: Sendable {
        /// The attributes of an instance, in the order in which they were set.
        case attributes(Dict)
        /// The array that a reference leads to; nil once it is frozen.
        case array(Slot?)
    }

    private struct Object {
        var content: Content
        /// The function written as a graph in which it was made; 0 outside of any.
        let trace: Int
    }

    /// So many objects a session may make.
    static let limit = 1_000_000

    private var objects: [Int: Object] = [:]
    /// Attributes that are all that leads to their list or dict, which may change.
    private var owned: [Int: Set<String>] = [:]
    /// Those of them that are being read, so that they must not change meanwhile.
    private var lent: [Int: Set<String>] = [:]
    /// How instances of a class are taken apart as trees, by the class's number.
    var nodes: [Int: NodeRule] = [:]
    /// Classes by their numbers.
    var types: [Int: ClassType] = [:]
    /// The registered classes themselves.
    var classes: [Int: Value] = [:]
    /// Numbers are never given twice, even to what was made by a cell that is set aside.
    private(set) var count = 0
    /// The functions that were written as graphs so far.
    private var traceCount = 0
    /// Why the content of an object may not be known.
    private var loss: Fault?

    /// A number for a class.
    mutating func number() throws -> Int {
        guard count < Heap.limit else {
            throw Fault(
                .limit, "a session makes more than \(Heap.limit) objects", hint: "tuples and dicts are no objects")
        }
        count += 1
        return count
    }

    /// A number for a function that is written as a graph.
    mutating func newTrace() -> Int {
        traceCount += 1
        return traceCount
    }

    /// A new object's number.
    mutating func add(_ content: Content, in trace: Int) throws -> Int {
        let id = try number()
        objects[id] = Object(content: content, trace: trace)
        return id
    }

    func content(of id: Int) throws -> Content {
        guard let object = objects[id] else {
            throw loss ?? Fault(.defect, "object \(id) is not there")
        }
        return object.content
    }

    /// - Throws: `Fault.argument` where the object is from outside of the function that is being written as a graph: the
    ///   change would be made once, however often the function runs.
    mutating func set(_ id: Int, to content: Content, in trace: Int) throws {
        guard let object = objects[id] else { _ = try self.content(of: id); return }
        guard object.trace == trace else {
            throw Fault(
                .argument, "an object changes inside of a function that loops, branches or vmap run",
                hint: "let the function take the value and give the new one, as a carry")
        }
        objects[id]?.content = content
    }

    /// The attribute becomes all that leads to its list or dict.
    mutating func own(_ name: String, of id: Int) {
        owned[id, default: []].insert(name)
        lent[id]?.remove(name)
    }

    /// What the attribute holds is reached from elsewhere.
    mutating func disown(_ name: String, of id: Int) {
        owned[id]?.remove(name)
        lent[id]?.remove(name)
    }

    /// The attribute is read, and owns its list or dict again when it is given back, unless something else came to lead there.
    mutating func lend(_ name: String, of id: Int) {
        if owned[id]?.remove(name) != nil { lent[id, default: []].insert(name) }
    }

    mutating func giveBack(_ name: String, of id: Int) {
        if lent[id]?.remove(name) != nil { own(name, of: id) }
    }

    func owns(_ name: String, of id: Int) -> Bool { owned[id]?.contains(name) ?? false }

    /// Forgets what all objects hold, because a cell that may have changed them is set aside.
    /// - Parameter other: a heap that may have given out more numbers.
    mutating func forget(because loss: Fault, beyond other: Heap) {
        (objects, owned, lent) = ([:], [:], [:])
        (count, traceCount) = (max(count, other.count), max(traceCount, other.traceCount))
        self.loss = loss
    }
}

/// How JAX takes the instances of a class apart.
enum NodeRule: Sendable {
    /// `flatten(x)` gives children and what is static, `unflatten(static, children)` makes an instance of them.
    case functions(flatten: Value, unflatten: Value, hasKeys: Bool)
    /// By the methods `tree_flatten` and `tree_unflatten`.
    case methods
    /// By attributes: children and what is static.
    case fields(data: [String], meta: [String])
    /// No children: the instance itself is static.
    case fixed
}

extension Environment {
    /// Goes back to what was before a cell that is set aside. What objects hold is not known any more: the cell may have
    /// changed them.
    public mutating func setAside(keeping before: Environment, because loss: Fault) {
        let after = heap
        self = before
        heap.forget(because: loss, beyond: after)
    }
}

extension Elaborator {
    /// The function written as a graph that is being elaborated; 0 outside of any.
    var currentTrace: Int { traces.last ?? 0 }

    /// The attributes of an instance.
    func attributes(of instance: Instance) throws -> Dict {
        guard case .attributes(let attributes) = try heap.content(of: instance.id) else {
            throw Fault(.defect, "object \(instance.id) has no attributes")
        }
        return attributes
    }

    mutating func setAttributes(of instance: Instance, to attributes: Dict, at position: SourcePosition) throws {
        do { try heap.set(instance.id, to: .attributes(attributes), in: currentTrace) } catch let fault as Fault {
            throw fault.at(position)
        }
    }

    /// A new instance without attributes.
    mutating func newInstance(of type: ClassType) throws -> Instance {
        Instance(id: try heap.add(.attributes(Dict()), in: currentTrace), type: type)
    }
}
