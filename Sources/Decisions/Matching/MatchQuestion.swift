/// One JDE record and everything that decides which Zoho record it is.
struct MatchQuestion {
  let left: String
  let profile: MatchProfile
  let index: MatchIndex
  let rules: MatchingRules
  let keptApart: Set<String>
  let account: String?
  let name: NormalisedName
  let place: LocationForm

  init(
    left: String, profile: MatchProfile, index: MatchIndex, rules: MatchingRules, keptApart: Set<String>,
    account: String?
  ) {
    self.left = left
    self.profile = profile
    self.index = index
    self.rules = rules
    self.keptApart = keptApart
    self.account = account
    name = NormalisedName(profile.name ?? "", isPerson: profile.isPerson)
    place = LocationForm(profile)
  }

  /// How a key of the left record stands to one of a right record.
  private enum Relation {
    case same(MatchKey.Kind)
    /// One number, two countries.
    case otherCountry
    /// One number, and a country is not known.
    case numberOnly
  }

  private struct Hit {
    let key: RawMatchKey
    let found: MatchIndex.Found
    let raw: String
    let kind: MatchKey.Kind
  }

  /// The stored cross-reference, in either direction.
  func byReference() -> MatchOutcome? {
    var hits: [String: (key: RawMatchKey, found: MatchIndex.Found)] = [:]
    for key in profile.keys where key.key.kind == .reference {
      for found in index.rights(MatchIndex.hash(of: key.key), keptApart: keptApart)
      where found.entry.keys.contains(where: { $0.key == key.key }) {
        hits[found.entry.ref] = (key, found)
      }
    }
    guard let hit = hits.values.first else { return nil }
    let found = hits.values.map(\.found)
    if hits.count > 1 { return review(.manyRight, found) }
    if let holder = holder(of: hit.found), holder != left { return review(.alreadyLinked, found) }
    let isOurKey = hit.key.raw == left
    guard isOurKey || rivals(for: hit.found, keys: []).isEmpty else { return review(.manyLeft, found) }
    return .link(
      to: hit.found.entry.ref,
      MatchExplanation(
        kind: .reference, leftRaw: hit.key.raw, rightRaw: hit.key.raw, normalised: hit.key.raw,
        rule: isOurKey ? "Zoho's record carries our key" : "JDE's record carries Zoho's id"))
  }

  /// Tax ids and e-mails in the order of trust.
  func byKeys() -> MatchOutcome? {
    var strong: [[Hit]] = []  // for each key that hits anything, in the order of trust
    var abroad: [MatchIndex.Found] = []
    var bare: [MatchIndex.Found] = []
    var seen: Set<String> = []
    for key in profile.keys {
      guard let family = family(of: key.key.kind), seen.insert(family + key.key.value).inserted else {
        continue
      }
      guard !index.isPlaceholder(key.key, limit: rules.placeholderRecords) else { continue }
      var hits: [Hit] = []
      for found in index.rights(MatchIndex.hash(of: key.key), keptApart: keptApart) {
        guard isInReach(found), !isExplained(found, by: key.key) else { continue }
        switch relation(key.key, ours: profile.keys, theirs: found.entry.keys) {
        case .same(let kind):
          hits.append(
            Hit(key: key, found: found, raw: Self.raw(kind, key.key.value, found.entry.keys), kind: kind))
        case .otherCountry: abroad.append(found)
        case .numberOnly: bare.append(found)
        case nil: continue
        }
      }
      if !hits.isEmpty { strong.append(hits) }
    }
    if let first = strong.first { return judge(first, others: strong.dropFirst()) }
    if !abroad.isEmpty { return review(.countryDiffers, abroad) }
    return bare.isEmpty ? nil : review(.weakOnly, bare)
  }

