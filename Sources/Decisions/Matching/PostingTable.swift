/// Which records have a value, found by its 64-bit hash.
///
/// Bytes: 16 a posting and 4 to 8 for its bucket. No value is kept here, so who asks compares the records.
struct PostingTable: Sendable {
  private struct Posting: Sendable {
    let hash: UInt64
    let record: UInt32
    /// The next posting of the bucket; `none` at its end.
    let next: UInt32
  }

  private static let none = UInt32.max
  private var postings: [Posting] = []
  private var buckets: [UInt32] = []

  /// Says that `record` has the value with this hash.
  mutating func add(_ hash: UInt64, record: UInt32) {
    if postings.count >= buckets.count { grow() }
    let bucket = Int(hash & UInt64(buckets.count - 1))
    postings.append(Posting(hash: hash, record: record, next: buckets[bucket]))
    buckets[bucket] = UInt32(postings.count - 1)
  }

  /// Calls `body` for each record that has the value, the newest first.
  func eachRecord(_ hash: UInt64, _ body: (UInt32) -> Void) {
    guard !buckets.isEmpty else { return }
    var position = buckets[Int(hash & UInt64(buckets.count - 1))]
    while position != Self.none {
      let posting = postings[Int(position)]
      if posting.hash == hash { body(posting.record) }
      position = posting.next
    }
  }

  /// How many records have the value; stops counting above `limit`.
  func count(_ hash: UInt64, limit: Int) -> Int {
    guard !buckets.isEmpty else { return 0 }
    var count = 0
    var position = buckets[Int(hash & UInt64(buckets.count - 1))]
    while position != Self.none, count <= limit {
      let posting = postings[Int(position)]
      if posting.hash == hash { count += 1 }
      position = posting.next
    }
    return count
  }

  private mutating func grow() {
    buckets = [UInt32](repeating: Self.none, count: max(16, buckets.count * 2))
    for index in postings.indices {
      let bucket = Int(postings[index].hash & UInt64(buckets.count - 1))
      postings[index] = Posting(
        hash: postings[index].hash, record: postings[index].record, next: buckets[bucket])
      buckets[bucket] = UInt32(index)
    }
  }
}

/// The hash of a value within a family of values: FNV-1a, then mixed, the same in every process.
func postingHash(_ family: StaticString, _ value: some Sequence<UInt8>) -> UInt64 {
  var hash: UInt64 = 0xCBF2_9CE4_8422_2325
  for byte in family.description.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
  hash = (hash ^ 0xFF) &* 0x100_0000_01B3
  for byte in value { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
  hash = (hash ^ (hash >> 30)) &* 0xBF58_476D_1CE4_E5B9
  return hash ^ (hash >> 27)
}
