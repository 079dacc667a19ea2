import Tensors
import Wire

extension Job {
    /// `get NAME [offset=] [max=]`: the bytes of an array, little-endian, row-major.
    func get() throws {
        let box = try session()
        let bench = bench(for: box)
        let name = word
        let tensor = try box.use { try $0.array(named: name, on: bench).tensor }
        let bytes = tensor.canonicalBytes
        let offset = try request.integer(.offset, in: 0...bytes.count) ?? 0
        let limit = min(Limits.maxBlob, bytes.count - offset)
        let count = min(try request.integer(.max) ?? limit, limit)
        exchange.send(.blob(Array(bytes[offset..<(offset + count)])))
        ok([
            ("name", .string(name)), ("type", .string(tensor.type.description)), ("offset", .integer(offset)),
            ("total", .integer(bytes.count)),
        ])
    }
}
