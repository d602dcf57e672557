package import Diagnostics
import HTTPTransport
package import JSONText

extension ZohoClient {
  /// The fields of a module as the user sees them; empty where Zoho lists none (204).
  package func fields(_ module: String) async throws(Failure) -> [ZohoField] {
    try await list(
      "/settings/fields", [("module", module)], member: "fields", scope: "ZohoCRM.settings.fields.READ"
    )
    .compactMap(ZohoField.init)
  }

  /// The modules of the organisation, verbatim.
  package func modules() async throws(Failure) -> [JSONValue] {
    try await list("/settings/modules", [], member: "modules", scope: "ZohoCRM.settings.modules.READ")
  }

  /// The organisation.
  package func organisation() async throws(Failure) -> ZohoOrganisation {
    let list = try await list("/org", [], member: "org", scope: "ZohoCRM.org.READ")
    guard let json = list.first, let organisation = ZohoOrganisation(json) else {
      throw .zohoUnreadable("GET /crm/v8/org", "without an organisation")
    }
    return organisation
  }

  /// The user whose refresh token this is.
  package func currentUser() async throws(Failure) -> ZohoUser {
    guard let user = try await users("CurrentUser").first else {
      throw .zohoUnreadable("GET /crm/v8/users", "without the current user")
    }
    return user
  }

  /// The active users of the organisation: who may own records.
  package func activeUsers() async throws(Failure) -> [ZohoUser] { try await users("ActiveUsers") }

  private func users(_ type: String) async throws(Failure) -> [ZohoUser] {
    var users: [ZohoUser] = []
    var page = 1
    while true {
      let query = [("type", type), ("page", String(page)), ("per_page", String(Self.rowsPerPage))]
      let json = try await metadata("/users", query, scope: "ZohoCRM.users.READ")
      users += (json?["users"]?.array ?? []).compactMap(ZohoUser.init)
      guard json?["info"]?["more_records"]?.bool == true, page < 100 else { return users }
      page += 1
    }
  }

  private func list(
    _ path: String, _ query: [(String, String)], member: String, scope: String
  ) async throws(Failure) -> [JSONValue] {
    try await metadata(path, query, scope: scope)?[member]?.array ?? []
  }

  private func metadata(
    _ path: String, _ query: [(String, String)], scope: String
  ) async throws(Failure) -> JSONValue? {
    try await readJSON(ZohoRequest(method: .get, path: path, query: query, kind: "metadata", scope: scope))
      .json
  }
}
