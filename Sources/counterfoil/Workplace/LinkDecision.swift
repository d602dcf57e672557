import Decisions
import Diagnostics
import JSONText
import Sync

/// What a person said about the pairing of one record.
struct LinkDecision: Hashable, Sendable {
  let record: RecordArgument
  let answer: PairingAnswer
  let because: String?
  /// The event of the question, as the list names it; nil where the sheet or the command line has none.
  var seen: UInt64?
  /// Where it stands, `review.csv:7`; nil for one of the command line.
  var place: String?

  /// The decisions in a CSV text, in its order; every row is judged before the first is taken.
  static func decisions(in text: String, file: String) throws(Failure) -> [LinkDecision] {
    let sheet = try DecisionSheet(text, file: file, columns: ["entity", "key", "decision"])
    var decisions: [LinkDecision] = []
    var answered: [RecordArgument: LinkDecision] = [:]
    for row in sheet.rows {
      guard let decision = try decision(row, of: sheet) else { continue }
      if !decision.answer.isKeepingApart {
        if let other = answered[decision.record], other.answer != decision.answer {
          throw sheet.mistake(
            "\(decision.record.entity)/\(decision.record.key) is answered twice: \(other.answer.name) and "
              + decision.answer.name, in: row)
        }
        answered[decision.record] = decision
      }
      decisions.append(decision)
    }
    return decisions
  }

  private static func decision(
    _ row: DecisionSheet.Row, of sheet: DecisionSheet
  ) throws(Failure) -> LinkDecision? {
    let said = row["decision"].lowercased().replacing("-", with: "_").replacing(" ", with: "_")
    guard !said.isEmpty else { return nil }
    let id = try sheet.zohoID(row, "zoho_id")
    let answer: PairingAnswer
    switch said {
    case "link" where !id.isEmpty: answer = .link(id)
    case "keep_apart" where !id.isEmpty: answer = .keepApart([id])
    case "link", "keep_apart": throw sheet.mistake("\(said) needs a zoho_id", in: row)
    case "create": answer = .create
    case "ignore": answer = .ignore
    case "unlink": answer = .unlink
    case "same": answer = .same
    case "mark": answer = .gone
    case "keep": answer = .keep
    default:
      throw sheet.mistake(
        "\"\(said)\" is no decision; known are link, create, keep_apart, ignore, unlink, same, mark, keep",
        in: row)
    }
    return LinkDecision(
      record: try sheet.record(row), answer: answer, because: row["because"].isEmpty ? nil : row["because"],
      seen: try sheet.sequence(row, "asked_seq"), place: "\(sheet.file):\(row.line)")
  }
}

extension PairingAnswer {
  /// The word for it in a spreadsheet.
  fileprivate var name: String {
    switch self {
    case .link: "link"
    case .create: "create"
    case .keepApart: "keep_apart"
    case .ignore: "ignore"
    case .unlink: "unlink"
    case .same: "same"
    case .gone: "mark"
    case .keep: "keep"
    case .takeBack: "take_back"
    }
  }

  /// Several rows of one record may say it, each of another candidate.
  fileprivate var isKeepingApart: Bool {
    guard case .keepApart = self else { return false }
    return true
  }
}

extension EngineRun {
  /// Records answers of a person, one commit each; `user` is who said so, where that is another than who runs it, and
  /// `because` why, where an answer has no reason of its own; `withContacts` says it of what hangs on each record too.
  func settle(
    _ decisions: [LinkDecision], by user: String? = nil, because: String? = nil, withContacts: Bool = false
  ) async throws(Failure) -> Answer {
    try await answer { engine throws(Failure) in
      var said = 0
      for (done, decision) in decisions.enumerated() {
        let subject = SubjectKey(entity: decision.record.entity, key: decision.record.key)
        do throws(Failure) {
          try await engine.answer(
            subject, decision.answer, seen: decision.seen, by: user,
            because: decision.because ?? because)
          let hanging = withContacts ? try await engine.dependents(of: subject, decision.answer) : []
          for contact in hanging {
            try await engine.answer(
              contact, decision.answer, by: user, because: decision.because ?? because)
          }
          said += 1 + hanging.count
        } catch {
          throw decision.place == nil && decisions.count == 1
            ? error : error.about(subject, behind: done, at: decision.place)
        }
      }
      return Answer(
        said.counted("answer") + " recorded", result: ["answers": JSONValue(said)],
        next: "counterfoil plan")
    }
  }
}
