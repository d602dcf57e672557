/// A code of JD Edwards, what it is called there, and the value of Zoho's picklist that means the same.
package struct CodePair: Hashable, Sendable {
  /// The code, without padding.
  package let code: String
  /// Its description in F0005.
  package let title: String
  /// The value in Zoho.
  package let zoho: String
}

/// The code lists of the simulated companies, on both sides.
package enum CodeList {
  /// Payment terms: F03012.TRAR, described in F0005 under 00/PT; Zoho's `Payment_Terms`.
  package static let paymentTerms: [CodePair] = [
    CodePair(code: "N30", title: "Net 30 Days", zoho: "Net 30"),
    CodePair(code: "N14", title: "Net 14 Days", zoho: "Net 14"),
    CodePair(code: "N60", title: "Net 60 Days", zoho: "Net 60"),
    CodePair(code: "N90", title: "Net 90 Days", zoho: "Net 90"),
    CodePair(code: "COD", title: "Cash on Delivery", zoho: "Due on Receipt"),
    CodePair(code: "EOM", title: "End of Month", zoho: "End of Month"),
    CodePair(code: "210", title: "2% 10 Days, Net 30", zoho: "2% 10 Net 30"),
  ]

  /// Customer types: F0101.AC01, described under 01/01; Zoho's `Account_Type`, where two codes show as one.
  package static let customerTypes: [CodePair] = [
    CodePair(code: "CUS", title: "Customer", zoho: "Customer"),
    CodePair(code: "KEY", title: "Key Account", zoho: "Customer"),
    CodePair(code: "DIS", title: "Distributor", zoho: "Distributor"),
    CodePair(code: "RES", title: "Reseller", zoho: "Reseller"),
    CodePair(code: "PAR", title: "Partner", zoho: "Partner"),
    CodePair(code: "INT", title: "Integrator", zoho: "Integrator"),
  ]

  /// Branches of trade: F0101.SIC, described under 01/SC; Zoho's `Industry`.
  package static let industries: [CodePair] = [
    CodePair(code: "8000", title: "Health Care", zoho: "Healthcare"),
    CodePair(code: "6000", title: "Finance and Insurance", zoho: "Financial Services"),
    CodePair(code: "6500", title: "Real Estate", zoho: "Real Estate"),
    CodePair(code: "1300", title: "Oil and Gas", zoho: "Energy"),
    CodePair(code: "4900", title: "Electric, Gas, Water", zoho: "Utilities"),
    CodePair(code: "7370", title: "Software and IT Services", zoho: "Technology"),
    CodePair(code: "3670", title: "Electronics, Semiconductor", zoho: "Electronics"),
    CodePair(code: "3710", title: "Motor Vehicles", zoho: "Automotive"),
    CodePair(code: "2800", title: "Chemicals", zoho: "Chemicals"),
    CodePair(code: "3500", title: "Machinery, Engineering", zoho: "Manufacturing"),
    CodePair(code: "1500", title: "Construction", zoho: "Construction"),
    CodePair(code: "2000", title: "Food and Beverages", zoho: "Food & Beverage"),
    CodePair(code: "5300", title: "Retail and Consumer Goods", zoho: "Retail"),
    CodePair(code: "4800", title: "Communication", zoho: "Communications"),
    CodePair(code: "4000", title: "Transport and Logistics", zoho: "Transportation"),
    CodePair(code: "1000", title: "Metals, Mining, Materials", zoho: "Materials"),
    CodePair(code: "7000", title: "Other Services", zoho: "Other"),
  ]

  /// Sales areas: F0101.AC05, described under 01/05; the owner in Zoho by e-mail.
  package static let salesAreas: [CodePair] = [
    CodePair(code: "DAC", title: "Germany, Austria, Switzerland", zoho: "ada@counterfoil.example"),
    CodePair(code: "WEU", title: "Western Europe", zoho: "bruno@counterfoil.example"),
    CodePair(code: "NEU", title: "Northern Europe", zoho: "chiyo@counterfoil.example"),
    CodePair(code: "AME", title: "The Americas", zoho: "dolores@counterfoil.example"),
    CodePair(code: "APA", title: "Asia and Pacific", zoho: "chiyo@counterfoil.example"),
  ]

  /// Search types: F0101.AT1, described under 01/ST; Zoho has no word for them.
  package static let searchTypes: [CodePair] = [
    CodePair(code: "C", title: "Customers", zoho: ""), CodePair(code: "V", title: "Suppliers", zoho: ""),
    CodePair(code: "E", title: "Employees", zoho: ""), CodePair(code: "O", title: "Company", zoho: ""),
    CodePair(code: "X", title: "Former Customers", zoho: ""),
  ]

  /// The code of the trade that a listed company's own words are nearest to.
  static func industryCode(for words: String) -> String {
    let words = words.lowercased()
    for (code, stems) in industryStems where stems.contains(where: words.contains) { return code }
    return "7000"
  }

  /// The sales area of a country.
  static func salesArea(for country: String) -> String {
    switch country {
    case "DE", "AT", "CH": "DAC"
    case "FI", "SE", "GB", "IE", "IM", "GG": "NEU"
    case "US", "CA", "MX", "AR", "BM", "BS": "AME"
    case "JP", "AU", "CN": "APA"
    default: "WEU"
    }
  }

  private static let industryStems: [(String, [String])] = [
    ("8000", ["health", "pharm", "bio", "medical", "pflege", "caregiving"]),
    ("6500", ["real estate", "reit", "property", "immobilien"]),
    ("6000", ["financ", "bank", "insurance", "asset", "investment", "equity", "beteiligung"]),
    ("4900", ["utilit", "electric power", "electricity", "renewable", "versorger", "solar"]),
    ("1300", ["energy", "oil", "gas", "coal", "hydrocarbon"]),
    ("3670", ["semiconductor", "electronic", "elektronik", "electrical"]),
    ("7370", ["software", "information tech", "it ", "cloud", "computer", "internet", "technology"]),
    ("3710", ["auto", "car ", "vehicle"]), ("2800", ["chem"]),
    ("1500", ["construct", "building", "architecture", "anlagenbau"]),
    ("2000", ["food", "beverage", "confection", "agricult"]),
    ("4800", ["communicat", "broadcast", "telecom", "media", "advertis"]),
    ("4000", ["transport", "logistic", "freight", "airline", "rail", "aviation", "courier", "marine"]),
    ("1000", ["metal", "steel", "mining", "material", "glass", "forest", "alumin"]),
    ("5300", ["retail", "consumer", "apparel", "store", "clothing", "cosmetic", "furniture"]),
    ("3500", ["machin", "industrial", "engineer", "manufactur", "aerospace", "defen", "conglomerate"]),
  ]
}
