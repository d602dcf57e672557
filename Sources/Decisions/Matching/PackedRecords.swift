/// The records of one side in one run of bytes: about 150 bytes each instead of a dozen objects.
struct PackedRecords: Sendable {
  /// What is kept of a record.
  struct Entry: Sendable {
    let ref: String
    let keys: [RawMatchKey]
    let name: String?
    /// The normalised name without the legal form.
    let core: String
    let postalCode: String
    let city: String
    let country: String
    let account: String
  }

  private var bytes: [UInt8] = []
  /// Where each record begins; ten million of them can have more bytes than 32 bits count.
  private var starts: [Int] = []

  var count: Int { starts.count }

  /// Keeps a record and gives its number.
  mutating func append(_ entry: Entry) -> UInt32 {
    starts.append(bytes.count)
    for text in [
      entry.ref, entry.core, entry.name ?? "", entry.postalCode, entry.city, entry.country, entry.account,
    ] {
      append(text)
    }
    bytes.append(UInt8(min(entry.keys.count, 255)))
    for key in entry.keys.prefix(255) {
      append(key.key.kindText)
      append(key.key.value)
      append(key.raw == key.key.value ? "" : key.raw)
    }
    return UInt32(starts.count - 1)
  }

  /// The record with a number.
  func entry(_ number: UInt32) -> Entry {
    var position = starts[Int(number)]
    let texts = (0..<7).map { _ in text(&position) }
    let count = Int(bytes[position])
    position += 1
    let keys = (0..<count).map { _ in
      let kind = Self.kind(text(&position))
      let value = text(&position)
      let raw = text(&position)
      return RawMatchKey(MatchKey(kind, value), raw: raw.isEmpty ? value : raw)
    }
    return Entry(
      ref: texts[0], keys: keys, name: texts[2].isEmpty ? nil : texts[2], core: texts[1],
      postalCode: texts[3], city: texts[4], country: texts[5], account: texts[6])
  }

  /// The record's reference alone.
  func ref(_ number: UInt32) -> String {
    var position = starts[Int(number)]
    return text(&position)
  }

  /// The bytes of the record's name without legal form.
  func core(_ number: UInt32) -> ArraySlice<UInt8> {
    var position = starts[Int(number)]
    skip(&position)
    let length = self.length(&position)
    return bytes[position..<position + length]
  }

  private mutating func append(_ text: String) {
    let utf8 = text.utf8
    let length = min(utf8.count, 0x7FFF)
    if length >= 0x80 { bytes.append(UInt8(length >> 8) | 0x80) }
    bytes.append(UInt8(length & (length >= 0x80 ? 0xFF : 0x7F)))
    bytes.append(contentsOf: utf8.prefix(length))
  }

  private func length(_ position: inout Int) -> Int {
    let first = Int(bytes[position])
    position += 1
    guard first >= 0x80 else { return first }
    let second = Int(bytes[position])
    position += 1
    return (first & 0x7F) << 8 | second
  }

  private func skip(_ position: inout Int) {
    let length = length(&position)
    position += length
  }

  private func text(_ position: inout Int) -> String {
    let length = length(&position)
    defer { position += length }
    return String(decoding: bytes[position..<position + length], as: UTF8.self)
  }

  private static func kind(_ text: String) -> MatchKey.Kind {
    switch text {
    case "reference": .reference
    case "tax_number": .taxNumber
    case "tax_form": .taxForm
    case "email": .email
    default:
      country(text, after: "tax_id_alone:").map { .taxIDAlone(country: $0) }
        ?? .taxID(country: country(text, after: "tax_id:") ?? "")
    }
  }

  private static func country(_ text: String, after name: String) -> String? {
    text.hasPrefix(name) ? String(text.dropFirst(name.utf8.count)) : nil
  }
}
