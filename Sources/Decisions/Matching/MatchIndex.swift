/// All records of both sides as far as matching needs them: left is JDE, right is Zoho.
///
/// Memory: some 350 bytes a record, without an object for each. Every left record belongs in it, linked or not:
/// whether a key is unique is asked of all.
package struct MatchIndex: Sendable {
  private(set) var left = PackedRecords()
  private(set) var right = PackedRecords()
  private var leftPostings = PostingTable()
  private var rightPostings = PostingTable()
  private var signatures: [SIMD2<UInt64>] = []
  private var linked: [Bool] = []
  /// The left record that a linked right one belongs to, where that was said.
  private var linkedTo: [UInt32: String] = [:]

  /// An index without records.
  package init() {}

  /// How many records each side has.
  package var count: (left: Int, right: Int) { (left.count, right.count) }

  /// Adds a JDE record.
  package mutating func add(left ref: String, _ profile: MatchProfile) {
    let number = left.append(
      PackedRecords.Entry(
        ref: ref, keys: profile.keys, name: nil, core: "", postalCode: "", city: "",
        country: profile.country ?? "", account: profile.account ?? ""))
    leftPostings.add(postingHash("ref", ref.utf8), record: number)
    for hash in Self.keyHashes(profile) { leftPostings.add(hash, record: number) }
  }

  /// Adds a Zoho record.
  ///
  /// `isLinked` says that it has its counterpart, `left` which one where that is known.
  package mutating func add(
    right ref: String, _ profile: MatchProfile, isLinked: Bool, to left: String? = nil
  ) {
    let name = NormalisedName(profile.name ?? "", isPerson: profile.isPerson)
    let place = LocationForm(profile)
    let number = right.append(
      PackedRecords.Entry(
        ref: ref, keys: profile.keys, name: profile.name, core: name.core, postalCode: place.postalCode,
        city: place.city, country: profile.country ?? "", account: profile.account ?? ""))
    signatures.append(TrigramSet(name.core.utf8).signature)
    linked.append(isLinked)
    if isLinked, let left { linkedTo[number] = left }
    rightPostings.add(postingHash("ref", ref.utf8), record: number)
    for hash in Self.keyHashes(profile) { rightPostings.add(hash, record: number) }
    if let hash = Self.nameHash(name) { rightPostings.add(hash, record: number) }
    if let lengthMax = profile.nameLengthMax, (profile.name ?? "").utf16.count >= lengthMax,
      let head = Self.head(name.core)
    {
      rightPostings.add(postingHash("head", head), record: number)
    }
    if !place.postalCode.isEmpty {
      rightPostings.add(postingHash("postal", place.postalCode.utf8), record: number)
    }
    if !place.city.isEmpty { rightPostings.add(postingHash("city", place.city.utf8), record: number) }
    if let account = profile.account {
      rightPostings.add(postingHash("account", account.utf8), record: number)
    }
  }

  /// Says that a Zoho record has found its counterpart; one that is not here is none of ours.
  package mutating func markLinked(right ref: String, to left: String) {
    var found: [UInt32] = []
    rightPostings.eachRecord(postingHash("ref", ref.utf8)) { found.append($0) }
    for number in found where right.ref(number) == ref {
      linked[Int(number)] = true
      linkedTo[number] = left
    }
  }

  /// Under what the same name is found; nil for a name that is not shown.
  static func nameHash(_ name: NormalisedName) -> UInt64? {
    if !name.core.isEmpty { return postingHash("name", name.core.utf8) }
    return name.signs.isEmpty ? nil : postingHash("signs", name.signs.utf8)
  }

  /// The beginning of a long name, by which names that JDE has cut off are found; nil for a shorter one.
  static func head(_ core: String) -> Substring.UTF8View.SubSequence? {
    core.utf8.count >= 20 ? Substring(core).utf8.prefix(20) : nil
  }

  private static func keyHashes(_ profile: MatchProfile) -> Set<UInt64> {
    Set(profile.keys.map { hash(of: $0.key) })
  }

  /// All kinds of tax keys share one posting: which of them holds is asked of the records.
  static func hash(of key: MatchKey) -> UInt64 {
    switch key.kind {
    case .reference: postingHash("reference", key.value.utf8)
    case .taxID, .taxIDAlone, .taxNumber, .taxForm: postingHash("tax", key.value.utf8)
    case .email: postingHash("email", key.value.utf8)
    }
  }
}

