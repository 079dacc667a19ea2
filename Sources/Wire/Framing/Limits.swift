/// The bounds of `pullback/1`. Both sides state them; the decoder enforces them before it allocates.
public enum Limits {
    /// Longest request line in bytes, its LF not counted. A longer one is discarded and answered with one `ERR 50`.
    public static let maxLine = 65_536
    /// Bytes without an LF after which a connection is given up, since its end of line may never come.
    public static let hardLine = 1_048_576
    /// Largest binary body in bytes.
    public static let maxBlob = 67_108_864
    /// Largest text body in bytes, LFs counted, the line with its tag not.
    public static let maxBody = 4_194_304
    /// Requests of one connection that may wait or run at the same time.
    public static let maxInFlight = 64
    /// Longest request id, in bytes.
    public static let maxID = 64
    /// Longest tag of a text body, in bytes.
    public static let maxTag = 64
    /// Longest reply line that a client takes, in bytes: an array of 65,536 elements in JSON needs about 2 MB,
    /// a breakdown a multiple of that.
    public static let maxReplyLine = 268_435_456
    /// Most passes of one repeated cell.
    public static let maxRepeat = 1_000_000
    /// Longest path of a Unix-domain socket in bytes: `sun_path` holds 108 with its final NUL.
    public static let maxSocketPath = 107
    /// Deepest nesting that the JSON parser follows.
    public static let maxJSONDepth = 64
}
