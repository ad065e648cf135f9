import Foundation
import HTTP
import Testing

/// What the environment of a process must not change. Each test runs in a process of its own.
@Suite struct EnvironmentTests {
    @Test func `proxies, netrc and key logs of the environment have no effect`() async {
        await #expect(processExitsWith: .success) {
            let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
                "hearth-http-\(getpid())")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: folder) }
            let netrc = folder.appendingPathComponent(".netrc")
            try Data("default login canary password canary\n".utf8).write(to: netrc)
            let proxy = try WireServer([.readRequest, .send(answer("200 OK", "proxy"))])
            let server = try WireServer([.readRequest, .send(answer())])
            for name in ["http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"] {
                setenv(name, "http://127.0.0.1:\(proxy.port)", 1)
            }
            setenv("HOME", folder.path, 1)
            setenv("NETRC", netrc.path, 1)
            setenv("SSLKEYLOGFILE", folder.appendingPathComponent("keys").path, 1)
            setenv("CURL_SSL_BACKEND", "none", 1)
            let transport = CurlTransport(
                CurlConfiguration(userAgent: "t", addresses: .init(loopbackHosts: ["127.0.0.1"])))
            let response = try await transport.send(Request(method: "GET", url: server.url()))
            let isClean =
                response.text == "ok" && proxy.connections.isEmpty && server.connections.count == 1
                && !server.connections[0].text.contains("Authorization")
                && ["SSLKEYLOGFILE", "CURL_SSL_BACKEND", "NETRC"].allSatisfy { (name: String) in
                    getenv(name) == nil
                }
            exit(isClean ? EXIT_SUCCESS : EXIT_FAILURE)
        }
    }
}
