import Foundation

/// The executables as they were built.
public enum Programs {
    /// The folder that holds them: that of this process's test bundle, or of the one given to the runner.
    public static let folder: String = {
        let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? CommandLine.arguments[0]
        return URL(fileURLWithPath: bundle).deletingLastPathComponent().path
    }()
}
