import Diagnostics

extension Failure {
  static func recordNameUnreadable(_ text: String) -> Failure {
    Failure(
      .recordUnnamed, "\"\(text)\" names no record",
      remedy: "write an address number (4242), customer/4242, contact/4242.1 or zoho/Accounts/ID")
  }

  static func momentUnreadable(_ text: String) -> Failure {
    Failure(
      .momentUnreadable, "\"\(text)\" names no moment",
      remedy:
        "write 2026-07-14, 2026-07-14 09:30, 2026-07-14T09:30:00+02:00, or an event as #1234; times are UTC unless they say"
    )
  }

  static func momentAhead(_ sequence: UInt64, head: UInt64) -> Failure {
    Failure(
      .momentAhead, "event \(sequence) is not in the log yet: it ends at \(head)",
      remedy: "name an event up to #\(head)")
  }
}
