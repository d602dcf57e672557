import Instants

/// Compares the wall clock with one that only goes forwards, to see when somebody or something sets it.
struct ClockWatch: Hashable, Sendable {
  private var wall: Int64
  private var steady: Int64

  /// A jump of the wall clock by more than this is an event.
  static let jumpMax: Int64 = 5_000_000
  /// A start further behind the last event than this is refused.
  static let behindMax: Int64 = 300_000_000

  init(wall: Int64, steady: Int64) {
    self.wall = wall
    self.steady = steady
  }

  /// Takes in both clocks; gives by how much the wall clock jumped since the last time, nil where it did not.
  mutating func look(wall: Int64, steady: Int64) -> Int64? {
    let jump = (wall - self.wall) - (steady - self.steady)
    self.wall = wall
    self.steady = steady
    return abs(jump) > Self.jumpMax ? jump : nil
  }

  /// The event that records a jump: the real time and by how much it differs from what was expected.
  static func event(real: Int64, jump: Int64) -> NewEvent {
    NewEvent(
      kind: OwnEvents.clockJumped, stream: "ledger",
      body: Array(#"{"real":"\#(RFC3339.text(real))","by_microseconds":\#(jump)}"#.utf8))
  }
}
