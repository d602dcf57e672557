/// Tells values that a system hides, wholly or but for their last places, from values that only look alike.
///
/// Neither system marks a masked value as one, so its text must tell. What counts (`Decisions.docc`, "What cannot be
/// read") differs by type: no phone or tax number has three asterisks in a row, but a hotel's name may.
enum MaskedText {
  /// The fewest asterisks, blocks or number signs in a row that hide something: two stand in dial codes.
  private static let signsMin = 3
  /// The fewest in a row that hide something at the end of a name: a hotel has seven stars at most.
  private static let starsMin = 8
  /// The fewest X in a row: three stand in names (XXXLutz), and two in tax numbers (Mexico's XAXX010101000).
  private static let lettersMin = 4
  /// The fewest X that hide places of a known value: a single one is how somebody spells a name.
  private static let placesMin = 2

  /// Why `text` cannot be read; nil where it is a value.
  ///
  /// `text` is trimmed and not empty.
  static func reason(of text: String, as type: FieldType) -> UnreadableReason? {
    guard mayHide(text) else { return nil }
    var signs = text.unicodeScalars.map(Sign.init)
    // In numbers for machines and phones separators say nothing: XXX-XX-1234 hides five places.
    if type == .phone || type == .taxID { signs.removeAll { $0 == .other || $0 == .blank || $0 == .at } }
    let masks = runs(of: signs)
    let rest = signs.indices.filter { index in
      !signs[index].isAlwaysMask && !masks.contains { $0.contains(index) }
    }
    guard rest.count < signs.count else { return nil }
    let restHasLetter = rest.contains { signs[$0] == .letter || signs[$0] == .x }
    let restHasDigit = rest.contains { signs[$0] == .digit }
    if !restHasLetter, !restHasDigit { return .masked }
    let isPartlyMasked =
      switch type {
      case .phone, .taxID, .money, .integer, .date, .boolean: !masks.isEmpty
      case .email: isMaskedAddress(signs, masks)
      case .text, .lookup, .multiSelect: isMaskedText(signs, masks, restHasLetter: restHasLetter)
      }
    return isPartlyMasked ? .partlyMasked : nil
  }

  /// Whether `shown` is what a mask leaves of `good`, a value that is known: `**yton` of `Dayton`, `D*n` too.
  ///
  /// Against a known value one sign is enough. Two X or more hide a place each, since X is a letter too.
  static func hides(_ good: String, behind shown: String) -> Bool {
    guard shown != good, mayHide(shown, letters: placesMin) else { return false }
    let good = Array(good.unicodeScalars)
    let shown = Array(shown.unicodeScalars)
    let signs = shown.map(Sign.init)
    for mask in [Sign.asterisk, .block, .hash] where signs.contains(mask) {
      let left = shown.indices.split(omittingEmptySubsequences: false) { signs[$0] == mask }
        .map { $0.map { shown[$0] } }
      if leaves(left, of: good) { return true }
    }
    let places = shown.indices.filter { signs[$0] == .x && !(good.count > $0 && good[$0] == shown[$0]) }
    return shown.count == good.count && places.count >= placesMin
      && shown.indices.allSatisfy { places.contains($0) || shown[$0] == good[$0] }
      && places.allSatisfy { Sign(good[$0]) != .x }
  }

  /// Whether the parts are a beginning, an end and what lies between in their order, and something of it is missing.
  private static func leaves(_ parts: [[Unicode.Scalar]], of good: [Unicode.Scalar]) -> Bool {
    guard let first = parts.first, let last = parts.last, parts.joined().count < good.count,
      good.starts(with: first), good.reversed().starts(with: last.reversed())
    else { return false }
    var rest = good[first.count..<(good.count - last.count)]
    for part in parts.dropFirst().dropLast() where !part.isEmpty {
      guard let found = rest.indices.first(where: { rest[$0...].starts(with: part) }) else { return false }
      rest = rest[(found + part.count)...]
    }
    return true
  }

  /// A first look at the bytes: nearly no value has what hides one.
  private static func mayHide(_ text: String, letters fewest: Int = lettersMin) -> Bool {
    var letters = 0
    for byte in text.utf8 {
      switch byte {
      // 0xE2 and 0xEF begin the signs beyond ASCII.
      case UInt8(ascii: "*"), UInt8(ascii: "#"), 0xE2, 0xEF: return true
      case UInt8(ascii: "X"), UInt8(ascii: "x"): letters += 1
      default: break
      }
    }
    return letters >= fewest
  }

  /// An address is masked where it has any sign that hides (no mailbox has an asterisk), or is X and digits before
  /// the @.
  private static func isMaskedAddress(_ signs: [Sign], _ masks: [Range<Int>]) -> Bool {
    if signs.contains(where: \.isAlwaysMask) { return true }
    guard let first = masks.first else { return false }
    if signs[first.lowerBound] == .hash { return true }
    let behind = signs[first.upperBound...].drop { $0 == .digit }
    return first.lowerBound == 0 && behind.first == .at
  }

