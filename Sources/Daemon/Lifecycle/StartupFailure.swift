/// Why the daemon does not start: one sentence for standard error, and the code the process exits with.
public struct StartupFailure: Error, Equatable, Sendable {
    /// The sentence.
    public var message: String
    /// Code of sysexits.h: 64 usage, 65 archive refused, 73 cannot make the socket, 74 storage, 75 locked by another.
    public var exitCode: Int32

    /// A failure with its sentence and its code.
    public init(message: String, exitCode: Int32) {
        self.message = message
        self.exitCode = exitCode
    }
}
