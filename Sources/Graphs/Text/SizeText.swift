/// A number of bytes for people: `2.0 GB`. Units are powers of 1024, written without the i.
public func sizeText(_ bytes: Int) -> String {
    guard bytes >= 1024 else { return "\(bytes) bytes" }
    var units = ["KB", "MB", "GB", "TB", "PB", "EB"][...]
    var size = Double(bytes) / 1024
    while size >= 1024, units.count > 1 {
        size /= 1024
        units.removeFirst()
    }
    let tenths = Int(size * 10)
    return "\(tenths / 10).\(tenths % 10) \(units.first ?? "")"
}
