import Testing

@testable import Preview

struct PaintTests {
    @Test func `colours end where they should`() {
        #expect(Paint(isOn: true).red("late") == "\u{1B}[31mlate\u{1B}[0m")
        #expect(Paint(isOn: true).bold("late") == "\u{1B}[1mlate\u{1B}[0m")
    }

    @Test func `without colour text stays as it is`() {
        let paint = Paint(isOn: false)
        for colour in [paint.bold, paint.faint, paint.green, paint.yellow, paint.red] {
            #expect(colour("late") == "late")
        }
    }
}
