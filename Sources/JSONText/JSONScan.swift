/// The fast paths over bytes: the same grammar as the tree's, and no object made for a token.
package enum JSONScan {
  /// Throws unless the whole text is one JSON value, nested at most `depthMax` deep.
  package static func validate(_ bytes: RawSpan, depthMax: Int = 128) throws(JSONSyntaxError) {
    var sink = ValidatingSink()
    try walkText(bytes, depthMax: depthMax, into: &sink)
  }
}

/// Nothing is kept: walking is judging.
struct ValidatingSink: TokenSink {}
