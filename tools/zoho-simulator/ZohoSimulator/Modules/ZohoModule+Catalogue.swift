import SimulatedCompanies

extension ZohoModule {
  /// The modules that the simulated organisation has.
  static let all: [ZohoModule] = [accounts, contacts, vendors]

  /// Companies: 71 fields, so that reading all takes more than one pass.
  static let accounts = ZohoModule(
    "Accounts", singular: "Account", id: 4_876_876_000_000_002_173, systemField: "Account_Name",
    keyField: "JDE_Address_Number",
    system + [
      mandatory("Account_Name", .text, 200), field("Account_Number", .bigint, 18),
      field("Account_Site", .text, 80),
      picklist("Account_Type", accountTypes), picklist("Industry", CodeList.industries.map(\.zoho)),
      picklist("Ownership", ["Other", "Private", "Public", "Subsidiary", "Partnership"]),
      picklist("Rating", ["Acquired", "Active", "Market Failed", "Project Cancelled", "Shut Down"]),
      field("Ticker_Symbol", .text, 30), field("SIC_Code", .integer, 9), field("Employees", .integer, 9),
      field("Annual_Revenue", .currency, 16), field("Phone", .phone, 30), field("Fax", .text, 30),
      field("Website", .website, 255), field("Parent_Account", .lookup("Accounts"), 120),
    ] + address("Billing", code: "Code") + address("Shipping", code: "Code") + [
      field("Description", .textarea, 32_000), field("Record_Image", .profileImage, 255),
      picklist(
        "Currency",
        ["EUR", "USD", "GBP", "CHF", "JPY", "SEK", "CAD", "AUD", "MXN", "ARS", "CNY", "ILS", "RUB"]),
      field("Exchange_Rate", .double, 16), readOnly("Last_Activity_Time", .datetime),
      readOnly("Change_Log_Time__s", .datetime), readOnly("Enrich_Status__s", .picklist),
      custom("Credit_Limit", .currency, 16),
      customPicklist("Payment_Terms", CodeList.paymentTerms.map(\.zoho)), custom("Tax_Number", .text, 30),
      custom("Email_1", .email, 100), customPicklist("Account_Status", ["Active", "Inactive", "On Hold"]),
      customPicklist("Account_Source", ["JD Edwards", "Zoho", "Import", "Web"]), key("JDE_Address_Number"),
      custom("Customer_Since", .date, 20), custom("Region_Code", .text, 20), custom("Language", .text, 20),
      custom("Segment", .multiselect, 255), custom("Discount", .percent, 5),
      custom("Open_Orders", .integer, 9),
      custom("Last_Order_Date", .date, 20), custom("Credit_Hold", .boolean, 5),
      custom("Delivery_Note", .textarea, 2_000), custom("Second_Phone", .phone, 30),
      custom("Purchasing_Group", .text, 50), custom("Account_Manager", .userLookup, 120),
      custom("Cost_Centre", .text, 20), custom("Vendor_Number_At_Customer", .text, 40),
      custom("Latitude", .double, 16), custom("Longitude", .double, 16), custom("Rebate_Class", .text, 10),
      custom("Legacy_Number", .text, 40),
    ])

  /// People, each of an account.
  static let contacts = ZohoModule(
    "Contacts", singular: "Contact", id: 4_876_876_000_000_002_175, systemField: "Email",
    keyField: "JDE_Contact_Key",
    system + [
      picklist("Salutation", ["Mr.", "Mrs.", "Ms.", "Dr.", "Prof."]), field("First_Name", .text, 40),
      mandatory("Last_Name", .text, 80), readOnly("Full_Name", .text),
      field("Account_Name", .lookup("Accounts"), 120),
      field("Vendor_Name", .lookup("Vendors"), 120), field("Reporting_To", .lookup("Contacts"), 120),
      field("Email", .email, 100), field("Secondary_Email", .email, 100), field("Phone", .phone, 30),
      field("Mobile", .phone, 30), field("Home_Phone", .phone, 30), field("Other_Phone", .phone, 30),
      field("Asst_Phone", .phone, 30), field("Fax", .text, 30), field("Title", .text, 100),
      field("Department", .text, 50), field("Assistant", .text, 50), field("Date_of_Birth", .date, 20),
    ] + address("Mailing", code: "Zip") + address("Other", code: "Zip") + [
      picklist("Lead_Source", ["Advertisement", "Cold Call", "Partner", "Trade Show", "Web Research"]),
      field("Email_Opt_Out", .boolean, 5), field("Skype_ID", .text, 50), field("Twitter", .text, 50),
      field("Description", .textarea, 32_000), readOnly("Last_Activity_Time", .datetime),
      key("JDE_Contact_Key"),
      custom("JDE_Contact_Type", .text, 10),
    ])

