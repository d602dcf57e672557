import Testing

@testable import counterfoil

@Suite("A filter of the log")
struct LogFilterTests {
  @Test("knows every kind that the log writes about itself")
  func kinds() {
    let own = [
      "append.refused", "clock.jumped", "event.lost", "key.rotated", "ledger.opened", "loss.accepted",
      "tail.quarantined",
    ]
    #expect(LogOptions.kinds.isSuperset(of: own) && LogOptions.kinds.contains("record.polled"))
  }

  private static let line =
    #"{"seq":12,"at":"2026-07-14T09:30:00.000000Z","kind":"write.intended","stream":"op/a\"b","prev":3,"run":7,"body":{}}"#

  @Test(
    "wants an event by kind, stream and run, whole or by its beginning",
    arguments: [
      (LogFilter(), true), (LogFilter(kinds: [.init("write.intended")]), true),
      (LogFilter(kinds: [.init("write.*")]), true), (LogFilter(kinds: [.init("write")]), false),
      (LogFilter(kinds: [.init("write.intended.now")]), false),
      (LogFilter(kinds: [.init("record.polled"), .init("write.*")]), true),
      (LogFilter(streams: [.init("op/a\"b")]), true), (LogFilter(streams: [.init("op/a\"*")]), true),
      (LogFilter(streams: [.init("op/a")]), false), (LogFilter(streams: [.init("*")]), true),
      (LogFilter(run: 7), true), (LogFilter(run: 12), true), (LogFilter(run: 8), false),
      (LogFilter(kinds: [.init("write.*")], streams: [.init("link/*")]), false),
    ])
  func wants(filter: LogFilter, isWanted: Bool) {
    let bytes = Array(Self.line.utf8)
    #expect(filter.admits(bytes.span.bytes) == isWanted)
  }
}
