import JSONText

/// The users of Zoho by id and e-mail: an owner may be named by either.
struct OwnerBook: Sendable {
  /// What is read of a user, and the name by which people know them.
  static let members = ["id", "email", "full_name"]

  private let idByMail: [String: String]
  private let ids: Set<String>

  /// `users` as Zoho lists them: each with `id` and `email`.
  init(users: [JSONValue]) {
    var idsByMail: [String: Set<String>] = [:]
    var ids: Set<String> = []
    for user in users {
      guard let id = user["id"]?.string else { continue }
      ids.insert(id)
      if let mail = user["email"]?.string { idsByMail[mail.lowercased(), default: []].insert(id) }
    }
    // An address that several have names none of them.
    idByMail = idsByMail.compactMapValues { $0.count == 1 ? $0.first : nil }
    self.ids = ids
  }

  /// The user's id; nil leaves the owner to Zoho.
  func id(of user: String?) -> String? {
    guard let user else { return nil }
    return ids.contains(user) ? user : idByMail[user.lowercased()]
  }
}
