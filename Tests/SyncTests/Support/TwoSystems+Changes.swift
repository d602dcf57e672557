import JSONText
import Testing

extension TwoSystems {
  /// A customer that nobody knew, with a contact.
  func addCustomer(_ number: String, name: String) throws {
    let key: JSONObject = ["AN8": JSONValue(number)]
    try changeJDE(
      "F0101", key, ["ALPH": JSONValue(name), "AT1": "C", "AC01": "CUS", "AC05": "DAC", "SIC": "7000"],
      action: "insert")
    try changeJDE(
      "F03012", key.with("CO", "00000"), ["ACL": "5000", "TRAR": "N30", "CRCD": "EUR"], action: "insert")
    try changeJDE(
      "F0111", key.with("IDLN", "0"), ["MLNM": JSONValue(name), "ALPH": JSONValue(name)], action: "insert")
    try changeJDE(
      "F0111", key.with("IDLN", "1"),
      [
        "MLNM": JSONValue("Ada Number\(number)"), "SRNM": JSONValue("Number\(number)"), "GNNM": "Ada",
        "ATTL": "CFO",
      ],
      action: "insert")
    try changeJDE(
      "F0116", key.with("EFTB", ""),
      ["ADD1": JSONValue("\(number) High Street"), "CTY1": "Leeds", "ADDZ": "LS1 1AA", "CTR": "GB"],
      action: "insert")
  }

  /// An account that a person makes in Zoho.
  func addAccount(_ values: JSONObject) throws {
    try zohoControl(
      "POST", "/control/change",
      [["module": "Accounts", "action": "insert", "who": "ada", "values": .object(values)]])
  }

  /// Sets the credit limit that counts.
  func setCredit(of number: String, to amount: Int) throws {
    let line = try #require(try shown().line(of: number))
    try changeJDE(
      "F03012", ["AN8": JSONValue(number), "CO": line["CO"] ?? .null], ["ACL": JSONValue("\(amount)")])
  }
}

extension JSONObject {
  /// The object with one more member.
  fileprivate func with(_ name: String, _ value: JSONValue) -> JSONObject {
    var object = self
    object[name] = value
    return object
  }
}
