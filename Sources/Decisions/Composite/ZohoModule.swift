/// What the standard modules call the same things.
package enum ZohoModule {
  /// The API names of the fields that make up a record's name.
  package static func nameFields(_ module: String) -> [String] {
    switch module {
    case "Accounts": ["Account_Name"]
    case "Contacts": ["First_Name", "Last_Name"]
    case "Vendors": ["Vendor_Name"]
    case "Leads": ["First_Name", "Last_Name"]
    default: ["Name"]
    }
  }

  /// The fields without which Zoho refuses a record.
  package static func mandatoryFields(_ module: String) -> [String] {
    switch module {
    case "Accounts": ["Account_Name"]
    case "Contacts", "Leads": ["Last_Name"]
    case "Vendors": ["Vendor_Name"]
    default: ["Name"]
    }
  }

  /// Whether Zoho keeps a field itself, in every module: its id, who made and changed it and when, its owner.
  ///
  /// Source: the API's documentation of modules, fields common to all.
  package static func isSystemField(_ name: String) -> Bool {
    switch name {
    case "id", "Owner", "Created_By", "Created_Time", "Modified_By", "Modified_Time": true
    default: name.hasPrefix("$")
    }
  }

  /// The API names of a record's postal code, city and country; nil where the module has none of its own.
  package static func locationFields(_ module: String) -> (postalCode: String, city: String, country: String)?
  {
    switch module {
    case "Accounts": ("Billing_Code", "Billing_City", "Billing_Country")
    case "Contacts": ("Mailing_Zip", "Mailing_City", "Mailing_Country")
    case "Vendors", "Leads": ("Zip_Code", "City", "Country")
    default: nil
    }
  }
}

extension EntityMapping {
  /// The first field that is exactly this column, of whichever table.
  func field(showing column: String) -> MappedField? {
    fields.first { field in
      guard case .columns(let columns, _) = field.source else { return false }
      return columns.count == 1 && columns.first?.column == column
    }
  }

  /// The API names of the Zoho fields that say where a record is: as mapped, else as the module has them.
  func zohoLocationFields() -> (postalCode: String?, city: String?, country: String?) {
    let standard = ZohoModule.locationFields(zoho.module)
    return (
      field(showing: "ADDZ")?.zoho ?? standard?.postalCode, field(showing: "CTY1")?.zoho ?? standard?.city,
      field(showing: "CTR")?.zoho ?? standard?.country
    )
  }
}
