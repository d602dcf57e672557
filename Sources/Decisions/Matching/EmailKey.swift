/// Which e-mail addresses say who somebody is.
enum EmailKey {
  /// The comparable form of an address; nil where it is none, belongs to a role, or to a free-mail domain.
  static func value(_ text: String, freeMail: Set<String>) -> String? {
    guard let address = EmailAddress(text), !isRole(address.local), !isFreeMail(address.domain, freeMail)
    else {
      return nil
    }
    // n@example.com, x@x.xx and the like are typed to get past a form.
    let mail = address.text
    let letters = Set(mail.utf8.filter { $0 != UInt8(ascii: "@") && $0 != UInt8(ascii: ".") })
    return mail.utf8.count >= 6 && letters.count > 2 ? mail : nil
  }

  /// The domains of the list may be written in any script.
  private static func isFreeMail(_ domain: String, _ freeMail: Set<String>) -> Bool {
    if freeMail.contains(domain) { return true }
    return domain.contains("xn--") && freeMail.contains { EmailAddress.domain($0) == domain }
  }

  private static func isRole(_ local: String) -> Bool {
    let plain = local.prefix { $0 != "+" }.filter { $0.isLetter || $0.isNumber }
    return roles.contains(plain)
  }

  private static let roles: Set<String> = [
    "accounting", "accountspayable", "accountsreceivable", "accounts", "admin", "administration", "ap", "ar",
    "billing", "bookkeeping", "buchhaltung", "careers", "commercial", "compras", "compta", "comptabilite",
    "contabilidad", "contact", "contacto", "contato", "customercare", "customerservice", "data",
    "datenschutz", "einkauf", "email", "empfang", "enquiries", "enquiry", "export", "faktura", "feedback",
    "finance", "gdpr", "hello", "help", "helpdesk", "hr", "import", "inbox", "info", "information",
    "inquiries", "inquiry", "invoice", "invoices", "it", "jobs", "kontakt", "kreditoren", "legal",
    "logistics",
    "mail", "mailbox", "marketing", "none", "noreply", "nospam", "office", "order", "orders", "payable",
    "payables", "payments", "post", "postmaster", "press", "privacy", "procurement", "purchasing",
    "rechnung", "rechnungen", "reception", "sales", "secretariat", "sekretariat", "service", "services",
    "shipping", "shop", "store", "support", "team", "test", "unknown", "vendas", "ventas", "verkauf",
    "versand", "vertrieb", "webmaster", "zentrale",
  ]
}
