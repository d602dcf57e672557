/// How a country writes streets, postal codes, phones and legal forms.
struct CountryForms: Sendable {
  /// The dialling code, without the plus.
  let dialling: String
  /// The currency of its companies.
  let currency: String
  /// JDE's language code; blank is the base language.
  let language: String
  /// What follows a company's name.
  let legalForms: [String]
  /// Street names; `#` stands for the number.
  let streets: [String]
  /// A postal code: `9` is a digit, `A` a letter, everything else stands for itself.
  let postal: String
  /// Area codes as people there write them.
  let areas: [String]
  /// A subscriber's number: `9` is a digit.
  let subscriber: String
  /// First and last names.
  let first: [String]
  let last: [String]

  /// The forms of a country; of an English-speaking one where nothing is known of it.
  static func of(_ country: String) -> CountryForms { known[country] ?? british(country) }

  private static let known: [String: CountryForms] = Dictionary(
    uniqueKeysWithValues: Set(RealCompany.all.map(\.country)).map { ($0, make($0)) })

  private static func make(_ country: String) -> CountryForms {
    switch country {
    case "US", "CA", "BS", "BM": american(country)
    case "DE", "AT": german(country)
    case "CH", "LU": swiss(country)
    case "FR", "BE": french(country)
    case "JP": japanese
    case "ES", "MX", "AR": spanish(country)
    case "NL": dutch
    case "FI", "SE": nordic(country)
    case "IT": italian
    default: british(country)
    }
  }

  /// A text made from a pattern of `9` (digit) and `A` (capital letter).
  static func filled(_ pattern: String, _ dice: inout SeededDice) -> String {
    var text = ""
    for character in pattern {
      switch character {
      case "9": text.append(String(text.isEmpty ? dice.within(1...9) : dice.below(10)))
      case "A":
        text.append(dice.pick(["A", "B", "C", "D", "E", "H", "K", "L", "M", "N", "R", "S", "T", "W"]))
      default: text.append(character)
      }
    }
    return text
  }
}

extension CountryForms {
  private static func american(_ country: String) -> CountryForms {
    CountryForms(
      dialling: "1", currency: country == "CA" ? "CAD" : "USD", language: "",
      legalForms: ["Inc.", "Corporation", "LLC", "Corp.", "Company"],
      streets: [
        "# Main Street", "# Oak Avenue", "# Commerce Drive", "# Market St Suite 4#", "# Harbor Blvd",
      ],
      postal: country == "CA" ? "A9A 9A9" : "99999", areas: ["212", "312", "415", "617", "713", "206"],
      subscriber: "555-9999", first: ["Mary", "James", "Linda", "Robert", "Patricia", "Miguel", "Aisha"],
      last: ["Smith", "Johnson", "O'Brien", "Garcia", "Davis", "Nguyen", "McAllister", "Brown-Hall"])
  }

  private static func british(_ country: String) -> CountryForms {
    CountryForms(
      dialling: ["IE": "353", "AU": "61", "IL": "972", "CN": "86", "GR": "30", "RU": "7"][country] ?? "44",
      currency: ["IE": "EUR", "AU": "AUD", "IL": "ILS", "CN": "CNY", "GR": "EUR", "RU": "RUB"][country]
        ?? "GBP",
      language: "", legalForms: ["plc", "Ltd", "Limited", "Holdings plc"],
      streets: [
        "# High Street", "# Victoria Road", "Unit #, Mill Lane", "# King's Court", "# St Mary's Square",
      ],
      postal: country == "GB" ? "AA9 9AA" : "A99 9999", areas: ["020", "0121", "0161", "0131", "0117"],
      subscriber: "9999 9999", first: ["Oliver", "Amelia", "Siobhan", "George", "Isla", "Rhys"],
      last: ["Taylor", "Evans", "O'Neill", "Wright", "Patel", "Fraser-Kerr", "Hughes"])
  }

  private static func german(_ country: String) -> CountryForms {
    CountryForms(
      dialling: country == "AT" ? "43" : "49", currency: "EUR", language: "G",
      legalForms: ["AG", "GmbH", "SE", "GmbH & Co. KG", "KGaA"],
      streets: ["Hauptstraße #", "Industriestr. #", "Am Güterbahnhof #", "Königsallee #", "Müllerweg #a"],
      postal: country == "AT" ? "9999" : "99999", areas: ["030", "089", "040", "0711", "0221", "069"],
      subscriber: "999999", first: ["Jürgen", "Anna", "Björn", "Sabine", "Käthe", "Thomas", "Zoë"],
      last: ["Müller", "Schäfer", "Weiß", "Groß-Bölting", "Fischer", "von der Heide", "Öztürk", "Kühn"])
  }

