import Foundation
import JSONText
import TestSupport
import Testing

@Suite("A project from its first day on", .temporaryFolder, .timeLimit(.minutes(2)))
struct StoryTests {
  @Test("is planned, applied and synced, and tells every step afterwards")
  func wholeStory() async throws {
    try await TrialCompany.run { company in
      #expect(try await company.program("plan", "--detailed-exitcode").exitCode >= 10)
      try await company.program("apply", "--limit", "3", ending: [0, 4])
      #expect(try await company.result("status")["linked"]?["customer"]?.int == 3)
      try await company.program("apply", ending: [0, 4])
      try await company.program("sync", ending: [0, 4])
      let written = try company.writtenRows().count
      try await company.program("sync", ending: [0, 4])
      #expect(try company.writtenRows().count == written, "a second run writes nothing")
      #expect(try await company.program("plan", "--detailed-exitcode").exitCode != 10, "nothing is pending")
      try await company.program("verify", ending: [0])
      let used = try #require(try await company.result("status")["credits_used"]?.int)
      let counted = try #require(try company.zohoControl("GET", "/control/limits")["credits_used"]?.int)
      #expect(used > 0)
      #expect(used <= counted, "what the runs spent is at most what the organisation counted")
    }
  }

  @Test("can be read by lz4cat as log cat prints it")
  func readableByAnybody() async throws {
    try await TrialCompany.run { company in
      try await company.firstLoad()
      let printed = try await company.program("log", "cat", ending: [0]).output
      let plain = try await ProgramRun(
        ["ledger/log"], in: company.folder,
        launcher: ["/usr/bin/bash", "-c", "lz4cat \"$2\"/*.jsonl.lz4", "bash"])
      #expect(plain.exitCode == 0, "\(plain.errors)")
      #expect(plain.output == printed)
      let lines = printed.split(separator: "\n")
      let last = try JSONValue(parsing: String(try #require(lines.last)))
      #expect(last["seq"]?.int == lines.count)
      let tail = try await company.program("log", "tail", "-n", "3", ending: [0]).output
      #expect(tail == lines.suffix(3).joined(separator: "\n") + "\n")
      let links = try await company.program("log", "cat", "--kind", "link.*", ending: [0]).output
      let linked = lines.filter { $0.contains("\"kind\":\"link.") }
      #expect(!linked.isEmpty)
      #expect(links == linked.joined(separator: "\n") + "\n")
      let since = try await company.program("log", "cat", "--since", "#\(lines.count - 1)", ending: [0])
        .output
      #expect(since.split(separator: "\n").count == 2)
      let stat = try await company.result("log", "stat")
      #expect(stat["events"]?.int == lines.count)
      #expect(stat["kinds"]?["link.made"]?.int == lines.count { $0.contains("\"kind\":\"link.made\"") })
    }
  }

  @Test("gets its projection back when it was deleted, and says when somebody changed it by hand")
  func rebuild() async throws {
    try await TrialCompany.run { company in
      try await company.firstLoad()
      let digest = try await company.result("rebuild")["digest"]?.string
      for suffix in ["", "-wal", "-shm"] {
        try? FileManager.default.removeItem(  // the two helpers of SQLite need not be there
          at: company.folder.appendingPathComponent("projections.sqlite\(suffix)"))
      }
      let again = try await company.result("rebuild")
      #expect(again["digest"]?.string == digest)
      let changed = try await ProgramRun(
        [], in: company.folder,
        launcher: [
          "/usr/bin/python3", "-c",
          "import sqlite3; c = sqlite3.connect('projections.sqlite');"
            + "c.execute(\"UPDATE links SET how = 'nobody' WHERE rowid = (SELECT min(rowid) FROM links)\");"
            + "c.commit()",
        ])
      try #require(changed.exitCode == 0, "\(changed.errors)")
      let mended = try await company.program("rebuild", "--json")
      #expect(mended.exitCode == 1)
      #expect(try mended.envelope["error"]?["code"]?.string == "projection-differed")
      #expect(try mended.envelope["result"]?["digest"]?.string == digest, "and it is right again")
      let past = try await company.result("rebuild", "--at", "#40", "--into", "past.sqlite")
      #expect(past["position"]?.int == 40)
      let once = try await company.program("rebuild", "--at", "#40", "--into", "past.sqlite")
      once.expectFailure("past.sqlite", fix: "another file", exitCode: 2)
    }
  }

  @Test("knows what was known of a record before and after a change")
  func past() async throws {
    try await TrialCompany.run { company in
      try await company.firstLoad()
      try await company.program("sync", ending: [0, 4])
      let link = try #require(
        try await company.result("links").array?.first { $0["entity"]?.string == "customer" })
      let key = try #require(link["key"]?.string)
      let head = try await company.result("status")["head"]?.int ?? 0
      let line = try #require(
        try company.jdeControl("GET", "/control/state")["F03012"]?.array?
          .filter { $0["AN8"]?.string == key }.max { ($0["CO"]?.string ?? "") < ($1["CO"]?.string ?? "") })
      try company.jdeControl(
        "POST", "/control/change",
        [
          [
            "table": "F03012", "action": "update",
            "key": ["AN8": JSONValue(key), "CO": line["CO"] ?? .null], "values": ["ACL": "424242"],
          ]
        ])
      try await company.program("sync", ending: [0, 4])
      let before = try await company.credit("#\(head)", of: key)
      let after = try await company.credit("2099-01-01", of: key)
      #expect(after == "424242")
      #expect(before != after)
      #expect(before == line["ACL"]?.string)
      let history = try await company.program("history", "customer/\(key)", "--json", ending: [0]).output
      let kinds = try history.split(separator: "\n").map {
        try JSONValue(parsing: String($0))["kind"]?.string
      }
      let firsts = ["record.polled", "decision.made", "write.intended", "write.answered", "write.confirmed"]
      var rest = kinds[...]
      for kind in firsts {
        rest = rest.drop { $0 != kind }
        #expect(!rest.isEmpty, "\(kind) stands behind the kinds before it: \(kinds)")
      }
      try await company.program("history", "customer/99999999")
        .expectFailure("99999999", fix: "counterfoil links", exitCode: 2)
      try await company.program("as-of", "yesterday", key).expectFailure(
        "yesterday", fix: "2026", exitCode: 2)
    }
  }