  private func judge(_ hits: [Hit], others: ArraySlice<[Hit]>) -> MatchOutcome {
    let all = (hits + others.joined()).map(\.found)
    guard let hit = hits.first, hits.count == 1 else { return review(.manyRight, all) }
    let ref = hit.found.entry.ref
    guard others.allSatisfy({ $0.contains { $0.found.entry.ref == ref } }) else {
      return review(.keysDisagree, all)
    }
    guard rivals(for: hit.found, keys: [hit.key.key]).isEmpty else { return review(.manyLeft, all) }
    if let holder = holder(of: hit.found), holder != left { return review(.alreadyLinked, all) }
    // Somebody else who has a key of the right record that is as good as ours.
    let asGood = hit.found.entry.keys.map(\.key).filter { key in
      key.kind == .taxNumber || key.kind == .email && hit.kind == .email
    }
    guard rivals(for: hit.found, keys: asGood).isEmpty else { return review(.keysDisagree, all) }
    if hit.kind == .email, let reason = contradiction(hit.found.entry) { return review(reason, all) }
    return .link(
      to: ref,
      MatchExplanation(
        kind: hit.kind, leftRaw: hit.key.raw, rightRaw: hit.raw, normalised: hit.key.key.value,
        rule: Self.sentence(hit.kind) + ", unique on both sides, not contradicted"))
  }

  /// What speaks against a match by e-mail alone.
  private func contradiction(_ entry: PackedRecords.Entry) -> MatchReviewReason? {
    if Self.taxIDsDiffer(profile.keys, entry.keys) { return .keysDisagree }
    if let country = profile.country, !entry.country.isEmpty, country != entry.country {
      return .countryDiffers
    }
    // A shared mailbox: names that have nothing in common.
    guard !name.core.isEmpty, !entry.core.isEmpty else { return nil }
    return shareWord(name.core, entry.core) || similarity(to: entry) >= 30 ? nil : .keysDisagree
  }

  private func relation(_ key: MatchKey, ours: [RawMatchKey], theirs: [RawMatchKey]) -> Relation? {
    if key.kind == .email {
      return ours.contains { $0.key == key } && theirs.contains { $0.key == key } ? .same(.email) : nil
    }
    guard Self.shows(key.value, ours), Self.shows(key.value, theirs) else { return nil }
    let (our, their) = (Self.certain(key.value, in: ours), Self.certain(key.value, in: theirs))
    // One company within one country; how each of them is written does not matter.
    if let (left, right) = Self.pair(our, their, where: { $0.country == $1.country && $0.value == $1.value })
    {
      return .same(left.isSaid && right.isSaid ? left.kind : .taxIDAlone(country: left.country))
    }
    let isElsewhere = Self.pair(our, their) { $0.isSaid && $1.isSaid && $0.country != $1.country } != nil
    return isElsewhere ? .otherCountry : .numberOnly
  }

  /// A tax id whose country is certain.
  private struct CertainTaxID {
    let kind: MatchKey.Kind
    let value: String
    let country: String
    /// The number or the address says the country; else only one country's rules fit.
    let isSaid: Bool
  }

  private static func shows(_ value: String, _ keys: [RawMatchKey]) -> Bool {
    keys.contains { $0.key.kind.isTax && $0.key.value == value }
  }

  /// The tax ids behind a number: the keys that were made of the same texts and have a country.
  private static func certain(_ value: String, in keys: [RawMatchKey]) -> [CertainTaxID] {
    let texts = keys.filter { $0.key.kind.isTax && $0.key.value == value }.map(\.raw)
    return keys.filter { texts.contains($0.raw) }.compactMap { key in
      switch key.key.kind {
      case .taxID(let country):
        CertainTaxID(kind: key.key.kind, value: key.key.value, country: country, isSaid: true)
      case .taxIDAlone(let country):
        CertainTaxID(kind: key.key.kind, value: key.key.value, country: country, isSaid: false)
      default: nil
      }
    }
  }

