package import Diagnostics

/// Everything that is wrong with a project's files, in one answer; never empty.
package struct ProjectFailures: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong, file by file from top to bottom.
  package let problems: [Failure]

  /// The first of them is what a single line says; `first` is always there.
  package let first: Failure

  /// Nil where nothing is wrong.
  package init?(_ problems: [Failure]) {
    guard let first = problems.first else { return nil }
    self.problems = problems
    self.first = first
  }

  /// One thing alone that is wrong.
  package init(_ failure: Failure) {
    problems = [failure]
    first = failure
  }

  /// All of them as one failure of the house: the first with its code and place, and the number of the others.
  package var summary: Failure {
    guard problems.count > 1 else { return first }
    return Failure(
      first.code, "\(first.message) (and \(problems.count - 1) more)", at: first.place,
      remedy: "\(first.remedy); `counterfoil validate` lists all")
  }

  /// The lines that a terminal shows.
  package var description: String { problems.map(\.description).joined(separator: "\n") }
}
