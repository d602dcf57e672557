package import JSONText

/// What becomes of a JDE record that has no counterpart yet.
package enum MatchOutcome: Hashable, Sendable {
  /// It is this Zoho record, and why.
  case link(to: String, MatchExplanation)
  /// A person says which it is; candidates are ranked, the best first, at most five.
  case review(MatchReviewReason, [MatchCandidate])
  /// Nothing that Zoho has could be it.
  case create
}

extension MatchOutcome {
  /// The records that it is about, by their ids.
  package var refs: [String] {
    switch self {
    case .link(let id, _): [id]
    case .review(_, let candidates): candidates.map(\.ref)
    case .create: []
    }
  }

  /// Whether it contradicts a person's word that the record is new, given whether either side changed after it.
  ///
  /// A name that is like another's says nothing new where only JD Edwards' record was edited: it was so before.
  func contradictsNew(jdeChanged: Bool, zohoChanged: Bool) -> Bool {
    switch self {
    case .create: false
    case .review(.weakOnly, _): zohoChanged
    case .link, .review: jdeChanged || zohoChanged
    }
  }
}

/// Why two records are taken to be the same.
package struct MatchExplanation: Hashable, Sendable {
  /// The key that linked them.
  package let kind: MatchKey.Kind
  /// What JDE shows.
  package let leftRaw: String
  /// What Zoho shows.
  package let rightRaw: String
  /// What both are when normalised.
  package let normalised: String
  /// The rule in words: `tax id within country DE, unique on both sides, not contradicted`.
  package let rule: String
  /// A person said so, whatever the keys say.
  package let isPersonsWord: Bool

  /// An explanation from its parts.
  package init(
    kind: MatchKey.Kind, leftRaw: String, rightRaw: String, normalised: String, rule: String,
    isPersonsWord: Bool = false
  ) {
    self.kind = kind
    self.leftRaw = leftRaw
    self.rightRaw = rightRaw
    self.normalised = normalised
    self.rule = rule
    self.isPersonsWord = isPersonsWord
  }

  /// Why a record is the one with this id: a person said so.
  package static func personsWord(_ left: String, _ id: String) -> MatchExplanation {
    MatchExplanation(
      kind: .reference, leftRaw: left, rightRaw: id, normalised: id, rule: "a person said so",
      isPersonsWord: true)
  }

  /// How the pairing is made: the name of the key, or `person`.
  package var how: String { isPersonsWord ? LinkMade.person : kind.name }

  /// `{"key":…,"jde":…,"zoho":…,"normalised":…,"rule":…}`, for the event.
  package var json: JSONValue {
    [
      "key": JSONValue(how), "jde": JSONValue(leftRaw), "zoho": JSONValue(rightRaw),
      "normalised": JSONValue(normalised), "rule": JSONValue(rule),
    ]
  }
}

/// Why a person is asked.
package enum MatchReviewReason: String, Hashable, Sendable, CaseIterable {
  /// Several JDE records have the key.
  case manyLeft = "many_left"
  /// Several Zoho records have the key.
  case manyRight = "many_right"
  /// The Zoho record that fits belongs to another JDE record.
  case alreadyLinked = "already_linked"
  /// One key says yes, another says no.
  case keysDisagree = "keys_disagree"
  /// Only the name, or a number without its country, speaks for it.
  case weakOnly = "weak_only"
  /// The key fits and the country does not.
  case countryDiffers = "country_differs"
  /// A key that could say yes or no cannot be read.
  case unreadableKey = "unreadable_key"
  /// Our key stands again on a record of which a person said that it is not the one, or beside one that is new.
  case keyAgain = "key_again"
  /// Only our key speaks for a record, and it came there by a person's word that was taken back.
  case takenBack = "taken_back"
  /// Another record has the tax number of a linked one, or its e-mail address at the same account.
  case twin
  /// A person said that it is new, and what changed since on either side says that it is this one.
  case saidNew = "said_new"
  /// A person took a pair apart and nothing else speaks for a record: it most likely stands in Zoho all the same.
  case unlinked
}

/// A Zoho record that could be the one.
package struct MatchCandidate: Hashable, Sendable {
  /// The Zoho record's id.
  package let ref: String
  /// As Zoho shows it; nil where it shows none.
  package let name: String?
  /// How alike the names are, in hundredths; 100 for the same name without its legal form.
  package let similarity: Int
  /// Whether both show the same postal code.
  package let hasSamePostalCode: Bool
  /// Whether both show the same city.
  package let hasSameCity: Bool
  /// The names of the keys that both have: `tax_id`, `email`.
  package let sharedKeys: [String]
  /// Whether it belongs to another JDE record, by a link or by the key that it carries.
  package let isLinked: Bool
  /// Other JDE records that have one of the shared keys, at most five.
  package let rivals: [String]

  /// A candidate from its parts.
  package init(
    ref: String, name: String?, similarity: Int, hasSamePostalCode: Bool, hasSameCity: Bool,
    sharedKeys: [String], isLinked: Bool, rivals: [String]
  ) {
    self.ref = ref
    self.name = name
    self.similarity = similarity
    self.hasSamePostalCode = hasSamePostalCode
    self.hasSameCity = hasSameCity
    self.sharedKeys = sharedKeys
    self.isLinked = isLinked
    self.rivals = rivals
  }

  /// A record that is only named: what is alike was not compared.
  package init(asking zoho: ZohoRecord, name: String?) {
    self.init(
      ref: zoho.id, name: name, similarity: 0, hasSamePostalCode: false, hasSameCity: false, sharedKeys: [],
      isLinked: false, rivals: [])
  }

  /// The candidate for the event.
  package var json: JSONValue {
    [
      "zoho_id": JSONValue(ref), "name": name.map { JSONValue($0) } ?? .null, "score": JSONValue(similarity),
      "same_postal_code": JSONValue(hasSamePostalCode), "same_city": JSONValue(hasSameCity),
      "keys": .array(sharedKeys.map { JSONValue($0) }), "linked": JSONValue(isLinked),
      "rivals": .array(rivals.map { JSONValue($0) }),
    ]
  }
}
