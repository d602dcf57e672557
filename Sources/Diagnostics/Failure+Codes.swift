/// Every error code of the house: the name for scripts, and the exit code that goes with it.
///
/// The Swift name is the code's name in camel case. 1 it failed or something is damaged, 2 wrong input, 3 environment,
/// 130 it was interrupted.
extension Failure.Code {
  // EventLog

  /// Another process writes to this ledger.
  package static let writerHeld = Self("writer-held", exitCode: 3)
  /// Another folder stands where the writer's ledger was opened.
  package static let ledgerMoved = Self("ledger-moved", exitCode: 3)
  /// There is no ledger in the folder.
  package static let ledgerMissing = Self("ledger-missing", exitCode: 2)
  /// There is a ledger in the folder already.
  package static let ledgerExists = Self("ledger-exists", exitCode: 2)
  /// Bytes of the ledger are not what was written.
  package static let ledgerDamaged = Self("ledger-damaged", exitCode: 1)
  /// The ledger was written by a later version of the program.
  package static let newerFormat = Self("newer-format", exitCode: 2)
  /// No room is left on the disk.
  package static let diskFull = Self("disk-full", exitCode: 3)
  /// The folder may not be written to.
  package static let readOnly = Self("read-only", exitCode: 3)
  /// A file is not there.
  package static let fileMissing = Self("file-missing", exitCode: 1)
  /// The system refused a call on a file.
  package static let fileFailed = Self("file-failed", exitCode: 3)
  /// A write or a sync failed: what became of it is unknown until the ledger is opened again.
  package static let writerPoisoned = Self("writer-poisoned", exitCode: 3)
  /// The writer was closed.
  package static let writerClosed = Self("writer-closed", exitCode: 3)
  /// The machine's clock is far behind the last event.
  package static let clockBehind = Self("clock-behind", exitCode: 3)
  /// An event that the format does not allow.
  package static let badEvent = Self("bad-event", exitCode: 2)
  /// The signing key is not the ledger's.
  package static let wrongKey = Self("wrong-key", exitCode: 2)
  /// An event that the log does not have.
  package static let eventMissing = Self("event-missing", exitCode: 2)
  /// No signed head is there that a proof could rest on.
  package static let headMissing = Self("head-missing", exitCode: 2)
  /// A signed head that the log contradicts.
  package static let checkpointInconsistent = Self("checkpoint-inconsistent", exitCode: 1)
  /// A disposable file can not be believed; the ledger makes it again by itself.
  package static let indexDamaged = Self("index-damaged", exitCode: 1)
  /// A loss to be accepted that is not what is lost.
  package static let badLoss = Self("bad-loss", exitCode: 2)

  // HTTPTransport

  /// The system cannot be reached, or the connection does not hold.
  package static let unreachable = Self("unreachable", exitCode: 3)
  /// The server's certificate is not trusted.
  package static let tlsUntrusted = Self("tls-untrusted", exitCode: 3)
  /// The address leads to a server that knows no such path.
  package static let wrongAddress = Self("wrong-address", exitCode: 3)
  /// The system answers, but not with what was asked for.
  package static let serverError = Self("server-error", exitCode: 3)
  /// The work was cancelled because the program ends.
  package static let interrupted = Self("interrupted", exitCode: 130)

  // Decisions

  /// An event whose body this version cannot read.
  package static let eventUnreadable = Self("event-unreadable", exitCode: 1)

  // ProjectFiles

