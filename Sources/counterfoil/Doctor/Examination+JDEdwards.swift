import Decisions
import Diagnostics
import Foundation
import JDEdwards
import ProjectFiles

extension Examination {
  /// Clocks that are further apart than this are worth a word; the log's own limit is five minutes.
  private static let (skewWarn, skewFail) = (5.0, 300.0)

  /// The AIS server: reach, sign-in, and every table with every column that the mappings use.
  mutating func jdEdwards(_ project: Project, client: AISClient, now: () -> Int64) async {
    guard let config = await check("AIS reach", { () throws(Failure) in try await client.defaultConfig() })
    else { return }
    pass("AIS reach", "\(client.settings.url) answers" + (config.version.map { ", \($0)" } ?? ""))
    guard let expires = await check("AIS login", { () throws(Failure) in try await client.signIn() })
    else { return }
    let environment = "\(client.settings.environment) as \(client.settings.role)"
    if expires {
      warn(
        "AIS login", "signed in to \(environment); the password is about to expire",
        fix: "change it in JD Edwards, then in the project's secrets")
    } else {
      pass("AIS login", "signed in to \(environment)")
    }
    var skew: Double?
    for (table, columns) in requiredColumns(of: project.rules.mappings).sorted(by: { $0.key < $1.key }) {
      let query = TableQuery(table, columns: columns, pageSize: 1)
      guard let page = await check(table, { () throws(Failure) in try await client.query(query) }) else {
        continue
      }
      if let date = page.serverDate { skew = Double(date - now()) }
      if page.rows.isEmpty {
        warn(
          table, "can be read and shows no row", fix: "check row security of the role, if there should be any"
        )
      } else {
        pass(table, "\(columns.count.counted("column")) can be read")
      }
    }
    clock("AIS clock", skew: skew)
  }

  /// How far a server's clock is from ours.
  mutating func clock(_ topic: String, skew: Double?) {
    guard let skew else { return }
    let seconds = Int(skew.magnitude.rounded())
    if skew.magnitude > Self.skewFail {
      fail(topic, .clocksApart(seconds))
    } else if skew.magnitude > Self.skewWarn {
      warn(topic, "differs from ours by \(seconds.counted("second"))", fix: "set this machine's clock by NTP")
    } else {
      pass(topic, "agrees with ours")
    }
  }
}

extension Failure {
  static func clocksApart(_ seconds: Int) -> Failure {
    Failure(
      .clockBehind, "the server's clock differs from ours by \(seconds.counted("second"))",
      remedy: "set this machine's clock by NTP, or have the server's corrected")
  }
}
