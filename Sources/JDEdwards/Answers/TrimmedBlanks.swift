extension String {
  /// Without blanks at either end; JDE pads on both sides.
  var trimmingBlanks: String {
    guard let first = utf8.firstIndex(where: { $0 != 0x20 }), let last = utf8.lastIndex(where: { $0 != 0x20 })
    else {
      return ""
    }
    return String(self[first...last])
  }
}
