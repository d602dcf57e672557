import Decisions
package import Diagnostics
import HTTPTransport

extension Failure {
  /// A row that contradicts the condition of its own question.
  static func foreignRow(_ number: String, column: String, table: String) -> Failure {
    Failure(
      .serverError, "the answer shows \(number), whose \(column) is none of those that were asked for",
      at: table,
      remedy: "check column security on \(table).\(column) for the role; nothing was taken from this page")
  }

  static func damagedPlan(_ reason: String, at place: String) -> Failure {
    Failure(
      .planDamaged, "the plan cannot be read: \(reason)", at: place, remedy: "run `counterfoil plan` again")
  }

  static func unknownPlan(_ hash: String, in folder: String) -> Failure {
    Failure(
      .planUnknown, "there is no plan \(hash)", at: folder,
      remedy: "run `counterfoil plan`, and give the first characters of the hash that it prints")
  }

  /// `apply` or `plan show` before any plan was made.
  package static func noPlan(in folder: String) -> Failure {
    Failure(.planUnknown, "nothing was planned yet", at: folder, remedy: "run `counterfoil plan` first")
  }

  static func stalePlan(_ hash: String) -> Failure {
    Failure(
      .planStale, "mappings, crosswalks, matching or policy changed after plan \(hash.prefix(12)) was made",
      remedy: "run `counterfoil plan` again and look at what is different")
  }

  static func writesOff(in file: String) -> Failure {
    Failure(
      .writesOff, "writing to Zoho is off", at: file,
      remedy: "change the line `writes:` to `writes: { jde: off, zoho: on }` when the plan looks right")
  }

  static func otherSystem(_ system: String, found: String, bound: String) -> Failure {
    Failure(
      .otherSystem, "this ledger belongs to \(system) \(bound), and the configuration reaches \(found)",
      remedy: "correct counterfoil.yaml, or take the project elsewhere with `counterfoil init --from DIR`")
  }

  static func unknownRecord(_ name: String) -> Failure {
    Failure(
      .recordUnknown, "no record \(name)",
      remedy: "name it as ENTITY/KEY, say customer/4242 or contact/4242.1, as `counterfoil links` lists it")
  }

  static func notInPlan(_ name: String, _ hash: String) -> Failure {
    Failure(
      .recordUnknown, "plan \(hash.prefix(12)) has nothing to do for \(name)",
      remedy: "name a record of the plan as ENTITY/KEY, say customer/4242; `counterfoil plan` lists them")
  }

  static func missingKeyField(_ field: String, module: String) -> Failure {
    Failure(
      .keyFieldMissing, "\(module) has no field \(field), which carries the key of JD Edwards",
      remedy:
        "create it in Zoho as a single-line field with \"Do not allow duplicate values\", or correct `key:`")
  }

  static func zohoFieldMissing(_ field: String, module: String, at place: String) -> Failure {
    Failure(
      .zohoFieldMissing, "\(module) has no field \(field)", at: place,
      remedy: "create it in Zoho, correct its API name, or take the line out of the mapping")
  }

  static func clockAway(from system: String, bySeconds skew: Int) -> Failure {
    Failure(
      .clockAway,
      "this machine's clock is \(skew.magnitude) s \(skew > 0 ? "ahead of" : "behind") that of \(system)",
      remedy: "set the clock, or accept it with --accept-clock, which is recorded as an event")
  }

  static func clearNotAllowed(_ field: String, of record: String, at place: String) -> Failure {
    Failure(
      .clearNotAllowed, "taking the blank side would empty the field \(field) of \(record)", at: place,
      remedy: "take the other side, or write allow_clear: true at the field and say it again")
  }

  static func recordUnreadable(_ record: String, field: String, because reason: String) -> Failure {
    Failure(
      .recordUnreadable, "\(record) cannot be created: its \(field) in JD Edwards cannot be read, \(reason)",
      remedy:
        "correct the value in JD Edwards, or have it shown to the account, run `counterfoil sync`, and say it "
        + "again")
  }

  static func emptySource(_ name: String) -> Failure {
    Failure(
      .sourceEmpty, "\(name) answered with no record at all, though records of it are known",
      remedy:
        "check the permissions of the account (row security hides rows without a word); nothing was decided")
  }

  static func shiftingSource(_ name: String, readings: Int) -> Failure {
    Failure(
      .listingBroken,
      "records were deleted from \(name) each of the \(readings) times that it was read: what stands behind them may not have been shown",
      remedy: "run it again when nobody deletes many records there; nothing was decided")
  }

  static func inputsMoved(_ entity: String) -> Failure {
    Failure(
      .inputsMoved, "records of \(entity) kept changing while they were decided about",
      remedy: "run the command again; nothing was lost and nothing was written for them")
  }

  static func keyMissing(table: String) -> Failure {
    Failure(
      .keyColumnMissing, "a row of \(table) does not show its key", at: table,
      remedy: "check column security on \(table) for the role of the AIS user")
  }

