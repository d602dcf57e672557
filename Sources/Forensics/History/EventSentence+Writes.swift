import Decisions
import JSONText

extension EventSentence {
  static func intended(_ intent: WriteIntended) -> String {
    let fields = intent.row.map { "\($0.key.value) = \($0.value.text)" }
    let target = intent.target.id.map { "\(intent.target.kind) \($0)" } ?? intent.target.kind
    return "\(intent.action.rawValue) \(target): \(list(fields, none: "nothing"))"
  }

  static func answered(_ answer: WriteAnswered) -> String {
    switch answer.outcome {
    case .applied: "applied" + (answer.zohoID.map { ", id \($0)" } ?? "")
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
    case .applied: "looked up: it was applied" + (probe.zohoID.map { ", id \($0)" } ?? "")
    case .notApplied: "looked up: it was not applied, and may be sent again"
    case .changed: "looked up: something else is there"
    case .undecidable: "looked up: a person must decide"
    }
  }

  static func confirmed(_ confirmed: WriteConfirmed) -> String {
    let normalised =
      confirmed.normalised.isEmpty
      ? ""
      : "; written otherwise by the system: "
        + confirmed.normalised.joined(separator: ", ")
    return
      "read back from \(confirmed.zohoID): \(counted(confirmed.pairs.count, "field")) agreed\(normalised)"
  }

  static func ended(_ kind: EventKind, _ ended: WriteEnded) -> String {
    let what =
      switch kind {
      case .writeSettled: "settled"
      case .writeAbandoned: "abandoned"
      default: "failed, parked"
      }
    return "\(what): "
      + [ended.errorClass?.rawValue, ended.message].compactMap(\.self).joined(separator: ", ")
  }
}
