import JSONText

/// The users of Zoho by id and e-mail: an owner may be named by either.
struct OwnerBook: Sendable {
  /// What is read of a user, and the name by which people know them.
  static let members = ["id", "email", "full_name"]

  private let idByMail: [String: String]
  private let ids: Set<String>

  /// `users` as Zoho lists them: each with `id` and `email`.
  init(users: [JSONValue]) {
    var idByMail: [String: String] = [:]
    var ids: Set<String> = []
    for user in users {
      guard let id = user["id"]?.string else { continue }
      ids.insert(id)
      if let mail = user["email"]?.string { idByMail[mail.lowercased()] = id }
    }
    self.idByMail = idByMail
    self.ids = ids
  }

  /// The user's id; nil leaves the owner to Zoho.
  func id(of user: String?) -> String? {
    guard let user else { return nil }
    return ids.contains(user) ? user : idByMail[user.lowercased()]
  }
}
