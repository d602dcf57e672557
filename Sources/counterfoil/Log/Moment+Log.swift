import Diagnostics
import EventLog
import Forensics

extension Moment {
  /// The first event that was recorded at this moment or later; the one after the last where there is none.
  func firstSequence(in reader: LedgerReader) throws(Failure) -> UInt64 {
    switch self {
    case .event(let sequence): sequence
    case .instant(let microseconds):
      try Moment.instant(microseconds: microseconds - 1).lastSequence(in: reader) + 1
    }
  }

  /// The last event up to this moment; one that is still to come may be named.
  func limit(in reader: LedgerReader) throws(Failure) -> UInt64 {
    if case .event(let sequence) = self { return sequence }
    return try lastSequence(in: reader)
  }
}
