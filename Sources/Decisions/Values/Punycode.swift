/// Labels of internationalised domain names in letters of ASCII (RFC 3492): `müller` → `mller-kva`.
enum Punycode {
  // Parameters of RFC 3492, section 5.
  private static let base = 36
  private static let (least, most) = (1, 26)
  private static let (skew, damp) = (38, 700)
  private static let (firstBias, firstCode) = (72, 0x80)
  /// A label has at most 63 octets (RFC 1035); with this many characters nothing here can overflow.
  static let scalarsMax = 63

  /// The code of a label, without `xn--`; nil where it is longer than a label can be.
  static func encoded(_ label: [Unicode.Scalar]) -> String? {
    guard label.count <= scalarsMax else { return nil }
    var output = label.filter(\.isASCII).map { UInt8($0.value) }
    let basic = output.count
    if basic > 0 { output.append(UInt8(ascii: "-")) }
    var (code, delta, bias, done) = (firstCode, 0, firstBias, basic)
    while done < label.count {
      guard let next = label.map({ Int($0.value) }).filter({ $0 >= code }).min() else { return nil }
      delta += (next - code) * (done + 1)
      code = next
      for scalar in label {
        if scalar.value < code { delta += 1 }
        guard scalar.value == code else { continue }
        append(delta, bias: bias, to: &output)
        bias = adapted(delta, count: done + 1, isFirst: done == basic)
        delta = 0
        done += 1
      }
      delta += 1
      code += 1
    }
    return String(decoding: output, as: UTF8.self)
  }

  private static func append(_ delta: Int, bias: Int, to output: inout [UInt8]) {
    var rest = delta
    var position = base
    while true {
      let threshold = min(max(position - bias, least), most)
      guard rest >= threshold else { break }
      output.append(digit(threshold + (rest - threshold) % (base - threshold)))
      rest = (rest - threshold) / (base - threshold)
      position += base
    }
    output.append(digit(rest))
  }

  private static func adapted(_ delta: Int, count: Int, isFirst: Bool) -> Int {
    var delta = isFirst ? delta / damp : delta / 2
    delta += delta / count
    var position = 0
    while delta > (base - least) * most / 2 {
      delta /= base - least
      position += base
    }
    return position + (base - least + 1) * delta / (delta + skew)
  }

  /// a…z for 0…25, 0…9 for 26…35.
  private static func digit(_ value: Int) -> UInt8 { UInt8(value < 26 ? value + 97 : value + 22) }
}
