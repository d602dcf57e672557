import ArgumentParser
import Diagnostics
import EventLog
import JSONText
import ProjectFiles

/// `prove`: that an event is in the ledger, or that the ledger continues an older one, for who does not have it.
struct ProveVerb: Verb {
  static let verb = "prove"
  static let configuration = CommandConfiguration(
    commandName: verb,
    abstract: "Prove that an event is in the ledger, or that the ledger continues an older one.",
    discussion: """
      prove 4711 writes a .tlog-proof (c2sp.org/tlog-proof) against the newest signed head.
      prove --from 1000 --to 5000 shows that the log of 5000 events begins with the 1000 that somebody knows.
      Both are checked by tools/verify-ledger.py, or by any verifier of RFC 6962 proofs.
      """)

  @OptionGroup var common: CommonOptions

  @Argument(help: ArgumentHelp("The event's number: 4711 or #4711.", valueName: "seq"))
  var event: String?

  @Option(help: ArgumentHelp("The size of the older log.", valueName: "size"))
  var from: UInt64?

  @Option(help: ArgumentHelp("The size of a signed head (default: the newest).", valueName: "size"))
  var to: UInt64?

  @Option(help: ArgumentHelp("Into this file (default: to the standard output).", valueName: "file"))
  var out: String?

  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard (event == nil) != (from == nil) else {
      throw ValidationError("prove wants either an event's number or --from SIZE")
    }
    guard event == nil || to == nil else {
      throw ValidationError("--to goes with --from; an event is proved against the newest signed head")
    }
    guard let event, number(event) == nil else { return }
    throw ValidationError("\(event) is no event's number; 4711 or #4711 is wanted")
  }

  func answer(in console: Console) async throws(Failure) -> Answer {
    let folder = common.project
    try folder.requireConfiguration()
    let place = try out.map { path throws(Failure) in try output.place(path) }
    let prover = try LedgerProver(at: folder.ledger)
    if let sequence = event.flatMap(number) {
      let proof = try prover.inclusion(of: sequence)
      return try answer(
        proof.bytes, in: place, "event \(sequence) is in the signed head of \(proof.checkpoint.size) events",
        ["event": JSONValue(sequence), "size": JSONValue(proof.checkpoint.size)])
    }
    let proof = try prover.consistency(from: from ?? 0, to: to)
    return try answer(
      proof.bytes, in: place, "the log of \(proof.checkpoint.size) events continues that of \(proof.oldSize)",
      ["from": JSONValue(proof.oldSize), "to": JSONValue(proof.checkpoint.size)])
  }

  private func number(_ text: String) -> UInt64? {
    UInt64(text.hasPrefix("#") ? text.dropFirst() : text[...])
  }

  private func answer(
    _ proof: [UInt8], in place: OutputPlace?, _ shown: String, _ about: JSONObject
  ) throws(Failure) -> Answer {
    let text = String(decoding: proof, as: UTF8.self)
    var result = about
    result["proof"] = JSONValue(text)
    result["file"] = JSONValue(out)
    guard let place else {
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
      return Answer("", lines: lines, result: .object(result))
    }
    try place.write(proof)
    return Answer("\(place.path) proves that \(shown)", result: .object(result))
  }
}
