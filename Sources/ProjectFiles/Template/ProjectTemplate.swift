package import Diagnostics

/// What `init` writes: a commented project with both directions of writing off.
package struct ProjectTemplate: Sendable {
  private let environment: ProcessEnvironment

  /// A template for this process's environment, where the key of the sealed state is looked for.
  package init(environment: ProcessEnvironment = .current) { self.environment = environment }

  /// What was made.
  package struct Outcome: Hashable, Sendable {
    /// The paths of the files, relative to the project, in the order of their names.
    package let files: [String]
    /// The file of a new key for `state/`; nil where there was one already.
    package let newStateKey: String?
  }

  /// Writes a new project into a folder, which is made where it is missing.
  ///
  /// It can be repeated after it was interrupted: `counterfoil.yaml` comes last.
  package func write(to folder: String) throws(Failure) -> Outcome {
    try finish(Self.texts.mapValues { Array($0.utf8) }, in: folder)
  }

  /// The text of each file of a new project, by its path.
  package static var texts: [String: String] {
    let resources: [(String, [UInt8])] = [
      ("counterfoil.yaml", PackageResources.counterfoil_yaml),
      ("mappings/customer.yaml", PackageResources.customer_yaml),
      ("mappings/contact.yaml", PackageResources.contact_yaml),
      ("matching.yaml", PackageResources.matching_yaml),
      ("crosswalks/payment-terms.csv", PackageResources.payment_terms_csv),
      ("crosswalks/industry.csv", PackageResources.industry_csv),
      ("crosswalks/customer-type.csv", PackageResources.customer_type_csv),
      ("crosswalks/account-owner.csv", PackageResources.account_owner_csv),
      ("tests/example.yaml", PackageResources.example_yaml), (".gitignore", PackageResources.gitignore),
    ]
    return Dictionary(
      resources.map { ($0.0, String(decoding: $0.1, as: UTF8.self)) }, uniquingKeysWith: { first, _ in first }
    )
  }

  /// Writes files as a new project, with its secrets' folder, its ledger key and the key of its state.
  func finish(_ files: [String: [UInt8]], in folder: String) throws(Failure) -> Outcome {
    try refuseIfOccupied(folder, files)
    try Disk.makeFolders(folder)
    for path in files.keys.sorted() where path != ProjectFile.name {
      try writeIfMissing(files[path] ?? [], path, in: folder)
    }
    try Disk.makeFolder(PathText.join(folder, "secrets"), mode: 0o700)
    let ledgerKey = PathText.join(folder, "secrets/ledger-key")
    if try Disk.status(ledgerKey) == nil {
      try Disk.create(ledgerKey, Array((StateKey.fresh() + "\n").utf8), mode: 0o600)
    }
    let isNewKey = try StateKey.makeIfMissing(environment: environment)
    try writeIfMissing(files[ProjectFile.name] ?? [], ProjectFile.name, in: folder)
    return Outcome(
      files: (Array(files.keys) + ["secrets/ledger-key"]).sorted(),
      newStateKey: isNewKey ? try StateKey.filePath(environment) : nil)
  }

  /// Nothing that a person wrote is ever written over.
  private func refuseIfOccupied(_ folder: String, _ files: [String: [UInt8]]) throws(Failure) {
    guard try Disk.status(PathText.join(folder, ProjectFile.name)) == nil else {
      throw Failure(
        .projectExists, "\(folder) already holds a project", at: PathText.join(folder, ProjectFile.name),
        remedy: "choose an empty folder, or work with this project as it is: `counterfoil validate`")
    }
    for path in files.keys.sorted() {
      let whole = PathText.join(folder, path)
      guard let there = try Disk.read(whole), there != files[path] else { continue }
      throw Failure(
        .projectExists, "\(path) is already there and would be written over", at: whole,
        remedy: "choose an empty folder, or move \(path) away")
    }
  }

  private func writeIfMissing(_ bytes: [UInt8], _ path: String, in folder: String) throws(Failure) {
    let whole = PathText.join(folder, path)
    guard try Disk.status(whole) == nil else { return }
    try Disk.makeFolders(PathText.parent(of: whole))
    try Disk.create(whole, bytes)
  }
}