  @Test(
    "answers every looking verb in one envelope",
    arguments: [
      ["status"], ["links"], ["links", "--review"], ["conflicts"], ["ops"], ["failed"], ["verify"],
      ["checkpoint"],
      ["log", "stat"], ["validate"], ["test"], ["doctor"],
    ])
  func envelopes(verb: [String]) async throws {
    try await TrialCompany.run(records: 8, existing: 2) { company in
      try await company.program("plan", ending: [0])
      let run = try await ProgramRun(verb + ["--json"], in: company.folder)
      #expect(run.exitCode == 0, "\(run.output)")
      let envelope = try run.envelope
      #expect(envelope["ok"]?.bool == true)
      #expect(envelope["summary"]?.string != nil)
      #expect(envelope["result"]?.isNull == false)
      #expect(run.errors.isEmpty)
    }
  }

  @Test("takes a person's answers, one by one and from a spreadsheet")
  func answers() async throws {
    try await TrialCompany.run(records: 120, existing: 60) { company in
      try await company.firstLoad()
      let csv = try await company.program("links", "--review", "--csv", ending: [0]).output
      let reviews = try #require(try await company.result("links", "--review").array)
      try #require(reviews.count >= 2, "the world asks some questions")
      let first = try company.name(of: reviews[0])
      try await company.program(
        "links", "settle", first, "--create", "--because", "a new branch", ending: [0])
      let open = try await company.result("links", "--review").array ?? []
      #expect(open.count == reviews.count - 1)
      let second = try company.name(of: reviews[1])
      let lines = csv.split(separator: "\r\n", omittingEmptySubsequences: true).map(String.init)
      let parts = second.split(separator: "/")
      let row = try #require(lines.firstIndex { $0.hasPrefix("\(parts[0]),\(parts[1]),") })
      var decided = lines
      decided[row] = String(decided[row].dropLast()) + "ignore,"
      #expect(decided[row].hasSuffix(",ignore,"))
      try decided.joined(separator: "\r\n").write(
        to: company.folder.appendingPathComponent("review.csv"), atomically: true, encoding: .utf8)
      try await company.program("links", "import", "review.csv", ending: [0])
      #expect(try await company.result("links", "--review").array?.count == reviews.count - 2)
      try await company.program("plan", ending: [0])
      try await company.program("apply", ending: [0, 4])
      let links = try await company.result("links").array ?? []
      #expect(links.contains { (try? company.name(of: $0)) == first })
    }
  }
}

extension TrialCompany {
  /// What a verb answers a script.
  func result(_ verb: String...) async throws -> JSONValue {
    let run = try await ProgramRun(verb + ["--json"], in: folder)
    return try #require(try run.envelope["result"], "\(run.output)\(run.errors)")
  }

  fileprivate func credit(_ moment: String, of key: String) async throws -> String? {
    try await result("as-of", moment, "customer/\(key)")["fields"]?.array?
      .first { $0["field"]?.string == "credit" }?["zoho"]?.string
  }

  fileprivate func name(of record: JSONValue) throws -> String {
    let entity = try #require(record["entity"]?.string)
    return "\(entity)/\(try #require(record["key"]?.string))"
  }
}
