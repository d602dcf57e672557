/// The containers that are open, one bit each: set for an object, clear for an array.
///
/// It stands in for the call stack of a recursive reader, so that no text can exhaust that.
struct Nesting {
  private(set) var depth = 0
  private let depthMax: Int
  /// The innermost containers, up to 64 of them, the very innermost in the lowest bit.
  private var inner: UInt64 = 0
  /// The containers around those, 64 to a word.
  private var outer: [UInt64] = []

  init(depthMax: Int) { self.depthMax = depthMax }

  var isInObject: Bool { inner & 1 == 1 }

  @inline(__always)
  mutating func open(object: Bool, at offset: Int) throws(JSONSyntaxError) {
    guard depth < depthMax else { throw .tooDeep(depthMax, at: offset) }
    if depth & 63 == 0, depth > 0 { outer.append(inner) }
    inner = inner << 1 | (object ? 1 : 0)
    depth += 1
  }

  @inline(__always)
  mutating func close() {
    inner >>= 1
    depth -= 1
    if depth & 63 == 0, let word = outer.popLast() { inner = word }
  }
}
