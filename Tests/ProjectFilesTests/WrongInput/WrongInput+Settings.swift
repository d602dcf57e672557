extension WrongInput {
  private static let file = "counterfoil.yaml"

  static let settings: [WrongInput] = [
    WrongInput("a tab for blanks", in: file, "  role:", to: "\trole:"),
    WrongInput(
      "a bracket left open", in: file, "writes: { jde: off, zoho: off }", to: "writes: { jde: off, zoho: off",
      pointsAt: "schedule:"),
    WrongInput(
      "a key twice", in: file, "  page_size: 500", to: "  url: https://other.example\n  page_size: 500",
      pointsAt: "url: https://ais"),
    WrongInput("an unknown section", in: file, "schedule:", to: "shedule:"),
    WrongInput("an unknown key", in: file, "page_size:", to: "pagesize:"),
    WrongInput(
      "a key that means nothing at all", in: file, "  sessions: 2", to: "  colour: red", pointsAt: "colour"),
    WrongInput("no section jde", in: file, "jde:\n", to: "jd:\n", pointsAt: "jd:"),
    WrongInput(
      "no url", in: file, "  url: https://ais.example.internal:9302/jderest", to: "  #",
      pointsAt: "environment:"),
    WrongInput(
      "a url without scheme", in: file, "https://ais.example.internal:9302/jderest", to: "ais.example:9302"),
    WrongInput(
      "a url with a password", in: file, "https://ais.example.internal", to: "https://me:geheim@ais.example"),
    WrongInput(
      "a url with a wrong port", in: file, ":9302/jderest", to: ":99999/jderest", pointsAt: "https://ais"),
    WrongInput(
      "an environment that is a reference", in: file, "environment: JDV920", to: "environment: ${secret:env}",
      pointsAt: "${secret:env}"),
    WrongInput(
      "an environment with a character that nobody sees", in: file, "environment: JDV920",
      to: "environment: \"JDV920\\u200B\"", pointsAt: "\"JDV920"),
    WrongInput(
      "a blank environment", in: file, "environment: JDV920", to: "environment: \" \"", pointsAt: "\" \""),
    WrongInput("an unknown time zone", in: file, "Europe/Berlin", to: "Europe/Berln"),
    WrongInput("a time zone that is nothing like one", in: file, "Europe/Berlin", to: "our-zone-of-the-moon"),
    WrongInput("a password as text", in: file, "${secret:jde-password}", to: "geheim123"),
    WrongInput(
      "a secret with a strange name", in: file, "${secret:jde-password}", to: "${secret:JDE Password}"),
    WrongInput("a reference that is no secret", in: file, "${secret:jde-password}", to: "${env:PASSWORD}"),
    WrongInput("a page size of words", in: file, "page_size: 500", to: "page_size: many", pointsAt: "many"),
    WrongInput(
      "a page size of nothing", in: file, "page_size: 500", to: "page_size: 0", pointsAt: "page_size: 0"),
    WrongInput(
      "a list where a text stands", in: file, "environment: JDV920", to: "environment: [JDV920]",
      pointsAt: "[JDV920]"),
    WrongInput("paging of a third kind", in: file, "paging: key", to: "paging: pages", pointsAt: "pages "),
    WrongInput(
      "a proxy that is no address", in: file, "proxy: null", to: "proxy: proxyhost", pointsAt: "proxyhost"),
    WrongInput(
      "a certificate that is not there", in: file, "ca_file: null", to: "ca_file: ca.pem", pointsAt: "ca.pem"),
    WrongInput(
      "an unknown data center", in: file, "data_center: eu", to: "data_center: de",
      pointsAt: "data_center: de"),
    WrongInput("no data center", in: file, "data_center: eu", to: "#", pointsAt: "client_id"),
    WrongInput(
      "a data center and addresses", in: file, "  # accounts_url: https://accounts.zoho.eu",
      to: "  api_url: https://www.zohoapis.eu\n  accounts_url: https://accounts.zoho.eu", pointsAt: "eu   "),
    WrongInput(
      "only one of two addresses", in: file, "data_center: eu", to: "accounts_url: https://accounts.zoho.eu",
      pointsAt: "accounts_url"),
    WrongInput(
      "an address of Zoho's without TLS", in: file, "data_center: eu",
      to: "accounts_url: http://accounts.zoho.eu\n  api_url: https://www.zohoapis.eu",
      pointsAt: "http://accounts"),
    WrongInput(
      "an address of Zoho's with a path", in: file, "data_center: eu",
      to: "accounts_url: https://accounts.zoho.eu\n  api_url: https://www.zohoapis.eu/crm/v8",
      pointsAt: "https://www.zohoapis.eu/crm/v8"),
    WrongInput(
      "more calls at once than Zoho has", in: file, "concurrent_calls: 5", to: "concurrent_calls: 500",
      pointsAt: "500\n"),
    WrongInput("a switch that says yes", in: file, "zoho: off }", to: "zoho: yes }", pointsAt: "yes"),
    WrongInput("a cron line of four fields", in: file, "\"0 5 * * *\"", to: "\"0 5 * *\""),
    WrongInput("a cron line with an hour too many", in: file, "\"0 5 * * *\"", to: "\"0 25 * * *\""),
    WrongInput("an interval without a unit", in: file, "\"15 5 * * *\"", to: "15", pointsAt: "15\n"),
    WrongInput(
      "quiet hours of a strange clock", in: file, "quiet_hours: null", to: "quiet_hours: 22-28",
      pointsAt: "22-28"),
    WrongInput("a holdback without a unit", in: file, "holdback: 5m", to: "holdback: 5", pointsAt: "5   "),
    WrongInput(
      "an overlap of nothing", in: file, "overlap_days: 2", to: "overlap_days: 0", pointsAt: "overlap_days: 0"
    ),
    WrongInput(
      "a share above one", in: file, "updates_share: 0.20", to: "updates_share: 20", pointsAt: "20,"),
    WrongInput("a place to listen without a port", in: file, "127.0.0.1:8620", to: "127.0.0.1"),
    WrongInput(
      "a public address that is none", in: file, "public_url: null", to: "public_url: here",
      pointsAt: "public_url: here"),
  ]
}
