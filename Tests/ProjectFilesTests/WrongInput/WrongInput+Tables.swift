extension WrongInput {
  private static let matching = "matching.yaml"
  private static let types = "crosswalks/customer-type.csv"
  private static let example = "tests/example.yaml"

  static let tables: [WrongInput] = [
    WrongInput(
      "matching of an unknown entity", in: matching, "contact:\n", to: "contacts:\n", pointsAt: "contacts"),
    WrongInput(
      "a key on an unknown field", in: matching, "tax_id: tax,", to: "tax_id: taxx,", pointsAt: "taxx"),
    WrongInput(
      "a key on a field of another type", in: matching, "email: email, unique", to: "email: name, unique",
      pointsAt: "name, unique"),
    WrongInput(
      "a key that is two", in: matching, "{ tax_id: tax, country: F0116.CTR }",
      to: "{ tax_id: tax, email: email }"),
    WrongInput(
      "a key that is none", in: matching, "{ tax_id: tax, country: F0116.CTR }", to: "{ name: name }"),
    WrongInput("a country of nowhere", in: matching, "F0116.CTR", to: "F0116.CTRY"),
    WrongInput(
      "a key within what is no link", in: matching, "within: account", to: "within: first",
      pointsAt: "first }"),
    WrongInput("an unknown rank", in: matching, "postal_code", to: "postcode"),
    WrongInput("a mail domain that is an address", in: matching, "gmail.com", to: "info@gmail.com"),
    WrongInput(
      "a table without its first line", in: types, "jde,zoho,preferred\n", to: "", pointsAt: "CUS,Customer"),
    WrongInput("a code twice", in: types, "DIS,", to: "cus,", pointsAt: "cus,"),
    WrongInput(
      "a code with a character that nobody sees", in: types, "DIS,", to: "D\u{0}IS,", pointsAt: "D\u{0}IS"),
    WrongInput(
      "a value with a character that nobody sees", in: types, "DIS,Distributor,",
      to: "DIS,Distri\u{1B}butor,",
      pointsAt: "DIS,Distri"),
    WrongInput("a line of one value", in: types, "DIS,Distributor,", to: "DIS"),
    WrongInput("a line of four values", in: types, "DIS,Distributor,", to: "DIS,Distributor,,x"),
    WrongInput("a code without a value", in: types, "DIS,Distributor,", to: "DIS,,", pointsAt: "DIS,,"),
    WrongInput(
      "preferred that is no switch", in: types, "Customer,true", to: "Customer,maybe",
      pointsAt: "CUS,Customer,maybe"),
    WrongInput("a quote that is not closed", in: types, "DIS,Distributor,", to: "DIS,\"Distributor,"),
    WrongInput("a quote in the middle of a value", in: types, "DIS,Distributor,", to: "DIS,Dis\"tributor,"),
    WrongInput(
      "several codes for one value that flows back", in: types, "CUS,Customer,true", to: "CUS,Customer,",
      pointsAt: "KEY,"),
    WrongInput("two preferred codes", in: types, "KEY,Customer,", to: "KEY,Customer,true"),
    WrongInput(
      "an example of an unknown entity", in: example, "entity: contact", to: "entity: kontact",
      pointsAt: "kontact"),
    WrongInput(
      "an example with an unknown table", in: example, "    F0101:", to: "    F101:", pointsAt: "F101"),
    WrongInput("an example with an unknown column", in: example, "ALPH:", to: "ALP:", pointsAt: "ALP:"),
    WrongInput(
      "an example without its record's number", in: example, "F0111: { AN8: 4242, IDLN: 1,",
      to: "F0111: { AN8: 4242,",
      pointsAt: "F0111: {"),
    WrongInput(
      "an example that expects an unknown field", in: example, "Payment_Terms:", to: "Payment_Term:"),
    WrongInput(
      "an example that expects a list", in: example, "Billing_City: Hamburg", to: "Billing_City: [Hamburg]",
      pointsAt: "[Hamburg]"),
    WrongInput("an example on no day", in: example, "2026-03-02", to: "2026-13-02"),
    WrongInput(
      "an example with links of an unknown entity", in: example, "links: { customer:",
      to: "links: { costumer:",
      pointsAt: "costumer"),
  ]
}
