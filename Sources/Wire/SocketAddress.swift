import Glibc

/// Calls `body` with the address of a Unix-domain socket, as `bind` and `connect` take it.
/// - Parameter path: at most ``Limits/maxSocketPath`` bytes, which ``SocketPaths`` checks; of a longer one the rest is left out.
package func withSocketAddress<Result>(
    of path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
) -> Result {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    // What is not written of sun_path is zero, its last byte always.
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix(Limits.maxSocketPath)) }
    return withUnsafePointer(to: address) { pointer in
        // sockaddr_un begins as sockaddr does, and its size is given.
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
        }
    }
}
