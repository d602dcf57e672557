extension TableKeys {
  /// What a column holds.
  enum ColumnKind: Hashable, Sendable {
    /// Characters; nil where the length is not known.
    case text(Int?)
    /// A number with this many decimals; nil where they are not known.
    case number(Int?)
    case day
  }

  static let catalogue: [String: [String: ColumnKind]] = [
    "F0101": merged(addressBook, categoryCodes, audit),
    "F03012": merged(customerMaster, categoryCodes, audit),
    "F0401": merged(supplierMaster, categoryCodes, audit),
    "F0111": merged(whosWho, audit),
    "F0115": merged(phones, audit),
    "F01151": merged(electronicAddresses, audit),
    "F0116": merged(addresses, audit),
    "F0005": merged(userDefinedCodes, audit),
  ]

  private static func merged(_ parts: [String: ColumnKind]...) -> [String: ColumnKind] {
    parts.reduce(into: [:]) { $0.merge($1) { own, _ in own } }
  }

  private static let audit: [String: ColumnKind] = [
    "USER": .text(10), "PID": .text(10), "JOBN": .text(10), "UPMJ": .day, "UPMT": .number(0),
  ]

  /// AC01 … AC30.
  private static let categoryCodes: [String: ColumnKind] = Dictionary(
    uniqueKeysWithValues: (1...30).map { ("AC" + ($0 < 10 ? "0" : "") + String($0), .text(3)) })

  private static let addressBook: [String: ColumnKind] = [
    "AN8": .number(0), "ALKY": .text(20), "TAX": .text(20), "ALPH": .text(40), "DC": .text(40),
    "MCU": .text(12), "SIC": .text(10), "LNGP": .text(2), "AT1": .text(3), "CM": .text(2), "TAXC": .text(1),
    "AT2": .text(1), "AT3": .text(1), "AT4": .text(1), "AT5": .text(1), "ATP": .text(1), "ATR": .text(1),
    "ATPR": .text(1), "ATE": .text(1), "ATS": .text(1), "AB3": .text(1), "SBLI": .text(1), "EFTB": .day,
    "AN81": .number(0), "AN82": .number(0), "AN83": .number(0), "AN84": .number(0), "AN85": .number(0),
    "AN86": .number(0), "GLBA": .text(nil), "PTI": .text(nil), "PDI": .day, "MSGA": .text(nil),
    "RMK": .text(30), "TXCT": .text(20), "TX2": .text(20), "ALP1": .text(40), "URCD": .text(2),
    "URDT": .day, "URAT": .number(nil), "URAB": .number(0), "URRF": .text(15),
  ]

  private static let customerMaster: [String: ColumnKind] = [
    "AN8": .number(0), "CO": .text(5), "ARC": .text(4), "MCUR": .text(12), "OBAR": .text(6),
    "AIDR": .text(8), "KCOR": .text(5), "DCAR": .number(0), "DTAR": .text(1), "CRCD": .text(3),
    "TXA1": .text(10), "EXR1": .text(2), "ACL": .number(0), "HDAR": .text(1), "TRAR": .text(3),
    "STTO": .text(1), "RYIN": .text(1), "STMT": .text(1), "ARPY": .number(0), "ATCS": .text(1),
    "SITO": .text(1), "SQNL": .text(1), "ALGM": .text(2), "CYCN": .text(2), "BO": .text(1), "TSTA": .text(2),
    "CKHC": .text(1), "DLC": .day, "DNLT": .text(1), "PLCR": .text(10), "RVDJ": .day, "DSO": .number(0),
    "CMGR": .text(10), "CLMG": .text(10), "COLM": .text(10), "CRCA": .text(3), "AMCR": .text(3),
    "HOLD": .text(2), "CPGP": .text(8),
  ]

  private static let supplierMaster: [String: ColumnKind] = [
    "AN8": .number(0), "APC": .text(4), "MCUP": .text(12), "OBAP": .text(6), "AIDP": .text(8),
    "KCOP": .text(5), "DCAP": .number(0), "DTAP": .text(1), "CRRP": .text(3), "TXA2": .text(10),
    "EXR2": .text(2), "HDPY": .text(1), "TXA3": .text(10), "EXR3": .text(2), "TAWH": .number(0),
    "PCWH": .number(nil), "TRAP": .text(3), "SCK": .text(1), "PYIN": .text(1), "SNTO": .number(0),
  ]

  private static let whosWho: [String: ColumnKind] = [
    "AN8": .number(0), "IDLN": .number(0), "DSS5": .number(0), "MLNM": .text(40), "ATTL": .text(40),
    "REM1": .text(40), "SLNM": .text(40), "ALPH": .text(40), "DC": .text(40), "GNNM": .text(25),
    "MDNM": .text(25), "SRNM": .text(25), "TYC": .text(1), "W001": .text(3), "NTYP": .text(3),
    "NICK": .text(40), "GEND": .text(1), "MLN1": .text(40), "DDATE": .number(0), "DMON": .number(0),
    "DYR": .number(0), "SYNCS": .number(0), "CAAD": .number(0),
  ]

  private static let phones: [String: ColumnKind] = [
    "AN8": .number(0), "IDLN": .number(0), "RCK7": .number(0), "CNLN": .number(0), "PHTP": .text(4),
    "AR1": .text(6), "PH1": .text(20), "CFNO1": .number(0), "GEN1": .text(nil), "FALGE": .text(1),
    "SYNCS": .number(0), "CAAD": .number(0),
  ]

  private static let electronicAddresses: [String: ColumnKind] = [
    "AN8": .number(0), "IDLN": .number(0), "RCK7": .number(0), "ETP": .text(4), "EMAL": .text(256),
    "EHIER": .number(0), "EFOR": .text(nil), "ECLASS": .text(3), "CFNO1": .number(0), "GEN1": .text(nil),
    "FALGE": .text(1), "SYNCS": .number(0), "CAAD": .number(0),
  ]

  private static let addresses: [String: ColumnKind] = [
    "AN8": .number(0), "EFTB": .day, "EFTF": .text(1), "ADD1": .text(40), "ADD2": .text(40),
    "ADD3": .text(40), "ADD4": .text(40), "ADDZ": .text(12), "CTY1": .text(25), "COUN": .text(25),
    "ADDS": .text(3), "CRTE": .text(4), "BKML": .text(2), "CTR": .text(3), "SYNCS": .number(0),
    "CAAD": .number(0),
  ]

  private static let userDefinedCodes: [String: ColumnKind] = [
    "SY": .text(4), "RT": .text(2), "KY": .text(10), "DL01": .text(30), "DL02": .text(30), "SPHD": .text(10),
    "UDCO": .text(1), "HRDC": .text(1),
  ]
}
