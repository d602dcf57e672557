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
  func send(_ writes: [CarriedWrite]) async -> CallEnding
  /// The records that a write could have made or changed, by its operation; none where nothing is there.
  func look(for writes: [CarriedWrite]) async throws(Failure) -> [String: [ZohoRecord]]
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
