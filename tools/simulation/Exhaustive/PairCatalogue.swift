import Decisions
import Diagnostics
import JSONText

/// The real records, mappings and marks that the small names of ``PairWorld`` stand for, each made once.
struct PairCatalogue: Sendable {
  typealias Field = PairWorld.Field
  typealias Place = PairWorld.Place

  static let key = "4242"
  static let module = "Accounts"
  private static let texts = ["north", "south", "east"]

  /// The mapping before and after an edit of the credit's length.
  let mappings: [EntityMapping]
  /// By what a side may be known; nothing first.
  let marks: [IdentityMarks]
  private let hashes: [PairWorld.Fields<String>]
  private let records: [ZohoRecord]
  private let composites: [CompositeRecord]

  init() {
    mappings = [Self.mapping(creditLength: 40), Self.mapping(creditLength: 30)]
    let mapping = mappings[0]
    hashes = mappings.map { mapping in
      func hash(_ id: String) -> String {
        mapping.field(id).map {
          mappingHash(of: $0, in: mapping, crosswalks: [:], jde: .blank, zoho: .blank)
        } ?? ""
      }
      return PairWorld.Fields(terms: hash("terms"), credit: hash("credit"))
    }
    var stands: [(Place, PairWorld.Stand)] = []
    var sources: [PairWorld.Source] = []
    for company in Int8(0)..<2 {
      for terms in Int8(0)..<3 {
        for credit in Int8(0)..<3 {
          let values = PairWorld.Fields(terms: terms, credit: credit)
          sources.append(PairWorld.Source(values: values, company: company))
          for place in Place.allCases {
            for showsKey in [false, true] {
              stands.append(
                (place, PairWorld.Stand(showsKey: showsKey, values: values, company: company)))
            }
          }
        }
      }
    }
    composites = sources.map(Self.composite)
    records = stands.map { Self.record($0, $1) }
    let shown =
      composites.map { identityMarks(jde: $0, mapping: mapping) }
      + records.map { identityMarks(zoho: $0, mapping: mapping) }
    var marks = [IdentityMarks()]
    for one in shown where !marks.contains(one) { marks.append(one) }
    self.marks = marks
  }

  /// What JD Edwards shows, joined.
  func composite(_ source: PairWorld.Source) -> CompositeRecord {
    composites[Int(source.company) * 9 + Self.place(source.values)]
  }

  /// A record of Zoho as an answer holds it.
  func record(_ place: Place, _ stand: PairWorld.Stand) -> ZohoRecord {
    let among = Int(place.rawValue) * 2 + (stand.showsKey ? 1 : 0)
    return records[(Int(stand.company) * 9 + Self.place(stand.values)) * 6 + among]
  }

  func id(_ place: Place) -> String { Self.ids[Int(place.rawValue)] }

  func place(_ id: String) -> Place? {
    Self.ids.firstIndex(of: id).flatMap { Place(rawValue: Int8($0)) }
  }

  func value(_ number: Int8) -> FieldValue { .value(Self.texts[Int(number)]) }

  func number(_ value: FieldValue) -> Int8 {
    Int8(value.text.flatMap { Self.texts.firstIndex(of: $0) } ?? 0)
  }

  func hash(_ field: Field, _ mapping: Int8) -> String { hashes[Int(mapping)][field] }

  /// The real base.
  func base(_ base: PairWorld.Fields<PairWorld.Agreed?>) -> Base {
    var pairs: Base = [:]
    for field in Field.allCases {
      guard let agreed = base[field] else { continue }
      pairs["\(field)"] = FieldPair(
        jde: value(agreed.jde), zoho: value(agreed.zoho), mapping: hash(field, agreed.mapping),
        isDoubtful: agreed.isDoubtful)
    }
    return pairs
  }

  /// A pair of a real base; a hash that no mapping has stands for the newest.
  func agreed(_ pair: FieldPair, _ field: Field) -> PairWorld.Agreed {
    PairWorld.Agreed(
      jde: number(pair.jde), zoho: number(pair.zoho), isDoubtful: pair.isDoubtful,
      mapping: pair.mapping == hash(field, 0) ? 0 : 1)
  }

  /// The number of some marks.
  func number(_ one: IdentityMarks) -> Int8 { Int8(marks.firstIndex(of: one) ?? 0) }

  func marks(_ known: PairWorld.Sides) -> KeptMarks {
    KeptMarks(jde: marks[Int(known.jde)], zoho: marks[Int(known.zoho)])
  }

  /// The name that a new record gets.
  func name(_ company: Int8) -> String { Self.companies[Int(company)].name }
}

extension PairCatalogue {
  private static let ids = ["4876876000000500001", "4876876000000500002", "4876876000000500003"]
  private static let companies = [
    (name: "Nordwind Werke", city: "Berlin"), (name: "Suedkran Handel", city: "Muenchen"),
    (name: "Ostsee Fisch", city: "Kiel"),
  ]

  private static func place(_ values: PairWorld.Fields<Int8>) -> Int {
    Int(values.terms) * 3 + Int(values.credit)
  }

  private static func composite(_ source: PairWorld.Source) -> CompositeRecord {
    let company = companies[Int(source.company)]
    return CompositeRecord(
      key: key, presence: .inScope,
      fields: [
        "name": JDEField(.value(company.name)),
        "terms": JDEField(.value(texts[Int(source.values.terms)])),
        "credit": JDEField(.value(texts[Int(source.values.credit)])),
      ], name: company.name, location: RecordLocation(city: company.city))
  }

  private static func record(_ place: Place, _ stand: PairWorld.Stand) -> ZohoRecord {
    let company =
      switch place {
      case .first: companies[0]
      case .other: companies[2]
      case .made: companies[Int(stand.company)]
      }
    let record: JSONObject = [
      "id": JSONValue(ids[Int(place.rawValue)]), "Account_Name": JSONValue(company.name),
      "Billing_City": place == .made ? .null : JSONValue(company.city),
      "JDE_Address_Number": stand.showsKey ? JSONValue(key) : .null,
      "Terms": JSONValue(texts[Int(stand.values.terms)]),
      "Credit": JSONValue(texts[Int(stand.values.credit)]),
    ]
    return ZohoRecord(id: ids[Int(place.rawValue)], modifiedTime: nil, record: record)
  }

  private static func mapping(creditLength: Int) -> EntityMapping {
    func field(
      _ id: String, _ column: String, _ zoho: String, _ owner: FieldOwner, length: Int
    ) -> MappedField {
      MappedField(
        id: id, group: nil,
        source: .columns([ColumnName(source: "F0101", column: column)], separator: " "), zoho: zoho,
        owner: owner, tie: .review, first: nil, foreignEdit: .revert, allowsClear: false, type: .text,
        crosswalk: nil, missing: .queue, lengthMax: length, isPersonal: false, isReversible: true,
        place: SourcePlace(file: "mappings/customer.yaml", line: 1, column: 1))
    }
    return EntityMapping(
      entity: "customer",
      jde: JDEShape(root: "F0101", scope: [], memberOf: nil, onLeave: .keep, joins: [], reference: nil),
      zoho: ZohoShape(module: module, key: "JDE_Address_Number", scope: nil, owner: nil, trigger: []),
      createsInZoho: true, createsInJDE: nil, orchestration: nil,
      fields: [
        field("name", "ALPH", "Account_Name", .initial, length: 40),
        field("terms", "AC01", "Terms", .jde, length: 40),
        field("credit", "AC02", "Credit", .both, length: creditLength),
      ],
      matching: MatchingRules(keys: [], rank: [.name], freeMail: [], placeholderRecords: 5))
  }
}
