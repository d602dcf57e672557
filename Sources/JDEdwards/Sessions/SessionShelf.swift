import JSONText

/// What the shared cache holds for an AIS server: the open sessions by slot, and the breaker of refused credentials.
struct SessionShelf: Hashable, Sendable {
  /// Credentials that the server has refused; another password has another fingerprint and closes the breaker.
  struct Refusal: Hashable, Sendable {
    let credential: String
    let at: Int
  }

  private let owner: String
  var sessions: [Int: AISSession] = [:]
  var refusal: Refusal?

  /// Reads the entry; sessions of other settings, and what cannot be read, count as none.
  init(_ entry: [UInt8]?, owner: String) {
    self.owner = owner
    guard let entry, let json = Self.parsed(entry), json["v"]?.int == 1 else { return }
    if let credential = json["refused"]?["credential"]?.string, let at = json["refused"]?["at"]?.int {
      refusal = Refusal(credential: credential, at: at)
    }
    guard json["owner"]?.string == owner else { return }
    for element in json["sessions"]?.array ?? [] {
      if let slot = element["slot"]?.int, let session = element["session"].flatMap(AISSession.init) {
        sessions[slot] = session
      }
    }
  }

  /// The entry to store; nil where there is nothing to keep.
  var entry: [UInt8]? {
    guard !sessions.isEmpty || refusal != nil else { return nil }
    let refused: JSONValue =
      refusal.map { ["credential": .string($0.credential), "at": .number($0.at)] } ?? .null
    let listed = sessions.sorted { $0.key < $1.key }.map { slot, session -> JSONValue in
      ["slot": .number(slot), "session": session.json]
    }
    let json: JSONValue = ["v": 1, "owner": .string(owner), "refused": refused, "sessions": .array(listed)]
    return json.bytes
  }

  private static func parsed(_ bytes: [UInt8]) -> JSONValue? {
    do throws(JSONSyntaxError) { return try JSONValue(parsing: bytes) } catch { return nil }
  }
}
