import JSONText
import Testing

@testable import Decisions

@Suite("A fingerprint")
struct FingerprintTests {
  @Test("is the SHA-256 of the content, keys in order")
  func known() throws {
    #expect(fingerprint(of: [:]) == "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a")
    let left = try JSONValue(parsing: #"{"b": [1, {"y":2,"x":1}], "a": "é"}"#)
    let right = try JSONValue(parsing: #"{"a":"é","b":[1,{"x":1,"y":2}]}"#)
    #expect(fingerprint(of: left) == fingerprint(of: right))
  }

  @Test(
    "differs where anything differs",
    arguments: [
      (#"{"a":1}"#, #"{"a":1.0}"#), (#"{"a":1}"#, #"{"a":"1"}"#), (#"[1,2]"#, #"[2,1]"#),
      (#"[[1],2]"#, #"[[1,2]]"#),
      (#"{"a":null}"#, #"{}"#), (#"{"a":1,"a":2}"#, #"{"a":2,"a":1}"#), (#"["a,b"]"#, #"["a","b"]"#),
    ])
  func differs(left: String, right: String) throws {
    #expect(fingerprint(of: try JSONValue(parsing: left)) != fingerprint(of: try JSONValue(parsing: right)))
  }

  @Test(
    "of an operation is another for each link, target, value and base, and does not depend on the fields' order"
  )
  func operation() {
    func id(
      link: String = "link/customer/1", target: String = "zoho/Accounts/9", fields: [String] = ["a", "b"],
      desired: [FieldValue] = [.value("1"), .blank], base: UInt64 = 7
    ) -> String {
      operationID(
        link: link, generation: 1, target: target, fields: fields, desired: desired, baseSequence: base)
    }
    #expect(id() == id(fields: ["b", "a"], desired: [.blank, .value("1")]))
    let ids = [
      id(), id(link: "link/customer/2"), id(target: "zoho/Accounts/8"), id(fields: ["a", "c"]),
      id(desired: [.value("2"), .blank]), id(desired: [.value("1"), .absent]), id(base: 8),
      id(desired: [.blank, .value("1")]),
    ]
    #expect(Set(ids).count == ids.count)
    #expect(id().count == 32)
  }
}
