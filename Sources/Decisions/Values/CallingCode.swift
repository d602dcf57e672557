/// How numbers of one country are dialled from inside and from abroad.
struct CallingCode {
  /// The country's part of an international number: `49`.
  let code: String
  /// What stands before a national number and falls away abroad; empty where nothing does.
  let trunk: String

  /// The rules of a country (ISO 3166 alpha-2); nil where they are not known here.
  static func of(country: String) -> CallingCode? {
    switch country {
    case "US", "CA", "PR", "DO", "BM", "BS", "KY": CallingCode(code: "1", trunk: "1")
    case "RU", "KZ": CallingCode(code: "7", trunk: "8")
    case "HU": CallingCode(code: "36", trunk: "06")
    // Italy and its neighbours keep the zero; Spain, Portugal, Norway … have none.
    case "IT", "SM", "VA": CallingCode(code: "39", trunk: "")
    case "ES", "PT", "NO", "DK", "PL", "CZ", "GR", "LU", "MT", "EE", "LV", "CY", "IS", "HK", "SG", "MX",
      "LI", "MC", "AD", "CL", "FO", "GI", "MO", "QA":
      codes[country].map { CallingCode(code: $0, trunk: "") }
    default: codes[country].map { CallingCode(code: $0, trunk: "0") }
    }
  }

  /// The national number without its trunk prefix; nil where `digits` may be a local number, dialled within a
  /// town only, or too short or long for any.
  func national(_ digits: String) -> String? {
    guard (5...14).contains(digits.utf8.count) else { return nil }
    switch code {
    case "1", "7":  // ten digits everywhere, with or without the trunk prefix
      if digits.utf8.count == 10 { return digits }
      return digits.utf8.count == 11 && digits.hasPrefix(trunk) ? String(digits.dropFirst()) : nil
    default:
      return digits.hasPrefix(trunk) ? String(digits.dropFirst(trunk.utf8.count)) : nil
    }
  }

  /// The calling code with which `digits` (without `+`) begin; nil where none does.
  static func leading(_ digits: Substring) -> Substring? {
    for length in 1...3 where digits.utf8.count > length {
      let candidate = digits.prefix(length)
      if all.contains(String(candidate)) { return candidate }
    }
    return nil
  }

  private static let codes: [String: String] = [
    "AD": "376", "AE": "971", "AR": "54", "AT": "43", "AU": "61", "BE": "32", "BG": "359", "BM": "1",
    "BR": "55", "BS": "1", "CH": "41", "CL": "56", "CN": "86", "CO": "57", "CY": "357", "CZ": "420",
    "DE": "49", "DK": "45", "EE": "372", "EG": "20", "ES": "34", "FI": "358", "FO": "298", "FR": "33",
    "GB": "44", "GG": "44", "GI": "350", "GR": "30", "HK": "852", "HR": "385", "ID": "62", "IE": "353",
    "IL": "972", "IM": "44", "IN": "91", "IS": "354", "JE": "44", "JP": "81", "KR": "82", "KY": "1",
    "LI": "423", "LT": "370", "LU": "352", "LV": "371", "MA": "212", "MC": "377", "MO": "853",
    "MT": "356", "MX": "52", "MY": "60", "NG": "234", "NL": "31", "NO": "47", "NZ": "64", "PE": "51",
    "PH": "63", "PK": "92", "PL": "48", "PT": "351", "QA": "974", "RO": "40", "RS": "381", "SA": "966",
    "SE": "46", "SG": "65", "SI": "386", "SK": "421", "TH": "66", "TR": "90", "TW": "886", "UA": "380",
    "UK": "44", "UY": "598", "VN": "84", "ZA": "27",
  ]

  private static let all = Set(codes.values).union(["1", "7", "39", "36"])
}
