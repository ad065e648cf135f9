import Foundation
import Ledger

extension Oracle {
    /// What must stand nowhere: the canary that every secret has, plain or as the key of a signature.
    private static let needles = [World.canary, Data(World.canary.utf8).base64EncodedString()]

    /// No secret is in anything that outlives a tick, but for the sessions: not in what was frozen, nor in what servers said.
    mutating func judgeSecrets(in world: World) throws {
        var texts = try world.ledger.everyText().map { (place: $0.table, text: $0.text) }
        texts += world.epochs.map { ("an epoch", "\($0)") }
        texts += world.kept.map { [("a kept outcome", "\($0)")] } ?? []
        for (place, text) in texts where Oracle.needles.contains(where: { text.contains($0) }) {
            violate(.leaked, "\(place) has a secret: \(text.prefix(200))", at: world)
        }
    }
}
