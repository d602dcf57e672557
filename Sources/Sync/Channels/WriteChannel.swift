import Decisions
import Diagnostics
import HTTPTransport
import JSONText

/// The one seam to a system that is written to: how calls are made of writes, and what can be seen of them afterwards.
///
/// It judges nothing and records nothing: what an answer means for a write is decided by `WriteLife` and the pure
/// functions of the core, and kept in the log by the carrier.
protocol WriteChannel: Sendable {
  /// What holds for every call.
  var terms: ChannelTerms { get }
  /// Seconds since 1970 by the target's clock, as far as its answers have shown it.
  var now: Int64 { get }
  /// Makes one call with these writes, in their order; once, whatever comes of it.
  ///
  /// It has ended by `landsUntil` (seconds by the target's clock, as the log says it; nil where no end is known), or
  /// has not left.
  func send(_ writes: [CarriedWrite], landsUntil: Int64?) async -> CallEnding
  /// The records that a write could have made or changed, by its operation; none where nothing is there.
  func look(for writes: [CarriedWrite]) async throws(Failure) -> [String: [ZohoRecord]]
  /// What changed since a second of the target's clock, thinly: ids and our keys on them.
  func changes(since second: Int64) async throws(Failure) -> TargetChanges
  /// Some records verbatim, by ids that were just listed; those that are gone since are left out.
  func records(_ ids: [String]) async throws(Failure) -> [JSONObject]
  /// The class of trouble that a read which failed is.
  func errorClass(of failure: Failure) -> ErrorClass
  /// The records of these writes by their ids, by operation.
  func readBack(_ writes: [CarriedWrite]) async throws(Failure) -> [String: ZohoRecord]
}

/// What holds for every call of a channel.
struct ChannelTerms: Sendable {
  let side: Side
  /// What messages call the system.
  let system: RemoteSystem
  /// The module or orchestration.
  let kind: String
  /// Rows of one call, at most.
  let rowsMax: Int
  /// Seconds after which a call that was sent can no longer land; nil where no end is known.
  let landsWithin: Int64?
  /// Calls under way side by side.
  let width: Int
}

/// What changed in a target.
struct TargetChanges: Sendable {
  /// A record that changed.
  struct Row: Sendable {
    let id: String
    /// Our key on it; nil where it shows none.
    let key: String?
    /// Its own time, as the target writes it.
    let time: String?
  }

  var rows: [Row] = []
  /// The target's clock as the listing began, in seconds since 1970; nil where it said none.
  var date: Int64?
}

/// How one call ended.
enum CallEnding: Sendable {
  /// An answer for each row, in their order.
  case answered([RowVerdict], CallEvidence)
  /// It may have been done.
  case unknown(Failure, CallEvidence?)
  /// The call as a whole was refused.
  case refused(Refusal, CallEvidence?)
}

/// Why a call as a whole was not done, and when it may be made again.
struct Refusal: Sendable {
  let failure: Failure
  let errorClass: ErrorClass
  /// How long the system asks to wait.
  let retryAfter: Duration?
}

/// What came back besides the rows, for the log.
struct CallEvidence: Sendable {
  let status: Int
  let headers: JSONObject
  let body: JSONValue?
  let digest: String
}

/// What the system said to one row.
struct RowVerdict: Sendable {
  /// The ways on.
  enum Outcome: Sendable {
    case applied(id: String, time: String?)
    case refused(ErrorClass)
    /// It cannot be believed as it stands: look before anything is concluded.
    case unknown
  }

  let outcome: Outcome
  /// The system's code and words; nil where applied.
  var code: String?
  var message: String?
  /// Somebody else's record holds a value that must be unique.
  var stranger: Stranger?
  /// The row's element of the answer, verbatim.
  let answer: JSONValue?

  /// A record that stands in the way of a write.
  struct Stranger: Sendable {
    let id: String
    let field: String?
  }
}