  private static func swiss(_ country: String) -> CountryForms {
    CountryForms(
      dialling: country == "LU" ? "352" : "41", currency: country == "LU" ? "EUR" : "CHF", language: "G",
      legalForms: country == "LU" ? ["S.A.", "S.à r.l."] : ["AG", "SA", "Holding AG", "Sàrl"],
      streets: ["Bahnhofstrasse #", "Rue du Rhône #", "Seestrasse #", "Zürcherstrasse #"],
      postal: "9999", areas: ["044", "022", "061", "031"], subscriber: "999 99 99",
      first: ["Urs", "Réto", "Chantal", "Beat", "Noémie"],
      last: ["Bürgi", "Keller", "Favre", "Rüegg", "Meier"])
  }

  private static func french(_ country: String) -> CountryForms {
    CountryForms(
      dialling: country == "BE" ? "32" : "33", currency: "EUR", language: "F",
      legalForms: country == "BE" ? ["NV", "SA", "SRL"] : ["SA", "S.A.", "SAS", "SARL", "SCA"],
      streets: [
        "# rue de la République", "# avenue des Champs-Élysées", "#, bd de l'Hôpital", "# quai d'Orléans",
      ],
      postal: country == "BE" ? "9999" : "99999", areas: ["01", "04", "02", "05"], subscriber: "99 99 99 99",
      first: ["François", "Amélie", "Jean-Luc", "Zoé", "Hélène", "Théo"],
      last: ["Lefèvre", "Dubois", "d'Aubigné", "Müller", "Garçon", "Noël", "Moreau"])
  }

  private static var japanese: CountryForms {
    CountryForms(
      dialling: "81", currency: "JPY", language: "J",
      legalForms: ["K.K.", "Co., Ltd.", "Corporation", "Kabushiki Kaisha"],
      streets: ["#-1-2 Marunouchi", "2-#-8 Nihonbashi", "#-3 Ōtemachi", "1-#-1 Umeda Kita-ku"],
      postal: "999-9999", areas: ["03", "06", "052", "011"], subscriber: "9999-9999",
      first: ["Hiroshi", "Yūki", "Aiko", "Kenji", "Sakura", "Tarō"],
      last: ["Satō", "Suzuki", "Takahashi", "Itō", "Yamamoto", "Ōno"])
  }

  private static func spanish(_ country: String) -> CountryForms {
    CountryForms(
      dialling: ["MX": "52", "AR": "54"][country] ?? "34",
      currency: ["MX": "MXN", "AR": "ARS"][country] ?? "EUR", language: "S",
      legalForms: ["S.A.", "S.L.", "SA", "S.A.U."],
      streets: ["Calle Mayor #", "Av. de la Constitución, #", "Paseo de Gràcia #", "Pl. España # 2º"],
      postal: "99999", areas: ["91", "93", "94", "95"], subscriber: "999 99 99",
      first: ["José", "María", "Íñigo", "Begoña", "Nuria"],
      last: ["García", "Núñez", "López", "Peña", "Ibáñez"])
  }

  private static var dutch: CountryForms {
    CountryForms(
      dialling: "31", currency: "EUR", language: "N", legalForms: ["N.V.", "B.V.", "NV", "BV"],
      streets: ["Keizersgracht #", "Stationsplein #", "'s-Gravenweg #", "Coolsingel # hs"],
      postal: "9999 AA", areas: ["020", "010", "070", "030"], subscriber: "999 9999",
      first: ["Sanne", "Daan", "Maartje", "Ruud"], last: ["de Vries", "van den Berg", "Jansen", "'t Hooft"])
  }

  private static func nordic(_ country: String) -> CountryForms {
    CountryForms(
      dialling: country == "FI" ? "358" : "46", currency: country == "FI" ? "EUR" : "SEK", language: "W",
      legalForms: country == "FI" ? ["Oyj", "Oy", "Abp"] : ["AB", "AB (publ)"],
      streets: country == "FI"
        ? ["Mannerheimintie #", "Itämerenkatu #"] : ["Storgatan #", "Västra Hamngatan #"],
      postal: country == "FI" ? "99999" : "999 99", areas: ["09", "08", "031", "040"], subscriber: "999 9999",
      first: ["Päivi", "Åsa", "Jörgen", "Mika"], last: ["Mäkinen", "Öberg", "Lindström", "Hämäläinen"])
  }

  private static var italian: CountryForms {
    CountryForms(
      dialling: "39", currency: "EUR", language: "I", legalForms: ["S.p.A.", "S.r.l.", "SpA"],
      streets: ["Via Roma, #", "Corso d'Italia #", "P.zza della Libertà #"],
      postal: "99999", areas: ["06", "02", "011"], subscriber: "999 9999",
      first: ["Giulia", "Niccolò", "Chiara"], last: ["Rossi", "D'Angelo", "Papà", "Bianchi"])
  }
}
