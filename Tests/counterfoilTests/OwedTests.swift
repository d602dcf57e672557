import Foundation
import JSONText
import TestSupport
import Testing

@testable import counterfoil

@Suite("What is owed, as the program shows it", .temporaryFolder, .timeLimit(.minutes(2)))
struct OwedTests {
  @Test("is every question, every record that waits for another, and every value that nobody can read")
  func owed() async throws {
    try await TrialCompany.run(records: 60, existing: 20) { company in
      try await company.firstLoad()
      try await company.program("sync", ending: [0, 4])
      let linked = try await company.result("links").array?.first { $0["entity"]?.string == "customer" }
      let number = try #require(linked?["key"]?.string)
      try company.jdeControl(
        "POST", "/control/change",
        [
          [
            "table": "F0101", "action": "update", "key": ["AN8": JSONValue(number)],
            "values": ["TAX": "*******5976"],
          ]
        ])
      try await company.program("sync", ending: [4])
      let list = try await company.result("owed").array ?? []
      func records(_ reason: String) -> [String] {
        list.filter { $0["reason"]?.string == reason }.map {
          "\($0["entity"]?.string ?? "")/\($0["key"]?.string ?? "")"
        }
      }
      let reviews = try await company.result("links", "--review").array ?? []
      #expect(!reviews.isEmpty)
      #expect(
        records("question")
          == reviews.map { "\($0["entity"]?.string ?? "")/\($0["key"]?.string ?? "")" }.sorted())
      #expect(records("unreadable") == ["customer/\(number)"])
      let waiting = list.filter { $0["reason"]?.string == "parent" }
      #expect(!waiting.isEmpty)
      for row in waiting {
        let parent = try #require(row["detail"]?.string)
        #expect(records("question").contains(parent), "what it waits for waits for a person")
        #expect(row["key"]?.string?.hasPrefix(String(parent.dropFirst("customer/".count)) + ".") == true)
      }
      for row in list { #expect(row["wakes"]?.string?.isEmpty == false && row["since_seq"]?.int != nil) }
      let status = try await company.result("status")
      #expect(status["queues"]?["waiting_for_another_record"]?.int == waiting.count)

      let some = try await company.result("owed", "--reason", "parent", "--entity", "contact").array
      #expect(some == waiting)
      let table = try await company.program("owed", "--csv", ending: [0]).output
      #expect(table.components(separatedBy: "\r\n").count == list.count + 2)
      let page = try await company.program("owed", ending: [0]).output
      #expect(page.contains("its tax") == false && !page.contains("5976"), "no value is shown")
      for wrong in [["--reason", "bored"], ["--entity", "custmer"], ["--side", "left"]] {
        let run = try await ProgramRun(["owed"] + wrong, in: company.folder)
        #expect(run.exitCode == 2 && run.errors.contains(wrong[1]))
      }
    }
  }

  @Test("waits no longer once the record that it waited for is paired")
  func parentPaired() async throws {
    try await TrialCompany.run(records: 60, existing: 20) { company in
      try await company.firstLoad()
      try await company.program("sync", ending: [0, 4])
      let row = try #require(try await company.result("owed", "--reason", "parent").array?.first)
      let parent = try #require(row["detail"]?.string)
      try await company.program("links", "settle", parent, "--create", ending: [0])
      for _ in 1...2 { try await company.program("sync", ending: [0, 4]) }
      let after = try await company.result("owed").array ?? []
      #expect(!after.contains { $0["key"] == row["key"] && $0["reason"]?.string == "parent" })
      #expect(!after.contains { "\($0["entity"]?.string ?? "")/\($0["key"]?.string ?? "")" == parent })
    }
  }
}

@Suite("A question about a pair, as the program shows it", .temporaryFolder, .timeLimit(.minutes(2)))
struct SideBySideTests {
  @Test("shows both records side by side, what differs marked, who edited them, and what each answer does")
  func sideBySide() async throws {
    try await TrialCompany.run(records: 60, existing: 20) { company in
      try await company.firstLoad()
      let question = try await company.result("links", "--review").array?.first {
        $0["entity"]?.string == "customer" && $0["candidates"]?.array?.isEmpty == false
      }
      let record = "customer/\(try #require(question?["key"]?.string))"
      let id = try #require(question?["candidates"]?.array?.first?["zoho_id"]?.string)
      let shown = try await company.result("links", "--review", record).array?.first
      let other = try #require(shown?["side_by_side"]?.array?.first)
      #expect(other["zoho_id"]?.string == id)
      let fields = other["fields"]?.array ?? []
      let source = fields.first { $0["zoho"]?.string == "Account_Source" }
      #expect(source?["jde"]?.string == "JD Edwards" && source?["agrees"] == false)
      #expect(other["zoho_edited"]?.string?.contains(" by ") == true)
      #expect(other["jde_edited"]?.string?.contains(" by JDE") == true)
      let page = try await company.program("links", "--review", record, ending: [0]).output
      #expect(page.contains("≠   Account_Source") && page.contains("Zoho \(id), edited "))
      #expect(page.contains("--keep-apart ID"))
      #expect(try await company.program("links", record).exitCode == 2)
      #expect(try await company.program("links", "--review", "nobody").exitCode == 2)
    }
  }

  @Test(
    "about rows that show no longer has one name for a table and a day, and one answer for all or some of it")
  func hiddenRows() async throws {
    try await TrialCompany.run(records: 60, existing: 0) { company in
      try await company.firstLoad()
      let numbers = try await company.result("links", "--entity", "customer").array?.prefix(3)
        .compactMap { $0["key"]?.string }
      for number in try #require(numbers) {
        _ = try company.jdeControl(
          "POST", "/control/change",
          [["table": "F0101", "action": "delete", "key": ["AN8": JSONValue(number)], "values": [:]]])
      }
      _ = try await company.program("sync", "--full", ending: [4, 6])
      _ = try await company.program("plan", ending: [0, 4])
      _ = try await company.program("apply", ending: [0, 4])
      let page = try await company.program("links", "--review", ending: [0]).output
      let name = try #require(page.firstMatch(of: /not_shown\/F0101\/\d{4}-\d\d-\d\d/)?.output.description)
      #expect(page.contains("\(name): 3 records; counterfoil links settle \(name) --mark"))
      let record = "customer/\(try #require(numbers?.first))"
      for wrong in [
        [name, "--create"], [name, "--mark", "customer/1"], [name, "--mark", "nobody"],
        ["not_shown/F0101/1999-12-31", "--mark"], [record, "--mark", "7"],
        [record, "--same", "--with-contacts"],
      ] {
        let answer = try await ProgramRun(["links", "settle"] + wrong, in: company.folder)
        #expect(answer.exitCode == 2, "\(wrong)")
      }
      let one = try await company.result("links", "settle", name, "--keep", record)
      #expect(one["answers"] == 1)
      let rest = try await company.result("links", "settle", name, "--mark", "--with-contacts")
      #expect(rest["answers"]?.int ?? 0 >= 2)
      #expect(try await company.program("links", "settle", name, "--mark").exitCode == 2, "nothing is left")
      let open = try await company.result("links", "--review").array ?? []
      #expect(open.allSatisfy { $0["reason"]?.string?.hasPrefix("not_shown: F0101") != true })
    }
  }

  @Test("has its reason in words")
  func words() {
    for explained in QuestionWords.ofPairs {
      #expect(explained.contains(": "), "\(explained)")
    }
    #expect(QuestionWords.sentence("not_shown: F03012 has no row") == "not_shown: F03012 has no row")
    #expect(QuestionWords.explained("conflict") == "conflict: both sides changed it")
  }
}
