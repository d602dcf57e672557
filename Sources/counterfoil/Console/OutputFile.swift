import Diagnostics
import Foundation
import Glibc
import Synchronization

/// One of the program's two output streams, written in whole pieces of up to 64 KiB.
final class OutputFile: Sendable {
  /// Whether a person looks at it.
  let isTerminal: Bool
  private let descriptor: Int32
  private let state = Mutex(State())
  private static let pieceBytes = 65_536

  private struct State {
    var waiting: [UInt8] = []
    var isClosed = false
    var problem: Failure?
  }

  init(descriptor: Int32) {
    self.descriptor = descriptor
    isTerminal = isatty(descriptor) == 1
  }

  static let standardOutput = OutputFile(descriptor: 1)
  static let standardError = OutputFile(descriptor: 2)

  /// False once the reader of a pipe has gone: nothing that follows is wanted.
  var isWanted: Bool { state.withLock { !$0.isClosed } }

  /// What went wrong with the file that the output goes to; nil where nothing did.
  var problem: Failure? { state.withLock { $0.problem } }

  /// Adds a line; the one way of text from anywhere to a screen.
  func line(_ text: String) {
    let plain = PlainText.line(text)
    write(bytes: Array((isTerminal ? Paint.shown(plain) : plain).utf8) + [0x0A])
  }

  /// Adds a line of the log, byte for byte as it was recorded; on a terminal control characters are shown by numbers.
  func line(_ span: RawSpan) {
    guard !isTerminal else {
      return line(span.withUnsafeBytes { String(decoding: $0, as: UTF8.self) })
    }
    state.withLock { state in
      guard !state.isClosed else { return }
      span.withUnsafeBytes { state.waiting.append(contentsOf: $0) }
      state.waiting.append(0x0A)
      if state.waiting.count >= Self.pieceBytes { drain(&state) }
    }
  }

  /// Adds a text as it is, whose control characters are its maker's own: a table of CSV, a bar that moves.
  func write(_ text: String) { write(bytes: text.utf8) }

  /// Adds bytes as they are.
  func write(bytes: some Sequence<UInt8>) {
    state.withLock { state in
      guard !state.isClosed else { return }
      state.waiting.append(contentsOf: bytes)
      if state.waiting.count >= Self.pieceBytes { drain(&state) }
    }
  }

  /// Writes what waits.
  func flush() { state.withLock { drain(&$0) } }

  private func drain(_ state: inout State) {
    defer { state.waiting.removeAll(keepingCapacity: true) }
    var start = 0
    while start < state.waiting.count, !state.isClosed {
      let written = state.waiting.withUnsafeBytes { bytes in
        Glibc.write(descriptor, bytes.baseAddress.map { $0 + start }, bytes.count - start)
      }
      if written >= 0 {
        start += written
      } else if errno != EINTR {
        state.isClosed = true
        // A reader that went away (`| head`) has what it wanted; anything else must be told.
        if errno != EPIPE { state.problem = .unwritableOutput(String(cString: strerror(errno))) }
      }
    }
  }
}
