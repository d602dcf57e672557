/// One ledger's files, changed as nobody writes them; what a checksum covers is made right again most of the time.
struct LedgerChange {
  private(set) var files: [String: [UInt8]]
  var dice: Dice

  private static let extremes: [UInt64] = [
    0, 1, 2, 3, 7, 8, 255, 256, 65_535, 65_536, 1 << 31 - 1, 1 << 31, 1 << 32 - 1, 1 << 32, 1 << 53,
    999_999_999_999_999_999, 1_000_000_000_000_000_000, 1 << 62, 1 << 63 - 1, 1 << 63, .max - 1, .max,
  ]

  init(files: [String: [UInt8]], dice: Dice) {
    self.files = files
    self.dice = dice
  }

  mutating func carryOut() {
    switch dice.roll(0...99) {
    case 0..<35: changeFields(pick("/log/"))
    case 35..<45: forgeFooter(pick("/log/"))
    case 45..<60: appendLines()
    case 60..<70: changeHeads(pick("/index/heads-"))
    case 70..<76: changeText(files.keys.sorted())
    case 76..<82: addNote()
    case 82..<88: rename()
    case 88..<94: cut(files.keys.sorted())
    default: flip(files.keys.sorted())
    }
  }

  private static func value(_ dice: inout Dice, near old: UInt64) -> UInt64 {
    dice.happens(25) ? old &+ dice.pick([1, .max, 8, 256]) : dice.pick(extremes)
  }

  private mutating func pick(_ part: String) -> String? {
    let paths = files.keys.filter { $0.contains(part) }.sorted()
    return paths.isEmpty ? nil : dice.pick(paths)
  }

  /// Numbers of headers, commits and footers.
  private mutating func changeFields(_ path: String?) {
    guard let path, var bytes = files[path] else { return }
    let frames = LedgerFrames(bytes)
    guard !frames.fields.isEmpty else { return }
    for _ in 0..<dice.pick([1, 1, 2, 4]) {
      let field = dice.pick(frames.fields)
      bytes.set(
        Self.value(&dice, near: bytes.number(at: field.offset, field.width)), at: field.offset, field.width)
    }
    if dice.happens(90) { frames.mend(&bytes, movesChecksums: dice.happens(50)) }
    files[path] = bytes
  }

  /// A footer whose counts agree with its length, whatever they are.
  private mutating func forgeFooter(_ path: String?) {
    guard let path, var bytes = files[path], let end = LedgerFrames(bytes).footer else { return }
    let old = Array(bytes[end...])
    var counts = [44, 48, 52, 56, 60].map { old.number(at: $0, 4) }
    for _ in 0..<dice.roll(1...3) {
      counts[dice.roll(0...4)] = dice.pick([0, 1, 2, 3, 9, 64, 300, 4_095, 32_768, 65_537, 1 << 32 - 1])
    }
    bytes.removeSubrange(end...)
    bytes += LedgerFrames.footer(like: old, counts: counts, &dice)
    files[path] = bytes
  }

  /// A commit of lines that the writer would never write, behind the last one.
  private mutating func appendLines() {
    guard let path = files.keys.filter({ $0.contains("/log/") }).max(), var bytes = files[path] else {
      return
    }
    let frames = LedgerFrames(bytes)
    guard let last = frames.commits.last else { return }
    var first = bytes.number(at: last + 32, 8) &+ bytes.number(at: last + 40, 4)
    bytes.removeSubrange(frames.commitsEnd...)
    for _ in 0..<dice.roll(1...2) {
      let lines = StrangeLines.some(from: first, &dice)
      bytes += LedgerFrames.commit(lines, first: first, ledger: Array(bytes[16..<32]))
      first &+= UInt64(lines.count)
    }
    files[path] = bytes
  }

  /// Numbers of a run of stream heads.
  private mutating func changeHeads(_ path: String?) {
    guard let path, var bytes = files[path], bytes.count >= 64 + 1_024 else { return }
    for _ in 0..<dice.pick([1, 1, 3]) {
      let (offset, width) = dice.pick([
        (24, 8), (32, 8), (40, 8), (48, 4), (52, 4), (64 + 16, 8), (64 + 1_008, 2),
      ])
      bytes.set(Self.value(&dice, near: bytes.number(at: offset, width)), at: offset, width)
    }
    let salt = Array(bytes[8..<40]) + [0, 0, 0, 0]
    bytes.set(UInt64(PlainCRC.checksum(salt + bytes[64..<64 + 1_020])), at: 64 + 1_020, 4)
    bytes.set(UInt64(PlainCRC.checksum(bytes[..<60])), at: 60, 4)
    files[path] = bytes
  }

