extension MatchQuestion {
  /// The most candidates that a person is shown.
  static let candidatesMax = 5
  /// From here on names are alike, in hundredths.
  static let similarityMin = 60

  /// What stops a create: the same name without legal form, or a similar one at the same place.
  func byName() -> MatchOutcome? {
    guard let hash = MatchIndex.nameHash(name) else { return nil }
    var numbers: Set<UInt32> = []
    index.eachUnlinked(hash) { number, _ in
      if hasSameName(number) { numbers.insert(number) }
    }
    // A name at JDE's limit may be the beginning of a longer one.
    if isCut { numbers.formUnion(longerNames()) }
    let ours = TrigramSet(name.core.utf8)
    let signature = ours.signature
    for hash in placeHashes() {
      index.eachUnlinked(hash) { number, theirs in
        guard !numbers.contains(number), canBeSimilar(signature, theirs, count: ours.pieces.count) else {
          return
        }
        let core = index.right.core(number)
        let similarity = ours.similarity(to: TrigramSet(isCut ? core.prefix(name.core.utf8.count) : core))
        if similarity >= Self.similarityMin { numbers.insert(number) }
      }
    }
    let found = numbers.map(index.found).filter { found in
      !keptApart.contains(found.entry.ref) && isNameInReach(found) && (holder(of: found) ?? left) == left
    }
    return found.isEmpty ? nil : review(.weakOnly, found)
  }

  private func hasSameName(_ number: UInt32) -> Bool {
    guard name.core.isEmpty else { return index.right.core(number).elementsEqual(name.core.utf8) }
    return NormalisedName(index.right.entry(number).name ?? "", isPerson: profile.isPerson).signs
      == name.signs
  }

  /// A question with its candidates ranked: shared keys first, then likeness and place.
  func review(_ reason: MatchReviewReason, _ found: [MatchIndex.Found]) -> MatchOutcome {
    var seen: Set<UInt32> = []
    let candidates = found.filter { seen.insert($0.number).inserted }.map(candidate)
    let ranked = candidates.sorted { left, right in
      if left.sharedKeys.count != right.sharedKeys.count {
        return left.sharedKeys.count > right.sharedKeys.count
      }
      if left.similarity != right.similarity { return left.similarity > right.similarity }
      if left.hasSamePostalCode != right.hasSamePostalCode { return left.hasSamePostalCode }
      if left.hasSameCity != right.hasSameCity { return left.hasSameCity }
      return left.ref < right.ref
    }
    return .review(reason, Array(ranked.prefix(Self.candidatesMax)))
  }

  /// How alike the names are, in hundredths.
  func similarity(to entry: PackedRecords.Entry) -> Int {
    if !name.core.isEmpty, name.core == entry.core { return 100 }
    let core = isCut ? Array(entry.core.utf8.prefix(name.core.utf8.count)) : Array(entry.core.utf8)
    return TrigramSet(name.core.utf8).similarity(to: TrigramSet(core))
  }

  /// Whether both names have a word of three letters or more.
  func shareWord(_ left: String, _ right: String) -> Bool {
    let words = Set(left.split(separator: " ").filter { $0.utf8.count >= 3 })
    return right.split(separator: " ").contains { words.contains($0) }
  }

  /// Records whose name goes on where ours was cut off; the last letters may have been spelt in more or fewer.
  private func longerNames() -> Set<UInt32> {
    guard let head = MatchIndex.head(name.core) else { return [] }
    let beginning = Array(name.core.utf8.dropLast(4))
    var numbers: Set<UInt32> = []
    index.eachUnlinked(postingHash("head", head)) { number, _ in
      if index.right.core(number).starts(with: beginning) { numbers.insert(number) }
    }
    return numbers
  }

  /// Whether the name fills JDE's column, so that more of it may have been cut off.
  private var isCut: Bool {
    guard let lengthMax = profile.nameLengthMax, let name = profile.name else { return false }
    return name.utf16.count >= lengthMax - 1  // a blank at the cut is trimmed
  }

  private func candidate(_ found: MatchIndex.Found) -> MatchCandidate {
    let entry = found.entry
    let shared = entry.keys.filter { key in
      profile.keys.contains { $0.key == key.key || Self.isSameNumber($0.key, key.key) }
    }
    return MatchCandidate(
      ref: entry.ref, name: entry.name, similarity: similarity(to: entry),
      hasSamePostalCode: !place.postalCode.isEmpty && place.postalCode == entry.postalCode,
      hasSameCity: !place.city.isEmpty && place.city == entry.city,
      sharedKeys: Self.names(of: shared), isLinked: found.isLinked || holder(of: found) != nil,
      rivals: Array(rivals(for: found, keys: shared.map(\.key)).prefix(Self.candidatesMax)))
  }

  /// Whether a number and a form of one, or two forms, are alike.
  private static func isSameNumber(_ our: MatchKey, _ their: MatchKey) -> Bool {
    let kinds: [MatchKey.Kind] = [.taxNumber, .taxForm]
    return our.value == their.value && kinds.contains(our.kind) && kinds.contains(their.kind)
  }

  /// The bare number says nothing beside the tax id itself, nor does another form of it beside the number.
  private static func names(of keys: [RawMatchKey]) -> [String] {
    let names = keys.map(\.key.kind.name)
    let hidden: Set<String> =
      names.contains { $0.hasPrefix("tax_id") }
      ? ["tax_number", "tax_form"] : names.contains("tax_number") ? ["tax_form"] : []
    return names.filter { !hidden.contains($0) }
  }

  /// Where similar names are looked for: contacts within their account, others at the same place.
  private func placeHashes() -> [UInt64] {
    if profile.isPerson { return account.map { [postingHash("account", $0.utf8)] } ?? [] }
    var hashes: [UInt64] = []
    if !place.postalCode.isEmpty { hashes.append(postingHash("postal", place.postalCode.utf8)) }
    if !place.city.isEmpty { hashes.append(postingHash("city", place.city.utf8)) }
    return hashes
  }

  /// People of one name are many: only those of the account count, and those that have none.
  private func isNameInReach(_ found: MatchIndex.Found) -> Bool {
    guard profile.isPerson, profile.account != nil else { return true }
    return found.entry.account.isEmpty || found.entry.account == account ?? ""
  }

  /// False where even the bits say that too few pieces are shared.
  private func canBeSimilar(_ ours: SIMD2<UInt64>, _ theirs: SIMD2<UInt64>, count: Int) -> Bool {
    // Each shared piece sets the same bit in both; pieces that are not shared may hide behind one bit, so ours
    // that are missing there is a sure lower bound of what is not shared.
    let missing = (ours[0] & ~theirs[0]).nonzeroBitCount + (ours[1] & ~theirs[1]).nonzeroBitCount
    return isCut || (count - missing) * 100 >= Self.similarityMin * count
  }
}
