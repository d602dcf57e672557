extension AISQuirks {
  /// The positions of `padding`.
  package enum Padding: String, CaseIterable, Sendable { case padded, trimmed }
  /// The positions of `blankString`.
  package enum BlankString: String, CaseIterable, Sendable { case oneBlank, empty }
  /// The positions of `emptyDate`.
  package enum EmptyDate: String, CaseIterable, Sendable { case null, emptyString, oneBlank, zero }
  /// The positions of `dateForm`.
  package enum DateForm: String, CaseIterable, Sendable { case compact, iso, display, julian }
  /// The positions of `deadTokenValidated`.
  package enum DeadToken: String, CaseIterable, Sendable { case status444, status403, status200 }
  /// The positions of `timeStamp`.
  package enum TimeStamp: String, CaseIterable, Sendable { case dotted, iso }
  /// The positions of `headings`.
  package enum Headings: String, CaseIterable, Sendable { case titles, columns, both }
  /// The positions of `links`.
  package enum Links: String, CaseIterable, Sendable { case given, missing }
  /// The positions of `linkOrigin`.
  package enum LinkOrigin: String, CaseIterable, Sendable { case internalHost, own }
  /// The positions of `unknownColumn`.
  package enum UnknownColumn: String, CaseIterable, Sendable { case status503, status500 }
  /// The positions of `deniedTable`.
  package enum DeniedTable: String, CaseIterable, Sendable { case status403, status500 }
  /// The positions of `cursorWithoutSession`.
  package enum CursorWithoutSession: String, CaseIterable, Sendable { case status444, expired }
  /// The positions of `count`.
  package enum Count: String, CaseIterable, Sendable { case output, count }
  /// The positions of `unsorted`.
  package enum Unsorted: String, CaseIterable, Sendable { case descending, byKey }
  /// The positions of `emptyRowset`.
  package enum EmptyRowset: String, CaseIterable, Sendable { case missing, empty }
  /// The positions of `userInfo`.
  package enum UserInfo: String, CaseIterable, Sendable { case bare, full }
  /// The positions of `serverError`.
  package enum ServerError: String, CaseIterable, Sendable { case html, json }
  /// The positions of `deadTokenBody`; `documented` is the body that Oracle's reference shows.
  package enum DeadTokenBody: String, CaseIterable, Sendable { case own, documented }
  /// The positions of `deviceBinding`; `lenient` takes a token without its device name, never with another one.
  package enum DeviceBinding: String, CaseIterable, Sendable { case strict, lenient }
  /// The positions of `decimalFormat`.
  package enum DecimalFormat: String, CaseIterable, Sendable { case point, comma }
  /// The positions of `summary`: there, gone, gone from pages that are full, without `moreRecords`, or with it as a text.
  package enum Summary: String, CaseIterable, Sendable {
    case given, missing, missingOnFullPages, moreMissing, moreAsText
  }
  /// The positions of `gridForm`; `version1` is the form of older servers, whatever was asked for.
  package enum GridForm: String, CaseIterable, Sendable { case asAsked, version1 }
  /// The positions of `cells`: only `value`; it and `internalValue`, both typed; `value` in the user's display form
  /// beside a typed `internalValue`; or the display form alone.
  package enum Cells: String, CaseIterable, Sendable { case valueOnly, typed, display, displayOnly }
  /// The positions of `numbers`: JSON numbers, their digits as text, or a text in the user's display form.
  package enum Numbers: String, CaseIterable, Sendable { case typed, digits, display }
  /// The positions of `longTexts`; a cut can fall between the two halves of a surrogate pair.
  package enum LongTexts: String, CaseIterable, Sendable { case kept, cut }
  /// The positions of `rows`: objects, texts, or objects without the columns of the table's key.
  package enum Rows: String, CaseIterable, Sendable { case objects, noObjects, keyMissing }
  /// The positions of `listing`: to its end; empty pages that promise more; the last page again and again; promises
  /// of more behind the last row.
  package enum Listing: String, CaseIterable, Sendable { case whole, emptyPages, repeated, endless }
  /// The positions of `answer`: a grid; or `{}`, `[]`, `null`, no body, an error object; or an envelope with errors of
  /// the system or of the form, without a grid, with `null` or an object in the place of the rows, or of another table.
  package enum Answer: String, CaseIterable, Sendable {
    case right, emptyObject, emptyArray, null, nothing, error, sysErrors, formErrors, noGrid, rowsetNull,
      rowsetObject, otherTable
  }
}
