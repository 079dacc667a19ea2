import NIOCore

/// Patience with a slow client: how long the rest of a request, or room for the replies, is waited for.
extension Connection {
    /// Looks at the client from time to time while it keeps the daemon waiting. An idle connection costs nothing.
    func watch() {
        guard !isWatched, let context, isMidRequest || outbox?.fullSince != nil else { return }
        isWatched = true
        let bound = NIOLoopBound(self, eventLoop: context.eventLoop)
        context.eventLoop.scheduleTask(in: TimeAmount(server.configuration.patience / 8)) { bound.value.look() }
    }

    private func look() {
        isWatched = false
        let limit = NIODeadline.now() - TimeAmount(server.configuration.patience)
        if let since = outbox?.fullSince, since <= limit {
            logger.warning("connection \(state.id): dropped, its client does not read its replies")
            context?.close(promise: nil)
        } else if isMidRequest, lastByte <= limit {
            stall()
        } else {
            watch()
        }
    }
}
