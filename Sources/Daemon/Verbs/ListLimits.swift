import Graphs
import Notebook
import Tensors
import Wire

extension Job {
    /// `limits`: the bounds in force.
    func listLimits() {
        let bounds: [(String, Int)] = [
            ("line_bytes", Limits.maxLine), ("body_bytes", Limits.maxBody), ("blob_bytes", Limits.maxBlob),
            ("requests_in_flight", Limits.maxInFlight), ("id_bytes", Limits.maxID),
            ("tensor_bytes", desk.limits.tensorBytes), ("evaluation_bytes", desk.limits.totalBytes),
            ("matrix_bytes", Breaker.matrixBytes), ("file_bytes", FileLoader.byteLimit),
            ("array_elements", Shape.countLimit), ("array_axes", Shape.rankLimit),
            ("query_rows", Job.queryRows), ("json_values", JSON.valueLimit), ("repeat", Limits.maxRepeat),
        ]
        for (key, value) in bounds { data("\(key) \(value)", [key: .integer(value)]) }
        ok()
    }
}
