import Wire

extension Job {
    /// `names`: what the session's names mean.
    func listNames() throws {
        let names = try session().use { $0.names }
        for name in names {
            let run = name.run.map { " run=\($0.short)" } ?? ""
            data(
                "\(name.name) \(name.type?.description ?? name.text ?? "")\(run)",
                [
                    "name": .string(name.name), "dtype": name.type.map { .string($0.dtype.rawValue) } ?? .null,
                    "shape": name.type.map { .array($0.shape.dims.map(JSON.integer)) } ?? .null,
                    "static": name.text.map(JSON.string) ?? .null,
                    "run": name.run.map { .string($0.short) } ?? .null,
                ])
        }
        ok([("names", .integer(names.count))])
    }
}
