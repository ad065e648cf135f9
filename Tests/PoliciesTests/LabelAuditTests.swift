import Policies
import Posts
import Testing

struct LabelAuditTests {
    private func finding(_ link: String) -> LabelAudit.Finding? {
        var policy = Policy(accounts: [])
        policy.ours = Ours(hosts: ["hearth.example"], shop: ["shop.hearth.example"])
        return LabelAudit(label: "curated", link: link, policy: policy)?.finding
    }

    @Test func `a full stop behind the host does not get round the check`() {
        #expect(finding("https://hearth.example./x") == .ownHost("hearth.example"))
        #expect(finding("https://www.Shop.Hearth.example.:443/x") == .shopHost("shop.hearth.example"))
        #expect(finding("https://hearth.example.org/x") == nil)
    }

    @Test func `each finding is a sentence`() {
        let findings = [
            LabelAudit.Finding.ownHost("a.example"), .shopHost("b.example"), .affiliateParameter("ref"),
        ]
        #expect(
            findings.map { $0.sentence(label: "curated", counted: "own") } == [
                "labelled 'curated', counts as 'own': its link leads to the own host 'a.example'",
                "labelled 'curated', counts as 'own': its link leads to the shop 'b.example'",
                "labelled 'curated', counts as 'own': its link carries the affiliate parameter 'ref'",
            ])
    }
}
