import Crypto
import Instants
import JSONText

/// The hash of what gives the two values of a pair their meaning, `5f0c9a1b.7d3e2468` (law 8).
///
/// The part before the point is *which field of each side it is*: the source columns with the selectors and companies
/// that pick their rows, and the module and name of Zoho's field. The part behind it is *how one value becomes the
/// other*: type, length, the text that joins columns and their order, and of the crosswalk what its lines make of the
/// pair's own two values. Owner, tie, first, missing and our own version are in neither. So another line of a
/// crosswalk leaves the pairs of all other values alone, and a field that was mapped anew under its old id is told
/// from one that is only read otherwise.
///
/// Eight digits of SHA-256 a part: two successive mappings of one field are compared and nothing else, nobody gains
/// by a collision, and every field of every base carries them.
///
/// It is asked with the pair that it is to stand in: with the base's own values to see whether a base is of today's
/// mapping, with what both sides show or will show for a base that moves.
/// - Parameters:
///   - field: The field.
///   - mapping: The entity that the field is of.
///   - crosswalks: By name.
///   - jde: The pair's value in JDE's form.
///   - zoho: The pair's value in Zoho's form.
/// - Returns: Two times eight hexadecimal digits with a point between them.
package func mappingHash(
  of field: MappedField, in mapping: EntityMapping, crosswalks: [String: Crosswalk], jde: FieldValue,
  zoho: FieldValue
) -> String {
  let meaning = mapping.meanings[field.id] ?? FieldMeaning(field, jde: mapping.jde, zoho: mapping.zoho)
  guard field.crosswalk != nil else { return meaning.text }
  let forth = zohoForm(of: jde, field: field, crosswalks: crosswalks)
  let back = jdeForm(of: zoho, field: field, present: jde, crosswalks: crosswalks)
  let lines: JSONValue = [
    JSONValue(meaning.transformation), forth.json ?? false, back.json ?? false,
  ]
  return meaning.identity + "." + FieldMeaning.digits(lines)
}

/// The fields whose mapping is another than the one that their pairs were made by.
///
/// Asked of an intent's pairs before it is sent again: an operation of which any field moved is looked up, abandoned and
/// decided again (law 8). A pair without a hash counts as today's; a field that is not mapped any more has moved.
/// - Parameters:
///   - pairs: The pairs of an intent, or a base.
///   - mapping: The entity as it is mapped today.
///   - crosswalks: By name.
/// - Returns: The ids of the fields, sorted.
package func movedMappings(
  of pairs: Base, in mapping: EntityMapping, crosswalks: [String: Crosswalk]
) -> [String] {
  pairs.filter { id, pair in
    guard let before = pair.mapping else { return false }
    return mapping.field(id).map {
      before
        != mappingHash(of: $0, in: mapping, crosswalks: crosswalks, jde: pair.jde, zoho: pair.zoho)
    } ?? true
  }.keys.sorted()
}

/// A code in the form that Zoho would show; absent where the crosswalk has no line for it.
private func zohoForm(
  of value: FieldValue, field: MappedField, crosswalks: [String: Crosswalk]
) -> FieldValue {
  guard value != .absent, let crosswalk = field.crosswalk.flatMap({ crosswalks[$0] }) else { return .absent }
  guard field.type == .multiSelect else {
    return crosswalk.zoho(forCode: value.text ?? "").map(FieldValue.value) ?? .absent
  }
  let texts = ChoiceSet(canonical: value.text ?? "").choices.map { crosswalk.zoho(forCode: $0) }
  return texts.contains(nil) ? .absent : ChoiceSet(texts.compactMap(\.self)).value
}

/// How the mapping that made a base stands to today's.
enum MappingMove {
  /// The same, or it is not known which it was.
  case none
  /// The same field of each side, whose values are read or compared otherwise.
  case transformation
  /// Another field of Zoho, or other columns or rows of JDE, under the same id.
  case identity

  /// How the hash of a base stands to today's of the same two values.
  init(from before: String?, to today: String) {
    guard let before, before != today else {
      self = .none
      return
    }
    self = before.prefix { $0 != "." } == today.prefix { $0 != "." } ? .transformation : .identity
  }
}

/// What gives the values of a field their meaning, apart from the lines of a crosswalk.
struct FieldMeaning: Hashable, Sendable {
  /// Which field of each side it is.
  let identity: String
  /// How a value of one side becomes the other's.
  let transformation: String

  var text: String { identity + "." + transformation }

  init(_ field: MappedField, jde: JDEShape, zoho: ZohoShape) {
    let columns = field.source.columns.map { Self.column($0, jde) }
    let target: [JSONValue] = [JSONValue(zoho.module), JSONValue(field.zoho)]
    identity = Self.digits(
      .array(target + [JSONValue(Self.kind(field.source))] + columns.sorted { $0.text < $1.text }))
    var parts: [JSONValue] = [JSONValue(field.type.rawValue), JSONValue(field.lengthMax.map { String($0) })]
    parts.append(JSONValue(field.crosswalk != nil))
    if columns.count > 1 {
      parts.append(.array(columns))
      if case .columns(_, let separator) = field.source, field.type != .multiSelect {
        parts.append(["join": JSONValue(separator)])
      }
    }
    transformation = Self.digits(.array(parts))
  }

  /// What a source is beside its columns; whether several are joined or the first of them counts is the
  /// transformation's.
  private static func kind(_ source: FieldSource) -> String {
    switch source {
    case .columns, .firstOf: "columns"
    case .constant: "constant"
    case .link(let entity): "link " + entity
    }
  }

  /// A column with what picks its row, by the table's own name: an alias may be renamed.
  private static func column(_ name: ColumnName, _ shape: JDEShape) -> JSONValue {
    let join = shape.joins.first { $0.alias == name.source }
    let picked = join?.pick.sorted { $0.key < $1.key } ?? []
    return [
      JSONValue(join?.table ?? name.source), JSONValue(name.column),
      .array(picked.map { [JSONValue($0.key), JSONValue($0.value)] }),
      .array((join?.companies ?? []).map { JSONValue($0) }),
    ]
  }

  /// The first eight digits of the SHA-256 of a JSON text.
  static func digits(_ value: JSONValue) -> String {
    String(Hex.text(SHA256.hash(data: value.bytes)).prefix(8))
  }
}
