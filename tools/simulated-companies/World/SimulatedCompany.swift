/// A company of the simulated world: what is true of it, before either system writes it down in its way.
package struct SimulatedCompany: Sendable {
  /// Its place in the world, from 0.
  package let index: Int
  /// Its number in JD Edwards.
  package let an8: Int
  /// The whole name with its legal form; may be longer than JDE's 40 characters.
  package let name: String
  /// The name without the legal form.
  package let shortName: String
  /// The legal form; blank where the name has none or brings its own.
  package let legalForm: String
  /// ISO 3166 code.
  package let country: String
  package let address: SimulatedAddress
  /// Tax number in compact form; of the group's parent where the group has one number.
  package let taxNumber: String?
  /// The tax number as JDE's people wrote it.
  package let taxAsWritten: String
  /// Area code and subscriber's number, as written in the country.
  package let phone: SimulatedPhone
  package let fax: SimulatedPhone?
  package let mail: SimulatedMail?
  /// The site, blank where there is none.
  package let website: String
  package let industryCode: String
  package let customerType: String
  package let salesArea: String
  /// The terms and limits by JDE company, `00000` and others.
  package let lines: [SimulatedBusinessLine]
  package let currency: String
  package let language: String
  package let contacts: [SimulatedContact]
  /// An address that becomes current later, and how many days after the world's day.
  package let futureAddress: (address: SimulatedAddress, inDays: Int)?
  /// An address of the past, where F0116 still has it.
  package let formerAddress: SimulatedAddress?
  /// The AN8 of the group's parent that lends its tax number and mailbox.
  package let parent: Int?
  /// Days before the world's day on which its rows were last touched.
  package let ageInDays: Int
}

/// A postal address.
package struct SimulatedAddress: Hashable, Sendable {
  package let street: [String]
  package let city: String
  package let region: String
  package let postal: String
  package let country: String
}

/// A phone number as people in its country write it.
package struct SimulatedPhone: Hashable, Sendable {
  /// The dialling code of the country, without the plus.
  package let dialling: String
  package let area: String
  package let subscriber: String

  /// `+49 30 123456`: what somebody types who thinks of callers abroad.
  package var international: String {
    let area = self.area.hasPrefix("0") && dialling != "39" ? String(self.area.dropFirst()) : self.area
    return "+\(dialling) \(area) \(subscriber)"
  }
}

/// A mailbox, and whose it is.
package struct SimulatedMail: Hashable, Sendable {
  package let address: String
  package let use: Use

  /// Whether the mailbox says who somebody is.
  package enum Use: Hashable, Sendable {
    /// Of one person of one company.
    case personal
    /// `info@` and its like.
    case role
    /// One box for several companies: a group's or a bookkeeper's.
    case shared
  }
}

/// What one line of business allows a customer.
package struct SimulatedBusinessLine: Hashable, Sendable {
  package let company: String
  package let creditLimit: Int
  package let terms: String
}

/// A person of a company: a who's-who line.
package struct SimulatedContact: Hashable, Sendable {
  /// The line's number in F0111, from 1.
  package let line: Int
  /// Blank on a few lines, where the whole name stands in one field.
  package let first: String
  package let last: String
  package let fullName: String
  package let title: String
  package let mail: String?
  package let phone: SimulatedPhone?
}
