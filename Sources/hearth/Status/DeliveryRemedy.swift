import Ledger

extension DeliveryState {
    /// What a person can do about a delivery in this state: commands that it does not refuse.
    var remedy: String {
        switch self {
        case .needsResolve, .unknown:
            "look at the account, then `hearth resolve ID --sent URL`, --retry or --drop"
        case .held:
            "put right what is wrong, then `hearth resume ACCOUNT`; or `hearth resolve ID --retry`, or --drop"
        case .rejected:
            "change the post in queue/; or `hearth resolve ID --drop`, or --retry as it is"
        case .expired: "give the post another time in queue/ (`at:`); or `hearth resolve ID --drop`"
        case .planned, .missed: "`hearth resolve ID --drop` if it shall not go out"
        case .sending: "the next tick finds out what came of it"
        case .posted: "it is out for good"
        case .cancelled: "it was dropped for good"
        }
    }
}
