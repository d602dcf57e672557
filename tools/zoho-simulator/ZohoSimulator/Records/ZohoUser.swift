import JSONText
import SimulatedCompanies

/// A user of the organisation.
struct ZohoUser: Sendable {
  let id: UInt64
  let name: String
  let mail: String

  /// The users; the first is the one whose token the clients hold.
  static let all: [ZohoUser] = [
    ZohoUser(id: 4_876_876_000_000_100_009, name: "Sync Robot", mail: "sync@counterfoil.example"),
    ZohoUser(id: 4_876_876_000_000_100_001, name: "Ada Example", mail: "ada@counterfoil.example"),
    ZohoUser(id: 4_876_876_000_000_100_002, name: "Bruno Beispiel", mail: "bruno@counterfoil.example"),
    ZohoUser(id: 4_876_876_000_000_100_003, name: "Chiyo Rei", mail: "chiyo@counterfoil.example"),
    ZohoUser(id: 4_876_876_000_000_100_004, name: "Dolores Ejemplo", mail: "dolores@counterfoil.example"),
    ZohoUser(id: 4_876_876_000_000_100_005, name: "Automation", mail: "automation@counterfoil.example"),
  ]

  /// The position of the user who runs workflows.
  static let automation: UInt8 = 5

  /// `{"name":…,"id":…,"email":…}`.
  func ownerJSON(_ quirks: ZohoQuirks) -> JSONValue {
    ["name": JSONValue(name), "id": quirks.value(of: id), "email": JSONValue(mail)]
  }

  /// `{"name":…,"id":…}`.
  func shortJSON(_ quirks: ZohoQuirks) -> JSONValue { ["name": JSONValue(name), "id": quirks.value(of: id)] }

  /// The position of the user with that id.
  static func position(id: String) -> UInt8? { all.firstIndex { String($0.id) == id }.map { UInt8($0) } }
}
