package import Diagnostics
import HTTPTransport
package import JSONText

extension ZohoClient {
  /// The fields of a module as the user sees them, at least one; throws where Zoho lists none (204), as it does for some
  /// modules that cannot be used through the API.
  package func fields(_ module: String) async throws(Failure) -> [ZohoField] {
    let place = "GET /crm/v8/settings/fields"
    let elements = try await list(
      "/settings/fields", [("module", module)], member: "fields", scope: "ZohoCRM.settings.fields.READ")
    guard !elements.isEmpty else { throw .zohoNoFields(module, place: place) }
    let fields = elements.compactMap(ZohoField.init)
    guard fields.count == elements.count else {
      throw .zohoUnreadable(place, "a field of \(module) has no api_name")
    }
    return fields
  }

  /// The modules of the organisation, verbatim.
  package func modules() async throws(Failure) -> [JSONValue] {
    try await list("/settings/modules", [], member: "modules", scope: "ZohoCRM.settings.modules.READ")
  }

  /// The organisation.
  package func organisation() async throws(Failure) -> ZohoOrganisation {
    let list = try await list("/org", [], member: "org", scope: "ZohoCRM.org.READ")
    guard list.count == 1, let json = list.first, let organisation = ZohoOrganisation(json) else {
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

  /// The most pages of users that are read, 200 users each.
  private static let userPagesMax = 100

  private func users(_ type: String) async throws(Failure) -> [ZohoUser] {
    var users: [ZohoUser] = []
    for page in 1...Self.userPagesMax {
      let request = ZohoRequest(
        method: .get, path: "/users",
        query: [("type", type), ("page", String(page)), ("per_page", String(Self.rowsPerPage))],
        kind: "metadata", scope: "ZohoCRM.users.READ", page: page)
      guard let json = try await readJSON(request).json else {
        guard page == 1 else {
          throw .zohoListing(request.place, "said that there are more users, and shows none")
        }
        return []
      }
      let found = try AnsweredRows(json, member: "users", place: request.place)
      users += found.rows.compactMap { ZohoUser(.object($0)) }
      guard let more = found.more else { throw .zohoEndNotSaid(request.place) }
      if !more { return users }
      guard !found.rows.isEmpty else {
        throw .zohoListing(request.place, "says that there are more users, and shows none")
      }
    }
    throw .zohoEndless("GET /crm/v8/users", pages: Self.userPagesMax)
  }

  /// The list that an answer has under `member`; empty where Zoho answers that there is nothing (204).
  private func list(
    _ path: String, _ query: [(String, String)], member: String, scope: String
  ) async throws(Failure) -> [JSONValue] {
    let request = ZohoRequest(method: .get, path: path, query: query, kind: "metadata", scope: scope)
    guard let json = try await readJSON(request).json else { return [] }
    guard let list = json[member]?.array else {
      throw .zohoUnreadable(request.place, "not with what was asked for: there is no list `\(member)`")
    }
    return list
  }
}
