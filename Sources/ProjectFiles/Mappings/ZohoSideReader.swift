import Decisions
import Diagnostics

/// Reads the section `zoho` of a mapping: module, key, owner.
enum ZohoSideReader {
  static let keys = ["module", "key", "scope", "owner", "trigger"]

  struct Side {
    let shape: ZohoShape
    /// The crosswalk of the owner.
    let crosswalk: PlacedText?
  }

  static func read(_ block: KeyedNode, columns: ColumnResolver, _ problems: inout Problems) -> Side? {
    let module = block.requiredText("module", example: "Accounts", &problems)
    let key = block.requiredText("key", example: "JDE_Address_Number", &problems)
    let scope = block.placedText("scope", &problems)
    if let scope {
      problems.noteWithoutEffect(
        "zoho.scope", "every record of \(module?.text ?? "the module") takes part", at: scope.place)
    }
    let (owner, crosswalk) = readOwner(block, columns: columns, &problems)
    let trigger = trigger(block, &problems)
    let isModule = module.map { ZohoNames.check($0, "module", &problems) } ?? false
    let isKey = key.map { ZohoNames.check($0, "field", &problems) } ?? false
    guard let module, let key, isModule, isKey else { return nil }
    let shape = ZohoShape(
      module: module.text, key: key.text, scope: scope?.text, owner: owner, trigger: trigger)
    return Side(shape: shape, crosswalk: crosswalk)
  }

  private static func readOwner(
    _ block: KeyedNode, columns: ColumnResolver, _ problems: inout Problems
  )
    -> (OwnerRule?, PlacedText?)
  {
    guard let owner = block.block("owner", keys: ["crosswalk", "from", "default"], &problems) else {
      return (nil, nil)
    }
    let crosswalk = owner.placedText("crosswalk", &problems)
    let from = owner.placedText("from", &problems)
    let fallback = owner.placedText("default", &problems)
    if let crosswalk, from == nil {
      problems.add(
        .configIncomplete, "zoho.owner names a crosswalk but no column", at: crosswalk.place,
        remedy: "add from: F0101.AC05 (the column that holds the code)")
    }
    if let from, crosswalk == nil {
      problems.add(
        .configIncomplete, "zoho.owner names a column but no crosswalk", at: from.place,
        remedy: "add crosswalk: account-owner")
    }
    var user = fallback?.text
    if let fallback, let reference = Reference(fallback.text) {
      user = nil
      if reference != .zohoUser {
        problems.add(
          .unknownName, "zoho.owner.default cannot be \(fallback.text)", at: fallback.place,
          remedy: "write ${zoho.user}, or the id or e-mail of a user of Zoho's")
      }
    }
    let column = from.flatMap { columns.column($0, &problems) }
    return (OwnerRule(crosswalk: crosswalk?.text, from: column, fallback: user), crosswalk)
  }

  private static func trigger(_ block: KeyedNode, _ problems: inout Problems) -> [String] {
    let known = ["workflow", "approval", "blueprint", "pathfinder", "orchestration"]
    return (block.texts("trigger", &problems) ?? []).compactMap { text in
      if known.contains(text.text) { return text.text }
      problems.add(
        .configMalformed, "Zoho has no automation called \(text.text)", at: text.place,
        remedy: "write one of \(known.joined(separator: ", ")), or [] for none")
      return nil
    }
  }
}

/// The names that Zoho's API uses, which are not the labels that people see.
enum ZohoNames {
  static func isName(_ text: String) -> Bool {
    text.first?.isLetter == true
      && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
  }

  /// Reports what cannot be an API name.
  static func check(_ text: PlacedText, _ kind: String, _ problems: inout Problems) -> Bool {
    if isName(text.text) { return true }
    let guess = String(text.text.map { $0.isLetter || $0.isNumber ? $0 : "_" })
    problems.add(
      .configMalformed, "\"\(text.text)\" is no API name of a \(kind)", at: text.place,
      remedy: "write the API name, not the label" + (isName(guess) ? ", say \(guess)" : ""))
    return false
  }
}
