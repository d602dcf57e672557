import Testing

@testable import Decisions

@Suite("What is asked of the systems")
struct RequiredColumnsTests {
  @Test("is every column that a decision can need, sorted, and each is one that the table has")
  func columns() {
    let columns = requiredColumns(of: [Sample.customer, Sample.contact])
    #expect(columns.keys.sorted() == ["F0101", "F0111", "F0115", "F01151", "F0116", "F03012"])
    #expect(
      columns["F0101"] == ["AC05", "ALKY", "ALPH", "AN8", "AT1", "TAX", "UPMJ", "UPMT", "USER"])
    #expect(columns["F0111"] == ["AN8", "GNNM", "IDLN", "MLNM", "SRNM", "UPMJ", "UPMT", "USER"])
    #expect(
      columns["F0115"] == ["AN8", "AR1", "CNLN", "IDLN", "PH1", "PHTP", "RCK7", "UPMJ", "UPMT", "USER"])
    #expect(
      columns["F0116"] == ["ADD1", "ADD2", "ADDZ", "AN8", "CTR", "CTY1", "EFTB", "UPMJ", "UPMT", "USER"])
    #expect(columns["F03012"] == ["ACL", "AN8", "CO", "TRAR", "UPMJ", "UPMT", "USER"])
    for (table, names) in columns {
      for name in names { #expect(TableKeys.isKnown(table: table, column: name) == true, "\(table).\(name)") }
    }
  }

  @Test("is every Zoho field that is mapped, marks a leaving record, or tells two records apart")
  func fields() {
    let names = zohoFieldNames(of: Sample.customer)
    #expect(names == names.sorted())
    #expect(
      Set(names).isSuperset(of: [
        "JDE_Address_Number", "Modified_Time", "Owner", "Account_Name", "Billing_Code", "Billing_Country",
        "Account_Status", "Tax_Number",
      ]))
    #expect(
      zohoFieldNames(of: Sample.contact) == [
        "Account_Name", "Email", "First_Name", "JDE_Contact_Key", "Last_Name", "Mailing_City",
        "Mailing_Country", "Mailing_Zip", "Modified_By", "Modified_Time", "Owner",
      ])
  }
}
