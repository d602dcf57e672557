package import JSONText

/// What an AIS server says of itself without a session.
package struct AISDefaultConfig: Hashable, Sendable {
  /// The answer verbatim.
  package let json: JSONValue
  /// `EnterpriseOne 9.2.8.1`.
  package var version: String? { json["aisVersion"]?.string }
  /// The environment that is used where none is asked for.
  package var environment: String? { json["defaultEnvironment"]?.string }
  /// The role that is used where none is asked for.
  package var role: String? { json["defaultRole"]?.string }
  /// The names of what the server can do: `dataservice`, `query`, `outputType`.
  package var capabilities: [String] {
    (json["capabilityList"]?.array ?? []).compactMap { $0["name"]?.string }
  }
}
