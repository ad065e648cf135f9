import Testing

@testable import Networks

@Suite struct HTMLTextTests {
    @Test(arguments: [
        ("", ""),
        ("plain", "plain"),
        ("<p>One.</p><p>Two.<br />Three.<br>Four.</p>", "One.\n\nTwo.\nThree.\nFour."),
        (
            "<p>a &lt;b&gt; &amp;amp; &quot;c&quot; &#39;d&#39; &#x1F389; &apos;</p>",
            "a <b> &amp; \"c\" 'd' 🎉 '"
        ),
        ("R&D & more; &unknown; &#xZZ; &", "R&D & more; &unknown; &#xZZ; &"),
        (
            #"<p><a href="https://www.w3.org/a"><span class="invisible">https://www.</span>"#
                + #"<span class="ellipsis">w3.org</span><span class="invisible">/a</span></a></p>"#,
            "https://www.w3.org/a"
        ),
        (
            ##"<a href="https://x.example/@bob" class="u-url mention">@<span>bob</span></a> <a href="#">#<span>a11y</span></a>"##,
            "@bob #a11y"
        ),
        ("<p>unfinished <b", "unfinished"),
    ])
    func `tags go, line breaks and entities become what they mean`(_ html: String, _ text: String) {
        #expect(HTMLText.plain(html) == text)
    }
}
