import Decisions
import Diagnostics
import Projections

extension Evaluator {
  /// Pages that are evaluated at once: one for each core of a small machine, each with its state in memory.
  private static let pagesAtOnce = 2

  /// Evaluates many numbers page by page; `body` gets each page's numbers and what was found, in order, while the
  /// next ones are being evaluated.
  ///
  /// What `body` appends changes nothing for the pages ahead: each is about numbers of its own.
  func eachPage(
    _ mapping: EntityMapping, numbers: [Int], matches: MatchBook?,
    isolation: isolated (any Actor)? = #isolation,
    _ body: ([Int], [Evaluation]) async throws(Failure) -> Void
  ) async throws(Failure) {
    let pages = numbers.pages(of: numbersPerPage)
    let result = await withTaskGroup(of: (Int, Result<[Evaluation], Failure>).self) { group in
      var begun = 0
      var done: [Int: Result<[Evaluation], Failure>] = [:]
      return await attempt { () async throws(Failure) in
        for index in pages.indices {
          while begun < min(index + Self.pagesAtOnce + 1, pages.count) {
            let number = begun
            group.addTask {
              let found = await attempt { () async throws(Failure) in
                try await evaluate(mapping, numbers: pages[number], matches: matches)
              }
              return (number, found)
            }
            begun += 1
          }
          while done[index] == nil, let (number, found) = await group.next() { done[number] = found }
          guard let found = done.removeValue(forKey: index) else { break }
          try await body(pages[index], try found.get())
        }
        group.cancelAll()
      }
    }
    try result.get()
  }
}
