package import Decisions

extension PairWorld {
  /// What a call carries.
  struct Call: Hashable, Sendable {
    var action: WriteIntended.Action
    /// Of an insert `made`.
    var place: Place
    var generation: Int8
    /// The fields of the row.
    var fields: [Field] = []
    var desired = Fields<Int8>(terms: 0, credit: 0)
    /// Our key is in the row.
    var setsKey = false
    /// Whose name an insert carries.
    var company: Int8 = 0
    /// The time that the record may not be past; nil without a condition.
    var condition: Int64?
    /// A person's word decided its credit.
    var isWord = false
    var lastSecond: Int64 = 0
  }

  /// A write from its intent to its end: the row of `operations`, and what a crash forgets.
  package struct Write: Hashable, Sendable {
    var call: Call
    var before = Fields<Int8>(terms: 0, credit: 0)
    /// What JD Edwards showed of the written fields.
    var jde = Fields<Int8>(terms: 0, credit: 0)
    var mapping: Int8 = 0
    /// What tells it from the next write of the same values.
    var base: Sequence16 = 0
    package var life = WriteLife()
    var decision: Sequence16 = 0
    var intended: Sequence16 = 0
    /// The newest event of it.
    var last: Sequence16 = 0
    var sentAt: Int64 = 0
    /// The record, once it is known.
    var place: Place?
    /// Decided in this run, so that what it says is today's.
    var isFresh = true
    /// It was just intended, and leaves without further ado.
    var isNew = true
    /// An answer that is not written down yet.
    var answer: WriteAnswer?
    /// The time that a read-back showed beside the value from before: the repeat goes under it.
    var repeatedUnder: Int64?
    /// The last second of the newest call while no answer to it is written down: what the judges go by.
    var openUntil: Int64?

    /// Whether the same write is meant (`operationID`).
    func isSame(as other: Write) -> Bool {
      call.action == other.call.action && call.place == other.call.place
        && call.generation == other.call.generation && call.fields == other.call.fields
        && call.desired == other.call.desired && call.setsKey == other.call.setsKey && base == other.base
    }

    /// `OperationState.open`.
    package var isOpen: Bool {
      switch life.stage {
      case .confirmed, .failed, .abandoned, .settled: false
      default: true
      }
    }

    var hasFailed: Bool { if case .failed = life.stage { true } else { false } }

    /// What becomes of it says nothing any more: its end is written, and no call of it can land.
    func isOver(at now: Int64) -> Bool {
      guard !isOpen, !hasFailed else { return false }
      return !life.unanswered.isOpen(at: now) && !life.copies.isOpen(at: now)
    }
  }

  /// What the judges remember: nothing of it is known to the program.
  package struct Memory: Hashable, Sendable {
    /// Values that stood on each side, as bits.
    var stoodJDE = Fields<UInt8>(terms: 1, credit: 1)
    var stood = Places<Fields<UInt8>>(
      first: Fields(terms: 1, credit: 1), other: Fields(terms: 1, credit: 1),
      made: Fields(terms: 0, credit: 0))
    /// Fields that a person edited last, and that no read has shown.
    var byPerson = Places<Fields<Bool>>(all: Fields(terms: false, credit: false))
    var unseen = Places<Fields<Bool>>(all: Fields(terms: false, credit: false))
    /// The credit that our landed write went over.
    var former = Places<Int8?>(all: nil)
    /// A person took our landed credit back to the one from before, and no decision knows that it stood there.
    var takenBack = Places<Bool>(all: false)
    /// What people set last, as long as nobody said anything about pairings.
    var lastWords: Words?
    /// A person's word about the credit was carried out, and nobody has said anything since.
    var isWordDone = false
    /// The two terms that a person let stand, although they are not JD Edwards'.
    var leftApart: Sides?
    /// What a person took last, while nobody has edited anything since.
    var chosen: Int8?
    /// What was said of each record last: it is this one, or it is not.
    var together = Places<Bool?>(all: nil)
    /// It was said to be left alone, and nothing has happened since.
    var isLeftAlone = false
    package var windows = NamedWindows()
  }

  /// What people set the credit to on each side; nil where nobody did.
  struct Words: Hashable, Sendable {
    var jde: Int8?
    var zoho: Int8?
  }
}

extension PairWorld.Places {
  init(all value: Value) { self.init(first: value, other: value, made: value) }
}
