import Decisions
import Diagnostics
import Foundation
import ProjectFiles
import ZohoCRM

extension Examination {
  /// The Zoho organisation: region, sign-in, scopes, modules, fields, owners, currency and credits.
  mutating func zoho(_ project: Project, client: ZohoClient, now: () -> Int64) async {
    guard
      let organisation = await check("Zoho login", { () throws(Failure) in try await client.organisation() })
    else { return }
    pass("Zoho login", "organisation \(organisation.name) (\(organisation.type), \(organisation.edition))")
    pass("Zoho currency", organisation.currency.isEmpty ? "is not told" : "is \(organisation.currency)")
    let users = await check("Zoho users", { () throws(Failure) in try await client.activeUsers() })
    for mapping in project.rules.mappings {
      await module(mapping, project: project, client: client, now: now)
      if let users { owners(mapping, project: project, users: users) }
    }
    await credits(project, client: client)
  }

  /// A module's records, its COQL and its fields.
  private mutating func module(
    _ mapping: EntityMapping, project: Project, client: ZohoClient, now: () -> Int64
  ) async {
    let module = mapping.zoho.module
    if let fields = await check("\(module) fields", { () throws(Failure) in try await client.fields(module) })
    {
      self.fields(fields, mapping: mapping, project: project)
    }
    let query = RecordQuery(module, fields: ["Modified_Time"], rowsPerPage: 1)
    if let page = await check("\(module) records", { () throws(Failure) in try await client.records(query) })
    {
      pass("\(module) records", page.rows.isEmpty ? "can be read; there is none" : "can be read")
      clock("Zoho clock", skew: page.serverDate.map { Double($0 - now()) })
    }
    let select = "select id from \(module) where id is not null"
    let probe = await check(
      "\(module) by COQL", { () throws(Failure) in try await client.coql(select, module: module, limit: 1) })
    if probe != nil { pass("\(module) by COQL", "can be asked") }
  }

  /// Every field of the mapping, the unique one first of all, and the values of pick lists.
  private mutating func fields(_ known: [ZohoField], mapping: EntityMapping, project: Project) {
    let module = mapping.zoho.module
    let byName = Dictionary(known.map { ($0.apiName, $0) }, uniquingKeysWith: { first, _ in first })
    switch byName[mapping.zoho.key] {
    case nil: fail("\(module) key", .zohoFieldLacking(mapping.zoho.key, module: module, isKey: true))
    case .some(let key) where !key.isUnique && !key.isExternal:
      fail("\(module) key", .keyNotUnique(mapping.zoho.key, module: module))
    case .some: pass("\(module) key", "\(mapping.zoho.key) is unique")
    }
    var good = 0
    for field in mapping.fields {
      guard let shown = byName[field.zoho] else {
        fail("\(module) fields", .zohoFieldLacking(field.zoho, module: module, isKey: false))
        continue
      }
      good += 1
      judge(shown, field: field, mapping: mapping, project: project)
    }
    pass("\(module) fields", "\(good) of \(mapping.fields.count) mapped fields are there")
  }

  private mutating func judge(
    _ shown: ZohoField, field: MappedField, mapping: EntityMapping, project: Project
  ) {
    let topic = "\(mapping.zoho.module).\(field.zoho)"
    let isWritten = field.owner == .jde || field.owner == .both || field.owner == .initial
    if isWritten, shown.isReadOnly || !shown.isUpdatable {
      warn(
        topic, "cannot be changed through the API",
        fix: "give the integration user's profile write access to it")
    }
    if shown.isPrivate {
      warn(
        topic, "is a private field: Zoho may show it as empty",
        fix: "allow personal fields for API access in Zoho")
    }
    guard let name = field.crosswalk, let crosswalk = project.rules.crosswalks[name], !shown.choices.isEmpty
    else { return }
    let choices = Set(shown.choices.map(\.actual))
    let lacking = Set(crosswalk.lines.map(\.zoho)).subtracting(choices).sorted()
    guard !lacking.isEmpty else { return }
    warn(
      topic, "has no choice \(lacking.joined(separator: ", "))",
      fix: "add \(lacking.count == 1 ? "it" : "them") in Zoho, or correct crosswalks/\(name).csv")
  }

  /// Owners that a create would name.
  private mutating func owners(_ mapping: EntityMapping, project: Project, users: [ZohoUser]) {
    guard let owner = mapping.zoho.owner else { return }
    let known = Set(users.flatMap { [$0.id, $0.email.lowercased()] })
    var named = Set(owner.crosswalk.flatMap { project.rules.crosswalks[$0] }?.lines.map(\.zoho) ?? [])
    if let fallback = owner.fallback { named.insert(fallback) }
    let lacking = named.filter { !known.contains($0) && !known.contains($0.lowercased()) }.sorted()
    guard !lacking.isEmpty else {
      return pass("\(mapping.zoho.module) owners", "\(named.count.counted("owner")) are active users")
    }
    warn(
      "\(mapping.zoho.module) owners", "no active user \(lacking.joined(separator: ", "))",
      fix: "correct crosswalks/\(owner.crosswalk ?? "account-owner").csv: it names users by id or e-mail")
  }

  private mutating func credits(_ project: Project, client: ZohoClient) async {
    guard let spent = await check("Zoho credits", { () throws(Failure) in try await client.creditsSpent() })
    else { return }
    let limit = project.file.zoho.creditsPerDay
    let sentence = "\(spent.grouped) of \(limit.grouped) spent in 24 hours"
    if spent * 10 > limit * 9 {
      warn(
        "Zoho credits", sentence, fix: "wait, buy more, or set zoho.credits_per_day to what the edition gives"
      )
    } else {
      pass("Zoho credits", sentence)
    }
  }
}

extension Failure {
  static func zohoFieldLacking(_ field: String, module: String, isKey: Bool) -> Failure {
    Failure(
      .zohoFieldMissing, "\(module) has no field \(field)", at: "\(module).\(field)",
      remedy: isKey
        ? "create it in Zoho as a single-line field with \"Do not allow duplicate values\""
        : "create it in Zoho, correct its API name in the mapping, or take the line out")
  }

  static func keyNotUnique(_ field: String, module: String) -> Failure {
    Failure(
      .keyFieldNotUnique, "\(module).\(field) carries our key, and Zoho allows the same value twice",
      at: "\(module).\(field)",
      remedy: "set \"Do not allow duplicate values\" on it: it keeps a lost answer from doubling a record")
  }
}
