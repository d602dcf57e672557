/// Why there is no answer, and whether the server may have acted all the same.
///
/// `reach` is the difference between *failed* and *unknown*: after `notSent` a write may be sent again, after
/// `mayHaveArrived` its effect has to be looked up first.
package struct HTTPProblem: Error, Hashable {
  /// What went wrong.
  package enum Reason: Hashable, Sendable {
    /// The call cannot be sent as it is: its address or a header field is malformed.
    case malformedCall
    /// The name of the host has no address.
    case unresolvable
    /// Nobody listens there, or no way leads there.
    case refused
    /// The server's certificate is not signed by whom we trust, is for another name, or has expired.
    case tlsUntrusted
    /// TLS could not be agreed on.
    case tlsFailed
    /// Our own file of certificate authorities cannot be used.
    case caFileUnusable
    /// The proxy did not let us through.
    case proxyFailed
    /// A limit of time was reached.
    case timedOut(Phase)
    /// Nothing moved for too long.
    case stalled
    /// The connection ended before the answer was whole.
    case dropped
    /// The answer is larger than allowed.
    case tooLarge
    /// What came is no HTTP answer that we read.
    case unreadable
    /// Too many calls wait already.
    case busy
    /// The task was cancelled.
    case cancelled
    /// The transport was shut down.
    case shutDown
  }

  /// Which limit of time it was.
  package enum Phase: Hashable, Sendable {
    /// Before the call was its turn among ours.
    case waiting
    case connecting
    case whole
  }

  /// How far the request came.
  package enum Reach: Hashable, Sendable {
    /// Not one byte of it left this machine towards the server.
    case notSent
    /// Some of it was sent: the server may have received and done it.
    case mayHaveArrived
  }

  /// What went wrong.
  package let reason: Reason
  /// How far the request came.
  package let reach: Reach
  /// A sentence for people; never a secret.
  package let message: String
  /// The call, as far as it may be shown.
  package let place: String

  /// A problem of these parts.
  package init(_ reason: Reason, _ reach: Reach, _ message: String, at place: String) {
    self.reason = reason
    self.reach = reach
    self.message = message
    self.place = place
  }

  /// Whether the same call can succeed in a moment without anybody doing anything.
  package var isPassing: Bool {
    switch reason {
    case .refused, .timedOut(.connecting), .timedOut(.whole), .stalled, .dropped, .tlsFailed, .busy: true
    case .timedOut(.waiting), .malformedCall, .unresolvable, .tlsUntrusted, .caFileUnusable, .proxyFailed,
      .tooLarge, .unreadable,
      .cancelled, .shutDown:
      false
    }
  }
}
