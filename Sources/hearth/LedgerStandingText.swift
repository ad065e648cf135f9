import Ledger

extension LedgerStanding {
    /// What is wrong and what to do, in a sentence; empty if nothing is.
    var sentence: String {
        switch self {
        case .known: ""
        case .restored(let lacks, let last):
            "the ledger lacks \(lacks) \(lacks == 1 ? "call" : "calls") that it made, the last at \(StatusReport.time(last)): "
                + "it comes from a backup. Nothing is sent until `hearth adopt`"
        case .lost(let other):
            "the ledger that sent for this queue (\(other)) was lost, and this one has sent nothing yet: "
                + "name its folder if it is elsewhere (--state, HEARTH_STATE), restore it, "
                + "or take this one with `hearth adopt`. Nothing is sent until then"
        case .doubled(let other):
            "another ledger (\(other)) sends for this queue: one of them has to stop, "
                + "and the one that stays says `hearth adopt`. Nothing is sent until then"
        }
    }
}
