import Decisions
import Diagnostics
import JSONText
import ProjectFiles

/// How the examples of `tests/` went.
struct FixtureText {
  let runs: [FixtureRun]
  let paint: Paint

  var answer: Answer {
    guard !runs.isEmpty else {
      return Answer(
        "no example in tests/", next: "write one: tests/example.yaml of `counterfoil init` shows how")
    }
    let failed = runs.filter { !$0.mismatches.isEmpty }
    let summary =
      failed.isEmpty
      ? "\(runs.count.counted("example")) hold" + (runs.count == 1 ? "s" : "")
      : "\(failed.count.grouped) of \(runs.count.counted("example")) failed"
    return Answer(
      summary, lines: runs.flatMap(lines(of:)), result: .array(runs.map(json(of:))),
      verdict: failed.first.map { .failedExample($0, count: failed.count) })
  }

  private func lines(of run: FixtureRun) -> [String] {
    guard !run.mismatches.isEmpty else { return [paint(.good, "pass") + "  \(run.fixture.name)"] }
    return [paint(.bad, "fail") + "  \(run.fixture.name)"]
      + run.mismatches.map { mismatch in
        "      \(mismatch.place): \(mismatch.field) shows \(mismatch.found.shown), "
          + "\(mismatch.expected.shown) was expected" + (mismatch.issue.map { " (\($0))" } ?? "")
      }
  }

  private func json(of run: FixtureRun) -> JSONValue {
    [
      "name": JSONValue(run.fixture.name), "entity": JSONValue(run.fixture.entity),
      "where": JSONValue("\(run.fixture.place)"), "ok": JSONValue(run.mismatches.isEmpty),
      "mismatches": .array(
        run.mismatches.map { mismatch in
          [
            "field": JSONValue(mismatch.field), "expected": mismatch.expected.json ?? .null,
            "found": mismatch.found.json ?? .null, "issue": JSONValue(mismatch.issue),
          ]
        }),
    ]
  }
}

extension Failure {
  /// Examples of `tests/` that do not hold.
  static func failedExample(_ run: FixtureRun, count: Int) -> Failure {
    Failure(
      .exampleFailed, "\(count.counted("example")) failed, the first is \"\(run.fixture.name)\"",
      at: "\(run.fixture.place)", remedy: "correct the mapping or crosswalk, or what the example expects")
  }
}