  /// A number in a text; LEDGER's checksum is made right again.
  private mutating func changeText(_ paths: [String]) {
    let texts = paths.filter { !$0.contains("/log/") && !$0.contains("/heads-") }
    guard !texts.isEmpty else { return }
    let path = dice.pick(texts)
    guard let bytes = files[path] else { return }
    let digits = bytes.indices.filter {
      (48...57).contains(bytes[$0]) && ($0 == 0 || !(48...57).contains(bytes[$0 - 1]))
    }
    guard !digits.isEmpty else { return }
    let start = dice.pick(digits)
    let end = bytes[start...].firstIndex { !(48...57).contains($0) } ?? bytes.endIndex
    var changed = bytes
    let number = dice.happens(20) ? "99999999999999999999999999" : "\(dice.pick(Self.extremes))"
    changed.replaceSubrange(start..<end, with: Array(number.utf8))
    let mark = Array(#","checksum":""#.utf8)
    if let place = changed.indices.last(where: { changed[$0...].starts(with: mark) }) {
      let sum = String(PlainCRC.checksum(changed[..<place]), radix: 16)
      let tail = String(repeating: "0", count: 8 - sum.count) + sum + "\"}\n"
      changed.replaceSubrange((place + mark.count)..., with: Array(tail.utf8))
    }
    files[path] = changed
  }

  /// What is owed to the log, a loss that was accepted, or how far it was verified.
  private mutating func addNote() {
    let numbers = [dice.pick(Self.extremes), dice.pick(Self.extremes)]
    let (first, last) = (numbers.min() ?? 0, numbers.max() ?? 0)
    let body =
      dice.happens(30)
      ? String(repeating: "[", count: 5_000)
      : #"{"first":\#(first),"last":\#(last),"heads_through":\#(last),"unknown_hashes":\#(last),"files":[]}"#
    let digits = [first, last].map { String(repeating: "0", count: 20 - "\($0)".count) + "\($0)" }
    func checked(_ text: String) -> String {
      let sum = String(PlainCRC.checksum(Array(text.utf8)), radix: 16)
      return String(repeating: "0", count: 8 - sum.count) + sum
    }
    switch dice.roll(0...2) {
    case 0:
      let text = dice.pick(["loss.accepted", "tail.quarantined", "owed.damaged", "x"]) + "\n" + body
      files["\(LedgerFuzz.path)/reserve/owed-\(first)"] = Array((checked(text) + "\n" + text).utf8)
    case 1:
      files["\(LedgerFuzz.path)/quarantine/loss-\(digits[0])-\(digits[1])"] = Array(body.utf8)
    default:
      guard let identity = files["\(LedgerFuzz.path)/LEDGER"] else { return }
      let id = String(decoding: identity.dropFirst(22).prefix(32), as: UTF8.self)
      let root = String(repeating: "A", count: 43) + "="
      let text = "\(id)\n\(first)\n\(root)\n2026-07-14T09:30:00.000000Z\n"
      let sum = String(PlainCRC.checksum(Array(text.utf8)), radix: 16)
      files["\(LedgerFuzz.path)/index/verified"] = Array((text + sum + "\n").utf8)
    }
  }

  /// A file under a name with another number, instead of its own or beside it.
  private mutating func rename() {
    guard let path = pick(dice.pick(["/log/", "/checkpoints/", "/keys/", "/index/heads-"])),
      let bytes = files[path]
    else { return }
    let name = dice.pick([
      "00000000000000000000", "00000000000000000002", "00999999999999999999", "99999999999999999999",
      "18446744073709551615", "00000000001000000001", "00000000000000000009",
    ])
    let folder = String(path[...(path.lastIndex(of: "/") ?? path.startIndex)])
    let suffix = path.contains("/log/") ? ".jsonl.lz4" : ""
    let prefix = path.contains("/heads-") ? "heads-00000000000000000001-" : ""
    if dice.happens(50) { files[path] = nil }
    files[folder + prefix + name + suffix] = bytes
  }

  private mutating func cut(_ paths: [String]) {
    let path = dice.pick(paths)
    guard var bytes = files[path] else { return }
    switch dice.roll(0...3) {
    case 0: files[path] = nil
    case 1: files[path] = Array(bytes.prefix(dice.roll(0...bytes.count)))
    case 2:
      bytes.insert(
        contentsOf: [UInt8](repeating: 0, count: dice.roll(1...70)), at: dice.roll(0...bytes.count))
      files[path] = bytes
    default: files[path] = files[dice.pick(paths)]
    }
  }

  private mutating func flip(_ paths: [String]) {
    let path = dice.pick(paths)
    guard var bytes = files[path], !bytes.isEmpty else { return }
    let frames = path.contains("/log/") ? LedgerFrames(bytes) : nil
    for _ in 0..<dice.roll(1...4) { bytes[dice.roll(0...bytes.count - 1)] ^= 1 << UInt8(dice.roll(0...7)) }
    if dice.happens(70) { frames?.mend(&bytes, movesChecksums: false) }
    files[path] = bytes
  }
}
