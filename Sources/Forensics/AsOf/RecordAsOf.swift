package import Decisions
package import JSONText
package import Projections

/// What was known of a record after some event: its pairing, and both sides' values.
package struct RecordAsOf: Hashable, Sendable {
  package let name: RecordName
  /// The last event that counts; 0 where the log begins later.
  package let sequence: UInt64
  /// When that event was recorded.
  package let at: String?
  /// The pairing of each record of an entity that the name stands for.
  package let pairings: [PairingAsOf]
  /// The rows of JD Edwards that had been observed.
  package let jde: [ObservationAsOf]
  /// The Zoho records that were linked then; of a Zoho record's name, itself.
  package let zoho: [ObservationAsOf]
  /// The mapped fields of each pairing in both systems' canonical form; empty without a mapping.
  package let fields: [FieldAsOf]
}

/// Whether a record was linked.
package struct PairingAsOf: Hashable, Sendable {
  package let record: SubjectKey
  package let isLinked: Bool
  /// The Zoho record that it was linked to last; nil where it never was.
  package let module: String?
  package let zohoID: String?
  /// `reference`, `tax_id`, `email`, `created` or `person`.
  package let how: String?
  /// The event that linked it, and the one that ended that.
  package let madeSequence: UInt64?
  package let removedSequence: UInt64?
}

/// What had been seen of a row or a Zoho record, and what we had written there since.
package struct ObservationAsOf: Hashable, Sendable {
  package let stream: String
  package let side: Side
  /// Table or module.
  package let kind: String
  package let state: ObservationState
  /// The event that shows the record verbatim; nil where it was only written, not read yet.
  package let sequence: UInt64?
  /// The newest event that saw the same content.
  package let confirmedSequence: UInt64?
  /// When that was.
  package let confirmedAt: String?
  /// When the source says that it changed.
  package let sourceAt: String?
  /// As the source showed it.
  package let record: JSONObject
  /// What writes had put there since, that the system had answered as applied and that were not read back yet.
  package let written: JSONObject

  /// The record with what was written since.
  package var values: JSONObject {
    var values = record
    for member in written { values[member.key.value] = member.value }
    return values
  }
}

/// One mapped field of a pairing.
package struct FieldAsOf: Hashable, Sendable {
  package let record: SubjectKey
  package let field: String
  /// What JD Edwards showed, in its own form.
  package let jde: FieldValue
  /// The same in the form that Zoho would show.
  package let mapped: FieldValue
  /// What Zoho showed.
  package let zoho: FieldValue
}
