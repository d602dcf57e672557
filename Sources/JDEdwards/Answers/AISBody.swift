import Diagnostics
import HTTPTransport
import JSONText

/// Reads the bodies of AIS answers: JSON where all is well, else HTML, nothing, or an error in several shapes.
enum AISBody {
  private static let textMax = 200

  /// The JSON of an answer with status 200 that reports no failure.
  static func read(_ answer: HTTPAnswer, place: String) throws(Failure) -> JSONValue {
    guard !answer.body.isEmpty else { throw .unusableAnswer(place, "its body is empty") }
    guard answer.looksLikeJSON else {
      throw .unusableAnswer(place, answer.looksLikeHTML ? "its body is a web page" : "its body is no JSON")
    }
    let root: JSONValue
    do throws(JSONSyntaxError) {
      root = try JSONValue(parsing: answer.body)
    } catch {
      throw .unusableAnswer(place, "its body is no JSON: \(error.reason) at byte \(error.offset)")
    }
    guard root.object != nil else { throw .unusableAnswer(place, "its body is no object") }
    if let name = root.doubledName {
      throw .unusableAnswer(place, "an object in its body has `\(line(name))` twice")
    }
    if let says = errorText(root["sysErrors"]) ?? errorText(root["errors"]) {
      throw .server(place, status: 200, says: says)
    }
    if let exception = root["exception"], !isBlank(exception) {
      throw .server(place, status: 200, says: errorText(in: root) ?? "an exception")
    }
    if [root["status"], root["jde__status"]].contains(where: { $0?.string?.uppercased() == "ERROR" }) {
      throw .server(place, status: 200, says: errorText(in: root) ?? "an error")
    }
    return root
  }

  /// What an answer of any other status says, shortened; nil where it says nothing for people.
  static func says(_ answer: HTTPAnswer) -> String? {
    guard answer.looksLikeJSON else { return answer.looksLikeHTML ? "a web page" : nil }
    do throws(JSONSyntaxError) {
      return errorText(in: try JSONValue(parsing: answer.body))
    } catch {
      return nil
    }
  }

  /// The text of an error list (`errors`, `sysErrors`), or of the one error in its place; nil where there is none.
  static func errorText(_ list: JSONValue?) -> String? {
    guard let list, !isBlank(list), let first = list.array.map(\.first) ?? list else { return nil }
    let text = first["DESC"] ?? first["TITLE"] ?? first["errorMessage"]
    return line(
      text.flatMap(plain) ?? first["CODE"].flatMap(plain) ?? plain(first) ?? "an error without a text")
  }

  /// What a body says for people, wherever it says it; nil where it says nothing.
  static func errorText(in root: JSONValue) -> String? {
    for name in ["userDefinedErrorText", "message", "errorText", "jde__simpleMessage", "exception"] {
      if let text = root[name].flatMap(plain), !text.isEmpty { return line(text) }
    }
    return errorText(root["sysErrors"]) ?? errorText(root["errors"])
  }

  /// A message is a text, but orchestrations nest objects there.
  private static func plain(_ value: JSONValue) -> String? {
    switch value {
    case .string(let string): string.value.trimmingBlanks
    case .object(let object): object["message"].flatMap(plain)
    default: nil
    }
  }

  private static func isBlank(_ value: JSONValue) -> Bool {
    value.isNull || value.object?.isEmpty == true || plain(value)?.isEmpty == true
  }

  /// A text from outside as one short line, without control characters.
  static func line(_ text: String) -> String {
    let clean = String(text.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? " " : Character($0) })
    return clean.count > textMax ? "\(clean.prefix(textMax))…" : clean
  }
}
