import Diagnostics

/// What was found while the files were read: reading goes on, so that a person sees everything at once.
struct Problems {
  private(set) var failures: [(place: SourcePlace?, failure: Failure)] = []
  private(set) var notes: [ProjectNote] = []

  /// How many things are wrong so far: a reader compares it with what it was when it began.
  var count: Int { failures.count }

  /// True until something is wrong.
  var isEmpty: Bool { failures.isEmpty }

  mutating func add(_ code: Failure.Code, _ message: String, at place: SourcePlace, remedy: String) {
    failures.append((place, Failure(code, message, at: place.description, remedy: remedy)))
  }

  mutating func add(_ failure: Failure) { failures.append((nil, failure)) }

  mutating func note(_ message: String, at place: SourcePlace) {
    notes.append(ProjectNote(place: place, message: message))
  }

  /// Notes a value that asks for something which this version does not do; the reason says what happens instead.
  mutating func noteWithoutEffect(_ key: String, _ reason: String, at place: SourcePlace) {
    note("\(key) has no effect in this version: \(reason)", at: place)
  }

  /// Runs a throwing step; its failure is kept and the answer is nil.
  mutating func catching<Value>(_ step: () throws(Failure) -> Value) -> Value? {
    do {
      return try step()
    } catch {
      add(error)
      return nil
    }
  }

  /// Everything that is wrong, file by file from top to bottom, each once.
  var sorted: [Failure] {
    var seen: Set<Failure> = []
    return failures.enumerated()
      .sorted { left, right in
        switch (left.element.place, right.element.place) {
        case (let a?, let b?): a == b ? left.offset < right.offset : a.precedes(b)
        case (nil, nil): left.offset < right.offset
        case (nil, _): true
        case (_, nil): false
        }
      }
      .map(\.element.failure)
      .filter { seen.insert($0).inserted }
  }

  /// The notes in the order of their places.
  var sortedNotes: [ProjectNote] { notes.sorted { $0.place.precedes($1.place) } }
}

extension SourcePlace {
  fileprivate func precedes(_ other: SourcePlace) -> Bool {
    (file, line, column) < (other.file, other.line, other.column)
  }
}
