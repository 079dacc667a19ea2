import Glibc
import NIOCore
import NIOPosix

/// Accepts connections on a socket that is bound already: NIO must neither bind nor unlink it, since it would do so
/// without the lock.
enum Listener {
    /// Connections that the kernel queues before they are accepted.
    private static let backlog: Int32 = 1024

    /// Starts to accept. The channel owns the socket from here on.
    static func start(_ socket: Int32, on group: any EventLoopGroup, _ server: ServerContext) async throws
        -> any Channel
    {
        let channel = try await ServerBootstrap(group: group)
            .childChannelOption(ChannelOptions.autoRead, value: false)
            .childChannelOption(ChannelOptions.allowRemoteHalfClosure, value: true)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Connection(server))
                }
            }
            .withBoundSocket(socket)
            .get()
        // NIO has called `listen` with a length of its own, before it looks at the option for it; the last call counts.
        guard listen(socket, backlog) == 0 else { throw StartupFailure.system("cannot listen") }
        return channel
    }
}
