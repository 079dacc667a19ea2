import Glibc
import NIOCore

/// Who connected, as the kernel recorded it; `struct ucred`, which glibc declares for GNU programs only.
struct PeerCredentials: Sendable {
    /// Process of the client.
    var pid: Int32
    /// Its effective user.
    var uid: UInt32
    /// Its effective group.
    var gid: UInt32

    /// `nil` when the kernel does not say.
    init?(of channel: any Channel) {
        let found = try? channel.pipeline.syncOperations.withUnsafeTransportIfAvailable(of: CInt.self) { socket in
            PeerCredentials(socket)
        }
        guard let peer = found ?? nil else { return nil }
        self = peer
    }

    private init?(_ socket: Int32) {
        var peer: (Int32, UInt32, UInt32) = (0, .max, .max)
        var size = socklen_t(MemoryLayout.size(ofValue: peer))
        guard getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 else { return nil }
        (pid, uid, gid) = peer
    }
}
