import Foundation

/// The table as a picture: one panel a measure, one bar a contestant.
struct BarChart {
  private let table: LedgerTable
  private static let colours = ["#1b6e53", "#8a8f98", "#5b7db1", "#b08948", "#93617f", "#7a9a5b"]
  private static let width = 860
  private static let nameWidth = 150
  private static let barHeight = 18

  init(_ table: LedgerTable) { self.table = table }

  /// The picture; it stands alone.
  var svg: String {
    var parts: [String] = []
    var top = 34
    parts.append(
      Self.label(table.text.split(separator: "\n").prefix(2).joined(separator: ", "), 12, 20, size: 12))
    for measure in Measure.allCases {
      let values = table.names.compactMap { name in table.figures[name]?[measure].map { (name, $0) } }
      guard values.count > 1, let largest = values.map(\.1).max(), largest > 0 else { continue }
      top += 26
      parts.append(Self.label(measure.title + (measure.isCost ? " (less is better)" : ""), 12, top, size: 13))
      for (name, value) in values {
        top += Self.barHeight + 4
        let room = Double(Self.width - Self.nameWidth - 120)
        let length = max(1, Int(room * value / largest))
        let index = table.names.firstIndex(of: name) ?? 0
        let colour = Self.colours[index % Self.colours.count]
        parts.append(Self.label(name, 24, top, size: 12))
        parts.append(
          #"<rect x="\#(Self.nameWidth)" y="\#(top - 13)" width="\#(length)" height="\#(Self.barHeight)" "#
            + #"fill="\#(colour)"/>"#)
        parts.append(Self.label(LedgerTable.shown(value), Self.nameWidth + length + 6, top, size: 12))
      }
    }
    let head =
      #"<svg xmlns="http://www.w3.org/2000/svg" width="\#(Self.width)" height="\#(top + 24)" "#
      + #"font-family="sans-serif"><rect width="100%" height="100%" fill="white"/>"#
    return ([head] + parts + ["</svg>", ""]).joined(separator: "\n")
  }

  private static func label(_ text: String, _ x: Int, _ y: Int, size: Int) -> String {
    let safe = text.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
    return #"<text x="\#(x)" y="\#(y)" font-size="\#(size)">\#(safe)</text>"#
  }
}
