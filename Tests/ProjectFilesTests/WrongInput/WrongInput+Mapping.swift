extension WrongInput {
  private static let customer = "mappings/customer.yaml"
  private static let contact = "mappings/contact.yaml"

  static let mapping: [WrongInput] = [
    WrongInput(
      "an entity of another name", in: customer, "entity: customer", to: "entity: client", pointsAt: "client"),
    WrongInput("no entity", in: customer, "entity: customer", to: "", pointsAt: "jde:"),
    WrongInput(
      "a root that cannot be one", in: customer, "root: F0101", to: "root: F0116", pointsAt: "F0116"),
    WrongInput("no root", in: customer, "  root: F0101\n", to: "", pointsAt: "scope:"),
    WrongInput(
      "a scope on a column of nowhere", in: customer, "{ AT1: [C] }", to: "{ AT9: [C] }", pointsAt: "AT9"),
    WrongInput(
      "a scope that names no value", in: contact, "IDLN: not 0", to: "IDLN: []", pointsAt: "[]"),
    WrongInput(
      "a scope that says not, but not what", in: contact, "IDLN: not 0", to: "IDLN: not", pointsAt: "not,"),
    WrongInput(
      "a scope of an unknown entity", in: contact, "of: customer", to: "of: custmer", pointsAt: "custmer"),
    WrongInput("a scope of itself", in: contact, "of: customer", to: "of: contact", pointsAt: "contact }"),
    WrongInput(
      "an unknown way to leave", in: customer, "{ mark: { Account_Status: Inactive } }", to: "delete"),
    WrongInput("a mark on a label", in: customer, "Account_Status: Inactive", to: "Account Status: Inactive"),
    WrongInput(
      "an unknown table", in: customer, "{ table: F0116 }", to: "{ table: F0611 }", pointsAt: "F0611"),
    WrongInput(
      "a table that cannot be joined", in: customer, "{ table: F0116 }", to: "{ table: F0005 }",
      pointsAt: "F0005"),
    WrongInput(
      "a join without a table", in: customer, "- { table: F0116 }", to: "- { as: address }",
      pointsAt: "{ as: address }"),
    WrongInput(
      "a join that is a text", in: customer, "- { table: F0116 }", to: "- F0116", pointsAt: "F0116 "),
    WrongInput("two joins of one name", in: customer, "as: fax }", to: "as: phone }", pointsAt: "PHTP: FAX"),
    WrongInput(
      "a join with a table's name", in: customer, "as: mail }", to: "as: F0401 }", pointsAt: "F0401"),
    WrongInput(
      "a company without its zeros", in: customer, "[\"00001\", \"00000\"]", to: "[1, \"00000\"]",
      pointsAt: "[1, "),
    WrongInput(
      "a company on a table without", in: customer, "{ table: F0116 }",
      to: "{ table: F0116, company: [\"00001\"] }", pointsAt: "\"00001\"] }"),
    WrongInput(
      "a pick on a column of nowhere", in: customer, "PHTP: FAX", to: "PHTYP: FAX", pointsAt: "PHTYP"),
    WrongInput("a pick of two values", in: customer, "PHTP: FAX", to: "PHTP: [FAX, FX]", pointsAt: "[FAX"),
    WrongInput(
      "a reference to nowhere", in: customer, "reference: F0101.ALKY", to: "reference: F0101.ALKEY",
      pointsAt: "F0101.ALKEY"),
    WrongInput("no module", in: customer, "  module: Accounts\n", to: "", pointsAt: "key:"),
    WrongInput(
      "a module by its label", in: customer, "module: Accounts", to: "module: My Accounts",
      pointsAt: "My Accounts"),
    WrongInput("no key field", in: customer, "  key: JDE_Address_Number\n", to: "", pointsAt: "module:"),
    WrongInput(
      "an owner's crosswalk without a column", in: customer, "from: F0101.AC05, ", to: "",
      pointsAt: "account-owner"),
    WrongInput(
      "an owner's column without a crosswalk", in: customer, "crosswalk: account-owner, ", to: "",
      pointsAt: "F0101.AC05"),
    WrongInput(
      "an owner from nowhere", in: customer, "from: F0101.AC05", to: "from: F0101.AC50",
      pointsAt: "F0101.AC50"),
    WrongInput("an owner who is a secret", in: customer, "${zoho.user}", to: "${secret:owner}"),
    WrongInput(
      "an unknown automation", in: customer, "trigger: []", to: "trigger: [workflows]", pointsAt: "workflows"),
    WrongInput(
      "a create for every record in JD Edwards", in: customer, "jde: { when: off }", to: "jde: { when: on }",
      pointsAt: "on }"),
    WrongInput(
      "a create in JD Edwards without a reference", in: contact, "jde: { when: off }",
      to: "jde: { when: Portal = true }", pointsAt: "Portal"),
    WrongInput(
      "a write without an orchestration", in: customer, "# write: { orchestration: CF_UpsertCustomer }",
      to: "write: { orchestration: }", pointsAt: "write: {"),
    WrongInput(
      "a Zoho record without its mandatory field", in: customer, "zoho: Account_Name,",
      to: "zoho: Other_Name,",
      pointsAt: "entity:"),
    WrongInput(
      "a contact without a last name to fall back on", in: contact, "else: F0111.MLNM, ", to: "",
      pointsAt: "{ id: last"),
    WrongInput(
      "a field that is the key", in: customer, "zoho: Account_Source", to: "zoho: JDE_Address_Number",
      pointsAt: "{ id: source"),
    WrongInput(
      "a field that Zoho keeps itself", in: customer, "zoho: Account_Source", to: "zoho: Modified_Time",
      pointsAt: "{ id: source"),
    WrongInput(
      "a field that says who owns a record", in: customer, "zoho: Account_Source", to: "zoho: Owner",
      pointsAt: "{ id: source"),
    WrongInput(
      "a link to an unknown entity", in: contact, "link: customer", to: "link: vendor", pointsAt: "vendor"),
  ]
}
