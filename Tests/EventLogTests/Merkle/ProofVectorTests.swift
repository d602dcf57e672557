import EventLog
import Foundation
import Testing

@Suite("A proof of others")
struct ProofVectorTests {
  @Test("that an entry is in a tree is judged as the vectors say", arguments: try InclusionCase.all())
  func inclusion(vector: InclusionCase) {
    guard let leaf = TreeHash(base64: vector.leafHash), let root = TreeHash(base64: vector.root) else {
      // What is no SHA-256 hash can not even be made into one, so it never reaches the judge.
      #expect(vector.wantErr, "\(vector.desc)")
      return
    }
    let accepted = MerkleProof.includes(
      leaf: leaf, index: vector.leafIdx, size: vector.treeSize, proof: (vector.proof ?? []).map(\.treeHash),
      root: root)
    #expect(accepted != vector.wantErr, "\(vector.desc)")
  }

  @Test("that a tree continues another is judged as the vectors say", arguments: try ConsistencyCase.all())
  func consistency(vector: ConsistencyCase) {
    let accepted = MerkleProof.isConsistent(
      size1: vector.size1, root1: vector.root1.treeHash, size2: vector.size2, root2: vector.root2.treeHash,
      proof: (vector.proof ?? []).map(\.treeHash))
    #expect(accepted != vector.wantErr, "\(vector.desc)")
  }

  @Test("comes in good and in bad ones")
  func bothKinds() throws {
    let inclusion = try InclusionCase.all()
    let consistency = try ConsistencyCase.all()
    #expect(Set(inclusion.map(\.wantErr)).count == 2 && inclusion.count > 60)
    #expect(Set(consistency.map(\.wantErr)).count == 2 && consistency.count > 50)
  }

  @Test("rests on a tree whose leaves and root this program works out alike")
  func tree() throws {
    let entries = [
      "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
    ]
    var tree = MerkleFrontier()
    for entry in entries { tree.append(TreeHash.leaf(of: HexText.bytes(entry))) }
    #expect(
      HexText.text(tree.root.bytes) == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328")
    #expect(
      HexText.text(TreeHash.leaf(of: []).bytes)
        == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d")
  }
}

/// One case of `inclusion.json`.
struct InclusionCase: Decodable, Sendable, CustomTestStringConvertible {
  let `case`: String
  let leafIdx: UInt64
  let treeSize: UInt64
  let root: String
  let leafHash: String
  let proof: [String]?
  let desc: String
  let wantErr: Bool
  var testDescription: String { `case` }

  static func all() throws -> [Self] { try VectorFile.cases("inclusion.json") }
}

/// One case of `consistency.json`.
struct ConsistencyCase: Decodable, Sendable, CustomTestStringConvertible {
  let `case`: String
  let size1: UInt64
  let size2: UInt64
  let root1: String
  let root2: String
  let proof: [String]?
  let desc: String
  let wantErr: Bool
  var testDescription: String { `case` }

  static func all() throws -> [Self] { try VectorFile.cases("consistency.json") }
}

/// The files of `Tests/EventLogTests/Vectors`.
enum VectorFile {
  static func cases<Case: Decodable>(_ name: String) throws -> [Case] {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let data = try Data(contentsOf: folder.appending(path: "Vectors/" + name))
    return try JSONDecoder().decode([Case].self, from: data)
  }
}

extension String {
  /// The hash that the text is in base64.
  ///
  /// Some vectors hold bytes that are no SHA-256 hash; here no such thing can even be made (`TreeHash(base64:)` refuses
  /// it), so another hash stands for them, a different one for each.
  fileprivate var treeHash: TreeHash {
    TreeHash(base64: self) ?? TreeHash.leaf(of: [UInt8](Data(base64Encoded: self) ?? Data()))
  }
}
