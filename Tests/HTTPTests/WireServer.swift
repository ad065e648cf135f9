import Glibc

/// A server on 127.0.0.1 that does, byte for byte, what a script says: also what no honest server would.
///
/// Each connection has a thread of its own. Unchecked: all that changes is in `Recorder`, under its lock.
final class WireServer: @unchecked Sendable {
    /// One thing the server does on a connection.
    enum Step: Sendable {
        /// Reads up to the blank line after the headers.
        case readHead
        /// Reads headers and a body of `Content-Length` bytes.
        case readRequest
        /// Sends these characters as UTF-8.
        case send(String)
        /// Sends these characters one at a time with a pause in milliseconds after each.
        case drip(String, pause: UInt32)
        /// Sends the text again and again until the other side has had enough, at most so many bytes.
        case flood(String, limit: Int)
        /// Reads and forgets until the other side closes.
        case drain
        /// Ends the connection with a reset instead of a regular end.
        case reset
    }

    /// One connection as the server saw it.
    struct Seen: Sendable {
        var bytes: [UInt8] = []
        var text: String { String(decoding: bytes, as: UTF8.self) }
    }

    /// What was seen, under a lock.
    private final class Recorder: @unchecked Sendable {
        private var mutex = pthread_mutex_t()
        private var connections: [Seen] = []
        private var stopped = false

        init() { pthread_mutex_init(&mutex, nil) }
        deinit { pthread_mutex_destroy(&mutex) }

        func open() -> Int {
            pthread_mutex_lock(&mutex)
            defer { pthread_mutex_unlock(&mutex) }
            connections.append(Seen())
            return connections.count - 1
        }
        func add(_ bytes: ArraySlice<UInt8>, to index: Int) {
            pthread_mutex_lock(&mutex)
            connections[index].bytes += bytes
            pthread_mutex_unlock(&mutex)
        }
        func all() -> [Seen] {
            pthread_mutex_lock(&mutex)
            defer { pthread_mutex_unlock(&mutex) }
            return connections
        }
        func stop() -> Bool {
            pthread_mutex_lock(&mutex)
            defer { pthread_mutex_unlock(&mutex) }
            defer { stopped = true }
            return stopped
        }
    }

    let port: Int
    private let listener: Int32
    private let scripts: [[Step]]
    private let recorder = Recorder()

    /// Every connection so far.
    var connections: [Seen] { recorder.all() }
    /// How many request lines were read on all connections together.
    var requestCount: Int {
        connections.reduce(0) {
            $0 + $1.text.split(separator: "HTTP/1.1\r\n", omittingEmptySubsequences: false).count - 1
        }
    }
    func url(_ path: String = "/") -> String { "http://127.0.0.1:\(port)\(path)" }

    /// The n-th connection follows the n-th script, later ones the last.
    init(_ scripts: [Step]...) throws {
        self.scripts = scripts
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let descriptor = listener
        let bound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { raw in
                bind(descriptor, raw, length) == 0 && listen(descriptor, 128) == 0
                    && getsockname(descriptor, raw, &length) == 0
            }
        }
        guard bound else { throw Failure(what: "bind") }
        port = Int(UInt16(bigEndian: address.sin_port))
        WireServer.thread { [self] in accept() }
    }

    struct Failure: Error { var what: String }

    /// Stops listening; connections end by themselves.
    func stop() {
        if !recorder.stop() { shutdown(listener, Int32(SHUT_RDWR)) }
    }

    private func accept() {
        while true {
            let connection = Glibc.accept(listener, nil, nil)
            guard connection >= 0 else { break }
            var limit = timeval(tv_sec: 5, tv_usec: 0)
            setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
            setsockopt(connection, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
            let index = recorder.open()
            WireServer.thread { [self] in serve(connection, index) }
        }
        close(listener)
    }

    private func serve(_ connection: Int32, _ index: Int) {
        defer { close(connection) }
        guard !scripts.isEmpty else { return }
        for step in scripts[min(index, scripts.count - 1)] {
            switch step {
            case .readHead: read(connection, index, withBody: false)
            case .readRequest: read(connection, index, withBody: true)
            case .send(let text): guard write(connection, Array(text.utf8)) else { return }
            case .drip(let text, let pause):
                for byte in text.utf8 {
                    guard write(connection, [byte]) else { return }
                    usleep(pause * 1_000)
                }
            case .flood(let text, let limit):
                let chunk = Array(text.utf8)
                for _ in 0..<(limit / chunk.count) {
                    guard write(connection, chunk) else { return }
                }
            case .drain: while let bytes = receive(connection) { recorder.add(bytes, to: index) }
            case .reset:
                var linger = linger(l_onoff: 1, l_linger: 0)
                setsockopt(connection, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<linger>.size))
                return
            }
        }
    }

    private func read(_ connection: Int32, _ index: Int, withBody: Bool) {
        var bytes: [UInt8] = []
        var wanted = Int.max
        while bytes.count < wanted, let more = receive(connection) {
            bytes += more
            recorder.add(more, to: index)
            guard wanted == Int.max else { continue }
            let text = String(decoding: bytes, as: UTF8.self)
            guard let end = text.range(of: "\r\n\r\n") else { continue }
            let head = text[..<end.lowerBound]
            let length = head.split(separator: "\r\n").first { $0.lowercased().hasPrefix("content-length:") }
            let body = length.flatMap { Int($0.dropFirst(15).drop { $0 == " " }) } ?? 0
            wanted = withBody ? head.utf8.count + 4 + body : 0
        }
    }

    private func receive(_ connection: Int32) -> ArraySlice<UInt8>? {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = recv(connection, &buffer, buffer.count, 0)
        return count > 0 ? buffer[..<count] : nil
    }

    private func write(_ connection: Int32, _ bytes: [UInt8]) -> Bool {
        var place = 0
        while place < bytes.count {
            let count = bytes.withUnsafeBytes { raw in
                Glibc.send(
                    connection, raw.baseAddress?.advanced(by: place), raw.count - place, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            place += count
        }
        return true
    }

    private final class Work: Sendable {
        let run: @Sendable () -> Void
        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }

    private static func thread(_ run: @escaping @Sendable () -> Void) {
        var id = pthread_t()
        let box = Unmanaged.passRetained(Work(run)).toOpaque()
        pthread_create(
            &id, nil,
            { box in
                if let box { Unmanaged<Work>.fromOpaque(box).takeRetainedValue().run() }
                return nil
            }, box)
        pthread_detach(id)
    }
}

extension String {
    /// Where `text` first stands in the string.
    fileprivate func range(of text: String) -> Range<String.Index>? {
        firstRange(of: text)
    }
}

/// A response text with its length announced.
func answer(_ status: String = "200 OK", headers: String = "", _ body: String = "ok") -> String {
    "HTTP/1.1 \(status)\r\nContent-Length: \(body.utf8.count)\r\n\(headers)\r\n\(body)"
}
