import Diagnostics

/// An event that could not follow the state that it met: it changed nothing, and `status` counts it.
package struct FaultRow: Hashable, Sendable {
  /// The event.
  package let sequence: UInt64
  package let stream: String
  package let entity: String
  package let key: String
  /// `write`.
  package let lifeCycle: String
  /// The raw value of a `LifecycleFault`: `not_sent`.
  package let fault: String
}

extension FaultRow {
  static let columns = "seq, stream, entity, key, life_cycle, fault"

  init(_ cells: inout CellReader) throws(Failure) {
    sequence = try cells.sequence()
    stream = try cells.text()
    entity = try cells.text()
    key = try cells.text()
    lifeCycle = try cells.text()
    fault = try cells.text()
  }
}
