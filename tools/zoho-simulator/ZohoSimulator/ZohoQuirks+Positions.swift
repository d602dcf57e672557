extension ZohoQuirks {
  /// The positions of `allRowsRefused`.
  package enum AllRowsRefused: String, CaseIterable, Sendable { case status202, status400 }
  /// The positions of `someRowsRefused`.
  package enum SomeRowsRefused: String, CaseIterable, Sendable { case status207, status200 }
  /// The positions of `duplicateShape`.
  package enum DuplicateShape: String, CaseIterable, Sendable { case duplicateRecord, id }
  /// The positions of `throttledToken`.
  package enum ThrottledToken: String, CaseIterable, Sendable { case status400, status200 }
  /// The positions of `goneRecord`.
  package enum GoneRecord: String, CaseIterable, Sendable { case status400, status404, status204 }
  /// The positions of `badToken`.
  package enum BadToken: String, CaseIterable, Sendable { case authenticationFailure, invalidToken }
  /// The positions of `missingScope`.
  package enum MissingScope: String, CaseIterable, Sendable { case status401, status403 }
  /// The positions of `tooMany`.
  package enum TooMany: String, CaseIterable, Sendable {
    case rateLimitExceeded, tooManyRequests, apiLimitExceeded
  }
  /// The positions of `count`.
  package enum Count: String, CaseIterable, Sendable { case string, number }
  /// The positions of `pageToken`.
  package enum PageToken: String, CaseIterable, Sendable { case offset, key }
  /// The positions of `requestError`.
  package enum RequestError: String, CaseIterable, Sendable { case wrapped, bare }
  /// The positions of `timeZone`.
  package enum TimeZone: String, CaseIterable, Sendable { case centralEurope, utc }
  /// The positions of `expiry`.
  package enum Expiry: String, CaseIterable, Sendable { case milliseconds, missing, seconds }
  /// The positions of `scope`.
  package enum Scope: String, CaseIterable, Sendable { case missing, given }
  /// The positions of `unknownField`.
  package enum UnknownField: String, CaseIterable, Sendable { case ignored, refused }
  /// The positions of `unknownChoice`.
  package enum UnknownChoice: String, CaseIterable, Sendable { case refused, accepted }
  /// The positions of `textBlanks`: blanks around are dropped, also runs of blanks within, or all are kept.
  package enum TextBlanks: String, CaseIterable, Sendable { case trimmed, collapsed, kept }
  /// The positions of `systemFields`.
  package enum SystemFields: String, CaseIterable, Sendable { case repeatable, unique }
  /// The positions of `valuesInList`.
  package enum ValuesInList: String, CaseIterable, Sendable { case fifty, hundred }
  /// The positions of `jsonPath`.
  package enum JSONPath: String, CaseIterable, Sendable { case missing, given }
  /// The positions of `quota`.
  package enum Quota: String, CaseIterable, Sendable { case status429, status400 }
  /// The positions of `longTexts`.
  package enum LongTexts: String, CaseIterable, Sendable { case refused, cut }
  /// The positions of `phoneLetters`.
  package enum PhoneLetters: String, CaseIterable, Sendable { case refused, accepted }
  /// The positions of `workflows`: writes without `trigger: []`, or every write.
  package enum Workflows: String, CaseIterable, Sendable { case triggered, always }
  /// The positions of `workflowTime`, beside the write that set the workflow off.
  package enum WorkflowTime: String, CaseIterable, Sendable { case sameSecond, nextSecond }
  /// The positions of `effect`.
  package enum Effect: String, CaseIterable, Sendable { case real, none }
  /// The positions of `rowOrder`.
  package enum RowOrder: String, CaseIterable, Sendable { case asSent, exchanged }
  /// The positions of `writeTime`: of the record, or two hours ahead of every clock.
  package enum WriteTime: String, CaseIterable, Sendable { case real, ahead }
  /// The positions of `mergedRecord`: into the recycle bin, or gone for good.
  package enum MergedRecord: String, CaseIterable, Sendable { case recycled, permanent }
  /// The positions of `ids`: texts of digits; JSON integers; numbers with an exponent; under `Id` in place of `id`
  /// where they are a record's own; not there at all.
  package enum IDs: String, CaseIterable, Sendable { case text, number, exponent, capitalised, missing }
  /// The positions of `info`: there, gone, without `more_records`, or with it as a text.
  package enum Info: String, CaseIterable, Sendable { case given, missing, moreMissing, moreAsText }
  /// The positions of `listing`: to its end; empty pages that promise more; the same page again, under new tokens or
  /// under the same one; promises of more behind the last record; no content from the second page on.
  package enum Listing: String, CaseIterable, Sendable {
    case whole, emptyPages, repeated, tokenRepeated, endless, endsEarly
  }
  /// The positions of `answer`: what was asked for; or `{}`, `[]`, `null`, no body; `null`, an object or texts in the
  /// place of the rows; an error in the place of the answer, or of the rows.
  package enum Answer: String, CaseIterable, Sendable {
    case right, emptyObject, emptyArray, null, nothing, dataNull, dataObject, rowsNoObjects, error,
      errorInData
  }
}
