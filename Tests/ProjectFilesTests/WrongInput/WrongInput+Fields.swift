extension WrongInput {
  private static let customer = "mappings/customer.yaml"
  private static let contact = "mappings/contact.yaml"

  static let fields: [WrongInput] = [
    WrongInput(
      "a text with a character that nobody sees", in: customer, "value: \"JD Edwards\"",
      to: "value: \"JD\\0Edwards\""),
    WrongInput("a column with two letters swapped", in: customer, "F0101.ALPH", to: "F0101.ALHP"),
    WrongInput("a column with the database's prefix", in: customer, "F0101.ALPH", to: "F0101.ABALPH"),
    WrongInput("a column of nowhere", in: customer, "F0101.ALPH", to: "F0101.WHATEVER"),
    WrongInput(
      "a column without its table", in: customer, "jde: F0101.ALPH", to: "jde: ALPH", pointsAt: "ALPH, "),
    WrongInput("an alias of nowhere", in: customer, "[fax.AR1", to: "[facs.AR1", pointsAt: "facs.AR1"),
    WrongInput("a table that is joined under a name", in: customer, "mail.EMAL", to: "F01151.EMAL"),
    WrongInput("a table that is not joined", in: customer, "mail.EMAL", to: "F0401.APC"),
    WrongInput(
      "no owner", in: customer, "owner: jde, type: tax_id", to: "type: tax_id", pointsAt: "{ id: tax"),
    WrongInput(
      "an unknown owner", in: customer, "owner: jde, type: tax_id", to: "owner: oracle, type: tax_id",
      pointsAt: "oracle"),
    WrongInput("an unknown tie", in: customer, "tie: review", to: "tie: newest", pointsAt: "newest"),
    WrongInput(
      "an unknown side", in: customer, "first: jde, max", to: "first: oracle, max", pointsAt: "oracle"),
    WrongInput(
      "an unknown answer to a foreign edit", in: customer, "foreign_edit: revert", to: "foreign_edit: undo",
      pointsAt: "undo"),
    WrongInput("an unknown type", in: customer, "type: money", to: "type: currency", pointsAt: "currency }"),
    WrongInput(
      "a lookup without a link", in: customer, "type: money", to: "type: lookup", pointsAt: "{ id: credit"),
    WrongInput(
      "a link of another type", in: contact, "link: customer,", to: "link: customer, type: text,",
      pointsAt: "{ id: account"),
    WrongInput("a length of nothing", in: customer, "max: 40", to: "max: 0", pointsAt: "0 }"),
    WrongInput(
      "a field from nowhere", in: customer, "value: \"JD Edwards\", ", to: "", pointsAt: "{ id: source"),
    WrongInput(
      "a field from two places", in: customer, "value: \"JD Edwards\"", to: "value: X, jde: F0101.ALPH",
      pointsAt: "{ id: source"),
    WrongInput(
      "a constant that Zoho owns", in: customer, "zoho: Account_Source, owner: jde",
      to: "zoho: Account_Source, owner: zoho", pointsAt: "{ id: source"),
    WrongInput(
      "columns without what joins them", in: customer, "[fax.AR1, fax.PH1], join: \" \"",
      to: "[fax.AR1, fax.PH1]", pointsAt: "jde: [fax.AR1"),
    WrongInput(
      "else behind several columns", in: customer, "[fax.AR1, fax.PH1], join: \" \"",
      to: "[fax.AR1, fax.PH1], else: phone.PH1", pointsAt: "else: phone.PH1"),
    WrongInput(
      "join on a constant", in: customer, "value: \"JD Edwards\"", to: "value: X, join: \" \"",
      pointsAt: "join: \" \", zoho: Account_Source"),
    WrongInput(
      "a field without its Zoho name", in: customer, "zoho: Tax_Number,", to: "", pointsAt: "{ id: tax"),
    WrongInput(
      "a Zoho field by its label", in: customer, "zoho: Tax_Number", to: "zoho: Tax Number",
      pointsAt: "Tax Number"),
    WrongInput(
      "two fields with one id", in: customer, "id: fax,", to: "id: phone,", pointsAt: "[fax.AR1"),
    WrongInput(
      "two fields into one of Zoho's", in: customer, "zoho: Fax", to: "zoho: Phone",
      pointsAt: "Phone, owner: zoho, type: phone }\n  - { id: industry"),
    WrongInput(
      "an unknown crosswalk", in: customer, "crosswalk: payment-terms", to: "crosswalk: payment-term",
      pointsAt: "payment-term,"),
    WrongInput(
      "a crosswalk behind two columns", in: customer, "jde: F0101.SIC",
      to: "jde: [F0101.SIC, F0101.AC02], join: \" \"", pointsAt: "industry, missing"),
    WrongInput(
      "missing without a crosswalk", in: customer, "type: money", to: "type: money, missing: fail",
      pointsAt: "fail }"),
    WrongInput(
      "an unknown answer to a missing code", in: customer, "crosswalk: payment-terms, missing: queue",
      to: "crosswalk: payment-terms, missing: skip", pointsAt: "skip"),
    WrongInput(
      "a default without a value", in: customer, "crosswalk: payment-terms, missing: queue",
      to: "crosswalk: payment-terms, missing: { default: }", pointsAt: "default: }"),
    WrongInput(
      "a day that is taken for a text", in: customer, "F0101.SIC, zoho: Industry",
      to: "F0101.EFTB, zoho: Since", pointsAt: "{ id: industry"),
    WrongInput(
      "an unknown key of a field", in: customer, "personal: true", to: "privat: true", pointsAt: "privat"),
    WrongInput(
      "a group without fields", in: customer, "    fields:\n      - { id: street",
      to: "    felder:\n      - { id: street",
      pointsAt: "felder"),
    WrongInput(
      "a group's field with an owner of its own", in: customer, "zoho: Billing_City",
      to: "zoho: Billing_City, owner: jde", pointsAt: "zoho: Billing_City, owner"),
    WrongInput("no fields at all", in: contact, "fields:\n", to: "field:\n", pointsAt: "field:"),
  ]
}
