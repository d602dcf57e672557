/// What this run may do about its decisions.
struct WritePolicy: Sendable {
  /// `writes.zoho`.
  let isZohoEnabled: Bool
  /// Entities of which a plan was applied to its end: for them pairings need no plan.
  let loaded: Set<String>
  /// A plan is being applied: its pairings are allowed.
  let isApplying: Bool

  /// Why no pairing is made by itself, found or created; nil where it may be.
  ///
  /// Until a plan was carried out people look at what was found and correct keys and mappings: what was paired meanwhile
  /// would stay as it was found first.
  func holdsPairing(_ entity: String) -> String? {
    if !isZohoEnabled { return Self.writesOff }
    guard isApplying || loaded.contains(entity) else {
      return "the first load of \(entity) goes through plan and apply"
    }
    return nil
  }

  /// Why an update is held back; nil where it may go.
  var holdsUpdate: String? { isZohoEnabled ? nil : Self.writesOff }

  /// The reason while nothing is written to Zoho.
  static let writesOff = "writes.zoho is off"
  /// The reason while our key stands on another record: the first write of a pair waits until it is off.
  static let keyStands = "our key stands on another record"
  /// The reason for what would flow to JD Edwards.
  static let towardsJDE = "writing to JD Edwards is not enabled"
}
