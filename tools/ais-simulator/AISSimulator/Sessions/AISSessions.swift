import JSONText
import SimulatedCompanies

/// Who is signed in, who may, and who was refused.
struct AISSessions: Sendable {
  private(set) var users: [String: User]
  private(set) var open: [String: Session] = [:]
  private(set) var opened = 0
  private(set) var most = 0
  private(set) var failedLogins: [String: Int] = [:]
  /// Seconds that a session lives without a call.
  var idleSeconds = 1_800
  private var dice: SeededDice

  /// Somebody who can sign in.
  struct User: Sendable {
    var password: String
    var environment: String
    /// Tables that the user may not read.
    var deniedTables: Set<String> = []
    /// The rows that security hides without a word, by table; `*` is every table.
    var hiddenRows: [String: RowSecurity] = [:]
    /// What security does to columns, by `F0101.TAX`.
    var columns: [String: ColumnSecurity] = [:]
    /// A locked user is refused, also with the right password.
    var isLocked = false
    var refusedInARow = 0
    var passwordAboutToExpire = false
  }

  /// One token.
  struct Session: Sendable {
    let user: String
    /// The device name, or the caller's address where none was given.
    let device: String
    let isNamedDevice: Bool
    var lastUsed: WallTime
  }

  init(seed: UInt64, users: [String: User]) {
    self.users = users
    dice = SeededDice(seed: seed, purpose: 5, index: 0)
  }

  /// Signs somebody in; nil where user, password or environment are not right.
  mutating func signIn(
    user name: String, password: String, environment: String?, device: String?, caller: String,
    at time: WallTime
  ) -> String? {
    guard var user = users[name] else {
      failedLogins[name, default: 0] += 1
      return nil
    }
    defer { users[name] = user }
    guard user.password == password else {
      failedLogins[name, default: 0] += 1
      user.refusedInARow += 1
      if user.refusedInARow >= 3 { user.isLocked = true }
      return nil
    }
    guard !user.isLocked, environment.map({ $0.isEmpty || $0 == user.environment }) ?? true else {
      return nil
    }
    user.refusedInARow = 0
    forgetIdle(at: time)
    let token = makeToken()
    open[token] = Session(
      user: name, device: device ?? caller, isNamedDevice: device != nil, lastUsed: time)
    opened += 1
    most = max(most, open.count)
    return token
  }

  /// The session of a token, if it lives and belongs to that device; its idle time begins anew.
  ///
  /// Lenient binding takes a token also where no device is named.
  mutating func use(
    _ token: String, device: String?, caller: String, at time: WallTime,
    binding: AISQuirks.DeviceBinding
  ) -> Session? {
    guard var session = open[token] else { return nil }
    guard session.lastUsed.adding(seconds: idleSeconds) > time else {
      open[token] = nil
      return nil
    }
    let isForgiven = binding == .lenient && device == nil
    guard isForgiven || session.device == (session.isNamedDevice ? device : caller) else { return nil }
    session.lastUsed = time
    open[token] = session
    return session
  }

  /// Ends a session; false where there is none.
  mutating func end(_ token: String) -> Bool { open.removeValue(forKey: token) != nil }

  /// Ends all sessions, as a restart of the server does.
  mutating func endAll() { open.removeAll() }

  /// Changes or adds somebody who can sign in.
  mutating func change(_ name: String, _ body: (inout User) -> Void) {
    var user = users[name] ?? User(password: "", environment: SimulatedAIS.environment)
    body(&user)
    users[name] = user
  }

  private mutating func forgetIdle(at time: WallTime) {
    open = open.filter { $0.value.lastUsed.adding(seconds: idleSeconds) > time }
  }

  /// `044…=`, with the characters that need care in addresses.
  private mutating func makeToken() -> String {
    let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
    var dice = dice
    let body = String((0..<40).map { _ in dice.pick(letters) })
    self.dice = dice
    return "044\(body)+/=MDE5MDEy="
  }

  /// How many are and were signed in, and who was refused.
  var json: JSONValue {
    let failed = failedLogins.sorted { $0.key < $1.key }.map {
      JSONObject.Member($0.key, JSONValue($0.value))
    }
    return [
      "open": JSONValue(open.count), "opened": JSONValue(opened), "most": JSONValue(most),
      "failed": .object(JSONObject(failed)),
      "locked": .array(users.filter(\.value.isLocked).keys.sorted().map { JSONValue($0) }),
    ]
  }
}
