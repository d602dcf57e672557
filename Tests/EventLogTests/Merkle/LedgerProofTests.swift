import Diagnostics
import EventLog
import Foundation
import Testing
import TestSupport

@Suite("A proof of ours")
struct LedgerProofTests {
  private static let path = SmallLedger.path

  @Test("shows each event of a ledger to be in its newest signed head, and no other event")
  func inclusion() async throws {
    let ledger = try await SmallLedger.make(commits: 9)
    let keys = try LedgerReader.keys(at: Self.path, files: ledger.files)
    let prover = try LedgerProver(at: Self.path, files: ledger.files)
    for (index, line) in ledger.lines.enumerated() {
      let proof = try prover.inclusion(of: UInt64(index) + 1)
      #expect(proof.proves(.leaf(of: line), with: keys))
      #expect(InclusionProof(proof.bytes) == proof)
      let other = ledger.lines[(index + 1) % ledger.lines.count]
      #expect(!proof.proves(.leaf(of: other), with: keys))
    }
  }

  @Test("shows each size of a ledger to be the beginning of each of its signed heads")
  func consistency() async throws {
    let ledger = try await SmallLedger.make(commits: 9)
    let keys = try LedgerReader.keys(at: Self.path, files: ledger.files)
    let prover = try LedgerProver(at: Self.path, files: ledger.files)
    let heads = ledger.files.snapshot.filter { $0.key.contains("/checkpoints/") }
      .compactMap { Checkpoint($0.value) }
    #expect(heads.count > 2)
    for head in heads {
      for size in 1...head.size {
        let proof = try prover.consistency(from: size, to: head.size)
        #expect(proof.proves(Self.root(ledger.lines.prefix(Int(size))), with: keys))
        #expect(ConsistencyProof(proof.bytes) == proof)
        #expect(!proof.proves(Self.root(ledger.lines.dropFirst().prefix(Int(size))), with: keys))
      }
    }
  }

  @Test("is made by the rules that the vectors judge, for every tree of up to 40 entries")
  func allSmallTrees() throws {
    let leaves = (0..<40).map { TreeHash.leaf(of: [UInt8]("entry \($0)".utf8)) }
    for size in 1...40 {
      let root = Self.plainRoot(leaves[..<size])
      for index in 0..<size {
        let proof = try MerkleProof.inclusion(of: UInt64(index), in: UInt64(size)) { range throws(Failure) in
          Self.plainRoot(leaves[Int(range.lowerBound)..<Int(range.upperBound)])
        }
        try #require(
          MerkleProof.includes(
            leaf: leaves[index], index: UInt64(index), size: UInt64(size), proof: proof, root: root))
      }
      for older in 1...size {
        let proof = try MerkleProof.consistency(from: UInt64(older), to: UInt64(size)) {
          range throws(Failure) in
          Self.plainRoot(leaves[Int(range.lowerBound)..<Int(range.upperBound)])
        }
        try #require(
          MerkleProof.isConsistent(
            size1: UInt64(older), root1: Self.plainRoot(leaves[..<older]), size2: UInt64(size), root2: root,
            proof: proof))
      }
    }
  }

  @Test("that an event is there is refused with any byte changed, added or taken away")
  func mutatedInclusion() async throws {
    let ledger = try await SmallLedger.make(commits: 9)
    let keys = try LedgerReader.keys(at: Self.path, files: ledger.files)
    let proof = try LedgerProver(at: Self.path, files: ledger.files).inclusion(of: 5).bytes
    let leaf = TreeHash.leaf(of: ledger.lines[4])
    try #require(InclusionProof(proof)?.proves(leaf, with: keys) == true)
    Self.mutate(proof) { bytes in InclusionProof(bytes)?.proves(leaf, with: keys) ?? false }
  }

  @Test("that a log continues another is refused with any byte changed, added or taken away")
  func mutatedConsistency() async throws {
    let ledger = try await SmallLedger.make(commits: 9)
    let keys = try LedgerReader.keys(at: Self.path, files: ledger.files)
    let proof = try LedgerProver(at: Self.path, files: ledger.files).consistency(from: 5, to: nil).bytes
    let root = Self.root(ledger.lines.prefix(5))
    try #require(ConsistencyProof(proof)?.proves(root, with: keys) == true)
    Self.mutate(proof) { bytes in ConsistencyProof(bytes)?.proves(root, with: keys) ?? false }
  }

  @Test("needs a signed head that holds the event, and says so")
  func noHead() async throws {
    let ledger = try await SmallLedger.make(commits: 4, closing: false, events: 64)
    let prover = try LedgerProver(at: Self.path, files: ledger.files)
    #expect(try prover.inclusion(of: 1).checkpoint.size == 1)
    #expect { try prover.inclusion(of: 2) } throws: { ($0 as? Failure)?.code == .headMissing }
    #expect { try prover.inclusion(of: 0) } throws: { ($0 as? Failure)?.code == .eventMissing }
    #expect { try prover.inclusion(of: 999) } throws: { ($0 as? Failure)?.code == .eventMissing }
    #expect { try prover.consistency(from: 1, to: 3) } throws: { ($0 as? Failure)?.code == .headMissing }
  }

  @Test("is never made from a log that its signed head contradicts")
  func otherTree() async throws {
    let ledger = try await SmallLedger.make(commits: 9)
    let path = try #require(ledger.files.snapshot.keys.filter { $0.contains("/checkpoints/") }.max())
    let head = try #require(ledger.files.snapshot[path].flatMap { Checkpoint($0) })
    let text = "\(head.origin)\n\(head.size)\n\(TreeHash.leaf(of: [1]).base64)\n"
    let forged = try KeyRotationTests.note(text, key: testKey, name: head.origin)
    let prover = try LedgerProver(
      at: Self.path, files: SmallLedger.files(ledger.files.snapshot, with: path, as: forged))
    #expect { try prover.inclusion(of: 3) } throws: { ($0 as? Failure)?.code == .ledgerDamaged }
  }

  /// Every byte changed in three ways, every prefix, and a byte more at either end.
  private static func mutate(
    _ bytes: [UInt8], sourceLocation: SourceLocation = #_sourceLocation, accepts: ([UInt8]) -> Bool
  ) {
    for offset in bytes.indices {
      for pattern: UInt8 in [0x01, 0x20, 0x80] {
        var changed = bytes
        changed[offset] ^= pattern
        #expect(!accepts(changed), "byte \(offset) ^ \(pattern)", sourceLocation: sourceLocation)
      }
      #expect(!accepts(Array(bytes[..<offset])), "\(offset) bytes", sourceLocation: sourceLocation)
    }
    #expect(!accepts(bytes + [0x0A]), sourceLocation: sourceLocation)
    #expect(!accepts([0x0A] + bytes), sourceLocation: sourceLocation)
  }

  private static func root(_ lines: some Collection<[UInt8]>) -> TreeHash {
    plainRoot(lines.map { TreeHash.leaf(of: $0) }[...])
  }

  /// The definition of RFC 6962, word for word.
  private static func plainRoot(_ leaves: ArraySlice<TreeHash>) -> TreeHash {
    guard leaves.count > 1 else { return leaves.first ?? .empty }
    var half = 1
    while half * 2 < leaves.count { half *= 2 }
    return .node(plainRoot(leaves.prefix(half)), plainRoot(leaves.dropFirst(half)))
  }
}
