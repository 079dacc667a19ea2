import Glibc
import Testing
import Wire

@testable import Client

@Suite(.timeLimit(.minutes(1))) struct ConnectionTests {
    /// A connection to a daemon that answers each line it reads by the next text; `nil` closes.
    private func connection(greeting first: String = greeting, _ answers: [String?]) throws -> Connection {
        let peer = try FakePeer()
        peer.write(first)
        peer.answer(answers)
        guard let connection = try Connection(adopting: peer.client) else { throw NoConnection() }
        return connection
    }

    @Test func aReplyIsReceivedLineByLine() throws {
        var connection = try connection(["@1 = a 1\n@1 + half\n@1 = blob=3\na\nb\n@1 OK n=1\n"])
        let greeting = connection.greeting
        #expect(greeting.server == "9.0.0" && greeting.pid == 7 && !greeting.isOlder)
        var lines: [Reply.Content] = []
        try connection.exchange(Request(.names)) { lines.append($0.content) }
        #expect(
            lines == [
                .data(.text("a 1")), .progress(.text("half")), .blob(Array("a\nb".utf8)), .ok(.text("n=1")),
            ])
    }

    @Test func anAnswerIsCollected() throws {
        var connection = try connection([
            "@1 = a\n@1 = blob=1\nx\n@1 + 1\n@1 OK n=1\n", "@2 OK format=json\n",
            "{\"id\":\"3\",\"data\":{\"n\":1}}\n{\"id\":\"3\",\"ok\":{\"rows\":1}}\n",
        ])
        let answer = try connection.ask(Request(.names))
        #expect(answer.data == [.text("a")] && answer.bytes == [[0x78]] && answer.ok == .text("n=1"))
        try connection.use(.json)
        // It is in that form already: nothing is asked.
        try connection.use(.json)
        let object = try connection.ask(Request(.names))
        #expect(object.data == [.json(["n": 1])] && object.ok == .json(["rows": 1]))
    }

    @Test func anErrorIsARefusalAndTheConnectionGoesOn() throws {
        var connection = try connection(["@1 ERR 40 not-found 2:3 no such name\n", "@2 OK\n"])
        let error = failure { () throws(ClientError) in _ = try connection.ask(Request(.show, words: ["x"])) }
        #expect(error == .refused(WireError(.notFound, "no such name", line: 2, column: 3)))
        #expect(try connection.ask(Request(.ping)) == Answer())
    }

    @Test(arguments: [
        ("nonsense\n", 14), ("@1 ? x\n", 14), ("\u{0}\n", 14), ("{\"id\":\"1\"}\n", 14),
        ("{\"id\":\"1\",\"event\":{}}\n", 14),
        ("@1 = blob=2\nabc\n", 14), ("@1 = blob=999999999999\n", 50), ("@1 ERR 40\n", 14), ("@1 OKAY\n", 14),
        ("@1 ! watched\n", 14), ("\u{FEFF}@1 OK\n", 14),
    ])
    func wrongBytesAreNoReply(bytes: String, code: Int) throws {
        var connection = try connection([bytes])
        let error = failure { () throws(ClientError) in _ = try connection.ask(Request(.ping)) }
        guard case .broken(let why)? = error else {
            Issue.record("\(bytes.debugDescription): \(String(describing: error))")
            return
        }
        #expect(why.code == code, "\(why.text)")
    }

    @Test(arguments: ["", "@1 = a\n", "@1 = a\n@1 = bl", "@1 = blob=100\nabc"])
    func aDaemonThatGoesInTheMiddleIsGone(part: String) throws {
        var connection = try connection([part, nil])
        // The peer reads one line, answers, and closes when it reads the next: a cancel, which is sent by a signal.
        let signal = try CancelSignal()
        signal.cancel()
        let error = failure { () throws(ClientError) in
            try connection.exchange(Request(.ping), interrupts: signal.source) { _ in }
        }
        #expect(error == .closed)
    }

    @Test func whatTheDaemonDidNotTakeCanBeSentAgain() throws {
        let draining = "ERR 80 draining 0:0 the daemon is shutting down\n"
        var connection = try connection([draining])
        #expect(
            failure { () throws(ClientError) in _ = try connection.ask(Request(.ping)) }
                == .untaken(WireError(.draining, "the daemon is shutting down")))
        // With its id the request was taken, and is refused.
        var taken = try self.connection(["@1 \(draining)"])
        #expect(
            failure { () throws(ClientError) in _ = try taken.ask(Request(.ping)) }
                == .refused(WireError(.draining, "the daemon is shutting down")))
    }

    @Test func aSignalCancelsAndASecondOneGivesUp() throws {
        // The first line is the request, the second the cancel for it, whose answer may come before or after.
        var connection = try connection([
            "@1 + 1\n", "@1.cancel OK cancelled=1\n@1 ERR 70 cancelled 0:0 cancelled\n", "@2 OK late\n",
        ])
        let signal = try CancelSignal()
        signal.cancel()
        #expect(
            failure { () throws(ClientError) in
                _ = try connection.ask(Request(.eval, words: ["x"]), interrupts: signal.source)
            } == .refused(WireError(.cancelled, "cancelled")))
        #expect(try connection.ask(Request(.ping), interrupts: signal.source).ok == .text("late"))
        signal.cancel()
        signal.cancel()
        var silent = try self.connection(["", ""])
        #expect(
            failure { () throws(ClientError) in
                _ = try silent.ask(Request(.eval, words: ["x"]), interrupts: signal.source)
            } == .abandoned)
    }

    @Test func anAnswerToAnEarlierCancelIsPassedOver() throws {
        var connection = try connection(["@0.cancel ERR 40 not-found 0:0 gone\n@1 OK\n"])
        #expect(try connection.ask(Request(.ping)) == Answer())
    }

    @Test func aLargeRequestIsWrittenWhileTheDaemonAnswers() throws {
        let peer = try FakePeer()
        peer.write(greeting)
        let bytes = [UInt8](repeating: 7, count: 4_000_000)
        // Its answer is as long: both sides read while they write.
        peer.answerBlob(count: bytes.count, by: "@1 = blob=\(bytes.count)\n")
        guard var connection = try Connection(adopting: peer.client) else { throw NoConnection() }
        let answer = try connection.ask(Request(.put, words: ["w", "bool[4000000]"], blob: bytes))
        #expect(answer.bytes == [bytes])
    }

    @Test(arguments: [
        ("SSH-2.0-OpenSSH\r\n", ClientError.noDaemon("what listens there is no pullback daemon")),
        ("ERR 51 connections 0:0 too many\n", .refused(WireError(.connections, "too many"))),
        (
            "OK pullback/2 server=9.0.0 pid=7 maxline=1 maxblob=1\n",
            .busy(
                "the daemon speaks pullback/2, this client pullback/1; stop it with its own client, then try again")
        ),
    ])
    func whoeverGreetsOtherwiseIsNoDaemonOfOurs(line: String, error: ClientError) throws {
        let peer = try FakePeer()
        peer.write(line)
        let client = peer.client
        #expect(failure { () throws(ClientError) in _ = try Connection(adopting: client) } == error)
    }

    @Test(arguments: ["", "OK pull", "ERR 80 draining 0:0 the daemon is shutting down\n"])
    func whoeverLeavesIsNotThere(part: String) throws {
        let peer = try FakePeer()
        peer.write(part)
        peer.leave()
        let connection = try Connection(adopting: peer.client)
        let isThere = connection != nil
        #expect(!isThere)
    }
}

/// The peer left before it had greeted.
struct NoConnection: Error {}

/// What `body` throws.
func failure(_ body: () throws(ClientError) -> Void) -> ClientError? {
    do throws(ClientError) {
        try body()
        return nil
    } catch {
        return error
    }
}
