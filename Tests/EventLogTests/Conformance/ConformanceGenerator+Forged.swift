import EventLog
import Testing

extension ConformanceGenerator {
  /// Ledgers of one active segment with all checksums and signatures right, whose lines break a law; and two that do not.
  func forged() throws -> [GeneratedCase] {
    let opened = try #require(try BaseLedgers.lines(base.fresh).first)
    let at = String(opened.split(separator: "\"at\":\"")[1].prefix(27))
    func line(
      _ number: Int, _ members: String, at: String = at, stream: String = "s", body: String = "\"body\":{}"
    ) -> String {
      "{\"seq\":\(number),\"at\":\"\(at)\",\"kind\":\"record.polled\",\"stream\":\"\(stream)\"\(members),\(body)}"
    }
    func ledger(_ lines: [(String, String)]) throws -> [String: [UInt8]] {
      try ForgedLedger(lines: [(opened, "ledger")] + lines.map { (text: $0.0, stream: $0.1) }).files(
        like: base.closed)
    }
    func bad(_ name: String, _ about: String, _ lines: [(String, String)]) throws -> GeneratedCase {
      GeneratedCase(
        name, about, try ledger(lines), .damaged, events: lines.count + 1, named: [Self.first])
    }
    let leaf = TreeHash.leaf(of: Array("what stood here".utf8)).base64
    let erased = line(2, "", body: "\"erased\":{\"leaf\":\"\(leaf)\",\"by\":3}")
    func erasure(_ number: Int, of other: Int) -> String {
      line(number, "", stream: "e", body: "\"body\":{\"seq\":\(other)}").replacing(
        "record.polled", with: "event.erased")
    }
    let firstHead = "checkpoints/" + ForgedLedger.digits(1)
    func remembering(_ root: TreeHash) throws -> [String: [UInt8]] {
      let body = "\"body\":{\"checkpoint_size\":1,\"checkpoint_root\":\"\(root.base64)\"}"
      return try ledger([
        (line(2, "", stream: "c", body: body).replacing("record.polled", with: "command.started"), "c")
      ])
    }
    let remembered = try remembering(.leaf(of: Array(opened.utf8)))
    return [
      GeneratedCase(
        "head-remembered", "An event remembers a signed head, and it is there.",
        remembered.putting(firstHead, base.fresh[firstHead]), events: 2),
      GeneratedCase(
        "head-taken-away", "An event remembers a signed head, and its file is gone.", remembered, .damaged,
        events: 2, named: [firstHead]),
      GeneratedCase(
        "head-exchanged", "An event remembers another root for a signed head.",
        try remembering(.leaf(of: Array("another".utf8))).putting(firstHead, base.fresh[firstHead]),
        .damaged, events: 2, named: [Self.first]),
      GeneratedCase(
        "unknown-members", "Lines with members that nobody knows yet.",
        try ledger([(line(2, ",\"later\":{\"x\":[1,\"}\"]}"), "s"), (line(3, ",\"prev\":2,\"z\":null"), "s")]
        ),
        events: 3),
      GeneratedCase(
        "erased", "An erased event, and the erasure that names it.",
        try ledger([(erased, "s"), (erasure(3, of: 2), "e")]), events: 3),
      try bad(
        "erased-unnamed", "An erased event that its erasure does not name.",
        [(erased, "s"), (erasure(3, of: 1), "e")]),
      GeneratedCase(
        "loss-accepted", "Events 9 to 12 were damaged, and their loss was accepted.", base.lossy,
        events: try BaseLedgers.lines(base.lossy).count),
      try bad(
        "loss-unaccepted", "A line says that its event is lost, and nothing accepts that.",
        [(line(2, "", stream: "lost/2").replacing("record.polled", with: "event.lost"), "lost/2")]),
      try bad(
        "loss-of-nothing", "An event accepts the loss of an event that is there.",
        [
          (
            line(
              2, ",\"prev\":1", stream: "ledger",
              body: "\"body\":{\"first\":1,\"last\":1,\"heads_through\":1,\"unknown_hashes\":1,\"files\":[]}"
            ).replacing("record.polled", with: "loss.accepted"), "ledger"
          )
        ]),
      try bad(
        "loss-foretold", "An event accepts a loss, and says that heads are hidden by it that came later.",
        [
          (line(2, "", stream: "lost/2").replacing("record.polled", with: "event.lost"), "lost/2"),
          (
            line(
              3, ",\"prev\":1", stream: "ledger",
              body: "\"body\":{\"first\":2,\"last\":2,\"heads_through\":9,\"unknown_hashes\":1,\"files\":[]}"
            ).replacing("record.polled", with: "loss.accepted"), "ledger"
          ),
        ]),
      try bad("gap", "A sequence number is left out.", [(line(3, ""), "s")]),
      try bad(
        "clock-backwards", "An event was recorded before the one before it.",
        [(line(2, "", at: "2026-01-01T00:00:00.000000Z"), "s")]),
      try bad("wrong-prev", "A link to an event of another stream.", [(line(2, ",\"prev\":1"), "s")]),
      try bad(
        "missing-prev", "A link to the stream's last event is missing.",
        [(line(2, ""), "s"), (line(3, ""), "s")]),
      try bad("cause-later", "An event names a later one as its cause.", [(line(2, ",\"cause\":2"), "s")]),
      try bad(
        "no-json", "A line whose body only looks like an object.",
        [(line(2, "", body: "\"body\":{this is \"no JSON}"), "s")]),
      try bad("no-object", "A line that is no event.", [("[2]", "s")]),
      try bad(
        "wrong-stream-hash", "A commit's header does not name the stream inside, so that nobody finds it.",
        [(line(2, ""), "other")]),
    ]
  }
}
