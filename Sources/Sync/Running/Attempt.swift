import Diagnostics

/// The outcome of `body` as a value: for task groups, whose children answer instead of throwing.
func attempt<Value>(
  _ body: () async throws(Failure) -> Value
) async -> Result<Value, Failure> {
  do throws(Failure) {
    return .success(try await body())
  } catch {
    return .failure(error)
  }
}
