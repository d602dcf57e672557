import Diagnostics

/// The first frame of every segment file.
///
/// This file is the only one that knows its layout.
///
///      0  4  magic 0x184D2A50            16 16  ledger id
///      4  4  length of the rest: 44      32  8  first sequence number
///      8  4  "CFsg"                      40  4  events a block
///     12  2  version                     44  4  blocks a segment
///     14  2  form: 1 active, 2 sealed    48  4  CRC-32C of bytes 0..<48
struct SegmentHeader: Hashable, Sendable {
  enum Form: UInt16, Sendable { case active = 1, sealed = 2 }

  var form: Form
  var ledger: LedgerID
  var first: UInt64
  var geometry: LedgerGeometry

  static let byteCount = 52

  /// The frame's bytes.
  var bytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.openFrame(FrameMark.segment)
    bytes.append(littleEndian: form.rawValue)
    bytes.append(contentsOf: ledger.bytes)
    bytes.append(littleEndian: first)
    bytes.append(littleEndian: UInt32(geometry.eventsPerBlock))
    bytes.append(littleEndian: UInt32(geometry.blocksPerSegment))
    bytes.closeFrame(from: 0, more: 4)
    bytes.appendChecksum(from: 0)
    return bytes
  }

  /// The form that a header says; nil where its bytes are not, to the last one, what this segment's file can begin with.
  static func form(of bytes: [UInt8], _ identity: LedgerIdentity, first: UInt64) -> Form? {
    [.active, .sealed].first { form in
      SegmentHeader(form: form, ledger: identity.id, first: first, geometry: identity.geometry).bytes == bytes
    }
  }

  /// What is wrong with a file that begins with a whole header, but not with that of its place; nil where nothing is,
  /// and where no whole header stands there, since commits and blocks say all of it again.
  static func mismatch(
    _ bytes: RawSpan, of identity: LedgerIdentity, first: UInt64, at path: String
  ) -> Failure? {
    guard bytes.byteCount >= byteCount, bytes.uint32(at: 0) == FrameMark.segment.magic,
      bytes.uint32(at: 8) == FrameMark.segment.tag,
      bytes.uint32(at: 48) == CRC32C.checksum(bytes.extracting(0..<48))
    else { return nil }
    guard bytes.uint16(at: 12) <= FrameMark.version else {
      return .newerFormat("\(bytes.uint16(at: 12)) of a segment", at: path)
    }
    let ledger = LedgerID(bytes, at: 16)
    guard ledger == identity.id else {
      return .ledgerDamaged(
        "the file is of another ledger, \(ledger.hex.prefix(8)), and this one is \(identity.shortID)",
        at: path)
    }
    guard bytes.uint64(at: 32) == first else {
      return .ledgerDamaged(
        "the file begins with event \(bytes.uint64(at: 32)) and has the name of the one that begins with \(first)",
        at: path)
    }
    return nil
  }

  init(form: Form, ledger: LedgerID, first: UInt64, geometry: LedgerGeometry) {
    self.form = form
    self.ledger = ledger
    self.first = first
    self.geometry = geometry
  }
}