extension MatchIndex {
  /// A right record that was found, with what is known of its link.
  struct Found {
    let number: UInt32
    let entry: PackedRecords.Entry
    let isLinked: Bool
    let linkedTo: String?
  }

  /// Right records under a hash, those kept apart left out, in the order of their references.
  func rights(_ hash: UInt64, keptApart: Set<String>) -> [Found] {
    var found: [Found] = []
    rightPostings.eachRecord(hash) { number in
      let entry = right.entry(number)
      guard !keptApart.contains(entry.ref) else { return }
      found.append(
        Found(
          number: number, entry: entry, isLinked: linked[Int(number)], linkedTo: linkedTo[number]))
    }
    return found.sorted { $0.entry.ref < $1.entry.ref }
  }

  /// Left records under a hash other than `ref`, in the order of their references.
  func lefts(_ hash: UInt64, besides ref: String) -> [PackedRecords.Entry] {
    var found: [PackedRecords.Entry] = []
    leftPostings.eachRecord(hash) { number in
      let entry = left.entry(number)
      if entry.ref != ref { found.append(entry) }
    }
    return found.sorted { $0.ref < $1.ref }
  }

  /// The left record with a reference; nil where there is none.
  func left(named ref: String) -> PackedRecords.Entry? {
    var found: PackedRecords.Entry?
    leftPostings.eachRecord(postingHash("ref", ref.utf8)) { number in
      if found == nil, left.ref(number) == ref { found = left.entry(number) }
    }
    return found
  }

  /// Whether more than `limit` records of a side have a key.
  ///
  /// Zoho records that a JDE record with that key is linked to do not count: they are its likeness, and whether a
  /// key is one must not depend on how many of its records are there yet.
  func isPlaceholder(_ key: MatchKey, limit: Int) -> Bool {
    let hash = Self.hash(of: key)
    if leftPostings.count(hash, limit: limit) > limit { return true }
    guard rightPostings.count(hash, limit: limit) > limit else { return false }
    var holders: Set<String> = []
    leftPostings.eachRecord(hash) { holders.insert(left.ref($0)) }
    var others = 0
    rightPostings.eachRecord(hash) { number in
      if !(linkedTo[number].map(holders.contains) ?? false) { others += 1 }
    }
    return others > limit
  }

  /// Calls `body` for each right record under a hash that is not linked, with the signature of its name.
  func eachUnlinked(_ hash: UInt64, _ body: (UInt32, SIMD2<UInt64>) -> Void) {
    rightPostings.eachRecord(hash) { number in
      if !linked[Int(number)] { body(number, signatures[Int(number)]) }
    }
  }

  func found(_ number: UInt32) -> Found {
    Found(
      number: number, entry: right.entry(number), isLinked: linked[Int(number)], linkedTo: linkedTo[number])
  }
}

/// Postal code and city as they are compared.
struct LocationForm {
  /// F0116.ADDZ has 12 characters; of a longer text the rest does not count.
  private static let codeMax = 64

  let postalCode: String
  let city: String

  init(_ profile: MatchProfile) {
    var code = String((profile.postalCode ?? "").unicodeScalars.prefix(Self.codeMax))
    // D-10115: a country before a hyphen is not part of the code.
    let country = code.prefix(3).prefix { $0 != "-" }
    if country.count <= 2, code.dropFirst(country.count).first == "-", country.allSatisfy(\.isLetter) {
      code.removeFirst(country.count)
    }
    postalCode = SignificantText.plain(code)
    city = profile.city.map { NormalisedName($0, isPerson: false).text } ?? ""
  }
}
