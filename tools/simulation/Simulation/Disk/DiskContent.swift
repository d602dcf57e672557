//     program ──write──> cached ──sync──> durable
//                          └── dirty: what was changed since the last sync, any part of which a crash may take back

/// The content of one file: what programs see, what the disk holds, and the changes between.
struct DiskContent: Sendable {
  enum Change: Sendable {
    case write(at: Int, [UInt8])
    case cut(to: Int)
  }

  private(set) var cached: [UInt8] = []
  private(set) var durable: [UInt8] = []
  private(set) var dirty: [Change] = []

  /// A new, empty file.
  init() {}

  /// A file that lies on the disk.
  init(_ bytes: [UInt8]) {
    cached = bytes
    durable = bytes
  }

  mutating func write(_ bytes: [UInt8], at offset: Int) {
    guard !bytes.isEmpty else { return }
    let change = Change.write(at: offset, bytes)
    change.apply(to: &cached)
    dirty.append(change)
  }

  mutating func cut(to size: Int) {
    guard size < cached.count else { return }
    let change = Change.cut(to: size)
    change.apply(to: &cached)
    dirty.append(change)
  }

  mutating func sync() {
    for change in dirty { change.apply(to: &durable) }
    dirty = []
  }

  /// A sync that fails: some pieces of the changes reached the disk, and none of the others will, however often it is
  /// synced again, though programs may go on seeing them, or some of them.
  mutating func failSync(_ dice: inout Dice) {
    let unit = dice.pick([16, 64, 512])
    if dice.happens(50) {
      for change in dirty.prefix(dice.roll(0...dirty.count)) { change.apply(to: &durable) }
    } else {
      let percent = dice.pick([10, 50, 90])
      for change in dirty { change.applySome(of: unit, percent, &dice, to: &durable) }
    }
    dirty = []
    switch dice.roll(0...3) {
    case 0, 1: break
    case 2: cached = durable
    default:
      // Pages that went are read from the disk again; the file is as long as it was, and what is not there is zeros.
      for start in stride(from: 0, to: cached.count, by: unit) where dice.happens(50) {
        for index in start..<min(start + unit, cached.count) {
          cached[index] = index < durable.count ? durable[index] : 0
        }
      }
    }
  }

  /// Damage at rest.
  mutating func rot(at offset: Int, by pattern: UInt8) {
    if offset < cached.count { cached[offset] ^= pattern }
    if offset < durable.count { durable[offset] ^= pattern }
  }

  /// What the disk holds after the power went.
  func afterPowerCut(_ dice: inout Dice) -> [UInt8] {
    guard !dirty.isEmpty else { return durable }
    var bytes = durable
    switch dice.roll(0...5) {
    case 0: break
    case 1: for change in dirty { change.apply(to: &bytes) }
    case 2:  // in order, the last one torn at any byte
      let whole = dice.roll(0...dirty.count - 1)
      for change in dirty[..<whole] { change.apply(to: &bytes) }
      dirty[whole].torn(&dice).apply(to: &bytes)
    default:  // re-ordered: each piece of each change is there or not
      let unit = dice.pick([1, 16, 64, 512])
      let percent = dice.pick([10, 50, 90])
      for change in dirty { change.applySome(of: unit, percent, &dice, to: &bytes) }
      // The size may be there before the bytes are: they read as zeros.
      if dice.happens(30), bytes.count < cached.count {
        bytes += [UInt8](repeating: 0, count: cached.count - bytes.count)
      }
    }
    return bytes
  }
}

extension DiskContent.Change {
  func apply(to bytes: inout [UInt8]) {
    switch self {
    case .cut(let size): if size < bytes.count { bytes.removeLast(bytes.count - size) }
    case .write(let offset, let new):
      let end = offset + new.count
      if bytes.count < end { bytes += [UInt8](repeating: 0, count: end - bytes.count) }
      bytes.replaceSubrange(offset..<end, with: new)
    }
  }

  /// The first bytes of a write, any number of them.
  func torn(_ dice: inout Dice) -> Self {
    guard case .write(let offset, let bytes) = self else { return self }
    return .write(at: offset, Array(bytes.prefix(dice.roll(0...bytes.count))))
  }

  func applySome(of unit: Int, _ percent: Int, _ dice: inout Dice, to bytes: inout [UInt8]) {
    guard case .write(let offset, let new) = self else {
      if dice.happens(percent) { apply(to: &bytes) }
      return
    }
    var start = 0
    while start < new.count {
      // Sectors lie where the disk has them, not where a write begins.
      let end = min(new.count, ((offset + start) / unit + 1) * unit - offset)
      if dice.happens(percent) {
        Self.write(at: offset + start, Array(new[start..<end])).apply(to: &bytes)
      }
      start = end
    }
  }
}
