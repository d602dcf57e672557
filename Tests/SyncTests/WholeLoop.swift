import Testing

/// The engine against both simulators. One trial at a time: each has two servers and a ledger of its own, and two
/// cores serve them all.
@Suite("The whole loop", .serialized)
struct WholeLoop {}