  /// There is no project here.
  package static let configMissing = Self("config-missing", exitCode: 2)
  /// A file is not what it should be: no YAML, or a value of another kind.
  package static let configMalformed = Self("config-malformed", exitCode: 2)
  /// A key that must be there is not.
  package static let configIncomplete = Self("config-incomplete", exitCode: 2)
  /// A key that means nothing here.
  package static let unknownKey = Self("unknown-key", exitCode: 2)
  /// A table, column, alias or field that nothing defines.
  package static let unknownField = Self("unknown-field", exitCode: 2)
  /// A crosswalk, entity or kind of reference that nothing defines.
  package static let unknownName = Self("unknown-name", exitCode: 2)
  /// Two things with one name.
  package static let duplicateName = Self("duplicate-name", exitCode: 2)
  /// Parts of the files that contradict each other.
  package static let configContradictory = Self("config-contradictory", exitCode: 2)
  /// A crosswalk in which a value cannot find its way back.
  package static let crosswalkAmbiguous = Self("crosswalk-ambiguous", exitCode: 2)
  /// A field that the other system demands is not mapped.
  package static let mandatoryFieldMissing = Self("mandatory-field-missing", exitCode: 2)
  /// A secret that the files name is found nowhere.
  package static let secretMissing = Self("secret-missing", exitCode: 2)
  /// A secret that others can read, or that stands where it must not.
  package static let secretExposed = Self("secret-exposed", exitCode: 2)
  /// The folder already holds a project.
  package static let projectExists = Self("project-exists", exitCode: 2)
  /// A file or folder of the project cannot be read.
  package static let projectUnreadable = Self("project-unreadable", exitCode: 3)
  /// A file or folder of the project cannot be written.
  package static let projectUnwritable = Self("project-unwritable", exitCode: 3)
  /// A file has more bytes than any that is meant here.
  package static let fileTooLarge = Self("file-too-large", exitCode: 2)
  /// What lies under the name of an output, or on the way to it, is never written to.
  package static let outputRefused = Self("output-refused", exitCode: 2)
  /// The key of the sealed state is missing or no key.
  package static let stateKeyMissing = Self("state-key-missing", exitCode: 3)
  /// An entry of the sealed state cannot be opened.
  package static let stateSealed = Self("state-sealed", exitCode: 3)
  /// Another process keeps an entry of the sealed state.
  package static let stateBusy = Self("state-busy", exitCode: 3)

  // Projections

  /// The file of the projection cannot be read as what it should be.
  package static let projectionDamaged = Self("projection-damaged", exitCode: 1)
  /// The projection has folded events that the log does not have.
  package static let projectionAhead = Self("projection-ahead", exitCode: 1)
  /// Another process holds the projection longer than one waits for it.
  package static let projectionBusy = Self("projection-busy", exitCode: 3)
  /// The disk refused to read or write the projection.
  package static let projectionUnreadable = Self("projection-unreadable", exitCode: 3)
  /// An event was written by a newer version of the program.
  package static let newerEvent = Self("newer-event", exitCode: 2)
  /// The log ended before the event that was asked for.
  package static let logEndsEarly = Self("log-ends-early", exitCode: 1)
  /// The file that a projection was to be written into exists.
  package static let fileExists = Self("file-exists", exitCode: 2)

  // JDEdwards

  /// The AIS server refuses user and password, or refused them before.
  package static let loginRefused = Self("login-refused", exitCode: 3)
  /// The AIS server lets us in and out again: a session that was just opened is refused.
  package static let sessionRefused = Self("session-refused", exitCode: 3)
  /// The user may not read a table.
  package static let noTablePermission = Self("no-table-permission", exitCode: 3)
  /// A column that was asked for is not in the answer.
  package static let columnMissing = Self("column-missing", exitCode: 3)
  /// Paging cannot go on without the risk of losing rows.
  package static let pagingBroken = Self("paging-broken", exitCode: 3)

  // ZohoCRM

  /// The refresh token is no longer, or was never, valid.
  package static let zohoRevoked = Self("zoho-revoked", exitCode: 3)
  /// Client id or secret are wrong, or belong to another data centre.
  package static let zohoClientUnknown = Self("zoho-client-unknown", exitCode: 3)
  /// A fresh token is refused: it belongs to another data centre or environment.
  package static let zohoWrongRegion = Self("zoho-wrong-region", exitCode: 3)
  /// The refresh token was made without a scope that is needed.
  package static let zohoScopeMissing = Self("zoho-scope-missing", exitCode: 3)
  /// Too many access tokens were asked for, or too many calls at once.
  package static let zohoThrottled = Self("zoho-throttled", exitCode: 3)
  /// The day's credits are spent.
  package static let creditsExhausted = Self("credits-exhausted", exitCode: 3)
  /// The user may not do this in Zoho.
  package static let zohoNoPermission = Self("zoho-no-permission", exitCode: 3)
  /// Zoho refuses a request as it is.
  package static let zohoRefused = Self("zoho-refused", exitCode: 3)
  /// A page token has expired, or its listing is at Zoho's limit: the listing goes on by key, or starts over.
  package static let pageTokenDead = Self("page-token-dead", exitCode: 3)
  /// A listing cannot be followed to its end without the risk of losing records.
  package static let listingBroken = Self("listing-broken", exitCode: 3)

