import NIOCore

/// The graceful stop: no new work, what runs is finished or asked to stop, the last replies are written.
struct Drain {
    let server: ServerContext
    let listener: any Channel
    let hooks: Server.Hooks

    private var connections: ConnectionRegistry { server.connections }
    private var configuration: Server.Configuration { server.configuration }

    func run() async {
        server.logger.info("draining, \(connections.inFlight) requests under way")
        connections.drain()
        hooks.onDrain()
        listener.close(promise: nil)
        if await !wait(configuration.grace, for: { connections.inFlight == 0 }) {
            server.logger.warning("stopping \(connections.inFlight) requests that did not finish in time")
            connections.forEach { $0.stopWork() }
            await wait(configuration.stopGrace, for: { connections.inFlight == 0 })
        }
        connections.forEach { $0.conclude() }
        if await !wait(configuration.flushGrace, for: { connections.count == 0 }) {
            connections.forEach { $0.context?.close(promise: nil) }
        }
        server.pool.close()
        if await !wait(.seconds(1), for: { server.pool.threads == 0 }) {
            server.logger.error("\(connections.inFlight) requests did not stop; what they had not answered is lost")
        }
        hooks.onClose()
    }

    /// Waits until `condition` holds; looks again and again, since it happens once in the life of a daemon.
    /// - Returns: whether it held within `time`.
    @discardableResult
    private func wait(_ time: Duration, for condition: () -> Bool) async -> Bool {
        let deadline = ContinuousClock.now + time
        while !condition() {
            guard ContinuousClock.now < deadline, !Task.isCancelled else { return condition() }
            try? await Task.sleep(for: .milliseconds(10))
        }
        return true
    }
}
