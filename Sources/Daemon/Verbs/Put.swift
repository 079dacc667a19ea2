import Tensors
import Wire

extension Job {
    /// `put NAME TYPE blob=N`: binds an array sent as bytes; it is a cell of the journal like any other.
    func put() throws {
        let type = try TensorType(parsing: request.words.count > 1 ? request.words[1] : "")
        let bytes = request.blob ?? []
        guard bytes.count == type.byteCount else {
            throw Fault(.argument, "\(type) takes \(type.byteCount) bytes, and blob= brought \(bytes.count)")
        }
        let tensor = try Tensor(type, littleEndian: bytes)
        let box = try session()
        let bench = bench(for: box)
        let name = word
        let outcome = try box.change(in: desk.archive) { session in
            let outcome = try session.put(name, tensor, on: bench)
            return ([outcome.event], outcome)
        }
        desk.remember(box)
        show(outcome.shown)
        ok([("cell", .integer(outcome.cell.number))])
    }
}
