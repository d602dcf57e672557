package import Diagnostics
import HTTPTransport
package import JDEdwards
package import ProjectFiles
package import ZohoCRM

/// The clients of both systems, as the configuration says.
package struct Systems: Sendable {
  package let jde: AISClient
  package let zoho: ZohoClient
  private let transports: [any WebTransport]

  /// Clients with the project's sealed cache, over connections that the environment makes; nothing is called yet.
  package init(project: ProjectFile, environment: SyncEnvironment = .real) throws(Failure) {
    let cache = SealedFileCache(
      project: project.folder, key: try StateKey.find(environment: environment.process))
    let pacing = environment.pacing
    let jdeTransport = environment.connecting(
      TransportSettings(caFile: project.jde.caFile, proxy: try project.jde.proxy?.reveal()))
    let zohoTransport = environment.connecting(
      TransportSettings(caFile: project.zoho.caFile, proxy: try project.zoho.proxy?.reveal()))
    transports = [jdeTransport, zohoTransport]
    jde = AISClient(
      settings: try Self.settings(project.jde), transport: jdeTransport, cache: cache, pacing: pacing)
    zoho = ZohoClient(
      settings: try Self.settings(project.zoho), transport: zohoTransport, cache: cache,
      pacing: pacing)
  }

  /// Logs out of both and gives the connections back.
  package func close() async throws(Failure) {
    let signedOut = await attempt { () async throws(Failure) in
      try await jde.close()
      try await zoho.close()
    }
    for transport in transports { transport.shutdown() }
    try signedOut.get()
  }

  private static func settings(_ jde: JDESection) throws(Failure) -> AISSettings {
    AISSettings(
      url: jde.url, environment: jde.environment, role: jde.role, device: jde.device,
      username: try jde.username.reveal(), password: Secret(try jde.password.reveal()),
      pageSize: jde.pageSize, sessions: jde.sessions)
  }

  private static func settings(_ zoho: ZohoSection) throws(Failure) -> ZohoSettings {
    let client = Secret(try zoho.clientID.reveal())
    let secret = Secret(try zoho.clientSecret.reveal())
    let token = Secret(try zoho.refreshToken.reveal())
    switch zoho.endpoint {
    case .hosts(let accountsURL, let apiURL):
      return ZohoSettings(
        accountsURL: accountsURL, apiURL: apiURL, clientID: client, clientSecret: secret, refreshToken: token,
        creditsPerDay: zoho.creditsPerDay, concurrentCalls: zoho.concurrentCalls)
    case .dataCenter(let name):
      guard let center = ZohoDataCenter(rawValue: name) else { throw .unknownDataCenter(name) }
      return ZohoSettings(
        dataCenter: center, clientID: client, clientSecret: secret, refreshToken: token,
        creditsPerDay: zoho.creditsPerDay, concurrentCalls: zoho.concurrentCalls)
    }
  }
}
