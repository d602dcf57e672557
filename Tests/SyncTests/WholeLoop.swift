import Testing

/// The engine against both simulators, one trial at a time.
///
/// Each trial has two servers and a ledger of its own, and two cores serve them all.
@Suite("The whole loop", .serialized)
struct WholeLoop {}
