extension JSONScan {
  /// Appends the text without the white space between its tokens; every token keeps its bytes.
  ///
  /// Throws unless the whole text is one JSON value; `output` is then as it was.
  package static func compact(
    _ bytes: RawSpan, depthMax: Int = 128, into output: inout [UInt8]
  ) throws(JSONSyntaxError) {
    let countBefore = output.count
    var sink = CompactingSink(output: output)
    output = []  // the sink is the only owner, so that it appends in place
    defer { output = sink.output }
    do {
      try walkText(bytes, depthMax: depthMax, into: &sink)
      sink.gap(from: bytes.byteCount, to: bytes.byteCount, in: bytes)
    } catch {
      sink.output.removeSubrange(countBefore...)
      throw error
    }
  }
}

/// Copies what stands between two gaps in one piece.
struct CompactingSink: TokenSink {
  var output: [UInt8]
  private var runStart = 0

  init(output: [UInt8]) { self.output = output }

  mutating func gap(from start: Int, to end: Int, in bytes: RawSpan) {
    bytes.extracting(runStart..<start).withUnsafeBytes { output.append(contentsOf: $0) }
    runStart = end
  }
}
