import Diagnostics
import ProjectFiles

/// The files of a plan's report, all looked at before hours of reading are spent on what must not be written.
struct ReportFiles {
  /// One list of the report.
  enum File: String, CaseIterable {
    /// What is linked, and what the plan would link.
    case matched
    /// What a person must say, one row a candidate.
    case ambiguous
    /// What the plan would create.
    case onlyInJDE = "only-in-jde"
    /// What nothing in JD Edwards belongs to.
    case onlyInZoho = "only-in-zoho"
    /// Values of either system that cannot be read, and why; never the values.
    case unreadable
    /// Records of one system that share a key.
    case duplicates
  }

  private let places: [File: OutputPlace]
  private let isForExcel: Bool

  /// Makes the folder where it is missing.
  init(in folder: String, mayReplace: Bool, isForExcel: Bool = false) throws(Failure) {
    self.isForExcel = isForExcel
    do throws(Failure) {
      try OutputPlace.makeFolder(folder)
    } catch {
      guard error.code == .projectUnwritable else { throw error }
      throw .unwritableReport(folder, reason: error.message)
    }
    var places: [File: OutputPlace] = [:]
    for file in File.allCases {
      let name = "\(file.rawValue).csv"
      places[file] = try OutputPlace(
        file: folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)", mayReplace: mayReplace)
    }
    self.places = places
  }

  /// Writes one of the files; gives its path.
  func write(_ text: String, as file: File) throws(Failure) -> String {
    guard let place = places[file] else { preconditionFailure("every file of the report has its place") }
    try place.write(Array((isForExcel ? try CSVText.excel(text) : text).utf8))
    return place.path
  }
}

extension Failure {
  static func unwritableReport(_ path: String, reason: String) -> Failure {
    Failure(
      .fileUnwritable, "the report cannot be written: \(reason)", at: path,
      remedy: "name a folder that this account may write to")
  }
}
