import Policies
import Posts
import Rules
import Testing
import Timeline

struct SlotRefusalTests {
    @Test func `each refusal says what is wrong with the slot`() {
        let at = Stage.at("2026-11-23T08:07Z")
        let sentences = [
            SlotRefusal.unknownAccount("myspace"),
            .unknownPost("promo/gone"),
            .outsideHorizon(at, now: at + .minutes(1), end: at + .days(14)),
            .noSlot(at),
            .taken(at, by: "curated/contrast"),
            .taken(at, by: nil),
        ].map { refusal -> String in
            #expect(refusal.rule == "slot")
            return refusal.sentence(in: Stage.berlin)
        }
        #expect(
            sentences == [
                "the policy has no account myspace",
                "the queue has no post promo/gone that may go to this account",
                "2026-11-23T09:07 is not in the horizon from 2026-11-23T09:08 to 2026-12-07T09:07",
                "2026-11-23T09:07 is not one of the account's slots",
                "curated/contrast goes out on the account at 2026-11-23T09:07 already",
                "something else goes out on the account at 2026-11-23T09:07 already",
            ])
        #expect(SlotRefusal.barred("dropped").rule == "barred")
        #expect(SlotRefusal.barred("dropped").sentence(in: Stage.berlin) == "dropped")
    }
}
