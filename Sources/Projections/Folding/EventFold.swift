import Decisions
import Diagnostics
import EventLog
import GRDB
import JSONText

/// What each event does to the state, one family of kinds a file.
///
/// Law 5: same log, same state. Nothing but the events so far decides what a row becomes: no clock, no
/// randomness, no order of a dictionary, no boundary of a batch.
///
/// An observation, by far the commonest event, costs one scan of its body's members and one upsert; about 15 µs
/// for 1 KB in release. Every statement is prepared once a connection.
struct EventFold {
  let database: Database
  /// What this batch remembers of the rows.
  let memory = FoldMemory()
  /// The writes of this batch.
  let writes = WriteRows()

  /// Folds one event; an event that means nothing for the state changes nothing.
  func fold(_ event: StoredEvent) throws {
    // A kind that this version does not know has no meaning for its state. A known kind in a newer version
    // has one, which must not be guessed.
    // An erased event says nothing any more.
    guard let kind = Self.kinds[event.kind], !event.body.isEmpty else { return }
    guard event.version == 1 else {
      throw Failure.newerEvent(event.kind, version: event.version, at: event.seq)
    }
    do {
      try fold(kind, event)
    } catch let failure as Failure {
      throw failure.located(at: "event \(event.seq)")
    }
  }

  /// The batch ends here: what stands beside the file goes into it.
  func finish() throws { try writes.flush(to: database) }

  private static let kinds = Dictionary(uniqueKeysWithValues: EventKind.allCases.map { ($0.rawValue, $0) })

  private func fold(_ kind: EventKind, _ event: StoredEvent) throws {
    switch kind {
    case .recordPolled, .recordFetched: try recordObserved(event)
    case .recordDeleted: try recordEnded(event, as: .deleted)
    case .recordNotShown: try recordEnded(event, as: .notShown)
    case .metadataRead: try metadataRead(event)

    case .pollStarted: try pollStarted(event)
    case .pollProgressed: try pollProgressed(event)
    case .pollCompleted: try pollCompleted(event)
    case .watermarkMoved: try watermarkMoved(event)

    case .linkMade: try linkMade(event)
    case .linkRemoved: try linkRemoved(event)
    case .recordLeft: try recordLeft(event)
    case .linkReserved: try linkReserved(event)

    case .subjectStated: try subjectStated(event)
    case .questionAsked: try questionAsked(event)
    case .questionAnswered: try questionAnswered(event)
    case .questionWithdrawn: try questionWithdrawn(event)
    case .decisionMade: try decisionMade(event)

    case .writeIntended: try writeIntended(event)
    case .writeAnswered: try writeAnswered(event)
    case .writeProbed: try writeProbed(event)
    case .writeConfirmed: try writeConfirmed(event)
    case .writeFailed, .writeSettled, .writeAbandoned: try writeEnded(event, as: kind)
    case .callSent: try callSent(event)

    case .commandStarted: try commandStarted(event)
    case .commandEnded: try commandEnded(event)
    case .planMade: try planMade(event)
    case .planApplied: try planApplied(event)

    case .configLoaded: try configLoaded(event)
    case .ledgerBound: try ledgerBound(event)
    case .dayTurned: try set(.jdeDay, DayTurned(json: event.json()).to, event)

    case .sessionOpened, .sessionLost: try conditionMet(.session, event)
    case .breakerOpened, .breakerClosed: try conditionMet(.breaker, event)
    case .streamStopped, .streamResumed: try conditionMet(.stream, event)

    // Told by the log itself, for people and for the forensics.
    case .ledgerOpened, .clockJumped, .tailQuarantined: break
    // What stands beside the rows of an answer; each row has an event of its own.
    case .callAnswered: break
    }
  }
}

extension StoredEvent {
  /// The body as it is written.
  var bodyText: String { String(decoding: body, as: UTF8.self) }
}
