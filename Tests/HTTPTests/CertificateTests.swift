import Foundation
import HTTP
import Testing

/// TLS against the server of the openssl command, with certificates made for the test.
@Suite(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/openssl")))
struct CertificateTests {
    /// A server with a self-signed certificate.
    final class TLSServer {
        let folder: URL
        let port: Int
        let certificate: String
        private let process = Process()
        private let output = Pipe()
        /// What clients sent through TLS, as far as the server printed it.
        private(set) var printed = ""

        init(names: String, options: [String] = []) throws {
            folder = FileManager.default.temporaryDirectory.appendingPathComponent(
                "hearth-tls-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            certificate = folder.appendingPathComponent("cert.pem").path
            let key = folder.appendingPathComponent("key.pem").path
            let make = Process()
            make.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
            make.arguments =
                [
                    "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days",
                    "2",
                ]
                + [
                    "-subj", "/CN=test", "-addext", "subjectAltName=\(names)", "-keyout", key, "-out",
                    certificate,
                ]
            make.standardError = FileHandle.nullDevice
            try make.run()
            make.waitUntilExit()
            process.executableURL = make.executableURL
            process.arguments =
                ["s_server", "-accept", "127.0.0.1:0", "-cert", certificate, "-key", key, "-www"] + options
            process.standardOutput = output
            process.standardError = FileHandle.nullDevice
            try process.run()
            // "ACCEPT 127.0.0.1:43211" is printed once the port is open.
            var found: Int?
            while found == nil {
                let data = output.fileHandleForReading.availableData
                guard !data.isEmpty else { break }
                printed += String(decoding: data, as: UTF8.self)
                found = printed.split(separator: "\n").first { $0.hasPrefix("ACCEPT") }
                    .flatMap { $0.split(separator: ":").last }.flatMap { Int($0) }
            }
            port = try #require(found)
        }

        deinit {
            // Threads of the task pool block SIGTERM, and so do the processes that are started from them.
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
            try? FileManager.default.removeItem(at: folder)
        }
    }

    func send(to server: TLSServer, trusting certificates: String?) async -> Result<
        Response, TransportFailure
    > {
        let transport = CurlTransport(
            CurlConfiguration(
                userAgent: "t", addresses: .init(loopbackHosts: ["127.0.0.1"]), certificates: certificates))
        do {
            return .success(
                try await transport.send(Request(method: "GET", url: "https://127.0.0.1:\(server.port)/")))
        } catch {
            return .failure(error)
        }
    }

    func isTLSFailure(_ result: Result<Response, TransportFailure>) -> Bool {
        if case .failure(.notSent(.tls, _)) = result { true } else { false }
    }

    @Test func `a certificate that is trusted and named right is accepted`() async throws {
        let server = try TLSServer(names: "IP:127.0.0.1")
        let result = await send(to: server, trusting: server.certificate)
        #expect(try result.get().status == 200)
    }

    @Test func `a certificate that nobody trusts stops the request before it is sent`() async throws {
        let server = try TLSServer(names: "IP:127.0.0.1")
        #expect(isTLSFailure(await send(to: server, trusting: nil)))
    }

    @Test func `a certificate for another name stops the request before it is sent`() async throws {
        let server = try TLSServer(names: "DNS:other.example")
        #expect(isTLSFailure(await send(to: server, trusting: server.certificate)))
    }

    @Test func `a server that speaks only old TLS gets no request`() async throws {
        let server = try TLSServer(
            names: "IP:127.0.0.1", options: ["-tls1_1", "-cipher", "DEFAULT@SECLEVEL=0"])
        #expect(isTLSFailure(await send(to: server, trusting: server.certificate)))
    }
}
