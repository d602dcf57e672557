package import JSONText

/// By what a person would say that two records are one company or one human: name, tax number, e-mail and place, each
/// in the form in which it is compared (law 7).
///
/// A link and each decision keep the marks of both sides, so that a number that was given to somebody else, or a
/// record that was typed over, is noticed before anything is written (``identityMoved(before:now:other:afterGone:)``).
package struct IdentityMarks: Hashable, Sendable {
  /// Without legal form, case and punctuation, as long as JDE can show it: `nordwind maschinenbau`; nil where blank or
  /// not shown.
  package let name: String?
  /// Without its country and what groups it: `168347747`; nil where there is none or a placeholder.
  package let taxNumber: String?
  /// The country that the number names or that is known beside it: `DE`; nil where neither.
  package let taxCountry: String?
  /// `kontor@nordwind.example`; nil where there is no single address.
  package let email: String?
  /// `10115`; nil where not known.
  package let postalCode: String?
  /// `berlin`; nil where not known.
  package let city: String?

  /// Marks in the forms in which they are compared.
  package init(
    name: String? = nil, taxNumber: String? = nil, taxCountry: String? = nil, email: String? = nil,
    postalCode: String? = nil, city: String? = nil
  ) {
    self.name = name
    self.taxNumber = taxNumber
    self.taxCountry = taxCountry
    self.email = email
    self.postalCode = postalCode
    self.city = city
  }

  /// `{"name":"nordwind maschinenbau","tax_number":"168347747","tax_country":"DE",…}` without what is not known.
  package var json: JSONValue {
    var object = JSONObject()
    for (key, value) in [
      ("name", name), ("tax_number", taxNumber), ("tax_country", taxCountry), ("email", email),
      ("postal_code", postalCode), ("city", city),
    ] {
      if let value { object.append(key, JSONValue(value)) }
    }
    return .object(object)
  }

  /// Marks read back from an event's body; what is missing is not known.
  package init(json: JSONValue?) {
    self.init(
      name: json?["name"]?.string, taxNumber: json?["tax_number"]?.string,
      taxCountry: json?["tax_country"]?.string, email: json?["email"]?.string,
      postalCode: json?["postal_code"]?.string, city: json?["city"]?.string)
  }

  /// Whether nothing is known.
  package var isEmpty: Bool { self == IdentityMarks() }

  /// Whether this record may be taken for the other one: a mark that is known of both is the same, and none is other.
  package func fit(_ other: IdentityMarks) -> Bool {
    let compared = comparisons(with: other)
    return !compared.isEmpty && !compared.contains(false)
  }

  /// The marks after a decision that rested on `now`.
  ///
  /// The identity moves with every decision in which a known mark stayed: a company that changes its name one year
  /// and its seat the next is the same one. Where none stayed it does not move, also where too little is known to ask
  /// about, and nothing is added either: who changed the tax number while the name could not be read would else be
  /// known by it from then on.
  package func after(decision now: IdentityMarks) -> IdentityMarks {
    isEmpty || comparisons(with: now).contains(true) ? after(sameCompany: now) : self
  }

  /// The marks after a person said *same company*: the new ones, and of those that are not shown now the former.
  package func after(sameCompany now: IdentityMarks) -> IdentityMarks {
    IdentityMarks(
      name: now.name ?? name, taxNumber: now.taxNumber ?? taxNumber,
      taxCountry: now.taxNumber == nil ? taxCountry : now.taxCountry, email: now.email ?? email,
      postalCode: now.isPlaceKnown ? now.postalCode : postalCode, city: now.isPlaceKnown ? now.city : city)
  }

  private var isPlaceKnown: Bool { postalCode != nil || city != nil }

  /// For each mark that is known of both whether it is the same.
  func comparisons(with other: IdentityMarks) -> [Bool] {
    Mark.allCases.compactMap { isSame($0, as: other) }
  }

  /// Those of some kinds alone.
  func only(_ marks: Set<Mark>) -> IdentityMarks {
    let tax = marks.contains(.taxNumber)
    let place = marks.contains(.place)
    return IdentityMarks(
      name: marks.contains(.name) ? name : nil, taxNumber: tax ? taxNumber : nil,
      taxCountry: tax ? taxCountry : nil, email: marks.contains(.email) ? email : nil,
      postalCode: place ? postalCode : nil, city: place ? city : nil)
  }

  /// What is compared.
  package enum Mark: CaseIterable, Sendable {
    case name
    case taxNumber
    case email
    case place
  }

  /// Whether both show the same; nil where one of them is not known.
  func isSame(_ mark: Mark, as other: IdentityMarks) -> Bool? {
    switch mark {
    case .name: Self.isSame(name, other.name)
    case .taxNumber: hasSameTaxNumber(as: other)
    case .email: Self.isSame(email, other.email)
    case .place:
      // A town has more than one company; where both codes are known it says nothing.
      Self.isSame(postalCode, other.postalCode) ?? Self.isSame(city, other.city)
    }
  }

  private static func isSame(_ left: String?, _ right: String?) -> Bool? {
    guard let left, let right else { return nil }
    return left == right
  }

  /// A number is the same in every form that one company's number has.
  private func hasSameTaxNumber(as other: IdentityMarks) -> Bool? {
    guard let taxNumber, let theirs = other.taxNumber else { return nil }
    return taxNumber == theirs
      || !Self.forms(taxNumber, taxCountry).isDisjoint(with: Self.forms(theirs, other.taxCountry))
  }

  private static func forms(_ number: String, _ country: String?) -> Set<String> {
    guard let taxID = TaxID(number, country: country) else { return [number] }
    return Set([taxID.company] + taxID.otherForms)
  }
}

