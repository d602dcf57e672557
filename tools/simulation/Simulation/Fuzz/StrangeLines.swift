/// Lines of the log that no writer writes, with the numbers that belong there.
enum StrangeLines {
  private static let numbers = [
    "0", "1", "5", "999999999999999999", "1000000000000000000", "9223372036854775808", "18446744073709551615",
    "18446744073709551616", "-1", "1e400", "0.5", "\"3\"", "null",
  ]

  /// One to three lines from event `first` on.
  static func some(from first: UInt64, _ dice: inout Dice) -> [[UInt8]] {
    (0..<UInt64(dice.roll(1...3))).map { Array(line(first &+ $0, &dice).utf8) }
  }

  private static func line(_ sequence: UInt64, _ dice: inout Dice) -> String {
    let number = dice.pick(numbers)
    let leaf = String(repeating: "A", count: 43) + "="
    func event(_ kind: String, _ body: String, stream: String = "ledger", members: String = "") -> String {
      #"{"seq":\#(sequence),"at":"2026-07-14T09:30:00.000000Z","kind":"\#(kind)","stream":"\#(stream)"\#(members),"body":\#(body)}"#
    }
    switch dice.roll(0...11) {
    case 0:
      return event(
        "loss.accepted",
        #"{"first":\#(dice.pick(numbers)),"last":\#(number),"heads_through":\#(dice.pick(numbers)),"unknown_hashes":\#(dice.pick(numbers))}"#
      )
    case 1:
      return event(
        "command.started", #"{"checkpoint_size":\#(number),"checkpoint_root":"\#(leaf)"}"#, stream: "command")
    case 2: return event("event.lost", #"{"leaf":"\#(leaf)"}"#, stream: "lost/\(sequence)")
    case 3: return event("event.erased", #"{"seq":\#(number)}"#)
    case 4:
      let whole = event("record.polled", "{}")
      return whole.replacing(#""body":{}"#, with: #""erased":{"leaf":"\#(leaf)","by":\#(number)}"#)
    case 5:
      return event(
        "key.rotated", #"{"old_key":"\#(leaf)","new_key":"\#(leaf)","note":"x"}"#, stream: "ledger/key")
    case 6:
      let depth = dice.pick([10, 127, 129, 600, 100_000])
      return event(
        "loss.accepted",
        #"{"first":\#(String(repeating: "[", count: depth))"# + String(repeating: "]", count: depth) + "}")
    case 7: return event("record.polled", "{}", members: #","prev":\#(number)"#)
    case 8: return event("record.polled", "{}", members: #","cause":\#(number),"run":\#(dice.pick(numbers))"#)
    case 9: return event("record.polled", "{}", members: #","v":\#(number)"#)
    case 10: return #"{"":\#(number)}"#
    default:
      return event("record.polled", #"{"n":\#(String(repeating: "9", count: dice.pick([1, 40, 5_000])))}"#)
    }
  }
}
