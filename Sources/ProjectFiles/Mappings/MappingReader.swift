import Decisions
import Diagnostics

/// Reads one file of `mappings/`.
enum MappingReader {
  /// What a mapping file says; nil where it is too wrong to go on with, which is reported.
  static func read(_ text: String, file: String, _ problems: inout Problems) -> MappingDraft? {
    guard let tree = problems.catching({ () throws(Failure) in try YAMLText.parse(text, file: file) }),
      var root = KeyedNode(tree, title: "", &problems)
    else { return nil }
    let entity = entity(&root, file: file, &problems)
    let side = root.requiredBlock("jde", like: "the root table, its scope and joins", &problems).flatMap {
      JDESideReader.read($0, &problems)
    }
    guard let side else {
      // Columns cannot be judged without a root; the other sections are known keys all the same.
      for key in ["zoho", "create", "write", "fields"] { _ = root.take(key) }
      root.finish(&problems)
      return nil
    }
    let zoho = root.requiredBlock("zoho", like: "the module and its key field", &problems).flatMap {
      ZohoSideReader.read($0, columns: side.columns, &problems)
    }
    let create = create(&root, hasReference: side.shape.reference != nil, &problems)
    let orchestration = orchestration(&root, &problems)
    var reader = FieldReader(columns: side.columns)
    reader.read(&root, &problems)
    root.finish(&problems)
    guard let entity, let zoho else { return nil }
    let uses =
      (zoho.crosswalk.map { [CrosswalkUse(name: $0, flowsBack: false)] } ?? []) + reader.crosswalkUses
    return MappingDraft(
      entity: entity, place: root.place, jde: side.shape, zoho: zoho.shape, createsInZoho: create.zoho,
      createsInJDE: create.jde, orchestration: orchestration, fields: reader.fields, columns: side.columns,
      entityUses: (side.memberOf.map { [$0] } ?? []) + reader.entityUses, crosswalkUses: uses)
  }

  /// The entity names the link streams, so it is the name of the file too.
  private static func entity(_ root: inout KeyedNode, file: String, _ problems: inout Problems) -> String? {
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
    _ root: inout KeyedNode, hasReference: Bool, _ problems: inout Problems
  )
    -> (zoho: Bool, jde: String?)
  {
    guard var block = root.block("create", &problems) else { return (false, nil) }
    let zoho = block.flag("zoho", &problems) ?? false
    var condition: PlacedText?
    if block.take("jde") != nil, var jde = block.block("jde", &problems) {
      condition = jde.placedText("when", &problems)
      jde.finish(&problems)
    }
    block.finish(&problems)
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

  private static func orchestration(_ root: inout KeyedNode, _ problems: inout Problems) -> String? {
    guard var block = root.block("write", &problems) else { return nil }
    let name = block.requiredText("orchestration", example: "CF_UpsertCustomer", &problems)
    block.finish(&problems)
    return name?.text
  }
}

extension KeyedNode {
  /// A block that must be there.
  mutating func requiredBlock(_ key: String, like example: String, _ problems: inout Problems) -> KeyedNode? {
    guard take(key) != nil else {
      missing(key, example: "with \(example)", &problems)
      return nil
    }
    return block(key, &problems)
  }
}
