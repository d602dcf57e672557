import Diagnostics

extension ProjectFile {
  /// The name of the file in the project's folder.
  static let name = "counterfoil.yaml"

  /// What the text of `counterfoil.yaml` says; nil where anything is wrong, which is reported.
  static func read(
    _ text: String, folder: String, environment: ProcessEnvironment, _ problems: inout Problems
  )
    -> ProjectFile?
  {
    guard let tree = problems.catching({ () throws(Failure) in try YAMLText.parse(text, file: name) }),
      var root = KeyedNode(tree, title: "", &problems)
    else { return nil }
    let secrets = SecretSource(project: folder, environment: environment)
    let jde = required("jde", of: &root, &problems).flatMap {
      JDESettings.read($0, folder: folder, secrets: secrets, &problems)
    }
    let zoho = required("zoho", of: &root, &problems).flatMap {
      ZohoSettings.read($0, folder: folder, secrets: secrets, &problems)
    }
    let writes = root.block("writes", &problems).map { Self.writes($0, &problems) } ?? .off
    let schedule = root.block("schedule", &problems).map { ScheduleSettings.read($0, &problems) } ?? .daily
    let guards = root.block("guards", &problems).map { Self.guards($0, &problems) } ?? GuardSettings()
    let server = root.block("server", &problems).map { Self.server($0, &problems) } ?? ServerSettings()
    var overlapDays = 2
    var holdback = Duration.seconds(300)
    var clockTolerance = Duration.seconds(300)
    if var polling = root.block("polling", &problems) {
      overlapDays = polling.integer("overlap_days", in: 1...60, &problems) ?? overlapDays
      holdback = polling.duration("holdback", &problems) ?? holdback
      clockTolerance = polling.duration("clock_tolerance", &problems) ?? clockTolerance
      polling.finish(&problems)
    }
    root.finish(&problems)
    guard let jde, let zoho else { return nil }
    return ProjectFile(
      folder: folder, jde: jde, zoho: zoho, writes: writes, schedule: schedule, guards: guards,
      overlapDays: overlapDays, holdback: holdback, clockTolerance: clockTolerance, server: server)
  }

  private static func required(
    _ key: String, of root: inout KeyedNode, _ problems: inout Problems
  )
    -> KeyedNode?
  {
    guard root.take(key) != nil else {
      problems.add(
        .configIncomplete, "the section \(key) is missing", at: root.place(of: key) ?? root.place,
        remedy: "add \(key): as `counterfoil init` writes it into a new project")
      return nil
    }
    return root.block(key, &problems)
  }

  private static func writes(_ block: KeyedNode, _ problems: inout Problems) -> WriteSwitches {
    var block = block
    let jde = block.flag("jde", &problems) ?? false
    let zoho = block.flag("zoho", &problems) ?? false
    block.finish(&problems)
    return WriteSwitches(jde: jde, zoho: zoho)
  }

  private static func guards(_ block: KeyedNode, _ problems: inout Problems) -> GuardSettings {
    var block = block
    var guards = GuardSettings()
    guards.createsPerRun =
      block.integer("creates_per_run", in: 0...1_000_000, &problems) ?? guards.createsPerRun
    guards.updatesShare = block.share("updates_share", &problems) ?? guards.updatesShare
    guards.clearsShare = block.share("clears_share", &problems) ?? guards.clearsShare
    block.finish(&problems)
    return guards
  }

  private static func server(_ block: KeyedNode, _ problems: inout Problems) -> ServerSettings {
    var block = block
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
    block.finish(&problems)
    return server
  }
}
