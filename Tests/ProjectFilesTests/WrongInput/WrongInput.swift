import Testing

/// One mistake that a person can make in the files of a project.
struct WrongInput: Sendable, CustomTestStringConvertible {
  let name: String
  let file: String
  /// What stands in a new project.
  let old: String
  /// What the person writes instead.
  let new: String
  /// What the message must point at; `new` without its white space where nothing is said.
  let pointsAt: String

  init(_ name: String, in file: String, _ old: String, to new: String, pointsAt: String? = nil) {
    self.name = name
    self.file = file
    self.old = old
    self.new = new
    self.pointsAt = pointsAt ?? new
  }

  var testDescription: String { name }
}

extension WrongInput {
  static let all = settings + mapping + fields + tables
}
