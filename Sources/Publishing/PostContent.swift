import Ledger
import Posts

extension Post {
    /// Stands for everything of the post that goes out: equal as long as the network would be sent the same.
    var contentDigest: String {
        var texts = body + ["|"]
        for (name, parts) in self.texts.sorted(by: { $0.key < $1.key }) { texts += [name] + parts + ["|"] }
        for parts in variants { texts += parts + ["|"] }
        texts += [link ?? "", card?.title ?? "", card?.description ?? "", card?.thumbnail ?? ""]
        texts += images.flatMap { [$0.file, $0.alt] }
        texts += [via ?? "", language ?? "", warning ?? "", visibility?.rawValue ?? ""]
        return ContentDigest.hex(texts: texts)
    }

    /// What history needs to know of it.
    var deliveryFacts: DeliveryFacts {
        DeliveryFacts(
            kind: kind, link: link, topics: topics, source: source, campaign: campaign,
            content: contentDigest,
            identity: identity.digest)
    }
}
