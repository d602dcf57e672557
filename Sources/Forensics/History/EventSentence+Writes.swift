import Decisions
import JSONText

extension EventSentence {
  static func intended(_ intent: WriteIntended) -> String {
    let fields = intent.row.map { "\($0.key.value) = \($0.value.text)" }
    let target = intent.target.id.map { "\(intent.target.kind) \($0)" } ?? intent.target.kind
    return "\(intent.action.rawValue) \(target): \(list(fields, none: "nothing"))"
  }

  static func sent(_ call: CallSent) -> String {
    let landing = call.landsUntil.map { ", may land until \($0)" } ?? ", may land at any time"
    return
      "\(counted(call.operations.count, "write")) to \(call.kind) sent, attempt \(call.attempt)\(landing)"
  }

  static func answered(_ call: CallAnswered) -> String {
    guard let status = call.status else { return "no answer" + (call.message.map { ": \($0)" } ?? "") }
    return "HTTP \(status)" + (call.message.map { ": \($0)" } ?? "")
  }

  static func answered(_ answer: WriteAnswered) -> String {
    switch answer.outcome {
    case .applied: "applied" + (answer.id.map { ", id \($0)" } ?? "")
    case .rejected: "rejected" + error(answer)
    case .unknown: "not known whether it was applied" + error(answer)
    }
  }

  private static func error(_ answer: WriteAnswered) -> String {
    let words = [answer.errorClass?.rawValue, answer.code, answer.message].compactMap(\.self)
    return words.isEmpty ? "" : ": " + words.joined(separator: ", ")
  }

  static func probed(_ probe: WriteProbed) -> String {
    switch probe.found {
    case .applied: "looked up: it was applied" + (probe.id.map { ", id \($0)" } ?? "")
    case .notApplied: "looked up: it was not applied, and may be sent again"
    case .changed: "looked up: something else is there"
    case .undecidable: "looked up: a person must decide"
    case .anotherRecord: "looked up: another record is there" + (probe.id.map { ", \($0)" } ?? "")
    case .notSeenYet: "read back: the value from before still shows"
    case .unsettled: "read back: the record may move within this second once more"
    }
  }

  static func confirmed(_ confirmed: WriteConfirmed) -> String {
    let forms = confirmed.pairs.sorted { $0.key < $1.key }
      .compactMap { id, pair in pair.normalised.map { "\(id) (\($0))" } }
    let normalised =
      forms.isEmpty ? "" : "; written otherwise by the system: " + forms.joined(separator: ", ")
    return
      "read back from \(confirmed.id): \(counted(confirmed.pairs.count, "field")) agreed\(normalised)"
  }

  static func ended(_ kind: EventKind, _ ended: WriteEnded) -> String {
    let what =
      switch kind {
      case .writeSettled: "settled"
      case .writeAbandoned: "abandoned"
      default: "failed, parked"
      }
    let doubtful = ended.pairs.filter(\.value.isDoubtful).keys.sorted()
    return "\(what): "
      + [ended.errorClass?.rawValue, ended.message].compactMap(\.self).joined(separator: ", ")
      + (doubtful.isEmpty ? "" : "; in doubt: " + doubtful.joined(separator: ", "))
      + (ended.by.map { " (\($0))" } ?? "") + (ended.because.map { ": \($0)" } ?? "")
  }
}
