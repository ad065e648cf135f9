import Foundation

/// What a claim freezes before a publishing call.
public struct Claim: Hashable, Sendable {
    /// The step's name.
    public var step: String
    /// The request without secrets.
    public var request: Data
    /// The message; kept from the first claim on.
    public var message: Data
    /// How long after its first sending the step may be sent again, in seconds; nil for ever. Only asked of a
    /// delivery in `unknown`.
    public var resendWithin: Int?
    /// Host and process that make the call.
    public var owner: String
    /// The host that is called, so that accounts on one host are known; nil if it cannot be told.
    public var host: String?

    /// What is frozen.
    public init(
        step: String, request: Data, message: Data, resendWithin: Int? = nil, owner: String,
        host: String? = nil
    ) {
        self.step = step
        self.request = request
        self.message = message
        self.resendWithin = resendWithin
        self.owner = owner
        self.host = host
    }
}

/// A change of a delivery: the state it goes to and what is written with it.
public struct DeliveryMove: Hashable, Sendable {
    /// The state it goes to.
    public var to: DeliveryState
    /// Why, in a sentence.
    public var reason: String?
    /// Not before this epoch second; nil leaves it.
    public var notBefore: Int?
    /// Failures in a row; nil leaves them.
    public var failures: Int?
    /// All handles; nil leaves them.
    public var handles: [String: String]?
    /// Since when others see it, in epoch seconds; nil leaves it.
    public var visibleSince: Int?
    /// The id the network gave it.
    public var remoteID: String?
    /// Where it can be seen.
    public var url: String?
    /// The flight with what was learned about it; nil leaves it.
    public var flight: Delivery.Flight?
    /// Whether a person must do something about it, beyond what the state says.
    public var asksPerson: Bool
    /// The network asks that nothing more is sent on the account before this epoch second.
    public var pausesUntil: Int?

    /// A move to `to`.
    public init(
        _ to: DeliveryState, reason: String? = nil, notBefore: Int? = nil, failures: Int? = nil,
        handles: [String: String]? = nil, visibleSince: Int? = nil, remoteID: String? = nil,
        url: String? = nil,
        flight: Delivery.Flight? = nil, asksPerson: Bool = false, pausesUntil: Int? = nil
    ) {
        self.to = to
        self.reason = reason
        self.notBefore = notBefore
        self.failures = failures
        self.handles = handles
        self.visibleSince = visibleSince
        self.remoteID = remoteID
        self.url = url
        self.flight = flight
        self.asksPerson = asksPerson
        self.pausesUntil = pausesUntil
    }
}
