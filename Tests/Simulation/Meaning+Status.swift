import HTTP
import Networks
import Timeline

extension Meaning {
    /// What a status other than success means to the clients of the networks that are only simulated.
    static func ofTrouble(_ response: Response, to step: Step, clock: EpochSeconds) -> Meaning? {
        switch response.status {
        case 200: nil
        case 401, 403: .held(why: "status \(response.status)")
        case 400, 422: .refused(why: "refused")
        case 429: .later(seconds: RetryAfter.wait(response, now: Double(clock)), why: "too many")
        default:
            step.effect == .publishes
                ? .unknown(why: "status \(response.status)") : .later(seconds: nil, why: "\(response.status)")
        }
    }
}
