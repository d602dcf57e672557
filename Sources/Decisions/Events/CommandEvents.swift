package import Diagnostics
package import JSONText

/// `command.started`: a person or a schedule started the program.
package struct CommandStarted: Hashable, Sendable {
  package let verb: String
  /// Options as given, without secrets.
  package let arguments: [String]
  /// The account that runs it.
  package let user: String
  /// The newest checkpoint's size and root (base64); nil where there is none yet.
  package let checkpointSize: UInt64?
  package let checkpointRoot: String?

  package init(
    verb: String, arguments: [String], user: String, checkpointSize: UInt64?, checkpointRoot: String?
  ) {
    self.verb = verb
    self.arguments = arguments
    self.user = user
    self.checkpointSize = checkpointSize
    self.checkpointRoot = checkpointRoot
  }

  package init(json: JSONValue) throws(Failure) {
    let reader = BodyReader(json)
    verb = try reader.text("verb")
    arguments = reader.elements("arguments").compactMap(\.string)
    user = reader.optionalText("user") ?? ""
    checkpointSize = reader.optionalSequence("checkpoint_size")
    checkpointRoot = reader.optionalText("checkpoint_root")
  }

  package var json: JSONValue {
    var object: JSONObject = [
      "verb": JSONValue(verb), "arguments": .array(arguments.map { JSONValue($0) }), "user": JSONValue(user),
    ]
    object["checkpoint_size"] = checkpointSize.map { JSONValue($0) }
    object["checkpoint_root"] = checkpointRoot.map { JSONValue($0) }
    return .object(object)
  }
}

/// `command.ended`: how it went.
package struct CommandEnded: Hashable, Sendable {
  package let verb: String
  package let exitCode: Int
  /// Every change up to this event was decided about; nil where the command did not decide to the end.
  package let decidedThrough: UInt64?
  /// Calls and counts, for `status`.
  package let figures: JSONValue
  /// Why it failed; nil where it did not, or was killed.
  package let failure: FailureNote?

  package init(
    verb: String, exitCode: Int, decidedThrough: UInt64?, figures: JSONValue, failure: FailureNote? = nil
  ) {
    self.failure = failure
    self.verb = verb
    self.exitCode = exitCode
    self.decidedThrough = decidedThrough
    self.figures = figures
  }

  package init(json: JSONValue) throws(Failure) {
    let reader = BodyReader(json)
    verb = try reader.text("verb")
    exitCode = try reader.count("exit_code")
    decidedThrough = reader.optionalSequence("decided_through")
    figures = reader.member("figures") ?? .null
    failure = reader.member("failure").flatMap(FailureNote.init(json:))
  }

  package var json: JSONValue {
    var object: JSONObject = ["verb": JSONValue(verb), "exit_code": JSONValue(exitCode)]
    object["decided_through"] = decidedThrough.map { JSONValue($0) }
    object["figures"] = figures
    object["failure"] = failure?.json
    return .object(object)
  }
}

/// Why a run failed: `{"code":"unreachable","message":…,"where":…}`.
package struct FailureNote: Hashable, Sendable {
  /// The error's code.
  package let code: String
  package let message: String
  /// Where it happened; nil where there is no place.
  package let place: String?

  /// What a failure says of itself.
  package init(_ failure: Failure) {
    (code, message, place) = (failure.code.name, failure.message, failure.place)
  }

  /// A note read back; nil where it says no code.
  package init?(json: JSONValue) {
    guard let code = json["code"]?.string else { return nil }
    (self.code, message, place) = (code, json["message"]?.string ?? "", json["where"]?.string)
  }

  /// Without a place where there is none.
  package var json: JSONValue {
    var object: JSONObject = ["code": JSONValue(code), "message": JSONValue(message)]
    object["where"] = place.map { JSONValue($0) }
    return .object(object)
  }
}

/// `config.loaded`: the files that decide, as they stood.
package struct ConfigLoaded: Hashable, Sendable {
  /// Hex SHA-256 over names and texts.
  package let hash: String
  /// Path within the project → text; secrets stand in it as names only.
  package let files: [String: String]
  /// Module of Zoho → the fields that carry our key, in order: `{"Accounts":["JDE_Address_Number"]}`.
  package let keys: [String: [String]]

  package init(hash: String, files: [String: String], keys: [String: [String]] = [:]) {
    self.hash = hash
    self.files = files
    self.keys = keys
  }

  package init(json: JSONValue) throws(Failure) {
    let reader = BodyReader(json)
    hash = try reader.text("hash")
    var files: [String: String] = [:]
    for member in reader.member("files")?.object?.members ?? [] {
      files[member.key.value] = member.value.string
    }
    self.files = files
    var keys: [String: [String]] = [:]
    for member in reader.member("keys")?.object?.members ?? [] {
      keys[member.key.value] = member.value.array?.compactMap(\.string) ?? []
    }
    self.keys = keys
  }

  package var json: JSONValue {
    var texts = JSONObject()
    for (path, text) in files.sorted(by: { $0.key < $1.key }) { texts.append(path, JSONValue(text)) }
    var fields = JSONObject()
    for (module, names) in keys.sorted(by: { $0.key < $1.key }) {
      fields.append(module, .array(names.map { JSONValue($0) }))
    }
    return ["hash": JSONValue(hash), "files": .object(texts), "keys": .object(fields)]
  }
}

/// `ledger.bound`: the one JDE environment and the one Zoho organisation that this ledger may write to.
package struct LedgerBound: Hashable, Sendable {
  package let environment: String
  package let organisation: String

  package init(environment: String, organisation: String) {
    self.environment = environment
    self.organisation = organisation
  }

  package init(json: JSONValue) throws(Failure) {
    let reader = BodyReader(json)
    environment = try reader.text("jde_environment")
    organisation = try reader.text("zoho_organisation")
  }

  package var json: JSONValue {
    ["jde_environment": JSONValue(environment), "zoho_organisation": JSONValue(organisation)]
  }
}

/// `plan.made` and `plan.applied`: a plan by its hash, and how far it came.
package struct PlanNoted: Hashable, Sendable {
  package let hash: String
  package let entities: [String]
  /// The configuration's hash that the plan is bound to.
  package let configuration: String
  /// Items in the plan (made), or done by this run (applied).
  package let items: Int
  /// Applied only: items still to do, and whether nothing is left.
  package let left: Int
  package let isComplete: Bool

  package init(
    hash: String, entities: [String], configuration: String, items: Int, left: Int, isComplete: Bool
  ) {
    self.hash = hash
    self.entities = entities
    self.configuration = configuration
    self.items = items
    self.left = left
    self.isComplete = isComplete
  }

  package init(json: JSONValue) throws(Failure) {
    let reader = BodyReader(json)
    hash = try reader.text("hash")
    entities = reader.elements("entities").compactMap(\.string)
    configuration = try reader.text("configuration")
    items = try reader.count("items")
    left = try reader.count("left")
    isComplete = reader.flag("complete")
  }

  package var json: JSONValue {
    [
      "hash": JSONValue(hash), "entities": .array(entities.map { JSONValue($0) }),
      "configuration": JSONValue(configuration), "items": JSONValue(items), "left": JSONValue(left),
      "complete": JSONValue(isComplete),
    ]
  }
}
