import Foundation
import Glibc

/// The machine that figures were taken on, for the line above them.
enum MachineFacts {
  /// `2 cores of Intel Xeon …, 24 GiB, Linux 6.1`.
  static var text: String {
    var name = utsname()
    uname(&name)
    let release = withUnsafeBytes(of: &name.release) {
      String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
    }
    let memory = ProcessInfo.processInfo.physicalMemory >> 30
    return "\(ProcessInfo.processInfo.processorCount) cores of \(processor), \(memory) GiB, Linux \(release)"
  }

  private static var processor: String {
    // Where the file is not there, the machine's kind is not known: nothing depends on it.
    let text = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
    let line = text.split(separator: "\n").first { $0.hasPrefix("model name") }
    return line?.split(separator: ":").last?.trimmingCharacters(in: .whitespaces) ?? "an unknown processor"
  }
}
