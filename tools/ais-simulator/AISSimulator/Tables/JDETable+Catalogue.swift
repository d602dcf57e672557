extension JDETable {
  /// The tables that the simulated environment has.
  package static let all: [JDETable] = [f0005, f0101, f03012, f0401, f0111, f0115, f01151, f0116]

  /// The audit block that nearly every table ends with.
  private static let audit: [Column] = [
    text("USER", 10, "User ID"), text("PID", 10, "Program ID"), date("UPMJ", "Date Updated"),
    text("JOBN", 10, "Work Station ID"), number("UPMT", "Time Last Updated"),
  ]

  /// Address Book Master.
  package static let f0101 = JDETable(
    "F0101", "Address Book Master", key: ["AN8"],
    [
      number("AN8", "Address Number"), text("ALKY", 20, "Long Address Number"), text("TAX", 20, "Tax ID"),
      text("ALPH", 40, "Alpha Name"), text("DC", 40, "Description Compressed"),
      Column(alias: "MCU", kind: .rightJustified(12), title: "Business Unit"),
      text("SIC", 10, "Industry Class"),
      text("LNGP", 2, "Language"), text("AT1", 3, "Sch Typ"), text("CM", 2, "Credit Message"),
      text("TAXC", 1, "Person/Corporation Code"), text("AT2", 1, "AR/AP Netting"), text("ATP", 1, "Payables"),
      text("ATR", 1, "Receivables"), text("ATE", 1, "Employee"), text("SBLI", 1, "Subledger Inactive"),
      date("EFTB", "Effective Date"), number("AN81", "1st Address Number"),
      number("AN85", "5th Address Number"),
    ] + (1...30).map { text("AC\(twoDigitsOf($0))", 3, "Category Code \($0)") } + [
      text("RMK", 30, "Remark")
    ] + audit)

  /// Customer Master by Line of Business.
  static let f03012 = JDETable(
    "F03012", "Customer Master by Line of Business", key: ["AN8", "CO"],
    [
      number("AN8", "Address Number"), text("CO", 5, "Company"), text("ARC", 4, "G/L Offset"),
      Column(alias: "MCUR", kind: .rightJustified(12), title: "A/R Default Business Unit"),
      text("CRCD", 3, "Currency Code"), text("TXA1", 10, "Tax Rate/Area"), text("EXR1", 2, "Tax Expl Code"),
      number("ACL", "Amount Credit Limit"), text("HDAR", 1, "Hold Invoices"),
      text("TRAR", 3, "Payment Terms"),
      text("STTO", 1, "Send Statement To"), text("RYIN", 1, "Payment Instrument"),
      number("ARPY", "Alternate Payor"), text("CMGR", 10, "Credit Manager"),
    ] + audit)

  /// Supplier Master.
  static let f0401 = JDETable(
    "F0401", "Supplier Master", key: ["AN8"],
    [
      number("AN8", "Address Number"), text("APC", 4, "A/P Class"), text("CRRP", 3, "Currency Code"),
      text("TXA2", 10, "Tax Rate/Area 2"), text("EXR2", 2, "Tax Expl Code 2"),
      text("HDPY", 1, "Hold Payment"),
      text("TRAP", 3, "Payment Terms"), text("PYIN", 1, "Payment Instrument"),
      number("SNTO", "Approver Number"),
    ] + audit)

  /// Who's Who.
  static let f0111 = JDETable(
    "F0111", "Address Book - Who's Who", key: ["AN8", "IDLN"],
    [
      number("AN8", "Address Number"), number("IDLN", "Line ID"), number("DSS5", "Display Sequence"),
      text("MLNM", 40, "Mailing Name"), text("ATTL", 40, "Contact Title"), text("REM1", 40, "Remark Line 1"),
      text("ALPH", 40, "Alpha Name"), text("DC", 40, "Description Compressed"),
      text("GNNM", 25, "Given Name"),
      text("MDNM", 25, "Middle Name"), text("SRNM", 25, "Surname"), text("TYC", 1, "Type Code"),
      text("NTYP", 3, "Contact Type"),
    ] + audit)

  /// Phone Numbers.
  static let f0115 = JDETable(
    "F0115", "Address Book - Contact Phone Numbers", key: ["AN8", "IDLN", "CNLN", "RCK7"],
    [
      number("AN8", "Address Number"), number("IDLN", "Line ID"), number("RCK7", "Sequence Number"),
      number("CNLN", "Related Person Line"), text("PHTP", 4, "Phone Type"), text("AR1", 6, "Prefix"),
      text("PH1", 20, "Phone Number"),
    ] + audit)

  /// Electronic Addresses.
  static let f01151 = JDETable(
    "F01151", "Electronic Address", key: ["AN8", "IDLN", "RCK7"],
    [
      number("AN8", "Address Number"), number("IDLN", "Line ID"), number("RCK7", "Sequence Number"),
      text("ETP", 4, "Type"), text("EMAL", 256, "Electronic Address"),
    ] + audit)

  /// Address by Date.
  static let f0116 = JDETable(
    "F0116", "Address by Date", key: ["AN8", "EFTB"],
    [
      number("AN8", "Address Number"), date("EFTB", "Beginning Effective Date"),
      text("EFTF", 1, "Effective Date Exists"),
      text("ADD1", 40, "Address Line 1"), text("ADD2", 40, "Address Line 2"),
      text("ADD3", 40, "Address Line 3"),
      text("ADD4", 40, "Address Line 4"), text("ADDZ", 12, "Postal Code"), text("CTY1", 25, "City"),
      text("COUN", 25, "County"), text("ADDS", 3, "State"), text("CRTE", 4, "Carrier Route"),
      text("BKML", 2, "Bulk Mailing Center"), text("CTR", 3, "Country"),
    ] + audit)

  /// User Defined Code Values.
  static let f0005 = JDETable(
    "F0005", "User Defined Code Values", key: ["SY", "RT", "KY"],
    [
      text("SY", 4, "Product Code"), text("RT", 2, "User Defined Codes"),
      Column(alias: "KY", kind: .rightJustified(10), title: "User Defined Code"),
      text("DL01", 30, "Description 01"),
      text("DL02", 30, "Description 02"), text("SPHD", 10, "Special Handling"), text("HRDC", 1, "Hard Coded"),
    ] + audit)

  private static func text(_ alias: String, _ length: Int, _ title: String) -> Column {
    Column(alias: alias, kind: .text(length), title: title)
  }

  private static func number(_ alias: String, _ title: String) -> Column {
    Column(alias: alias, kind: .number, title: title)
  }

  private static func date(_ alias: String, _ title: String) -> Column {
    Column(alias: alias, kind: .date, title: title)
  }

  private static func twoDigitsOf(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
