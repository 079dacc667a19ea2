import Archive
import Service
import Wire

extension SessionsAnswer: Rendered {
    var text: LazyLines<TextLine> {
        LazyLines(sessions) { session in
            let parent = session.parent.map { " parent=\($0.session) at=\($0.cell)" } ?? ""
            return TextLine("\(session.name) cells=\(session.cellCount) runs=\(session.runCount)\(parent)")
        }
    }

    var json: LazyLines<JSON> {
        LazyLines(sessions) { session in
            [
                "session": .string(session.name), "cells": .integer(session.cellCount),
                "runs": .integer(session.runCount), "parent": JSON(session.parent?.session),
                "at": session.parent.map { .integer($0.cell) } ?? .null,
            ]
        }
    }

    var ending: Fields { [("sessions", .integer(sessions.count))] }
}
