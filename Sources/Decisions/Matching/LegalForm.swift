/// The legal forms of companies, which people write or leave out as they like.
enum LegalForm {
  /// The words of a name without the legal forms at its end; at least one word stays.
  static func removed(from words: [String]) -> [String] {
    var rest = words[...]
    while rest.count > 1, let last = rest.last {
      if rest.count > 2, phrases.contains(rest.suffix(2).joined(separator: " ")) {
        rest = rest.dropLast(2)
      } else if forms.contains(last) {
        rest = rest.dropLast()
      } else {
        break
      }
    }
    return Array(rest)
  }

  /// Two words that are a form together and none alone.
  private static let phrases: Set<String> = [
    "sp zo", "sp zoo", "pty ltd", "pte ltd", "sdn bhd", "sa cv", "spol sro", "limited liability",
    "public limited", "societe anonyme", "ges mbh", "gesellschaft mbh", "gmbh co", "kabushiki kaisha",
    "aktien gesellschaft",
  ]

  // In the folded spelling of names (`ae`, `oe`, `ue` without the e).
  private static let forms: Set<String> = [
    "ab", "ad", "ag", "aktiengesellschaft", "aktiebolag", "as", "asa", "aps", "bhd", "bv", "bvba", "ca",
    "co", "company", "corp", "corporation", "cv", "cvba", "doo", "dd", "ek", "eg", "eirl", "eurl", "ev",
    "gbr", "gesmbh", "gmbh", "gmbhco", "hf", "ehf", "inc", "incorporated", "jsc", "kabushikikaisha", "kft",
    "kg", "kgaa", "kk", "kommanditgesellschaft", "lda", "limitada", "limited", "llc", "llp", "lp", "ltd",
    "ltda", "mbh", "nv", "nyrt", "oao", "ohg", "ojsc", "ood", "oy", "oyj", "pao", "partg", "partnership",
    "pjsc", "plc", "pte", "pty", "pvt", "sa", "saa", "sab", "sae", "sagl", "sapa", "sarl", "sas", "sasu",
    "sca", "scrl", "sdn", "se", "sl", "slu", "sn", "snc", "spa", "sprl", "srl", "sro", "sa", "tbk", "ug",
    "zoo", "zrt",
  ]
}
