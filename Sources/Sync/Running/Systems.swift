import Diagnostics
import HTTPTransport
import JDEdwards
import ProjectFiles
import ZohoCRM

/// The clients of both systems, as the configuration says.
package struct Systems: Sendable {
  package let jde: AISClient
  package let zoho: ZohoClient
  private let transports: [CurlTransport]

  /// Clients with their own connections and the project's sealed cache; nothing is called yet.
  package init(project: ProjectFile) throws(Failure) {
    let cache = try SealedFileCache(project: project)
    let jdeTransport = try CurlTransport(
      settings: TransportSettings(caFile: project.jde.caFile, proxy: try project.jde.proxy?.reveal()))
    let zohoTransport = try CurlTransport(
      settings: TransportSettings(caFile: project.zoho.caFile, proxy: try project.zoho.proxy?.reveal()))
    transports = [jdeTransport, zohoTransport]
    jde = AISClient(
      settings: AISSettings(
        url: project.jde.url, environment: project.jde.environment, role: project.jde.role,
        device: project.jde.device, username: try project.jde.username.reveal(),
        password: Secret(try project.jde.password.reveal()), pageSize: project.jde.pageSize,
        sessions: project.jde.sessions),
      transport: jdeTransport, cache: cache)
    zoho = ZohoClient(
      settings: try Self.zohoSettings(project.zoho), transport: zohoTransport, cache: cache)
  }

  /// Logs out of both and gives the connections back.
  package func close() async throws(Failure) {
    let signedOut = await Self.result { () async throws(Failure) in
      try await jde.close()
      try await zoho.close()
    }
    for transport in transports { transport.shutdown() }
    try signedOut.get()
  }

  private static func result(_ body: () async throws(Failure) -> Void) async -> Result<Void, Failure> {
    do throws(Failure) {
      try await body()
      return .success(())
    } catch {
      return .failure(error)
    }
  }
}
