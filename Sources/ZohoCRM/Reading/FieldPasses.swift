/// How many fields are read when a call gives 50: a first pass with the rest behind it, each with `Modified_Time`, by
/// which passes are told to be of the same state of a record.
struct FieldPasses: Hashable, Sendable {
  static let clock = "Modified_Time"

  let passes: [[String]]

  init(_ fields: [String]) {
    var seen: Set<String> = ["id"]
    let wanted = fields.filter { seen.insert($0).inserted }
    guard wanted.count > ZohoClient.fieldsPerCall else {
      passes = [wanted.isEmpty ? [Self.clock] : wanted]
      return
    }
    let others = wanted.filter { $0 != Self.clock }
    let size = ZohoClient.fieldsPerCall - 1
    passes = stride(from: 0, to: others.count, by: size).map { start in
      others[start..<min(start + size, others.count)] + [Self.clock]
    }
  }

  var first: [String] { passes[0] }
  var rest: ArraySlice<[String]> { passes.dropFirst() }
}
