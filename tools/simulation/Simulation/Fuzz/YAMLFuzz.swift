import Diagnostics

/// The files of a project through its loader: `counterfoil.yaml`, mappings, matching, examples.
struct YAMLFuzz: FuzzTarget {
  static let name = "yaml"

  private static let values = [
    "null", "~", "on", "off", "yes", "0", "-1", "1e400", ".inf", ".nan", "9223372036854775807",
    "9223372036854775808",
    "99999999999999999999", "0x10", "0.2.0", "\"\"", "''", "\"", "'", "[]", "{}", "[a, b]", "{a: b}", "- a",
    "*ALL",
    "*a", "&a b", "&a [*a]", "!!binary x", "!!int x", "!x y", "? a", "|", ">", "|9", "\"\\ud800\"",
    "\"\\U0010FFFF\"",
    "\"\\x00\"", "${secret:a}", "${secret:", "${env:HOME}", "${file:/etc/passwd}", "2026-02-30",
    "100000000000000d",
    "9223372036854775807m", "1000001d", "-5m", "15m", "*/9223372036854775807 * * * *", "99 99 99 99 99",
    "0 5 * * SUN",
    "22:00-99:00", "99999999999999999999:00-0:00", "127.0.0.1:99999999999999999999", "[::1]:0",
    "http://a:b@c",
    "https://[", "株式会社", "<<", "%YAML 9.9", "---", "...", "# x", "\u{FEFF}", "\t",
  ]

  private let project = ScratchProject()

  init() {}

  func run(seed: UInt64) async throws {
    var dice = Dice(seed: seed)
    let paths = project.texts.keys.filter { $0.hasSuffix(".yaml") }.sorted()
    let path = dice.pick(paths)
    let bytes = Self.changed(project.texts[path] ?? "", &dice)
    PlantedFault.look(at: bytes)
    for failure in try project.failures(with: bytes, at: path) { try FuzzLaws.check(failure) }
  }

  private static func changed(_ text: String, _ dice: inout Dice) -> [UInt8] {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    for _ in 0..<dice.pick([0, 1, 1, 1, 2, 4]) { change(&lines, &dice) }
    let bytes = Array(lines.joined(separator: "\n").utf8)
    guard dice.happens(25) else { return bytes }
    var mutator = TextMutator(dice: Dice(seed: dice.next()))
    return mutator.changed(bytes, tokens: values)
  }

  private static func change(_ lines: inout [String], _ dice: inout Dice) {
    let index = dice.roll(0...max(0, lines.count - 1))
    guard lines.indices.contains(index) else { return lines.append(dice.pick(values)) }
    let line = lines[index]
    let indent = String(line.prefix { $0 == " " })
    switch dice.roll(0...11) {
    case 0...3:  // another value behind a key
      guard let colon = line.firstIndex(of: ":") else { return lines[index] = indent + dice.pick(values) }
      lines[index] = line[...colon] + " " + dice.pick(values)
    case 4: lines.remove(at: index)
    case 5: lines.insert(line, at: index)
    case 6: lines[index] = dice.pick(["", " ", "   ", "\t", "        "]) + line.drop { $0 == " " }
    case 7: lines.swapAt(index, dice.roll(0...lines.count - 1))
    case 8: lines.insert(contentsOf: bomb(&dice).map { indent + $0 }, at: index)
    case 9:
      let depth = dice.pick([10, 200, 990, 1_100, 20_000])
      let open = dice.pick(["[", "{a: ", "- ", "? "])
      lines.insert(indent + "deep: " + String(repeating: open, count: depth), at: index)
    case 10:
      lines[index] =
        line + String(repeating: dice.pick(["x", " ", "é", ","]), count: dice.pick([200, 70_000]))
    default:
      lines[index] = String(
        line.map { dice.happens(3) ? Character(dice.pick(["*", "&", "!", "#", "{", "\""])) : $0 })
    }
  }

  /// Aliases of aliases: some lines that stand for more values than any memory holds.
  private static func bomb(_ dice: inout Dice) -> [String] {
    let (levels, width) = (dice.pick([2, 9, 30]), dice.pick([2, 9]))
    var lines = ["a0: &a0 [x, x]"]
    for level in 1...levels {
      lines.append(
        "a\(level): &a\(level) [" + Array(repeating: "*a\(level - 1)", count: width).joined(separator: ", ")
          + "]")
    }
    // As a key it is compared by itself as a whole.
    if dice.happens(40) { lines.append("? *a\(levels)\n: x") }
    return lines
  }
}
