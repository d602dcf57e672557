package import JSONText

/// Something that goes wrong on purpose: which calls it strikes, and how.
package struct Fault: Sendable {
  /// Which calls.
  package var match = Match()
  /// What happens to them.
  package var kind: Kind
  /// How often a matching call is struck, from 0 to 1.
  package var probability = 1.0
  /// How many calls it strikes at most; nil is without end.
  package var times: Int?

  /// A fault in code.
  package init(_ kind: Kind, match: Match = Match(), probability: Double = 1, times: Int? = nil) {
    self.kind = kind
    self.match = match
    self.probability = probability
    self.times = times
  }

  /// What a call must be like to be struck.
  package struct Match: Sendable {
    /// The method; nil is any.
    package var method: String?
    /// The path, with `*` for anything; nil is any.
    package var path: String?
    /// A text that stands in the body or query, say a table's name.
    package var body: String?
    /// So many calls that are like this otherwise are let through first.
    package var after = 0
    /// Only the n-th call that is like this otherwise, from 1.
    package var nth: Int?
    /// Every n-th call that is like this otherwise.
    package var every: Int?

    /// A match by its parts.
    package init(
      method: String? = nil, path: String? = nil, body: String? = nil, after: Int = 0, nth: Int? = nil,
      every: Int? = nil
    ) {
      self.method = method
      self.path = path
      self.body = body
      self.after = after
      self.nth = nth
      self.every = every
    }
  }

  /// What can go wrong.
  package enum Kind: Hashable, Sendable {
    /// The answer comes later.
    case latency(milliseconds: Int)
    /// Another status instead of an answer, with a JSON error; with `Retry-After` where given.
    case status(Int, retryAfter: Int?)
    /// The HTML page of a proxy, with 503.
    case html503
    /// The connection ends before the call has any effect.
    case dropBefore
    /// The connection ends after the call took effect, without an answer.
    case dropAfter
    /// The answer breaks off in the middle of the body.
    case cutBody
    /// The body comes in pieces of so many bytes, with a pause before each but the first.
    case drip(bytes: Int, milliseconds: Int)
    /// A switch of the imitated system stands otherwise for this call.
    case quirk(name: String, position: String)
    /// The session or access token of the call is dead from now on.
    case deadSession
    /// The token service says that there were too many requests.
    case throttledToken
    /// The day's credits are used up.
    case creditsExhausted
    /// Records move between this page and the one before.
    case shiftPages
    /// Some rows of a write are refused.
    case refuseRows(RowRefusal)
    /// Unique fields are not enforced.
    case uniqueNotEnforced
    /// The process is killed when the call arrives, before or after it takes effect.
    case killCaller(process: Int32, isAfterEffect: Bool)
  }

  /// Which rows of a write are refused, and with what.
  package struct RowRefusal: Hashable, Sendable {
    /// Positions in the request; empty: judged by the other members.
    package var rows: [Int] = []
    /// Rows in which some value contains this text.
    package var containing: String?
    /// The row error's code.
    package var code = "INVALID_DATA"
    /// The field that the row error names.
    package var field = "Phone"

    /// A refusal; without rows and text it means every row.
    package init(
      rows: [Int] = [], containing: String? = nil, code: String = "INVALID_DATA", field: String = "Phone"
    ) {
      self.rows = rows
      self.containing = containing
      self.code = code
      self.field = field
    }

    /// Whether the row at `index`, in the bytes of which stands `text`, is refused.
    package func strikes(row index: Int, text: String) -> Bool {
      if rows.isEmpty, containing == nil { return true }
      return rows.contains(index) || containing.map(text.contains) == true
    }
  }
}

extension Fault {
  /// A fault from the JSON of the control endpoint; the second member says what was wrong with it.
  package static func read(_ value: JSONValue) -> (fault: Fault?, problem: String) {
    guard let name = value["kind"]?.string else { return (nil, "a fault needs a kind") }
    guard let kind = kind(named: name, value) else { return (nil, "unknown kind of fault: \(name)") }
    var fault = Fault(kind)
    if let match = value["match"] {
      fault.match = Match(
        method: match["method"]?.string, path: match["path"]?.string, body: match["body"]?.string,
        after: match["after"]?.int ?? 0,
        nth: match["nth"]?.int, every: match["every"]?.int)
    }
    if let digits = value["probability"]?.number?.digits { fault.probability = Double(digits) ?? 1 }
    fault.times = value["times"]?.int
    return (fault, "")
  }

  private static func kind(named name: String, _ value: JSONValue) -> Kind? {
    switch name {
    case "latency": .latency(milliseconds: value["ms"]?.int ?? 100)
    case "status": .status(value["status"]?.int ?? 500, retryAfter: value["retryAfter"]?.int)
    case "html503": .html503
    case "dropBefore": .dropBefore
    case "dropAfter": .dropAfter
    case "cutBody": .cutBody
    case "drip": .drip(bytes: max(1, value["bytes"]?.int ?? 1), milliseconds: value["ms"]?.int ?? 100)
    case "quirk": .quirk(name: value["name"]?.string ?? "", position: value["position"]?.string ?? "")
    case "deadSession", "expiredToken": .deadSession
    case "throttledToken": .throttledToken
    case "creditsExhausted": .creditsExhausted
    case "shiftPages": .shiftPages
    case "refuseRows":
      .refuseRows(
        RowRefusal(
          rows: value["rows"]?.array?.compactMap(\.int) ?? [], containing: value["containing"]?.string,
          code: value["code"]?.string ?? "INVALID_DATA", field: value["field"]?.string ?? "Phone"))
    case "uniqueNotEnforced": .uniqueNotEnforced
    case "killCaller":
      // 0 and negative numbers mean whole groups of processes to kill(2), 1 is init.
      value["pid"]?.int.flatMap(Int32.init(exactly:)).flatMap { process in
        process > 1 ? .killCaller(process: process, isAfterEffect: value["when"]?.string == "after") : nil
      }
    default: nil
    }
  }
}

extension Fault.Kind {
  /// The name of the control endpoint for it.
  var name: String {
    switch self {
    case .latency: "latency"
    case .status: "status"
    case .html503: "html503"
    case .dropBefore: "dropBefore"
    case .dropAfter: "dropAfter"
    case .cutBody: "cutBody"
    case .drip: "drip"
    case .quirk: "quirk"
    case .deadSession: "deadSession"
    case .throttledToken: "throttledToken"
    case .creditsExhausted: "creditsExhausted"
    case .shiftPages: "shiftPages"
    case .refuseRows: "refuseRows"
    case .uniqueNotEnforced: "uniqueNotEnforced"
    case .killCaller: "killCaller"
    }
  }
}
