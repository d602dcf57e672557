package import Decisions
import Diagnostics
import EventLog
import JSONText

/// Reads a project's folder.
///
/// Everything that is wrong is collected, so that a person sees it at once.
package enum ProjectLoader {
  /// The project in a folder; throws with all that is wrong with its files.
  ///
  /// Secrets are not read.
  package static func load(
    folder: String, environment: ProcessEnvironment = .current
  ) throws(ProjectFailures) -> Project {
    var problems = Problems()
    let path = PathText.join(folder, ProjectFile.name)
    guard let text = problems.catching({ () throws(Failure) in try Disk.text(path, name: ProjectFile.name) })
    else { throw failures(problems) }
    guard let text else { throw ProjectFailures(.configMissing(folder: folder)) }
    let file = ProjectFile.read(text, folder: folder, environment: environment, &problems)
    let files = RuleFiles.read(folder: folder, &problems)
    let (rules, drafts) = read(files, &problems)
    // Examples are held against the mappings only where these are whole.
    let examples = problems.isEmpty ? files.fixtures : []
    let fixtures = examples.flatMap {
      FixtureReader.read($0.text, file: $0.path, stem: $0.stem, drafts: drafts, &problems)
    }
    let texts = recorded(files, main: text, &problems)
    guard let file, let texts, problems.isEmpty else { throw failures(problems) }
    return Project(file: file, rules: rules, texts: texts, notes: problems.sortedNotes, fixtures: fixtures)
  }

  /// Only the rules of a folder (mappings, crosswalks, matching), for what-if: it needs no counterfoil.yaml.
  package static func loadRules(folder: String) throws(ProjectFailures) -> SyncRules {
    var problems = Problems()
    let files = RuleFiles.read(folder: folder, &problems)
    let rules = read(files, &problems).rules
    guard problems.isEmpty else { throw failures(problems) }
    return rules
  }

  /// The files that decide as the ledger keeps them: what they say, and no comment; nil where they cannot be kept, which is
  /// reported.
  private static func recorded(
    _ files: RuleFiles, main: String, _ problems: inout Problems
  ) -> [String: String]? {
    var texts = files.deciding
    texts[ProjectFile.name] = main
    for (path, text) in texts where path.hasSuffix(".yaml") {
      let tree = problems.catching { () throws(Failure) in try YAMLText.parse(text, file: path) }
      guard let tree else { return nil }
      tree.reportControlCharacters(&problems)
      texts[path] = CanonicalYAML.text(of: tree)
    }
    // All of them become one event, `config.loaded`: what the ledger cannot hold is told where it stands.
    let bytes = ConfigLoaded(hash: files.hash, files: texts).json.bytes.count
    guard bytes > NewEvent.bodyBytesMax,
      let largest = texts.max(by: { $0.value.utf8.count < $1.value.utf8.count })
    else { return texts }
    problems.add(
      .fileTooLarge,
      "the files that decide take \(bytes) bytes, and the ledger's largest event, which keeps them, holds "
        + "\(NewEvent.bodyBytesMax); this one has \(largest.value.utf8.count) of them",
      at: SourcePlace(file: largest.key, line: 1, column: 1),
      remedy: "take out lines that no record uses: a code without a line follows `missing`")
    return nil
  }

  private static func read(
    _ files: RuleFiles, _ problems: inout Problems
  )
    -> (rules: SyncRules, drafts: [MappingDraft])
  {
    let crosswalks = files.crosswalks.compactMap {
      CrosswalkReader.read($0.text, name: $0.stem, file: $0.path, &problems)
    }
    let byName = Dictionary(
      crosswalks.map { ($0.crosswalk.name, $0) }, uniquingKeysWith: { first, _ in first })
    let drafts = files.mappings.compactMap { MappingReader.read($0.text, file: $0.path, &problems) }
    let isWhole = drafts.count == files.mappings.count && crosswalks.count == files.crosswalks.count
    // A file that could not be read would make every mention of its name look wrong.
    if isWhole { RuleChecks.check(drafts, crosswalks: byName, &problems) }
    let matching =
      files.matching.map { MatchingReader.read($0, drafts: drafts, isWhole: isWhole, &problems) } ?? [:]
    for draft in drafts where matching[draft.entity] == nil {
      problems.note(
        "\(draft.entity) has no keys in matching.yaml: only its key field links records", at: draft.place)
    }
    let mappings = EntityOrder.sorted(drafts, &problems).map {
      $0.mapping(matching: matching[$0.entity] ?? MatchingReader.none)
    }
    let rules = SyncRules(
      mappings: mappings, crosswalks: byName.mapValues(\.crosswalk), hash: files.hash)
    return (rules, drafts)
  }

  private static func failures(_ problems: Problems) -> ProjectFailures {
    guard let failures = ProjectFailures(problems.sorted) else {
      preconditionFailure("a project that could not be read has at least one problem")
    }
    return failures
  }
}
