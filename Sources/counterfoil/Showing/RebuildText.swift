import Diagnostics
import JSONText
import Projections

/// What a rebuild did, for a person and a script.
struct RebuildText {
  let report: RebuildReport

  var answer: Answer {
    var lines = ["digest \(report.digest)", comparison]
    if let aside = report.setAside {
      lines.append("the former file is kept: \(aside.path) (\(aside.reason))")
    }
    return Answer(
      "\(report.path) holds the state through event \(report.position.grouped)", lines: lines,
      result: [
        "path": JSONValue(report.path), "position": JSONValue(report.position),
        "digest": JSONValue(report.digest),
        "comparison": json, "set_aside": JSONValue(report.setAside?.path),
      ], verdict: verdict)
  }

  private var comparison: String {
    switch report.comparison {
    case .same(let sequence): "the same as the projection before, at event \(sequence.grouped)"
    case .different(let sequence, let before, _):
      "NOT the same as the projection before, at event \(sequence.grouped): \(before)"
    case .none(let reason): "compared with nothing: \(reason)"
    }
  }

  private var json: JSONValue {
    switch report.comparison {
    case .same(let sequence): ["is": "same", "at": JSONValue(sequence)]
    case .different(let sequence, let before, let folded):
      [
        "is": "different", "at": JSONValue(sequence), "before": JSONValue(before),
        "folded": JSONValue(folded),
      ]
    case .none(let reason): ["is": "none", "reason": JSONValue(reason)]
    }
  }

  /// A state that is not what the log says has been used by nobody knows whom.
  private var verdict: Failure? {
    guard case .different(let sequence, _, _) = report.comparison else { return nil }
    return Failure(
      .projectionDiffered, "the projection before was not what the ledger says at event \(sequence.grouped)",
      at: report.path,
      remedy: "it is right now; if nobody changed it by hand, look at the disk and run `counterfoil verify`")
  }
}