  /// Suppliers.
  static let vendors = ZohoModule(
    "Vendors", singular: "Vendor", id: 4_876_876_000_000_002_191, systemField: "Vendor_Name",
    keyField: "JDE_Address_Number",
    system + [
      mandatory("Vendor_Name", .text, 100), field("Phone", .phone, 30), field("Email", .email, 100),
      field("Website", .website, 255), picklist("GL_Account", ["Sales", "Rent"]),
      field("Category", .text, 100),
      field("Email_Opt_Out", .boolean, 5), field("Street", .text, 250), field("City", .text, 100),
      field("State", .text, 100), field("Zip_Code", .text, 30), field("Country", .text, 100),
      field("Description", .textarea, 32_000), key("JDE_Address_Number"), custom("Tax_Number", .text, 30),
    ])

  private static let accountTypes = [
    "Analyst", "Competitor", "Customer", "Distributor", "Integrator", "Investor", "Other", "Partner", "Press",
    "Prospect", "Reseller", "Supplier", "Vendor",
  ]

  private static let system: [ZohoField] = [
    readOnly("id", .bigint), ZohoField(name: "Owner", label: "Owner", kind: .ownerLookup, length: 120),
    readOnly("Created_By", .ownerLookup), readOnly("Modified_By", .ownerLookup),
    readOnly("Created_Time", .datetime),
    readOnly("Modified_Time", .datetime), field("Tag", .text, 2_000), readOnly("Locked__s", .boolean),
    readOnly("Record_Status__s", .picklist), field("Layout", .text, 255),
  ]

  private static func label(_ name: String) -> String { String(name.map { $0 == "_" ? " " : $0 }) }

  private static func field(_ name: String, _ kind: ZohoField.Kind, _ length: Int) -> ZohoField {
    ZohoField(name: name, label: label(name), kind: kind, length: length)
  }

  private static func mandatory(_ name: String, _ kind: ZohoField.Kind, _ length: Int) -> ZohoField {
    ZohoField(name: name, label: label(name), kind: kind, length: length, isMandatory: true)
  }

  private static func readOnly(_ name: String, _ kind: ZohoField.Kind) -> ZohoField {
    ZohoField(name: name, label: label(name), kind: kind, isReadOnly: true)
  }

  private static func picklist(_ name: String, _ choices: [String]) -> ZohoField {
    ZohoField(name: name, label: label(name), kind: .picklist, length: 120, choices: choices)
  }

  private static func custom(_ name: String, _ kind: ZohoField.Kind, _ length: Int) -> ZohoField {
    ZohoField(
      name: name, label: label(name), kind: kind, length: length, isCustom: true,
      choices: kind == .multiselect ? ["A", "B", "C"] : [])
  }

  private static func customPicklist(_ name: String, _ choices: [String]) -> ZohoField {
    ZohoField(name: name, label: label(name), kind: .picklist, length: 120, isCustom: true, choices: choices)
  }

  /// A unique custom text that the organisation flagged as external.
  private static func key(_ name: String) -> ZohoField {
    ZohoField(
      name: name, label: label(name), kind: .text, length: 50, isCustom: true, isUnique: true,
      isExternal: true)
  }

  private static func address(_ prefix: String, code: String) -> [ZohoField] {
    [
      field("\(prefix)_Street", .text, 250), field("\(prefix)_City", .text, 100),
      field("\(prefix)_State", .text, 100), field("\(prefix)_\(code)", .text, 30),
      field("\(prefix)_Country", .text, 100),
    ]
  }
}
