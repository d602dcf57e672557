package import Diagnostics
package import EventLog
import Instants

/// A point in the log, as a person names it: an instant, or an event.
package enum Moment: Hashable, Sendable {
  /// Microseconds since 1970 UTC: everything that was recorded by then.
  case instant(microseconds: Int64)
  /// Everything up to this event.
  case event(UInt64)

  /// Reads RFC 3339 with any offset, `yyyy-MM-dd` (its first instant), `yyyy-MM-dd HH:mm[:ss]`, UTC unless it
  /// says, or an event as `#1234`.
  package init(_ text: String) throws(Failure) {
    if text.first == "#" {
      guard let sequence = UInt64(text.dropFirst()), sequence > 0 else { throw .momentUnreadable(text) }
      self = .event(sequence)
      return
    }
    guard let instant = RFC3339.microseconds(Self.completed(text)) else { throw .momentUnreadable(text) }
    self = .instant(microseconds: instant)
  }

  /// The last event that belongs to the moment; 0 where the log begins later.
  ///
  /// `at` never runs backwards, so some twenty events are looked at in a log of any length. Blocks on the disk.
  package func lastSequence(in reader: LedgerReader) throws(Failure) -> UInt64 {
    let head = try reader.refresh()
    switch self {
    case .event(let sequence):
      guard sequence <= head else { throw .momentAhead(sequence, head: head) }
      return sequence
    case .instant(let limit):
      var known: UInt64 = 0  // recorded by then
      var later = head + 1  // recorded after that, or not there
      while later - known > 1 {
        let middle = known + (later - known) / 2
        guard let event = try reader.event(middle), let at = RFC3339.microseconds(event.at) else {
          throw .momentAhead(middle, head: head)
        }
        if at <= limit { known = middle } else { later = middle }
      }
      return known
    }
  }

  /// The text with what a person may leave out.
  private static func completed(_ text: String) -> String {
    var text = text
    if text.utf8.count == 10 { text += "T00:00" }
    let time = text.dropFirst(11)
    let zone = time.firstIndex { "Zz+-".contains($0) } ?? text.endIndex
    var clock = String(time[..<zone])
    if clock.utf8.count == 5 { clock += ":00" }
    return text.prefix(10) + "T" + clock + (zone == text.endIndex ? "Z" : text[zone...])
  }
}
