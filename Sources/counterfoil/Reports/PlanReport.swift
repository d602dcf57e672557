import Decisions
import Diagnostics
import JSONText
import Projections
import Sync

/// The paper for a meeting: a plan as lists in CSV files.
///
/// `ReportFiles` names them.
struct PlanReport {
  let plan: Plan
  let view: ProjectView
  let rules: SyncRules
  let today: String

  /// Records that are read from the projection at once.
  private static let recordsAtOnce = 1_000

  /// Writes the files; gives a line for each.
  func write(into files: ReportFiles) async throws(Failure) -> [String] {
    let unpaired = try await onlyInZoho()
    var lines: [String] = []
    for (file, text) in [
      (ReportFiles.File.matched, try await matched()), (.ambiguous, try ambiguous()),
      (.onlyInJDE, try onlyInJDE()), (.onlyInZoho, unpaired), (.unreadable, try unreadable()),
      (.duplicates, try await DuplicateSearch(view: view, rules: rules, today: today).csv()),
    ] {
      let path = try files.write(text, as: file)
      lines.append("wrote \(path): \(max(0, text.count(of: "\r\n") - 1).counted("row"))")
    }
    return lines
  }

  private func matched() async throws(Failure) -> String {
    var text = CSVText.line(["entity", "key", "name", "module", "zoho_id", "state", "how"])
    for mapping in rules.mappings {
      var last: String?
      while true {
        let links = try await view.store.eachLink(
          entity: mapping.entity, after: last, limit: Self.recordsAtOnce)
        guard let newest = links.last else { break }
        let names = try await RecordNames(of: links.map(\.key), in: view.store)
        for link in links where link.state == .linked {
          text += CSVText.line([
            link.entity, link.key, names[link.key], link.module, link.zohoID, "linked", link.how,
          ])
        }
        last = newest.key
      }
    }
    try plan.eachItem { item throws(Failure) in
      guard item.action == .link else { return true }
      text += CSVText.line([
        item.entity, item.key, item.name, item.module, item.zohoID ?? "", "planned", item.reason ?? "",
      ])
      return true
    }
    return text
  }

  private func ambiguous() throws(Failure) -> String {
    var text = CSVText.line(ReviewList.columns)
    try plan.eachItem { item throws(Failure) in
      guard item.action == .review else { return true }
      text += ReviewList.rows(
        entity: item.entity, key: item.key, name: item.name, reason: item.reason ?? "",
        candidates: item.candidates)
      return true
    }
    return text
  }

  private func onlyInJDE() throws(Failure) -> String {
    var text = CSVText.line(["entity", "key", "name"])
    try plan.eachItem { item throws(Failure) in
      if item.action == .create { text += CSVText.line([item.entity, item.key, item.name]) }
      return true
    }
    return text
  }

  private func unreadable() throws(Failure) -> String {
    var text = CSVText.line(["entity", "key", "name", "side", "field", "zoho_field", "reason", "why"])
    try plan.eachItem { item throws(Failure) in
      for field in item.unreadable {
        text += CSVText.line([
          item.entity, item.key, item.name, field.side.rawValue, field.id, field.zoho ?? "",
          field.reason.rawValue, field.reason.sentence,
        ])
      }
      return true
    }
    return text
  }

  /// Records of Zoho that are neither linked nor would be, nor are candidates of a question.
  private func onlyInZoho() async throws(Failure) -> String {
    var text = CSVText.line(["entity", "module", "zoho_id", "name"])
    for mapping in rules.mappings {
      var spokenFor: Set<String> = []
      try plan.eachItem { item throws(Failure) in
        guard item.entity == mapping.entity else { return true }
        if let id = item.zohoID { spokenFor.insert(id) }
        for candidate in item.candidates { spokenFor.insert(CandidateText(candidate).zohoID) }
        return true
      }
      var last: String?
      while true {
        let records = try await view.store.zohoRecords(
          module: mapping.zoho.module, afterID: last, limit: Self.recordsAtOnce)
        guard let newest = records.last else { break }
        let holders = try await view.store.holders(entity: mapping.entity, zohoIDs: records.map(\.record.id))
        for record in records where record.state == .present && !spokenFor.contains(record.record.id) {
          guard holders[record.record.id] == nil else { continue }
          let name = matchProfile(zoho: record.record, mapping: mapping).name ?? ""
          text += CSVText.line([mapping.entity, mapping.zoho.module, record.record.id, name])
        }
        last = newest.record.id
      }
    }
    return text
  }
}

extension String {
  /// How often a text stands in this one.
  fileprivate func count(of part: String) -> Int { ranges(of: part).count }
}
