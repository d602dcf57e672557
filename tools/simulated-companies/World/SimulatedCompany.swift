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
  /// Where it is today.
  package let address: SimulatedAddress
  /// Tax number in compact form; of the group's parent where the group has one number.
  package let taxNumber: String?
  /// The tax number as JDE's people wrote it.
  package let taxAsWritten: String
  /// Area code and subscriber's number, as written in the country.
  package let phone: SimulatedPhone
  /// The fax, where it has one.
  package let fax: SimulatedPhone?
  /// The company's mailbox, where it has one.
  package let mail: SimulatedMail?
  /// The site, blank where there is none.
  package let website: String
  /// The branch of trade, by JDE's code (01/SC).
  package let industryCode: String
  /// The customer type, by JDE's code (01/01).
  package let customerType: String
  /// The sales area, by JDE's code (01/05).
  package let salesArea: String
  /// The terms and limits by JDE company, `00000` and others.
  package let lines: [SimulatedBusinessLine]
  /// ISO 4217 code.
  package let currency: String
  /// JDE's language code; blank is the base language.
  package let language: String
  /// The people of the company.
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
  /// One to four lines.
  package let street: [String]
  /// The city.
  package let city: String
  /// State or region; often blank.
  package let region: String
  /// The postal code as the country writes it.
  package let postal: String
  /// ISO 3166 code.
  package let country: String
}

/// A phone number as people in its country write it.
package struct SimulatedPhone: Hashable, Sendable {
  /// The dialling code of the country, without the plus.
  package let dialling: String
  /// The area code, with the leading zero where people write one.
  package let area: String
  /// The number behind the area code.
  package let subscriber: String

  /// `+49 30 123456`: what somebody types who thinks of callers abroad.
  package var international: String {
    let area = self.area.hasPrefix("0") && dialling != "39" ? String(self.area.dropFirst()) : self.area
    return "+\(dialling) \(area) \(subscriber)"
  }
}

/// A mailbox, and whose it is.
package struct SimulatedMail: Hashable, Sendable {
  /// The address as JDE's people typed it.
  package let address: String
  /// Whose mailbox it is.
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
  /// The JDE company; `00000` is the default line of business.
  package let company: String
  /// The credit limit, in whole units of the currency.
  package let creditLimit: Int
  /// The payment terms, by JDE's code (00/PT).
  package let terms: String
}

/// A person of a company: a who's-who line.
package struct SimulatedContact: Hashable, Sendable {
  /// The line's number in F0111, from 1.
  package let line: Int
  /// Blank on a few lines, where the whole name stands in one field.
  package let first: String
  /// The surname; blank where `first` is.
  package let last: String
  /// First and last name.
  package let fullName: String
  /// The job; often blank.
  package let title: String
  /// The person's own mailbox.
  package let mail: String?
  /// The person's own number.
  package let phone: SimulatedPhone?
}
