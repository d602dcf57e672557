import Diagnostics

extension ProjectFile {
  /// The name of the file in the project's folder.
  static let name = "counterfoil.yaml"

  private static let keys = ["jde", "zoho", "writes", "schedule", "polling", "guards", "server"]
  private static let guardKeys = ["creates_per_run", "updates_share", "clears_share"]

  /// What the text of `counterfoil.yaml` says; nil where anything is wrong, which is reported.
  static func read(
    _ text: String, folder: String, environment: ProcessEnvironment, _ problems: inout Problems
  )
    -> ProjectFile?
  {
    guard let tree = problems.catching({ () throws(Failure) in try YAMLText.parse(text, file: name) }),
      let root = KeyedNode(tree, title: "", keys: keys, &problems)
    else { return nil }
    let secrets = SecretSource(project: folder, environment: environment)
    let example = "as `counterfoil init` writes it into a new project"
    let jde = root.requiredBlock("jde", keys: JDESection.keys, like: example, &problems).flatMap {
      JDESection.read($0, folder: folder, secrets: secrets, &problems)
    }
    let zoho = root.requiredBlock("zoho", keys: ZohoSection.keys, like: example, &problems).flatMap {
      ZohoSection.read($0, folder: folder, secrets: secrets, &problems)
    }
    let writes =
      root.block("writes", keys: ["jde", "zoho"], &problems).map { Self.writes($0, &problems) } ?? .off
    let schedule =
      root.block("schedule", keys: ScheduleSettings.keys, &problems).map {
        ScheduleSettings.read($0, &problems)
      } ?? .daily
    let guards =
      root.block("guards", keys: guardKeys, &problems).map { Self.guards($0, &problems) } ?? GuardSettings()
    let server =
      root.block("server", keys: ["listen", "public_url"], &problems).map { Self.server($0, &problems) }
      ?? ServerSettings()
    var overlapDays = 2
    var holdback = Duration.seconds(300)
    var clockTolerance = Duration.seconds(300)
    if let polling = root.block("polling", keys: ["overlap_days", "holdback", "clock_tolerance"], &problems) {
      overlapDays = polling.integer("overlap_days", in: 1...60, &problems) ?? overlapDays
      holdback = polling.duration("holdback", &problems) ?? holdback
      clockTolerance = polling.duration("clock_tolerance", &problems) ?? clockTolerance
    }
    guard let jde, let zoho else { return nil }
    return ProjectFile(
      folder: folder, jde: jde, zoho: zoho, writes: writes, schedule: schedule, guards: guards,
      overlapDays: overlapDays, holdback: holdback, clockTolerance: clockTolerance, server: server)
  }

  private static func writes(_ block: KeyedNode, _ problems: inout Problems) -> WriteSwitches {
    let jde = block.flag("jde", &problems) ?? false
    let zoho = block.flag("zoho", &problems) ?? false
    return WriteSwitches(jde: jde, zoho: zoho)
  }

  private static func guards(_ block: KeyedNode, _ problems: inout Problems) -> GuardSettings {
    var guards = GuardSettings()
    guards.createsPerRun =
      block.integer("creates_per_run", in: 0...1_000_000, &problems) ?? guards.createsPerRun
    guards.updatesShare = block.share("updates_share", &problems) ?? guards.updatesShare
    guards.clearsShare = block.share("clears_share", &problems) ?? guards.clearsShare
    return guards
  }

  private static func server(_ block: KeyedNode, _ problems: inout Problems) -> ServerSettings {
    var server = ServerSettings()
    if let listen = block.placedText("listen", &problems) {
      if let (host, port) = AddressText.split(listen.text[...]), !host.isEmpty,
        let port = port.flatMap({ Int($0) }),
        (0...65_535).contains(port)
      {
        server.host = host
        server.port = port
      } else {
        problems.add(
          .configMalformed, "server.listen is no address with a port: \(listen.text)", at: listen.place,
          remedy: "write 127.0.0.1:8620")
      }
    }
    if let url = block.placedText("public_url", &problems) {
      server.publicURL =
        block.webAddress(url, "public_url", example: "https://counterfoil.example.com", &problems)?.text
    }
    return server
  }
}
