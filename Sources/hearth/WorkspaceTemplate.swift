import Policies

/// The files that `hearth init` makes: a policy that explains itself and a handful of posts to begin with.
///
/// No post has a date, so that the preview shows something whenever it is made.
enum WorkspaceTemplate {
    /// The presets a workspace can be built on.
    static let presets = Preset.all.map { $0.name }

    /// Paths below the workspace and their texts.
    static func files(preset: String) -> [(path: String, text: String)] {
        [
            (".gitignore", ".hearth/\n.hearth.epoch\nsecrets/\n"),
            ("policies/default.yaml", policy(preset: preset)),
        ]
            + posts.map { ("queue/\($0.path)", $0.text) }
    }

    /// The texts of the posts.
    static var queueTexts: [String] { posts.map(\.text) }

    private static func policy(preset: String) -> String {
        """
        # What may go out, and when. Every key is explained in docs/policy.md of Hearth.
        # A section that you write here replaces the same section of the preset, whole.
        extends: presets/\(preset)

        # The wall clock of every account that names none of its own.
        timezone: Europe/Berlin

        # Your own sites. A post that links here is never "somebody else's work", whatever its label says.
        ours:
          hosts: [your-site.example]
          shop: []

        # One entry per identity. Secrets never stand here, only where they are:
        # env:NAME, file:PATH (chmod 600), command: pass show x, or credential:NAME (systemd).
        accounts:
          mastodon:
            network: mastodon
            url: https://mastodon.example
            token: "file:secrets/mastodon"
          # bluesky:
          #   network: bluesky
          #   handle: you.example
          #   password: "file:secrets/bluesky"

        # Uncomment to change the pace of the preset: posts a day, the least time between two, the longest silence.
        # pace: { min: 1, target: 2, max: 4, spacing: 2h, silence: 36h }

        # Uncomment when a campaign comes; posts with `campaign: spring` then stay within it.
        # campaigns:
        #   spring: { from: 2027-03-01, to: 2027-03-14, max: 4 }

        """
    }

    private static let posts: [(path: String, text: String)] = [
        (
            "curated/designing-for-everyone.md",
            """
            ---
            kind: curated
            link: https://www.w3.org/WAI/tips/designing/
            topics: [accessibility]
            ---
            Small changes that make a page readable for everyone: contrast, headings, labels, room to click.

            """
        ),
        (
            "curated/open-street-map.md",
            """
            ---
            kind: curated
            link: https://www.openstreetmap.org/
            topics: [maps]
            ---
            A map that everybody may use and everybody can mend. Look up your own street: is the new bench on it?

            """
        ),
        (
            "curated/how-to-repair-it.md",
            """
            ---
            kind: curated
            link: https://www.ifixit.com/Guide
            topics: [repair]
            ---
            Before it goes into the bin: step-by-step guides for thousands of things, written by people who did it.

            """
        ),
        (
            "curated/free-to-use.md",
            """
            ---
            kind: curated
            link: https://creativecommons.org/share-your-work/
            topics: [sharing]
            ---
            How to give your own work away with a few words, so that others know what they may do with it.

            """
        ),
        (
            "conversation/what-are-you-making.md",
            """
            ---
            kind: conversation
            topics: [community]
            evergreen: { every: 21d, times: 6 }
            variants:
              - "What are you making this week? We would like to see it, finished or not."
              - "Show us something you finished lately. Or something that refuses to be finished."
            ---
            What are you making this week? We would like to see it, finished or not.

            """
        ),
        (
            "answer/where-to-begin.md",
            """
            ---
            kind: answer
            topics: [help]
            ---
            Somebody asked where to begin. With the smallest thing that annoys you every day: it is worth more than
            the big plan, and it is done by the evening.

            """
        ),
        (
            "community/somebody-elses-work.md",
            """
            ---
            kind: community
            topics: [members]
            ---
            Pass on what a member, a neighbour or a reader has made, and say why you like it. Replace this text: it is
            the best kind of post you can write.

            """
        ),
        (
            "own/our-article.md",
            """
            ---
            kind: own
            link: https://your-site.example/our-article
            topics: [background]
            ---
            Your own article. It asks for attention, so it goes out when posts that give have earned it.

            """
        ),
        (
            "promo/our-offer.md",
            """
            ---
            kind: promo
            link: https://your-site.example/offer
            topics: [offer]
            draft: true
            note: A draft is never sent. Remove the line `draft` when it is ready.
            ---
            Your offer. It costs most, and the preview shows when it is earned.

            """
        ),
    ]
}
