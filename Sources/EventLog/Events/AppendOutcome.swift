/// What a decision has seen of a stream; an append is refused whole when any such stream has moved on.
package struct ExpectedSequence: Hashable, Sendable {
  /// The stream.
  package let stream: String
  /// Its last event; 0 = it must not exist.
  package let last: UInt64

  /// The last event of a stream that a decision rests on.
  package init(stream: String, last: UInt64) {
    self.stream = stream
    self.last = last
  }
}

/// The numbers that durable events got.
package struct AppendReceipt: Hashable, Sendable {
  /// The first of them.
  package let first: UInt64
  /// The last of them.
  package let last: UInt64
  /// When they were recorded, as written in the events.
  package let at: String

  /// The numbers of all of them, in the order of the append.
  package var sequences: ClosedRange<UInt64> { first...last }
}

/// How an append ended.
package enum AppendOutcome: Hashable, Sendable {
  /// Everything is on disk.
  case appended(AppendReceipt)
  /// Nothing was written: these streams moved on, with their present last event.
  case moved([ExpectedSequence])
}