/// Whether a record became another company's: one question that holds the whole record before any write (law 7).
///
/// All marks that are known before and now are other ones, at least two of them (one, where the record was gone or not
/// shown in between: a number that comes back is often given anew), and the other side shows none of the new ones. A
/// mark that was emptied counts as another one beside one that is.
/// Asked for each side whose record changed, with the marks of the last decision.
/// - Parameters:
///   - before: The marks of this side at the last decision, `after(decision:)` of it.
///   - now: What this side shows now.
///   - other: What people have brought to the other side: not what stands there since both agreed, which we may have
///     written, one step of a change after the other.
///   - emptied: What this side shows as empty.
///   - afterGone: The record was gone or not shown since the last decision.
/// - Returns: True where a person must say whether it is the same company.
package func identityMoved(
  before: IdentityMarks, now: IdentityMarks, other: IdentityMarks, emptied: Set<IdentityMarks.Mark> = [],
  afterGone: Bool = false
) -> Bool {
  let compared = before.comparisons(with: now)
  guard !compared.isEmpty, !compared.contains(true) else { return false }
  let lost = emptied.count { before.isSame($0, as: before) == true }
  guard compared.count + lost >= (afterGone ? 1 : 2) else { return false }
  return !other.comparisons(with: now).contains(true)
}

/// Whether a stored reference or a typed key joins two strangers: a question, whether or not another record agrees
/// with either of them (law 7).
///
/// Where both tax numbers are known, they decide together with the name: another number and not the same name. A name
/// that one side does not show speaks for nobody. The same name with another number is a number that was mistyped or
/// is of another country. Where a tax number is not known nothing contradicts it, but a key that was typed on a
/// stranger shows by the rest: names that are not even alike, and neither e-mail nor place the same, one of them at
/// least known of both.
package func contradicts(jde: IdentityMarks, zoho: IdentityMarks) -> Bool {
  let hasSameName = jde.isSame(.name, as: zoho)
  if let isSameNumber = jde.isSame(.taxNumber, as: zoho) { return !isSameNumber && hasSameName != true }
  guard hasSameName == false, let ours = jde.name, let theirs = zoho.name,
    TrigramSet(ours.utf8).similarity(to: TrigramSet(theirs.utf8)) < MatchQuestion.similarityMin
  else { return false }
  let rest = [jde.isSame(.email, as: zoho), jde.isSame(.place, as: zoho)].compactMap(\.self)
  return !rest.isEmpty && !rest.contains(true)
}
