import Decisions
import Diagnostics
import Foundation
import JSONText
import Projections
import Sync

/// The paper for a meeting: a plan as lists in CSV files.
///
///     matched.csv        what is linked, and what the plan would link
///     ambiguous.csv      what a person must say, one row a candidate
///     only-in-jde.csv    what the plan would create
///     only-in-zoho.csv   what nothing in JD Edwards belongs to
///     duplicates.csv     records of one system that share a key
struct PlanReport {
  let plan: Plan
  let view: ProjectView
  let rules: SyncRules
  let today: String

  /// Records that are read from the projection at once.
  private static let recordsAtOnce = 1_000

  /// Makes the folder, before hours of reading are spent on what can not be written.
  static func prepare(_ folder: String) throws(Failure) {
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    } catch {
      throw .unwritableReport(folder, reason: error.localizedDescription)
    }
  }

  /// Writes the files; gives a line for each.
  func write(into folder: String) async throws(Failure) -> [String] {
    let unpaired = try await onlyInZoho()
    var lines: [String] = []
    for (name, text) in [
      ("matched.csv", try await matched()), ("ambiguous.csv", try ambiguous()),
      ("only-in-jde.csv", try onlyInJDE()),
      ("only-in-zoho.csv", unpaired),
      ("duplicates.csv", try await DuplicateSearch(view: view, rules: rules, today: today).csv()),
    ] {
      let path = folder.hasSuffix("/") ? folder + name : folder + "/" + name
      do {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
      } catch {
        throw .unwritableReport(path, reason: error.localizedDescription)
      }
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
        let linked = try await view.store.links(entity: mapping.entity, zohoIDs: records.map(\.record.id))
        for record in records where record.state == .present && !spokenFor.contains(record.record.id) {
          guard linked[record.record.id]?.state != .linked else { continue }
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

extension Failure {
  static func unwritableReport(_ path: String, reason: String) -> Failure {
    Failure(
      .fileUnwritable, "the report cannot be written: \(reason)", at: path,
      remedy: "name a folder that this account may write to")
  }
}