  /// A row whose key shows no value, or one that has no certain meaning: never the value, which may be personal.
  static func keyUnread(_ row: TableRow) -> Failure {
    guard let (column, reason) = TableKeys.unreadKey(of: row), let reason else {
      return keyMissing(table: row.table)
    }
    let record = column == "AN8" ? "" : row.addressNumber.map { " of address number \($0)" } ?? ""
    return Failure(
      .keyColumnMissing,
      "a row of \(row.table)\(record) has a key column that cannot be read: \(column), \(reason.sentence)",
      at: "\(row.table).\(column)",
      remedy: reason == .displayDate
        ? "let the AIS user's date format show yyyyMMdd or yyyy-MM-dd, or CYYDDD; nothing was taken for read"
        : "look at the row in JD Edwards and at data security on \(row.table).\(column); nothing was taken for read"
    )
  }

  static func interrupted() -> Failure {
    Failure(
      .interrupted, "interrupted", remedy: "run the command again: it goes on where it stopped")
  }

  static func unknownDataCenter(_ name: String) -> Failure {
    Failure(
      .dataCenterUnknown, "no data centre \(name)", at: "counterfoil.yaml",
      remedy: "write us, eu, in, au, cn, jp, ca or sa, or give accounts_url and api_url")
  }

  static func notLinked(_ record: String) -> Failure {
    Failure(
      .recordUnknown, "\(record) is not linked", remedy: "run `counterfoil links` to see what is linked")
  }

  static func unknownZohoRecord(_ id: String, module: String) -> Failure {
    Failure(
      .recordUnknown, "\(module) has no record \(id) that was ever read", at: "zoho/\(module)/\(id)",
      remedy: "take an id that `counterfoil links --review` lists, or run `counterfoil sync` to read it first"
    )
  }

  static func alreadyLinked(_ id: String, to record: String) -> Failure {
    Failure(
      .recordUnknown, "the Zoho record \(id) is linked to \(record)",
      remedy: "unlink that first with `counterfoil links settle \(record) --unlink`")
  }

  static func staleAnswer(_ question: QuestionID, moved: String) -> Failure {
    Failure(
      .answerStale, "\(moved) since \(question.text) was asked about", at: question.text,
      remedy:
        "it was asked again just now: look at it with `counterfoil \(question.listVerb)` and answer that")
  }

  static func askedAnew(_ question: QuestionID, seen: UInt64, now: UInt64) -> Failure {
    Failure(
      .answerStale, "\(question.text) was asked about anew since event \(seen)",
      at: question.text,
      remedy: "look at event \(now) with `counterfoil \(question.listVerb)` and answer that")
  }

  static func answeredMeanwhile(_ question: QuestionID, seen: UInt64, at newest: UInt64) -> Failure {
    Failure(
      .answerStale,
      "what was asked in event \(seen) about \(question.text) is answered, or over, since event \(newest)",
      at: question.text,
      remedy:
        "look at it with `counterfoil history \(question.subject.text)`; what holds is said by `counterfoil links settle`"
    )
  }

  static func pairedAlready(_ record: String, with id: String) -> Failure {
    Failure(
      .answerRefused, "\(record) is linked to \(id)",
      remedy: "say what is wrong with that pair: --unlink, or --link ID for another record")
  }

  static func nothingAsked(_ record: String, about: String) -> Failure {
    Failure(
      .answerRefused, "nobody is asked about \(about) of \(record)",
      remedy: "run `counterfoil links --review` to see what is asked")
  }

  static func nothingSaid(_ record: String, statement: UInt64?) -> Failure {
    Failure(
      .answerRefused,
      statement.map { "event \($0) says nothing of \(record) that holds" } ?? "nothing was said of \(record)",
      remedy: "`counterfoil history \(record)` shows what was said, each with its event")
  }

  static func valueOfGroup(_ field: String, of record: String, group: String) -> Failure {
    Failure(
      .answerRefused, "\(field) of \(record) goes with the other fields of \(group)",
      remedy: "take a side for all of them: --take jde or --take zoho")
  }

  static func noWayBack(_ field: String, of record: String, at place: String) -> Failure {
    Failure(
      .answerRefused, "JD Edwards cannot hold that value in the field \(field) of \(record)", at: place,
      remedy: "give a value that its crosswalk knows, or take a side: --take jde or --take zoho")
  }

  static func noConflict(_ field: String, of record: String) -> Failure {
    Failure(
      .recordUnknown, "\(record) has no open conflict in \(field)",
      remedy: "run `counterfoil conflicts` to see the open ones")
  }

  static func mayStillLand(_ operation: String, until: String?) -> Failure {
    Failure(
      .writeMayStillLand, "the write \(operation) was sent and may still land",
      remedy: (until.map { "after \($0) a run" } ?? "the next run")
        + " looks what became of it; only then can a person settle it")
  }

  /// That an insert was applied says nothing of the record that it has made.
  static func madeRecordUnknown(_ operation: String, of record: SubjectKey) -> Failure {
    Failure(
      .answerRefused, "the write \(operation) was to make a record, and nobody knows which it has made",
      remedy: "say it with `counterfoil links settle \(record.text) --link ID`; that ends the write as well")
  }

  static func noOpenOperation(_ operation: String) -> Failure {
    Failure(
      .recordUnknown, "no open write \(operation)",
      remedy: "name it as `counterfoil ops` or `counterfoil failed` lists it")
  }
}

extension QuestionID {
  /// The verb that lists it.
  fileprivate var listVerb: String { field == nil ? "links --review" : "conflicts" }
}
