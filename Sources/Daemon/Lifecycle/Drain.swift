import NIOCore

/// The graceful stop: no new work, what runs is finished or asked to stop, the last replies are written.
struct Drain {
    let service: Service
    let listener: any Channel
    let hooks: Server.Hooks

    private var traffic: Traffic { service.traffic }
    private var configuration: Server.Configuration { service.configuration }

    func run() async {
        service.logger.info("draining, \(traffic.inFlight) requests under way")
        traffic.drain()
        hooks.onDrain()
        listener.close(promise: nil)
        if await !wait(configuration.grace, for: { traffic.inFlight == 0 }) {
            service.logger.warning("stopping \(traffic.inFlight) requests that did not finish in time")
            traffic.forEach { $0.stopWork() }
            await wait(configuration.stopGrace, for: { traffic.inFlight == 0 })
        }
        traffic.forEach { $0.conclude() }
        if await !wait(configuration.flushGrace, for: { traffic.connections == 0 }) {
            traffic.forEach { $0.context?.close(promise: nil) }
        }
        service.pool.close()
        // Threads that wait for their client's reading were let go when its connection closed.
        if await !wait(.seconds(1), for: { service.pool.threads == 0 }) {
            service.logger.error("\(traffic.inFlight) requests did not stop; what they had not answered is lost")
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
