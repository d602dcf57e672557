import EventLog
import SimulatedCompanies

/// Events as a poll of accounts makes them: about 1.29 KB of JSON each, with real names of companies.
struct BenchEvents: Sendable {
  /// How many records the events are about.
  let records: Int
  private let bodies: [(head: [UInt8], tail: [UInt8])]

  /// As many events as about ten for each record need.
  init(events: Int) { self.init(records: max(1, events / 10)) }

  /// Events about so many records.
  init(records: Int) {
    self.records = records
    bodies = RealCompany.all.enumerated().map { index, company in Self.body(company, index) }
  }

  /// The stream of event number `index`, from 0.
  func stream(_ index: Int) -> String { "jde/F0101/\(4_000 + 4 * Int(Self.mixed(index) % UInt64(records)))" }

  /// The body of event number `index`: the same on every machine.
  func body(_ index: Int) -> [UInt8] {
    let (head, tail) = bodies[Int(Self.mixed(index) >> 20) % bodies.count]
    var bytes = head
    bytes.append(contentsOf: "\(Self.mixed(index))".utf8)
    bytes.append(contentsOf: tail)
    return bytes
  }

  /// The event for our own log.
  func event(_ index: Int) -> NewEvent {
    NewEvent(kind: Self.kind, stream: stream(index), body: body(index))
  }

  static let kind = "record.polled"

  /// SplitMix64's finalizer: neighbours have nothing in common.
  private static func mixed(_ index: Int) -> UInt64 {
    var value = UInt64(index) &+ 0x9E37_79B9_7F4A_7C15
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }

  private static func body(_ company: RealCompany, _ index: Int) -> (head: [UInt8], tail: [UInt8]) {
    func text(_ text: String) -> String {
      "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }
    func padded(_ value: String, _ width: Int) -> String {
      text(value + String(repeating: " ", count: max(0, width - value.count)))
    }
    let head =
      #"{"hash":"06a8c539e422a23d3d398c760a3c39d6f2bd8be4ed4e947988db7459b534ee29","record":{"F0101_AN8":"#
    let columns: [(String, String)] = [
      ("ALKY", padded("", 20)), ("TAX", padded("\(company.country)\(810_000_000 + index * 7_919)", 20)),
      ("ALPH", padded(String(company.name.prefix(40)), 40)), ("DC", padded(company.name.uppercased(), 40)),
      ("MCU", padded("           1", 12)), ("SIC", padded(company.industryCode, 10)), ("LNGP", padded("", 2)),
      ("AT1", padded("C", 3)), ("CM", padded("", 2)), ("TAXC", padded("C", 1)), ("AT2", padded("N", 1)),
      ("ATP", padded("N", 1)), ("ATR", padded("Y", 1)), ("EFTB", "\"20250101\""), ("AC01", padded("CUS", 3)),
      ("AC02", padded("", 3)), ("AC03", padded("", 3)), ("AC04", padded("", 3)), ("AC05", padded("EUR", 3)),
      ("URAB", "0"), ("URRF", padded("", 15)), ("URDT", "null"), ("USER", padded("SYNCUSR", 10)),
      ("PID", padded("P01012", 10)), ("UPMJ", "\"202\(index % 6)0\(1 + index % 9)1\(index % 9)\""),
      ("JOBN", padded("DESKTOP", 10)), ("UPMT", "\(100_000 + index * 37 % 89_999)"),
      ("MLNM", padded(company.name, 40)), ("ADD1", padded("\(index % 250 + 1) High Street", 40)),
      ("ADD2", padded("", 40)), ("CTY1", padded(company.city, 25)), ("ADDS", padded(company.region, 3)),
      ("COUN", padded("", 25)), ("CTR", padded(company.country, 3)), ("WWW", padded(company.website, 60)),
      ("ACL", "\(1_000 * (index % 900)).00"), ("TRAR", padded("N30", 3)), ("CRCD", padded("EUR", 3)),
    ]
    let tail = columns.map { ",\"F0101_\($0.0)\":\($0.1)" }.joined() + "}}"
    return (Array(head.utf8), Array(tail.utf8))
  }
}