  // Sync

  /// A plan file that cannot be read, or was altered.
  package static let planDamaged = Self("plan-damaged", exitCode: 2)
  /// No such plan was kept.
  package static let planUnknown = Self("plan-unknown", exitCode: 2)
  /// What decides changed after the plan was made.
  package static let planStale = Self("plan-stale", exitCode: 2)
  /// A file of the project cannot be written.
  package static let fileUnwritable = Self("file-unwritable", exitCode: 3)
  /// Writing is switched off in the configuration.
  package static let writesOff = Self("writes-off", exitCode: 2)
  /// The ledger belongs to other systems.
  package static let otherSystem = Self("other-system", exitCode: 2)
  /// A write that was sent may still arrive: it cannot be settled by hand yet.
  package static let writeMayStillLand = Self("write-may-still-land", exitCode: 2)
  /// No such record, question or write.
  package static let recordUnknown = Self("record-unknown", exitCode: 2)
  /// A record cannot be created while a value of it cannot be read.
  package static let recordUnreadable = Self("record-unreadable", exitCode: 2)
  /// What a person answers was asked about something that has moved since.
  package static let answerStale = Self("answer-stale", exitCode: 2)
  /// What a person says cannot be: the record is not paired, belongs to another, or nothing was asked.
  package static let answerRefused = Self("answer-refused", exitCode: 2)
  /// Zoho lacks the unique field that carries our key.
  package static let keyFieldMissing = Self("key-field-missing", exitCode: 2)
  /// Zoho lacks a field that a mapping names.
  package static let zohoFieldMissing = Self("zoho-field-missing", exitCode: 2)
  /// A mapped field has another type than Zoho says.
  package static let fieldTypeDiffers = Self("field-type-differs", exitCode: 2)
  /// A person took the blank side of a field that the mapping does not let be emptied.
  package static let clearNotAllowed = Self("clear-not-allowed", exitCode: 2)
  /// This machine's clock is far from the servers'.
  package static let clockAway = Self("clock-away", exitCode: 3)
  /// A source showed nothing although its records are known.
  package static let sourceEmpty = Self("source-empty", exitCode: 1)
  /// A row does not show its key.
  package static let keyColumnMissing = Self("key-column-missing", exitCode: 3)
  /// The key that signs the heads of the log is missing.
  package static let signingKeyMissing = Self("signing-key-missing", exitCode: 3)
  /// No such data centre of Zoho.
  package static let dataCenterUnknown = Self("data-center-unknown", exitCode: 2)
  /// Records kept changing while they were decided about.
  package static let inputsMoved = Self("inputs-moved", exitCode: 1)

  // Forensics

  /// A text that names no record.
  package static let recordUnnamed = Self("record-unnamed", exitCode: 2)
  /// A text that names no moment.
  package static let momentUnreadable = Self("moment-unreadable", exitCode: 2)
  /// A moment that the log has not reached.
  package static let momentAhead = Self("moment-ahead", exitCode: 2)

  // counterfoil

  /// Key field not unique.
  package static let keyFieldNotUnique = Self("key-field-not-unique", exitCode: 2)
  /// Wrong arguments.
  package static let wrongArguments = Self("wrong-arguments", exitCode: 2)
  /// Malformed decisions.
  package static let malformedDecisions = Self("malformed-decisions", exitCode: 2)
  /// File unreadable.
  package static let fileUnreadable = Self("file-unreadable", exitCode: 2)
  /// No signed head.
  package static let noSignedHead = Self("no-signed-head", exitCode: 2)
  /// Example failed.
  package static let exampleFailed = Self("example-failed", exitCode: 1)
  /// Projection differed.
  package static let projectionDiffered = Self("projection-differed", exitCode: 1)
  /// Operation unknown.
  package static let operationUnknown = Self("operation-unknown", exitCode: 2)
}
