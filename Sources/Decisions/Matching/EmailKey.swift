/// Which e-mail addresses say who somebody is.
enum EmailKey {
  /// The comparable form of an address; nil where it is none, belongs to a role, or to a free-mail domain.
  static func value(_ text: String, freeMail: Set<String>) -> String? {
    let mail = CanonicalText.trimmed(text).lowercased()
    let parts = mail.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count == 2, let local = parts.first, let domain = parts.last, local.utf8.count >= 1,
      domain.contains("."), mail.utf8.count >= 6, !mail.contains(" ")
    else { return nil }
    guard !isRole(local), !freeMail.contains(String(domain)) else { return nil }
    // n@example.com, x@x.xx and the like are typed to get past a form.
    let letters = Set(mail.utf8.filter { $0 != UInt8(ascii: "@") && $0 != UInt8(ascii: ".") })
    return letters.count > 2 ? mail : nil
  }

  private static func isRole(_ local: Substring) -> Bool {
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
