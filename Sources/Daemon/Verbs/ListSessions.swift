import Wire

extension Job {
    /// `sessions`: those kept, in order of creation.
    func listSessions() throws {
        let sessions = try desk.archive.sessions()
        for session in sessions {
            let parent = session.parent.map { " parent=\($0.session) at=\($0.cell)" } ?? ""
            data(
                "\(session.name) cells=\(session.cellCount) runs=\(session.runCount)\(parent)",
                [
                    "session": .string(session.name), "cells": .integer(session.cellCount),
                    "runs": .integer(session.runCount), "parent": session.parent.map { .string($0.session) } ?? .null,
                    "at": session.parent.map { .integer($0.cell) } ?? .null,
                ])
        }
        ok([("sessions", .integer(sessions.count))])
    }
}
