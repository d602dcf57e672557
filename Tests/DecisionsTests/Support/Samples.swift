import Diagnostics
import JSONText

@testable import Decisions

/// A field with what a test is not about left at its default.
func mappedField(
  _ id: String,
  _ source: FieldSource = .columns([ColumnName(source: "F0101", column: "ALPH")], separator: " "),
  zoho: String? = nil, group: String? = nil, owner: FieldOwner = .both, tie: TieRule = .review,
  first: Side? = nil, foreignEdit: ForeignEditRule = .report, allowsClear: Bool = false,
  type: FieldType = .text, crosswalk: String? = nil, missing: MissingRule = .queue, lengthMax: Int? = nil,
  isReversible: Bool = true
) -> MappedField {
  MappedField(
    id: id, group: group, source: source, zoho: zoho ?? id, owner: owner, tie: tie, first: first,
    foreignEdit: foreignEdit, allowsClear: allowsClear, type: type, crosswalk: crosswalk, missing: missing,
    lengthMax: lengthMax, isPersonal: false, isReversible: isReversible,
    place: SourcePlace(file: "mappings/test.yaml", line: 1, column: 1))
}

/// One column: `F0101.ALPH`, `phone.PH1`.
func column(_ name: String) -> FieldSource { .columns([columnName(name)], separator: " ") }

func columns(_ names: String..., separator: String = " ") -> FieldSource {
  .columns(names.map(columnName), separator: separator)
}

func columnName(_ name: String) -> ColumnName {
  let parts = name.split(separator: ".").map(String.init)
  return ColumnName(source: parts[0], column: parts[1])
}

func join(
  _ table: String, as alias: String? = nil, companies: [String] = [], pick: [String: String] = [:],
  isRequired: Bool = false
) -> TableJoin {
  TableJoin(table: table, alias: alias ?? table, companies: companies, pick: pick, isRequired: isRequired)
}

enum Sample {
  static let crosswalks: [String: Crosswalk] = [
    "payment-terms": Crosswalk(
      name: "payment-terms",
      lines: [
        .init(jde: "N30", zoho: "Net 30", isPreferred: true),
        .init(jde: "030", zoho: "Net 30", isPreferred: false),
        .init(jde: "N60", zoho: "Net 60", isPreferred: true),
        .init(jde: "", zoho: "Cash", isPreferred: true),
      ]),
    "owners": Crosswalk(
      name: "owners", lines: [.init(jde: "N", zoho: "ada@example.org", isPreferred: true)]),
  ]

  static let customerMatching = MatchingRules(
    keys: [
      .taxID(field: "tax", country: columnName("F0116.CTR")),
      .email(field: "email", unique: true, withinAccount: false),
    ], rank: [.name, .postalCode], freeMail: ["gmail.com", "web.de"], placeholderRecords: 5)

  /// The customer mapping of the documentation.
  static let customer = EntityMapping(
    entity: "customer",
    jde: JDEShape(
      root: "F0101", scope: [ScopeRule(column: "AT1", values: ["C"], isExcluding: false)], memberOf: nil,
      onLeave: .mark(["Account_Status": "Inactive"]),
      joins: [
        join("F03012", companies: ["00001", "00000"], isRequired: true), join("F0116"),
        join("F0115", as: "phone", pick: ["IDLN": "0", "PHTP": ""]),
        join("F0115", as: "fax", pick: ["IDLN": "0", "PHTP": "FAX"]),
        join("F01151", as: "mail", pick: ["IDLN": "0", "ETP": "E"]),
      ], reference: columnName("F0101.ALKY")),
    zoho: ZohoShape(
      module: "Accounts", key: "JDE_Address_Number", scope: nil,
      owner: OwnerRule(crosswalk: "owners", from: columnName("F0101.AC05"), fallback: "sync@example.org"),
      trigger: []),
    createsInZoho: true, createsInJDE: nil, orchestration: nil,
    fields: [
      mappedField("tax", column("F0101.TAX"), zoho: "Tax_Number", owner: .jde, type: .taxID),
      mappedField("name", column("F0101.ALPH"), zoho: "Account_Name", first: .jde, lengthMax: 40),
      mappedField(
        "credit", column("F03012.ACL"), zoho: "Credit_Limit", owner: .jde, foreignEdit: .revert, type: .money),
      mappedField(
        "terms", column("F03012.TRAR"), zoho: "Payment_Terms", owner: .jde, crosswalk: "payment-terms"),
      mappedField("email", column("mail.EMAL"), zoho: "Email_1", owner: .zoho, type: .email),
      mappedField("phone", columns("phone.AR1", "phone.PH1"), zoho: "Phone", owner: .zoho, type: .phone),
      mappedField("fax", columns("fax.AR1", "fax.PH1"), zoho: "Fax", owner: .zoho, type: .phone),
      mappedField(
        "source", .constant("JD Edwards"), zoho: "Account_Source", owner: .jde, isReversible: false),
      mappedField(
        "street", columns("F0116.ADD1", "F0116.ADD2", separator: "\n"), zoho: "Billing_Street",
        group: "address", first: .jde),
      mappedField("city", column("F0116.CTY1"), zoho: "Billing_City", group: "address", first: .jde),
      mappedField("code", column("F0116.ADDZ"), zoho: "Billing_Code", group: "address", first: .jde),
      mappedField("country", column("F0116.CTR"), zoho: "Billing_Country", group: "address", first: .jde),
    ], matching: customerMatching)

