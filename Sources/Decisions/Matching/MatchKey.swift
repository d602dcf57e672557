/// One normalised value by which two records can be found to be the same.
package struct MatchKey: Hashable, Sendable {
  /// What kind of key it is.
  package enum Kind: Hashable, Sendable {
    /// The stored cross-reference: our key on a Zoho record, or a Zoho id in the mapping's reference column.
    case reference
    /// A tax id within its country.
    case taxID(country: String)
    /// A tax id whose country is not said and that is valid in one country only.
    case taxIDAlone(country: String)
    /// The bare number of a tax id. It never links; it asks where nothing better is known.
    case taxNumber
    /// Another form in which the number may stand elsewhere, or its letters and digits alone. It never links.
    case taxForm
    case email

    /// Whether it is made of a tax id.
    var isTax: Bool {
      switch self {
      case .taxID, .taxIDAlone, .taxNumber, .taxForm: true
      case .reference, .email: false
      }
    }

    /// The name in explanations: `reference`, `tax_id`, `tax_id_alone`, `tax_number`, `tax_form`, `email`.
    package var name: String {
      switch self {
      case .reference: "reference"
      case .taxID: "tax_id"
      case .taxIDAlone: "tax_id_alone"
      case .taxNumber: "tax_number"
      case .taxForm: "tax_form"
      case .email: "email"
      }
    }
  }

  /// What kind of key it is.
  package let kind: Kind
  /// The normalised value.
  package let value: String

  /// A key of a kind.
  package init(_ kind: Kind, _ value: String) {
    self.kind = kind
    self.value = value
  }

  /// The text that is hashed and that names a reservation: `tax_id:DE`, then the value.
  package var kindText: String {
    switch kind {
    case .taxID(let country), .taxIDAlone(let country): "\(kind.name):\(country)"
    default: kind.name
    }
  }
}

/// A key with the text that it was made from.
package struct RawMatchKey: Hashable, Sendable {
  /// The normalised key.
  package let key: MatchKey
  /// As the record shows it.
  package let raw: String

  /// A key beside its raw text.
  package init(_ key: MatchKey, raw: String) {
    self.key = key
    self.raw = raw
  }
}
