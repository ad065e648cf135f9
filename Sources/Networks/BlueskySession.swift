import HTTP

/// The tokens of an account of the AT Protocol and the server that keeps its repository.
struct BlueskySession: Sendable, Hashable {
    /// The token for calls; nil once it is known to be of no use.
    var accessToken: String?
    /// The token for a new pair of tokens.
    var refreshToken: String
    /// Whose repository it is.
    var did: String
    /// The address of the server that keeps it.
    var pds: String
    /// When this pair was given out.
    var issued: EpochSeconds

    /// What is kept; nil where there is no session, or one of another handle or service.
    init?(_ memory: Memory, handle: String, service: String) {
        let kept = memory.session
        guard kept["handle"] == handle, kept["service"] == service, let refresh = kept["refreshToken"],
            let did = kept["did"], let pds = kept["pds"]
        else { return nil }
        accessToken = kept[Memory.accessToken]
        refreshToken = refresh
        self.did = did
        self.pds = pds
        issued = kept["issued"].flatMap { Int($0) } ?? 0
    }

    /// Whether the token for calls has more than ten minutes left, or a quarter of its life if that is less:
    /// then a delivery with many steps needs no second one.
    ///
    /// Its life is counted from when we got it, so that a clock that disagrees with the server's does no
    /// harm.
    func isUsable(at clock: EpochSeconds) -> Bool {
        guard let accessToken else { return false }
        // A token that cannot be read is good until the server says otherwise.
        guard let life = BlueskySession.life(of: accessToken) else { return true }
        let margin = min(600, life / 4)
        return clock < issued + max(1, life - margin)
    }

    /// Seconds between `iat` and `exp` of a JWT (RFC 7519); its signature is the server's business.
    static func life(of token: String) -> Int? {
        let fields = token.split(separator: ".", omittingEmptySubsequences: false)
        guard fields.count == 3, let bytes = Base64Text.decode(fields[1]),
            let claims = String(validating: bytes, as: UTF8.self).flatMap({ JSON(parsing: $0) }),
            let start = claims["iat"]?.integer, let end = claims["exp"]?.integer
        else { return nil }
        let (life, overflow) = end.subtractingReportingOverflow(start)
        return overflow ? nil : max(0, life)
    }

    /// What `createSession` and `refreshSession` answer, as values to keep; nil if it is something else.
    static func findings(
        _ json: JSON?, handle: String, service: ServiceAddress, pds known: String?, clock: EpochSeconds
    ) -> Meaning.Findings? {
        guard let json, let access = json["accessJwt"]?.text, let refresh = json["refreshJwt"]?.text,
            let did = json["did"]?.text, did.hasPrefix("did:")
        else { return nil }
        let pds = pds(in: json["didDoc"], service: service) ?? known ?? service.base
        return Meaning.Findings(
            facts: ["handle": handle, "service": service.base, "did": did, "pds": pds],
            session: [
                Memory.accessToken: access, "refreshToken": refresh, "did": did, "pds": pds, "handle": handle,
                "service": service.base, "issued": String(clock),
            ])
    }

    /// The server that the account's own document names. Plain http only to where the service is itself.
    private static func pds(in document: JSON?, service: ServiceAddress) -> String? {
        let entry = document?["service"]?.items?.first { $0["id"]?.text?.hasSuffix("#atproto_pds") ?? false }
        guard let text = entry?["serviceEndpoint"]?.text, let address = try? ServiceAddress(text, key: "pds")
        else {
            return nil
        }
        return text.lowercased().hasPrefix("https://") || address.host == service.host ? address.base : nil
    }
}
