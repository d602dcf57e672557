import Decisions
import Diagnostics

/// Holds the files of a project against each other: what one names must stand in another.
enum RuleChecks {
  static func check(
    _ drafts: [MappingDraft], crosswalks: [String: CrosswalkDraft], _ problems: inout Problems
  ) {
    for draft in drafts {
      for use in draft.crosswalkUses where crosswalks[use.name.text] == nil {
        problems.add(
          .unknownName, "there is no crosswalk \(use.name.text)", at: use.name.place,
          remedy: NearestName.of(use.name.text, among: crosswalks.keys.sorted()).map { "write \($0)" }
            ?? "add crosswalks/\(use.name.text).csv with the line jde,zoho,preferred on top")
      }
      checkEntities(of: draft, among: drafts, &problems)
      if let other = drafts.first(where: {
        $0.entity < draft.entity && $0.zoho.module == draft.zoho.module && $0.zoho.key == draft.zoho.key
      }) {
        problems.add(
          .configContradictory,
          "\(other.entity) and \(draft.entity) keep their keys in one field, \(draft.zoho.module).\(draft.zoho.key)",
          at: draft.place, remedy: "give each entity of a module a key field of its own")
      }
      checkZohoFields(of: draft, &problems)
      noteSharedColumns(of: draft, &problems)
    }
    let flowingBack = Set(drafts.flatMap(\.crosswalkUses).filter(\.flowsBack).map(\.name.text))
    for draft in crosswalks.values.sorted(by: { $0.file < $1.file }) {
      if draft.isWhole {
        checkPreferred(draft, flowsBack: flowingBack.contains(draft.crosswalk.name), &problems)
      }
      if !drafts.contains(where: { $0.crosswalkUses.contains { $0.name.text == draft.crosswalk.name } }) {
        problems.note("no mapping uses this crosswalk", at: SourcePlace(file: draft.file, line: 1, column: 1))
      }
    }
  }

  private static func checkEntities(
    of draft: MappingDraft, among drafts: [MappingDraft], _ problems: inout Problems
  ) {
    for use in draft.entityUses {
      guard let other = drafts.first(where: { $0.entity == use.text }) else {
        problems.add(
          .unknownName, "there is no mapping of an entity \(use.text)", at: use.place,
          remedy: NearestName.remedy(
            use.text, among: drafts.map(\.entity).filter { $0 != draft.entity },
            otherwise: "add mappings/\(use.text).yaml"))
        continue
      }
      if other.entity == draft.entity {
        problems.add(
          .configContradictory, "\(draft.entity) hangs on itself", at: use.place,
          remedy: "name the entity that its records belong to")
      } else if other.jde.isKeyedByLine {
        problems.add(
          .configContradictory, "\(use.text) is a who's-who line, which has no address number of its own",
          at: use.place, remedy: "name an entity whose root is F0101")
      }
    }
  }

  /// What Zoho demands of a record before it takes it.
  private static let mandatory = [
    "Accounts": "Account_Name", "Contacts": "Last_Name", "Vendors": "Vendor_Name",
  ]

  private static func checkZohoFields(of draft: MappingDraft, _ problems: inout Problems) {
    if let field = draft.fields.first(where: { $0.zoho == draft.zoho.key }) {
      problems.add(
        .configContradictory, "\(field.zoho) carries the key and cannot be a field as well", at: field.place,
        remedy: "take the field out: the key is written by itself")
    }
    for field in draft.fields where field.owner != .none && ZohoModule.isSystemField(field.zoho) {
      problems.add(
        .configContradictory, "Zoho keeps \(field.zoho) itself: it takes no value from a field",
        at: field.place,
        remedy: field.zoho == "Owner"
          ? "say who gets new records under zoho.owner, or write owner: none to read it only"
          : "take the field out, or write owner: none to read it only")
    }
    if case .mark(let marks) = draft.jde.onLeave,
      let field = draft.fields.first(where: {
        marks[$0.zoho] != nil && $0.owner != .initial && $0.owner != .none
      })
    {
      problems.note(
        "on_leave marks \(field.zoho), which this field goes on to write", at: field.place)
    }
    guard draft.createsInZoho, draft.isWhole, let name = mandatory[draft.zoho.module] else { return }
    guard let field = draft.fields.first(where: { $0.zoho == name }) else {
      problems.add(
        .mandatoryFieldMissing,
        "\(draft.zoho.module) cannot be created without \(name), which no field gives",
        at: draft.place, remedy: "add a field with zoho: \(name)")
      return
    }
    guard name == "Last_Name", case .columns = field.source else { return }
    problems.add(
      .mandatoryFieldMissing, "nothing stands in Last_Name when JD Edwards has none, but Zoho demands one",
      at: field.place, remedy: "add else: F0111.MLNM (the mailing name)")
  }

  private static func noteSharedColumns(of draft: MappingDraft, _ problems: inout Problems) {
    var writers: [ColumnName: String] = [:]
    for field in draft.fields where field.flowsBack && field.isReversible {
      guard case .columns(let names, _) = field.source else { continue }
      for name in names {
        if let other = writers[name] {
          problems.note("\(name) would be written by two fields, \(other) and \(field.id)", at: field.place)
        }
        writers[name] = field.id
      }
    }
  }

  /// Several codes may show as one value; going back, one of them must be preferred.
  private static func checkPreferred(_ draft: CrosswalkDraft, flowsBack: Bool, _ problems: inout Problems) {
    let lines = zip(draft.crosswalk.lines, draft.places)
    for (value, group) in Dictionary(grouping: lines, by: \.0.zoho).sorted(by: { $0.key < $1.key }) {
      let codes = group.map(\.0.jde).joined(separator: ", ")
      let preferred = group.filter(\.0.isPreferred)
      if preferred.count > 1, let place = preferred.last?.1 {
        problems.add(
          .crosswalkAmbiguous, "two codes are preferred for \(value) (\(codes))", at: place,
          remedy: "leave preferred on the one that Zoho's value goes back to")
      } else if flowsBack, group.count > 1, preferred.isEmpty, let place = group.last?.1 {
        problems.add(
          .crosswalkAmbiguous, "the codes \(codes) all show as \(value), and none is preferred", at: place,
          remedy: "write true behind the one that Zoho's value goes back to")
      }
    }
  }
}
