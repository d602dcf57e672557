import Crypto
import Instants
package import JSONText

/// The SHA-256 (hex) of a JSON value's content: the order of an object's keys does not count, digits and
/// escapes do.
package func fingerprint(of value: JSONValue) -> String {
  var bytes: [UInt8] = []
  bytes.reserveCapacity(1_024)
  appendSorted(value, to: &bytes)
  return Hex.text(SHA256.hash(data: bytes))
}

/// The id of one write: the same decision from the same base gives the same id, A→B→A gives three.
///
/// - Parameters:
///   - link: The stream of the link.
///   - generation: The pairing that it is made for: the same write of another one is another write.
///   - target: The system and record that is written, say `zoho/Accounts/4876876000000500001`.
///   - fields: The ids of the fields, in any order.
///   - desired: The value of each field, in the order of `fields`.
///   - baseSequence: The event that the base comes from; for a create that of its reservation.
/// - Returns: 32 hexadecimal digits.
package func operationID(
  link: String, generation: Int, target: String, fields: [String], desired: [FieldValue], baseSequence: UInt64
) -> String {
  let pairs = zip(fields, desired).sorted { $0.0 < $1.0 }
  let values = pairs.map { JSONValue.array([JSONValue($0), $1.json ?? JSONValue(false)]) }
  let parts: [JSONValue] = [
    JSONValue(link), JSONValue(generation), JSONValue(target), .array(values),
    JSONValue(String(baseSequence)),
  ]
  return String(Hex.text(SHA256.hash(data: JSONValue.array(parts).bytes)).prefix(32))
}

private func appendSorted(_ value: JSONValue, to bytes: inout [UInt8]) {
  switch value {
  case .object(let object):
    bytes.append(UInt8(ascii: "{"))
    let sorted = object.members.enumerated().sorted {
      ($0.element.key.raw, $0.offset) < ($1.element.key.raw, $1.offset)
    }
    for (position, member) in sorted.enumerated() {
      if position > 0 { bytes.append(UInt8(ascii: ",")) }
      bytes.append(UInt8(ascii: "\""))
      bytes.append(contentsOf: member.element.key.raw.utf8)
      bytes.append(contentsOf: [UInt8(ascii: "\""), UInt8(ascii: ":")])
      appendSorted(member.element.value, to: &bytes)
    }
    bytes.append(UInt8(ascii: "}"))
  case .array(let elements):
    bytes.append(UInt8(ascii: "["))
    for (position, element) in elements.enumerated() {
      if position > 0 { bytes.append(UInt8(ascii: ",")) }
      appendSorted(element, to: &bytes)
    }
    bytes.append(UInt8(ascii: "]"))
  case .string(let string):
    bytes.append(UInt8(ascii: "\""))
    bytes.append(contentsOf: string.raw.utf8)
    bytes.append(UInt8(ascii: "\""))
  case .number(let number): bytes.append(contentsOf: number.digits.utf8)
  case .bool(let isTrue): bytes.append(contentsOf: (isTrue ? "true" : "false").utf8)
  case .null: bytes.append(contentsOf: "null".utf8)
  }
}
