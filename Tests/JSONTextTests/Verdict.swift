import JSONText

/// Why each of the readers refuses a text; nil where it accepts.
enum Verdict {
  static func scan(_ text: [UInt8], depthMax: Int = 128) -> JSONSyntaxError? {
    judge { () throws(JSONSyntaxError) in try JSONScan.validate(text.span.bytes, depthMax: depthMax) }
  }

  static func tree(_ text: [UInt8], depthMax: Int = 128) -> JSONSyntaxError? {
    judge { () throws(JSONSyntaxError) in _ = try JSONValue(parsing: text, depthMax: depthMax) }
  }

  static func compact(_ text: [UInt8], depthMax: Int = 128) -> JSONSyntaxError? {
    var output: [UInt8] = []
    return judge { () throws(JSONSyntaxError) in
      try JSONScan.compact(text.span.bytes, depthMax: depthMax, into: &output)
    }
  }

  static func members(_ text: [UInt8], depthMax: Int = 128) -> JSONSyntaxError? {
    judge { () throws(JSONSyntaxError) in
      try JSONScan.members(text.span.bytes, depthMax: depthMax) { _, _ in true }
    }
  }

  private static func judge(_ read: () throws(JSONSyntaxError) -> Void) -> JSONSyntaxError? {
    do { try read() } catch { return error }
    return nil
  }
}
