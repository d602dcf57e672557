import Decisions
import Diagnostics

/// Reads one file of `mappings/`.
enum MappingReader {
  /// What a mapping file says; nil where it is too wrong to go on with, which is reported.
  static func read(_ text: String, file: String, _ problems: inout Problems) -> MappingDraft? {
    let countBefore = problems.count
    guard let tree = problems.catching({ () throws(Failure) in try YAMLText.parse(text, file: file) }),
      let root = KeyedNode(
        tree, title: "", keys: ["entity", "jde", "zoho", "create", "write", "fields"], &problems)
    else { return nil }
    let entity = entity(root, file: file, &problems)
    let side = root.requiredBlock(
      "jde", keys: JDESideReader.keys, like: "with the root table, its scope and joins", &problems
    ).flatMap {
      JDESideReader.read($0, &problems)
    }
    guard let side else { return nil }  // columns cannot be judged without a root
    let zoho = root.requiredBlock(
      "zoho", keys: ZohoSideReader.keys, like: "with the module and its key field", &problems
    ).flatMap {
      ZohoSideReader.read($0, columns: side.columns, &problems)
    }
    let create = create(root, hasReference: side.shape.reference != nil, &problems)
    let orchestration = orchestration(root, &problems)
    var reader = MappedFieldReader(columns: side.columns)
    reader.read(root, &problems)
    guard let entity, let zoho else { return nil }
    let uses =
      (zoho.crosswalk.map { [CrosswalkUse(name: $0, flowsBack: false)] } ?? []) + reader.crosswalkUses
    return MappingDraft(
      entity: entity, place: root.place, jde: side.shape, zoho: zoho.shape, createsInZoho: create.zoho,
      createsInJDE: create.jde, orchestration: orchestration, fields: reader.fields, columns: side.columns,
      entityUses: (side.memberOf.map { [$0] } ?? []) + reader.entityUses, crosswalkUses: uses,
      isWhole: problems.count == countBefore)
  }

  /// The entity names the link streams, so it is the name of the file too.
  private static func entity(_ root: KeyedNode, file: String, _ problems: inout Problems) -> String? {
    let stem = RuleFiles.stem(of: file)
    guard let text = root.requiredText("entity", example: stem, &problems) else { return nil }
    guard text.text == stem else {
      problems.add(
        .configContradictory, "the entity is \(text.text), but the file is \(stem).yaml", at: text.place,
        remedy: "write entity: \(stem), or rename the file to \(text.text).yaml")
      return stem
    }
    guard Reference.isName(stem[...]) else {
      problems.add(
        .configMalformed, "\(stem) is no name for an entity", at: text.place,
        remedy: "use small letters, digits and dashes, in the file's name too")
      return stem
    }
    return stem
  }

  private static func create(
    _ root: KeyedNode, hasReference: Bool, _ problems: inout Problems
  )
    -> (zoho: Bool, jde: String?)
  {
    guard let block = root.block("create", keys: ["zoho", "jde"], &problems) else { return (false, nil) }
    let zoho = block.flag("zoho", &problems) ?? false
    var condition: PlacedText?
    if let jde = block.block("jde", keys: ["when"], &problems) {
      condition = jde.placedText("when", &problems)
    }
    guard let condition, !["off", "false"].contains(condition.text.lowercased()) else { return (zoho, nil) }
    if ["on", "true"].contains(condition.text.lowercased()) {
      problems.add(
        .configMalformed, "create.jde.when is \(condition.text), which would make a number for every record",
        at: condition.place,
        remedy: "write the condition that a Zoho record must meet, say Credit_Requested = true, or off")
    } else if !hasReference {
      problems.add(
        .configIncomplete, "creates in JD Edwards need a column that carries the Zoho id",
        at: condition.place,
        remedy: "add reference: F0101.ALKY to the section jde")
    }
    return (zoho, condition.text)
  }

  private static func orchestration(_ root: KeyedNode, _ problems: inout Problems) -> String? {
    guard let block = root.block("write", keys: ["orchestration"], &problems) else { return nil }
    let name = block.requiredText("orchestration", example: "CF_UpsertCustomer", &problems)
    return name?.text
  }
}
