import HTTPTransport

/// A next-link of a data-service answer, led back to the server that was asked.
///
/// The server writes its own view of its host into the link, and the token. The link's path below `/jderest` and its
/// parameters are kept, its host never: the token goes to the configured address or nowhere.
struct NextLink: Sendable {
  let url: String

  /// Nil where the link does not lead to a data service.
  init?(_ href: String, base: String) {
    guard let marker = href.range(of: "/jderest/", options: .backwards, before: "?") else { return nil }
    let target = href[marker.upperBound...].drop { $0 == "/" }
    let path = target.prefix { $0 != "?" }
    guard path.hasSuffix("dataservice/next"), !path.contains("..") else { return nil }
    url = WebAddress.repaired("\(base)/\(target)")
  }
}

extension String {
  fileprivate enum Direction { case backwards }

  /// The last place of `part` before the first `end`.
  fileprivate func range(of part: String, options: Direction, before end: Character) -> Range<Index>? {
    let head = prefix { $0 != end }
    var start = head.endIndex
    while start > head.startIndex {
      start = head.index(before: start)
      if head[start...].hasPrefix(part) { return start..<head.index(start, offsetBy: part.count) }
    }
    return nil
  }
}
