/// How a record's own time stands to the answer that said that our write was applied.
package enum RecordTime: String, Hashable, Sendable, CaseIterable {
  /// It was last edited before ours: the read may lag.
  case earlier
  /// Its last edit is ours.
  case ours
  /// It was edited after ours, or by somebody else at the same time.
  case later
  /// It does not say when: 0, no time of day, later than the server's own date, or no answer of ours is known.
  case none

  /// Zoho's: the record's `Modified_Time` against the one in our answer.
  ///
  /// - Parameters:
  ///   - record: The record's time in seconds since 1970; nil where it is not shown.
  ///   - answered: The time in the answer; nil where the record was found and not answered.
  ///   - sentAt: The server's `Date` of the newest sending: where a look has found the write, what moved since then moved
  ///     with it or after it; nil where it is not known.
  ///   - readAt: The server's `Date` of the read; nil where it is not known.
  package init(record: Int64?, answered: Int64?, sentAt: Int64? = nil, readAt: Int64?) {
    guard let record, record > 0, readAt.map({ record <= $0 }) ?? true else {
      self = .none
      return
    }
    if let answered {
      self = record < answered ? .earlier : record == answered ? .ours : .later
    } else if let sentAt {
      self = record < sentAt ? .earlier : .later
    } else {
      self = .none
    }
  }

  /// JDE's: the row's UPMJ and UPMT, which may be one of two instants, against the time between sending and answer.
  ///
  /// - Parameters:
  ///   - record: The row's time at the earliest and at the latest; nil where it has none.
  ///   - call: From sending to answer, by JDE's clock.
  ///   - isOurUser: The row's USER is ours.
  ///   - readAt: JDE's time of the read; nil where it is not known.
  package init(
    record: ClosedRange<Int64>?, call: ClosedRange<Int64>, isOurUser: Bool, readAt: Int64?
  ) {
    guard let record, record.lowerBound > 0, readAt.map({ record.lowerBound <= $0 }) ?? true else {
      self = .none
      return
    }
    if record.upperBound < call.lowerBound {
      self = .earlier
    } else if record.lowerBound > call.upperBound {
      self = .later
    } else if call.contains(record.lowerBound), call.contains(record.upperBound) {
      self = isOurUser ? .ours : .later
    } else {
      self = .none
    }
  }
}
