import Decisions
import Diagnostics
import JSONText
import Sync

/// What a person said about the pairing of one record.
struct LinkDecision: Hashable, Sendable {
  let record: RecordArgument
  let answer: LinkSettled.Answer
  let zohoID: String?
  let because: String?

  /// The decisions in a CSV text, in its order; every row is judged before the first is taken.
  static func decisions(in text: String, file: String) throws(Failure) -> [LinkDecision] {
    var lines = try CSVText.lines(of: text, file: file)[...]
    guard let titles = lines.popFirst() else { return [] }
    var columns: [String: Int] = [:]
    for (index, title) in titles.cells.enumerated() { columns[title.lowercased()] = index }
    for wanted in ["entity", "key", "decision"] where columns[wanted] == nil {
      throw .malformedDecisions("there is no column \(wanted)", file: file, line: titles.number)
    }
    var decisions: [LinkDecision] = []
    var answered: [RecordArgument: LinkDecision] = [:]
    for line in lines {
      func cell(_ name: String) -> String {
        guard let index = columns[name], index < line.cells.count else { return "" }
        return line.cells[index].trimmed
      }
      guard let decision = try decision(line, file: file, cell: cell) else { continue }
      if decision.answer != .keepApart {
        if let other = answered[decision.record], other != decision {
          throw .malformedDecisions(
            "\(decision.record.entity)/\(decision.record.key) is answered twice: \(other.answer.rawValue) and "
              + decision.answer.rawValue, file: file, line: line.number)
        }
        answered[decision.record] = decision
      }
      decisions.append(decision)
    }
    return decisions
  }

  private static func decision(
    _ line: CSVText.Line, file: String, cell: (String) -> String
  ) throws(Failure) -> LinkDecision? {
    let said = cell("decision").lowercased().replacing("-", with: "_").replacing(" ", with: "_")
    guard !said.isEmpty else { return nil }
    guard let answer = LinkSettled.Answer(rawValue: said), LinkSettled.Answer.spoken.contains(answer) else {
      let known = LinkSettled.Answer.spoken.map(\.rawValue).joined(separator: ", ")
      throw .malformedDecisions(
        "\"\(said)\" is no decision; known are \(known)", file: file, line: line.number)
    }
    let record: RecordArgument
    do {
      record = try RecordArgument("\(cell("entity"))/\(cell("key"))")
    } catch {
      throw .malformedDecisions(error.message, file: file, line: line.number)
    }
    let zohoID = cell("zoho_id")
    let needsID = answer == .link || answer == .keepApart
    if needsID, zohoID.isEmpty {
      throw .malformedDecisions("\(said) needs a zoho_id", file: file, line: line.number)
    }
    let because = cell("because")
    return LinkDecision(
      record: record, answer: answer, zohoID: needsID ? zohoID : nil,
      because: because.isEmpty ? nil : because)
  }
}

extension EngineRun {
  /// Records answers of a person, one event each.
  func settle(_ decisions: [LinkDecision]) async throws(Failure) -> Answer {
    try await answer { engine throws(Failure) in
      for decision in decisions {
        try await engine.answer(
          review: decision.record.entity, key: decision.record.key, decision.answer, zohoID: decision.zohoID,
          reason: decision.because)
      }
      return Answer(
        decisions.count.counted("answer") + " recorded", result: ["answers": JSONValue(decisions.count)],
        next: "counterfoil plan")
    }
  }
}

extension StringProtocol {
  /// Without white space at both ends.
  var trimmed: String {
    let start = drop { $0.isWhitespace }
    var text = String(start)
    while text.last?.isWhitespace == true { text.removeLast() }
    return text
  }
}