  /// The contact mapping of the documentation.
  static let contact = EntityMapping(
    entity: "contact",
    jde: JDEShape(
      root: "F0111", scope: [ScopeRule(column: "IDLN", values: ["0"], isExcluding: true)],
      memberOf: "customer", onLeave: .keep,
      joins: [
        join("F0115", as: "phone", pick: ["PHTP": ""]), join("F01151", as: "mail", pick: ["ETP": "E"]),
      ],
      reference: nil),
    zoho: ZohoShape(module: "Contacts", key: "JDE_Contact_Key", scope: nil, owner: nil, trigger: []),
    createsInZoho: true, createsInJDE: nil, orchestration: nil,
    fields: [
      mappedField(
        "account", .link(entity: "customer"), zoho: "Account_Name", owner: .jde, type: .lookup,
        isReversible: false),
      mappedField(
        "last", .firstOf([columnName("F0111.SRNM"), columnName("F0111.MLNM")]), zoho: "Last_Name",
        first: .jde, isReversible: false),
      mappedField("first", column("F0111.GNNM"), zoho: "First_Name", first: .jde),
      mappedField("email", column("mail.EMAL"), zoho: "Email", owner: .zoho, first: .zoho, type: .email),
    ],
    matching: MatchingRules(
      keys: [.email(field: "email", unique: false, withinAccount: true)], rank: [.name], freeMail: [],
      placeholderRecords: 5))

  /// A row with the table's prefix added to the names of its columns.
  static func row(_ table: String, _ cells: KeyValuePairs<String, JSONValue>) -> TableRow {
    TableRow(
      table: table, record: JSONObject(cells.map { JSONObject.Member("\(table)_\($0.key)", $0.value) }))
  }

  /// All rows of one customer as AIS gives them, padded and in no order.
  static func customerRows(_ number: Int = 4242) -> [TableRow] {
    [
      row(
        "F0115",
        [
          "AN8": JSONValue(number), "IDLN": 0, "RCK7": 2, "CNLN": 0, "PHTP": "    ", "AR1": "040   ",
          "PH1": "999 1111",
        ]),
      row(
        "F0115",
        [
          "AN8": JSONValue(number), "IDLN": 0, "RCK7": 1, "CNLN": 0, "PHTP": "    ", "AR1": "030   ",
          "PH1": "555 1234            ",
        ]),
      row(
        "F0115",
        [
          "AN8": JSONValue(number), "IDLN": 1, "RCK7": 1, "CNLN": 0, "PHTP": "    ", "AR1": "089   ",
          "PH1": "777",
        ]),
      row(
        "F03012",
        [
          "AN8": JSONValue(number), "CO": "00000", "ACL": 1000, "TRAR": "N60", "UPMJ": "20260227",
          "UPMT": 93015,
        ]),
      row(
        "F03012",
        [
          "AN8": JSONValue(number), "CO": "00001", "ACL": 25000, "TRAR": "N30", "UPMJ": "20260227",
          "UPMT": 93015,
        ]),
      row(
        "F0101",
        [
          "AN8": JSONValue(number), "ALKY": "                    ", "TAX": "DE 168347747        ",
          "ALPH": "Nordwind Maschinenbau GmbH              ", "AT1": "C  ", "AC05": "N  ",
          "UPMJ": "20260227", "UPMT": 5,
        ]),
      row(
        "F0116",
        [
          "AN8": JSONValue(number), "EFTB": "20260301", "ADD1": "Neue Allee 1", "ADD2": " ", "ADDZ": "20095",
          "CTY1": "Hamburg", "CTR": "DE ",
        ]),
      row(
        "F0116",
        [
          "AN8": JSONValue(number), "EFTB": "", "ADD1": "Alte Gasse 9", "ADD2": "Hof 2",
          "ADDZ": "10115       ",
          "CTY1": "Berlin                   ", "CTR": "DE ",
        ]),
      row(
        "F01151",
        [
          "AN8": JSONValue(number), "IDLN": 0, "RCK7": 1, "ETP": "E   ", "EMAL": "Kontor@Nordwind.example  ",
        ]),
      row(
        "F0111",
        [
          "AN8": JSONValue(number), "IDLN": 0, "MLNM": "Nordwind Maschinenbau GmbH & Co. KG, Berlin",
          "SRNM": " ", "GNNM": " ",
        ]),
      row(
        "F0111",
        [
          "AN8": JSONValue(number), "IDLN": 1, "MLNM": "Anna Meier", "SRNM": "Meier   ", "GNNM": "Anna",
        ]),
      row("F0111", ["AN8": JSONValue(number), "IDLN": 2, "MLNM": "Jo", "SRNM": " ", "GNNM": ""]),
      row(
        "F01151",
        [
          "AN8": JSONValue(number), "IDLN": 1, "RCK7": 1, "ETP": "E", "EMAL": "anna@nordwind.example",
        ]),
    ]
  }

  static func composite(
    _ key: String = "4242", rows: [TableRow] = customerRows(), mapping: EntityMapping = customer,
    today: String = "20260228", parent: Presence? = nil, linked: [String: String] = [:]
  ) -> CompositeRecord {
    compositeRecord(
      key: key, rows: rows, mapping: mapping, crosswalks: crosswalks, today: today, parent: parent
    ) { entity, key in linked["\(entity)/\(key)"] }
  }
}
