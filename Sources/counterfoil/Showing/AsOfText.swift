import Decisions
import Diagnostics
import Forensics
import JSONText
import Projections
import Sync

/// A record as it was known, for a person: pairing, mapped fields side by side, and where each side was seen.
struct AsOfText {
  let past: RecordAsOf
  let paint: Paint

  var answer: Answer {
    Answer(
      "as of event \(past.sequence)" + (past.at.map { ", recorded \($0.shortInstant)" } ?? ""), lines: lines,
      result: past.json)
  }

  private var lines: [String] {
    var lines: [String] = []
    for pairing in past.pairings {
      lines.append(
        paint(.strong, "\(pairing.record.entity)/\(pairing.record.key)") + "  \(sentence(of: pairing))")
      let fields = past.fields.filter { $0.record == pairing.record }
      guard !fields.isEmpty else { continue }
      var table = TextTable(["  field", "JD Edwards", "Zoho"])
      for field in fields { table.add(["  \(field.field)", shown(field), field.zoho.shown]) }
      lines += table.lines
    }
    lines += (past.jde + past.zoho).map(line(of:))
    return lines
  }

  /// What JD Edwards showed, with its code where Zoho's form is another.
  private func shown(_ field: FieldAsOf) -> String {
    field.jde == field.mapped || field.jde.text == nil
      ? field.mapped.shown : "\(field.mapped.shown) (\(field.jde.shown))"
  }

  private func sentence(of pairing: PairingAsOf) -> String {
    guard let module = pairing.module, let id = pairing.zohoID, let made = pairing.madeSequence else {
      return "not linked"
    }
    if pairing.isLinked { return "linked to \(module)/\(id) by \(pairing.how ?? "?") since #\(made)" }
    let removed = pairing.removedSequence.map { ", taken apart by #\($0)" } ?? ""
    return "not linked; it was linked to \(module)/\(id) by #\(made)\(removed)"
  }

  private func line(of seen: ObservationAsOf) -> String {
    var line = "\(seen.stream)  \(seen.state.rawValue)"
    if let sequence = seen.sequence { line += ", shown by #\(sequence)" }
    if let confirmed = seen.confirmedSequence, confirmed != seen.sequence {
      line += ", the same in #\(confirmed)"
    }
    if !seen.written.isEmpty {
      line += "; written and not read back yet: \(seen.written.keys.joined(separator: ", "))"
    }
    return paint(.quiet, line)
  }
}

extension Failure {
  /// A name of which the log knows nothing.
  static func nothingKnown(of record: String, at sequence: UInt64? = nil) -> Failure {
    Failure(
      .recordUnknown, "nothing is known of \(record)" + (sequence.map { " up to event \($0)" } ?? ""),
      remedy:
        "see `counterfoil links` for what is there; an address number alone (4242) finds every row of it")
  }
}
