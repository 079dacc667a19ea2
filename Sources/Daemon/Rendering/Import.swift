import Notebook
import Service
import Wire

extension ImportRequest {
    init(_ request: Request) throws {
        self.init(
            name: request[.name] ?? "imported", folder: request[.folder],
            document: try SessionFile(parsing: request.body ?? ""))
    }
}
