/// A run of events that are compressed together: a block of a sealed segment, or a commit of an active one.
struct LineBatch: Hashable, Sendable {
  var first: UInt64
  var count: Int
  /// Where in the file its LZ4 frame begins.
  var offset: UInt64
  var storedBytes: Int
  var rawBytes: Int
  var checksum: UInt32

  var last: UInt64 { first + UInt64(count) - 1 }
  var range: ClosedRange<UInt64> { first...last }
  var end: UInt64 { offset + UInt64(storedBytes) }

  /// No file is so long: where a batch ends can be worked out for any lower place.
  static let offsetMax: UInt64 = 1 << 62

  /// Whether so many bytes can come of the stored ones: LZ4 never packs more than 255 bytes into one, and a line is
  /// bounded by what a body may have.
  var isPlausible: Bool {
    count > 0 && rawBytes > 0 && rawBytes / 256 <= storedBytes
      && rawBytes / count <= 2 * NewEvent.bodyBytesMax
  }
}
