import ArgumentParser
import Client
import Wire

/// How the process ends.
enum Status: Int32 {
    /// All went well.
    case fine = 0
    /// A replay found a difference.
    case difference = 1
    /// The command line makes no sense.
    case usage = 64
    /// The daemon refused the input: codes 1x to 5x.
    case badInput = 65
    /// There is no daemon, and none could be started.
    case noDaemon = 69
    /// A defect of daemon or client.
    case defect = 70
    /// The archive, or a file of the client's, could not be read or written: codes 6x.
    case storage = 74
    /// Too many connections, or the daemon is shutting down: codes 51 and 80.
    case busy = 75
    /// Cancelled, code 70: what a shell reports for an interrupt.
    case cancelled = 130

    init(of error: WireError) {
        switch error.code {
        case ErrorCode.connections.rawValue, 80..<90: self = .busy
        case 10..<60: self = .badInput
        case 60..<70: self = .storage
        case 70..<80: self = .cancelled
        default: self = .defect
        }
    }

    init(of error: ClientError) {
        switch error {
        case .noDaemon, .closed: self = .noDaemon
        case .busy, .untaken: self = .busy
        case .broken: self = .defect
        case .refused(let error): self = Status(of: error)
        case .abandoned: self = .cancelled
        }
    }

    /// The status to end with after several requests: the first that was an error, else a difference, else fine.
    func followed(by next: Status) -> Status {
        switch self {
        case .fine: next
        case .difference: next == .fine ? .difference : next
        case .usage, .badInput, .noDaemon, .defect, .storage, .busy, .cancelled: self
        }
    }

    /// Runs `body`; what stopped it is reported on standard error.
    static func reporting(_ body: () throws -> Status) -> ExitCode {
        do {
            return ExitCode(try body().rawValue)
        } catch {
            let failure = Failure(error)
            Output.error.write("pullback: \(failure.text)\n")
            return ExitCode(failure.status.rawValue)
        }
    }
}

/// Why the client cannot go on.
struct Failure: Error {
    var status: Status
    /// One sentence.
    var message: String
    /// What the daemon had to say, below the sentence.
    var details: [String] = []

    init(_ status: Status, _ message: String) {
        self.status = status
        self.message = message
    }

    init(_ error: any Error) {
        switch error {
        case let failure as Failure: self = failure
        case let error as ClientError:
            self.init(Status(of: error), error.message)
            switch error {
            case .noDaemon(_, let log), .busy(_, let log): details = log
            case .untaken, .closed, .broken, .refused, .abandoned: break
            }
        default: self.init(.defect, "\(error)")
        }
    }

    /// As a person gets to see it: whatever names of files and words hold, the terminal does not obey it.
    var text: String {
        let colon = details.isEmpty ? "" : ":"
        return (["\(message)\(colon)"] + details.map { "    \($0)" }).map(\.controlsEscaped).joined(separator: "\n")
    }
}
