/// Hears how far a run has come; a terminal draws a bar, a pipe hears nothing.
package protocol ProgressSink: Sendable {
  /// `done` of `total` parts of a step; `total` is nil where it is not known.
  func progress(_ step: String, done: Int, of total: Int?)
  /// One line that a person should see.
  func note(_ line: String)
}

/// Hears and says nothing.
package struct SilentProgress: ProgressSink {
  package init() {}
  /// Says nothing.
  package func progress(_ step: String, done: Int, of total: Int?) {}
  /// Says nothing.
  package func note(_ line: String) {}
}