  private static func pair(
    _ ours: [CertainTaxID], _ theirs: [CertainTaxID], where fits: (CertainTaxID, CertainTaxID) -> Bool
  ) -> (CertainTaxID, CertainTaxID)? {
    for our in ours {
      if let their = theirs.first(where: { fits(our, $0) }) { return (our, their) }
    }
    return nil
  }

  /// Whether both show tax ids and none of them can be the same.
  private static func taxIDsDiffer(_ ours: [RawMatchKey], _ theirs: [RawMatchKey]) -> Bool {
    let ours = ours.filter { $0.key.kind.isTax }
    let theirs = theirs.filter { $0.key.kind.isTax }
    guard !ours.isEmpty, !theirs.isEmpty else { return false }
    return !ours.contains { our in
      theirs.contains { their in
        guard our.key.value == their.key.value else { return false }
        // A form that both show is one number only where a country, and so the company's number, is open.
        return our.key.kind == .taxNumber && their.key.kind == .taxNumber
          || certain(our.key.value, in: ours).isEmpty || certain(their.key.value, in: theirs).isEmpty
      }
    }
  }

  private func family(of kind: MatchKey.Kind) -> String? {
    kind == .reference ? nil : kind.isTax ? "tax:" : "email:"
  }

  /// Contacts are looked for among those of their account.
  private func isInReach(_ found: MatchIndex.Found) -> Bool {
    !isWithinAccount || found.entry.account == account ?? ""
  }

  private var isWithinAccount: Bool {
    rules.keys.contains { if case .email(_, _, withinAccount: true) = $0 { true } else { false } }
  }

  /// The left record that a right one belongs to: by its link, else by the key that it carries.
  func holder(of found: MatchIndex.Found) -> String? {
    if found.isLinked, let left = found.linkedTo { return left }
    for key in found.entry.keys where key.key.kind == .reference && key.key.value.hasPrefix("jde:") {
      if found.isLinked || index.left(named: key.raw) != nil { return key.raw }
    }
    return found.isLinked ? "" : nil
  }

  /// Whether a right record has the key because its own left record has it: companies of a group share numbers and
  /// mailboxes, and that one of them is in Zoho already says nothing about the others.
  private func isExplained(_ found: MatchIndex.Found, by key: MatchKey) -> Bool {
    guard let holder = holder(of: found), holder != left, let entry = index.left(named: holder) else {
      return false
    }
    return relation(key, ours: entry.keys, theirs: profile.keys).map {
      if case .same = $0 { true } else { false }
    }
      ?? false
  }

  /// Other left records that have one of these keys of the right one: they could be meant as well, or the right
  /// record's id in their reference column.
  func rivals(for found: MatchIndex.Found, keys: [MatchKey]) -> [String] {
    var rivals: Set<String> = []
    for key in keys {
      for other in index.lefts(MatchIndex.hash(of: key), besides: left)
      where !isWithinAccount || other.account == profile.account ?? "" {
        if case .same = relation(key, ours: other.keys, theirs: found.entry.keys) { rivals.insert(other.ref) }
      }
    }
    let reference = MatchKey(.reference, ReferenceForm.zoho(found.entry.ref))
    for other in index.lefts(MatchIndex.hash(of: reference), besides: left)
    where other.keys.contains(where: { $0.key == reference }) {
      rivals.insert(other.ref)
    }
    return rivals.sorted()
  }

  private static func raw(_ kind: MatchKey.Kind, _ value: String, _ keys: [RawMatchKey]) -> String {
    keys.first { $0.key.value == value && $0.key.kind != .reference }?.raw ?? value
  }

  private static func sentence(_ kind: MatchKey.Kind) -> String {
    switch kind {
    case .reference: "stored cross-reference"
    case .taxID(let country): "tax id within country \(country)"
    case .taxIDAlone: "tax id that is valid in one country only"
    case .taxNumber, .taxForm: "number of a tax id"
    case .email: "e-mail"
    }
  }
}
