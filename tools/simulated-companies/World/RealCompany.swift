import Foundation

/// One of the real listed companies that every simulated one derives from.
package struct RealCompany: Hashable, Sendable {
  /// The name as listed, with its umlauts, ampersands and digits.
  package let name: String
  /// The seat; one of the country's other seats where the list has none.
  package let city: String
  /// State or region, often blank.
  package let region: String
  /// ISO 3166 code.
  package let country: String
  /// The branch of trade in the list's own words.
  package let industry: String
  /// The site, without a scheme; often blank.
  package let website: String
}

extension RealCompany {
  /// The companies of `companies.csv`, in its order.
  package static let all: [RealCompany] = read()

  /// The real tax numbers of `tax-ids.csv` by country, each as written and compact.
  static let taxNumbers: [String: [String]] = readTaxNumbers()

  /// Every pair of city and country where a listed company has its seat, each once.
  static let places: [Place] = {
    var seen: Set<Place> = []
    return all.compactMap { company in
      let place = Place(city: company.city, region: company.region, country: company.country)
      return seen.insert(place).inserted ? place : nil
    }
  }()

  /// A city with its region and country.
  struct Place: Hashable, Sendable {
    let city: String
    let region: String
    let country: String
  }

  private static func read() -> [RealCompany] {
    let rows = CommaSeparatedText.rows(of: text(of: "companies")).filter { $0.count == 6 }
    var seats: [String: [String]] = [:]
    for row in rows where !row[1].isEmpty { seats[row[3], default: []].append(row[1]) }
    return rows.enumerated().map { index, row in
      let others = seats[row[3]] ?? ["Hamilton"]
      let city = row[1].isEmpty ? others[index % others.count] : row[1]
      return RealCompany(
        name: row[0], city: city, region: row[2], country: row[3], industry: row[4], website: row[5])
    }
  }

  private static func readTaxNumbers() -> [String: [String]] {
    var numbers: [String: [String]] = [:]
    for row in CommaSeparatedText.rows(of: text(of: "tax-ids")) where row.count == 4 {
      let country = row[1] == "vat" ? String(row[3].prefix(2)) : row[0]
      guard row[0] != "GB" else {
        numbers["GB", default: []].append(row[2])
        continue
      }
      if row[1] != "siren" { numbers[country, default: []].append(row[2]) }
    }
    return numbers
  }

  private static func text(of resource: String) -> String {
    guard let url = Bundle.module.url(forResource: resource, withExtension: "csv"),
      let data = FileManager.default.contents(atPath: url.path)
    else {
      preconditionFailure("the resource \(resource).csv is part of every build of this target")
    }
    return String(decoding: data, as: UTF8.self)
  }
}
