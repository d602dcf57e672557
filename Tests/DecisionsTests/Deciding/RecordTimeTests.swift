import Testing

@testable import Decisions

@Suite("The time of a record that was written")
struct RecordTimeTests {
  @Test("in Zoho is earlier than, the same as, or later than the answer's")
  func zoho() {
    func time(_ record: Int64?, answered: Int64? = 100, readAt: Int64? = 200) -> RecordTime {
      RecordTime(record: record, answered: answered, readAt: readAt)
    }
    #expect(time(99) == .earlier && time(100) == .ours && time(101) == .later)
    #expect(time(nil) == .none && time(0) == .none)
    #expect(time(100, answered: nil) == .none, "a record that was found has no answer of ours")
    #expect(time(201) == .none, "later than the server's own date")
    #expect(time(200) == .later && time(201, readAt: nil) == .later)
  }

  @Test("found by a look is compared with the sending: what is from after it moved with it or later")
  func found() {
    func time(_ record: Int64?, answered: Int64? = nil, readAt: Int64? = 200) -> RecordTime {
      RecordTime(record: record, answered: answered, sentAt: 100, readAt: readAt)
    }
    #expect(time(99) == .earlier && time(100) == .later && time(101) == .later)
    #expect(time(nil) == .none && time(201) == .none)
    #expect(time(100, answered: 100) == .ours, "an answer says more than its sending")
  }

  @Test("in JDE is ours where it lies between sending and answer and the user is ours")
  func jde() {
    func time(_ record: ClosedRange<Int64>?, isOurUser: Bool = true) -> RecordTime {
      RecordTime(record: record, call: 100...110, isOurUser: isOurUser, readAt: 5_000)
    }
    #expect(time(99...99) == .earlier && time(111...111) == .later)
    #expect(time(100...100) == .ours && time(110...110) == .ours)
    #expect(time(105...105, isOurUser: false) == .later, "somebody else in the same second")
    #expect(time(nil) == .none && time(0...0) == .none && time(5_001...5_001) == .none)
    #expect(time(105...3_705) == .none, "one of two instants, and only one of them is ours")
    #expect(time(50...3_650) == .none)
  }
}
