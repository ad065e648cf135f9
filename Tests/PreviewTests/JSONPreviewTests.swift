import Planning
import Testing

@testable import Preview

struct JSONPreviewTests {
    @Test func `json is the plan's document, whatever the place it is read at`() {
        let narrow = JSONPreview.render(
            Scene.ordinary, style: PreviewStyle(width: 40, colour: true, leftOutLimit: 0))
        #expect(narrow == PlanDocument.json(Scene.ordinary))
        #expect(narrow.hasSuffix("}\n"))
    }

    @Test func `control characters in ids stay escaped`() {
        let text = JSONPreview.render(Scene.hostile, style: PreviewStyle())
        #expect(!text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
    }
}