  /// A text is masked where what is left has no letter (`*******5976`, `XXXX XXXX 1234`), where a run ends in digits
  /// (`DE*******84`), stands within a word or begins one (`Up***rk`, `***work`, but not `***WORK***`), is longer than
  /// any hotel's stars, where it has a run of blocks, or where every word of it is cut (`M***** S****`).
  private static func isMaskedText(_ signs: [Sign], _ masks: [Range<Int>], restHasLetter: Bool) -> Bool {
    for mask in masks {
      switch signs[mask.lowerBound] {
      case .block: return true
      case .x:
        if !restHasLetter, signs[mask.upperBound...].contains(.digit) { return true }
      default:
        if !restHasLetter { return true }
        let behind = signs[mask.upperBound...].drop { $0 == .digit }
        if behind.startIndex > mask.upperBound, behind.first ?? .blank == .blank { return true }
        if mask.count >= starsMin || beginsHidden(signs, mask, masks) { return true }
      }
    }
    let words = signs.split(separator: .blank)
    return words.allSatisfy { word in
      let head = word.prefix { $0 == .letter || $0 == .x }
      let stars = word.dropFirst(head.count).prefix { $0 == .asterisk }
      return (1...2).contains(head.count) && stars.count >= 2
        && word.count - head.count - stars.count <= 1
    }
  }

  /// Whether a word goes on right behind the run and does not end in another one: that is emphasis.
  private static func beginsHidden(_ signs: [Sign], _ mask: Range<Int>, _ masks: [Range<Int>]) -> Bool {
    let word = signs[mask.upperBound...].prefix { $0 == .letter || $0 == .x || $0 == .digit }
    guard !word.isEmpty else { return false }
    let isWithin = mask.lowerBound > 0 && signs[mask.lowerBound - 1] == .letter
    return isWithin || !masks.contains { $0.lowerBound == word.endIndex }
  }

  /// The runs that are long enough to hide something.
  private static func runs(of signs: [Sign]) -> [Range<Int>] {
    var runs: [Range<Int>] = []
    var start = 0
    while start < signs.count {
      var end = start + 1
      while end < signs.count, signs[end] == signs[start] { end += 1 }
      switch signs[start] {
      case .asterisk, .block, .hash: if end - start >= signsMin { runs.append(start..<end) }
      case .x: if end - start >= lettersMin { runs.append(start..<end) }
      case .letter, .digit, .blank, .at, .other: break
      }
      start = end
    }
    return runs
  }

  /// What a character is as far as masks go.
  private enum Sign: Equatable {
    case asterisk
    /// • ● █ and their like.
    case block
    case hash
    case x
    case letter
    case digit
    case blank
    case at
    case other

    /// A sign that hides even where it stands alone.
    var isAlwaysMask: Bool { self == .asterisk || self == .block }

    init(_ scalar: Unicode.Scalar) {
      switch scalar {
      case "*", "\u{FF0A}", "\u{2217}": self = .asterisk
      case "\u{2022}", "\u{2219}", "\u{25CF}", "\u{2B24}", "\u{2588}", "\u{25A0}": self = .block
      case "#", "\u{FF03}": self = .hash
      case "X", "x": self = .x
      case "@": self = .at
      default:
        let properties = scalar.properties
        if properties.isAlphabetic {
          self = .letter
        } else if properties.numericType == .decimal {
          self = .digit
        } else {
          self = properties.isWhitespace ? .blank : .other
        }
      }
    }
  }
}

extension CompositeRecord {
  /// The same record without what only masks a value that is known: the one agreed on (`base`, empty where there is
  /// none), or the one that the record shows that it is paired with, or would be.
  package func withoutMasks(of base: Base, _ zoho: ZohoRecord?, _ mapping: EntityMapping) -> CompositeRecord {
    var masked: [String: JDEField] = [:]
    for field in mapping.fields {
      let shown = self.field(field.id)
      guard
        shown.value.masks(base[field.id]?.jde) || shown.mapped.masks(zoho?.value(of: field))
      else { continue }
      masked[field.id] = JDEField(value: .absent, mapped: .absent, issue: .unreadable(.partlyMasked))
    }
    return masked.isEmpty ? self : replacing(masked)
  }
}

extension ZohoRecord {
  /// The same record without what only masks a value that is known: the one agreed on, or the one that JD Edwards shows.
  package func withoutMasks(of base: Base, _ jde: CompositeRecord, _ mapping: EntityMapping) -> ZohoRecord {
    let masked = mapping.fields.filter { field in
      let shown = value(of: field)
      return shown.masks(base[field.id]?.zoho) || shown.masks(jde.field(field.id).mapped)
    }
    return masked.isEmpty ? self : masking(Set(masked.map(\.zoho)))
  }
}

extension FieldValue {
  /// Whether this is what a mask leaves of `good`.
  fileprivate func masks(_ good: FieldValue?) -> Bool {
    guard let text, let good = good?.text else { return false }
    return MaskedText.hides(good, behind: text)
  }
}
