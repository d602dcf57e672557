import Diagnostics
import Foundation
import Instants

/// What the file LEDGER says: written once when the ledger is made, never replaced, since it carries the lock.
package struct LedgerIdentity: Hashable, Sendable {
  /// The random id.
  package let id: LedgerID
  /// When it was made, RFC 3339.
  package let createdAt: String
  /// The name that checkpoints carry, and the name of their signing key.
  package let origin: String
  /// The first public key, Ed25519, 32 bytes; later ones are events.
  package let publicKey: [UInt8]
  /// The shape of its segments.
  package let geometry: LedgerGeometry

  /// The version of the format that this program writes, and the highest that it reads.
  package static let format = 1

  /// The first eight digits of the id, as in the audit id of an event.
  package var shortID: String { String(id.hex.prefix(8)) }

  /// The audit id of an event: `<ledger short id>-<seq>`.
  package func auditID(of sequence: UInt64) -> String { "\(shortID)-\(sequence)" }

  init(id: LedgerID, createdAt: String, origin: String?, publicKey: [UInt8], geometry: LedgerGeometry) {
    self.id = id
    self.createdAt = createdAt
    self.origin = origin ?? "counterfoil.local/\(id.hex.prefix(8))"
    self.publicKey = publicKey
    self.geometry = geometry
  }

  /// The file's only line, as it must stand to the byte: the checksum is the CRC-32C of what stands before it.
  var text: String { "\(members),\"checksum\":\"\(Self.checksum(of: members))\"}\n" }

  /// Kind of the ledger's own first event.
  static let openedKind = "ledger.opened"

  /// The body of the ledger's own first event: what LEDGER says, once more inside the log.
  var openedBody: [UInt8] { Array("\(members)}".utf8) }

  private var members: String {
    """
    {"format":\(Self.format),"ledger":"\(id.hex)","created_at":"\(createdAt)","origin":"\(origin)",\
    "public_key":"\(CanonicalBase64.text(publicKey))","events_per_block":\(geometry.eventsPerBlock),\
    "blocks_per_segment":\(geometry.blocksPerSegment)
    """
  }

  /// The identity in a file's bytes; throws `newer-format` or `ledger-damaged`.
  init(file bytes: [UInt8], at path: String) throws(Failure) {
    let damaged = Failure.ledgerDamaged("LEDGER is not as written", at: path)
    let text = String(decoding: bytes, as: UTF8.self)
    guard let mark = text.range(of: ",\"checksum\":\"", options: .backwards),
      text[mark.upperBound...] == Self.checksum(of: String(text[..<mark.lowerBound])) + "\"}\n"
    else { throw damaged }
    let fields = Self.fields(String(text[..<mark.lowerBound]))
    guard let format = fields["format"].flatMap({ Int($0) }) else { throw damaged }
    guard format <= Self.format else { throw .newerFormat("\(format)", at: path) }
    guard let id = fields["ledger"].flatMap({ LedgerID(hex: $0) }), let createdAt = fields["created_at"],
      let origin = fields["origin"], let key = fields["public_key"].flatMap({ CanonicalBase64.bytes($0) }),
      let block = fields["events_per_block"].flatMap({ Int($0) }),
      let segment = fields["blocks_per_segment"].flatMap({ Int($0) }),
      let geometry = LedgerGeometry(checking: block, blocksPerSegment: segment)
    else { throw damaged }
    self.init(id: id, createdAt: createdAt, origin: origin, publicKey: key, geometry: geometry)
    guard Array(self.text.utf8) == bytes, key.count == 32, Self.isOrigin(origin),
      let instant = RFC3339.microseconds(createdAt), RFC3339.text(instant) == createdAt
    else { throw damaged }
  }

  /// Whether a text can be a ledger's origin: what needs no escape, and what a key's name may hold.
  static func isOrigin(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !Array(#"+",\{}"#.utf8).contains($0) }
  }

  private static func checksum(of text: String) -> String {
    Hex.text(CRC32C.checksum(Array(text.utf8)))
  }

  /// The members of the flat object that LEDGER is; no value of it holds a comma, a colon aside from times, or an escape.
  private static func fields(_ text: String) -> [String: String] {
    var fields: [String: String] = [:]
    for member in text.dropFirst().split(separator: ",") {
      let parts = member.split(separator: ":", maxSplits: 1)
      guard parts.count == 2 else { continue }
      fields[parts[0].filter { $0 != "\"" }] = parts[1].filter { $0 != "\"" }
    }
    return fields
  }

  /// Reads LEDGER of a folder; throws `ledger-missing` where there is none.
  static func read(_ folder: LedgerFolder) throws(Failure) -> LedgerIdentity {
    do {
      return try LedgerIdentity(file: folder.files.contents(of: folder.identity), at: folder.identity)
    } catch {
      throw error.code == .fileMissing ? .ledgerMissing(folder.path) : error
    }
  }
}
