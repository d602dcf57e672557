import Foundation
import JSONText
import TestSupport
import Testing

@Suite("A value that cannot be read", .temporaryFolder, .timeLimit(.minutes(2)))
struct UnreadableValueTests {
  @Test("is listed with record, field and reason by plan, its report, status and failed, and shown by none")
  func isListed() async throws {
    try await TrialCompany.run { company in
      try await company.firstLoad()
      let links = try await company.result("links")
      let first = links.array?.first { $0["entity"]?.string == "customer" }?["key"]?.string
      let number = try #require(first)
      try company.jdeControl(
        "POST", "/control/change",
        [
          [
            "table": "F0101", "action": "update", "key": ["AN8": JSONValue(number)],
            "values": ["TAX": "*******5976"],
          ]
        ])

      let plan = try await company.program("plan", "--report", "paper", ending: [0])
      #expect(plan.output.contains("customer/\(number)"))
      #expect(plan.output.contains("Tax_Number (JDE) cannot be read: it is partly masked"))
      let paper = company.folder.appendingPathComponent("paper/unreadable.csv")
      let rows = try String(contentsOf: paper, encoding: .utf8).split(separator: "\r\n").map(String.init)
      #expect(rows.count == 2)
      #expect(rows.last?.hasPrefix("customer,\(number),") == true)
      #expect(rows.last?.hasSuffix(",jde,tax,Tax_Number,partly_masked,it is partly masked") == true)
      let planned = try await company.result("plan")
      #expect(planned["unreadable"]?.int == 1 && planned["counts"]?["unreadable"]?.int == 1)
      #expect(try await company.program("plan", "--detailed-exitcode").exitCode == 11)

      let sync = try await company.program("sync", ending: [4])
      #expect(sync.output.contains("1 value that cannot be read: counterfoil failed"))
      let status = try await company.result("status")
      #expect(status["queues"]?["unreadable_values"]?.int == 1)
      let named = try #require(status["first_unreadable"])
      #expect(named["entity"]?.string == "customer" && named["key"]?.string == number)
      #expect(named["field"]?.string == "tax" && named["side"]?.string == "jde")
      let page = try await company.program("status", ending: [0])
      #expect(page.output.contains("1, the first: customer/\(number) tax (JDE), it is partly masked"))
      let failed = try await company.program("failed", ending: [0])
      #expect(failed.output.contains("customer/\(number)") && failed.output.contains("it is partly masked"))
      let entry = try #require(try await company.result("failed").array?.first)
      #expect(entry["state"]?.string == "unreadable" && entry["key"]?.string == number)
      #expect(entry["side"]?.string == "jde" && entry["field"]?.string == "tax")
      #expect(entry["reason"]?.string == "partly_masked")
      for shown in [
        plan.output, sync.output, failed.output, page.output, status.text, rows.joined(), planned.text,
        entry.text,
      ] {
        #expect(!shown.contains("5976"), "the value is shown nowhere")
      }
    }
  }

  @Test("is foreseen by doctor where the type of a pick list is not given")
  func doctor() async throws {
    try await TrialCompany.run { company in
      let line = "  - { id: source"
      try company.edit(
        "mappings/customer.yaml", line,
        to: "  - { id: seg, jde: F0101.AC02, zoho: Segment, owner: jde }\n\(line)")
      let doctor = try await company.program("doctor")
      #expect(doctor.output.contains("Accounts.Segment is a multi-select pick list"))
      #expect(doctor.output.contains("add type: multi_select"))
      let plan = try await company.program("plan", ending: [2])
      #expect(plan.errors.contains("add type: multi_select"))
    }
  }
}
