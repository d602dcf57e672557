import Testing

@testable import SimulatedCompanies

@Suite("Texts that come from outside")
struct TextFormTests {
  @Test("are taken apart by RFC 4180's rules")
  func commaSeparated() {
    let text = "a,b\r\n\"x, \"\"y\"\"\",\"two\nlines\"\n,\"\"\nlast,one"
    #expect(
      CommaSeparatedText.rows(of: text) == [["x, \"y\"", "two\nlines"], ["", ""], ["last", "one"]])
  }

  @Test("are decoded as forms are")
  func forms() {
    let pairs = FormText.pairs("a=1%2B2&b=x+y&c=%zz&d&e=a=b")
    #expect(pairs.map(\.name) == ["a", "b", "c", "d", "e"])
    #expect(pairs.map(\.value) == ["1+2", "x y", "%zz", "", "a=b"])
    #expect(FormText.decoded(FormText.encoded("Ä+/= |")) == "Ä+/= |")
  }

  @Test("have an index by which every company is found")
  func realCompanies() {
    #expect(RealCompany.all.count == 1_785)
    #expect(RealCompany.all.allSatisfy { !$0.city.isEmpty && $0.country.count == 2 })
    #expect(Set(RealCompany.all.map(\.industryCode)).isSubset(of: Set(CodeList.industries.map(\.code))))
    #expect(Set(RealCompany.all.map(\.industryCode)).count > 10)
  }
}
