import Testing

@testable import counterfoil

@Suite("How far a verb has come")
struct ProgressBarTests {
  @Test("is told with the time that is left, once there is something to go by")
  func timeLeft() {
    let line = ProgressBar.line("verifying", done: 250_000, of: 1_000_000, after: .seconds(10))
    #expect(line == "verifying  ██████··················  250,000 of 1,000,000  31 s left")
    let early = ProgressBar.line("verifying", done: 250_000, of: 1_000_000, after: .seconds(2))
    #expect(early == "verifying  ██████··················  250,000 of 1,000,000")
    let done = ProgressBar.line("verifying", done: 1_000_000, of: 1_000_000, after: .seconds(40))
    #expect(done == "verifying  ████████████████████████  1,000,000 of 1,000,000")
    #expect(ProgressBar.line("reading", done: 1_500, of: nil, after: .seconds(9)) == "reading  1,500")
  }
}
