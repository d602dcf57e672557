import Decisions

/// The tables that a mapping can name and their columns: those of the standard, and those that a site adds.
struct TableCatalog {
  /// Table → columns that `jde.columns` of a mapping adds.
  var siteColumns: [String: Set<String>] = [:]

  /// The tables that a record can begin from.
  static let roots = ["F0101", "F0111"]

  /// The tables whose rows can be joined to a record: all but the user-defined codes.
  static let joinable = TableKeys.tables.filter { $0 != "F0005" }

  static func isTable(_ name: String) -> Bool { TableKeys.tables.contains(name) }

  /// Every column of a table, in the order of their names.
  func columns(of table: String) -> [String] {
    let all = Set(TableKeys.knownColumns(of: table)).union(Self.further[table] ?? [])
    return all.union(siteColumns[table] ?? []).sorted()
  }

  func has(_ column: String, in table: String) -> Bool {
    TableKeys.isKnown(table: table, column: column) == true
      || Self.further[table]?.contains(column) == true || siteColumns[table]?.contains(column) == true
  }

  /// The length of a text column; nil for other columns, and where it is not certain.
  func length(of column: String, in table: String) -> Int? {
    TableKeys.columnLength(table: table, column: column)
  }

  func isDate(_ column: String, in table: String) -> Bool { TableKeys.isDate(table: table, column: column) }
}

extension TableCatalog {
  /// Columns of the standard tables of which nothing is known but their names.
  private static let further: [String: Set<String>] = sources.mapValues { text in
    Set(text.split(whereSeparator: \.isWhitespace).map(String.init))
  }

  private static let sources: [String: String] = [
    "F0101": """
    PRGF SCCLTP TICKER EXCHG DUNS CLASS01 CLASS02 CLASS03 CLASS04 CLASS05 NOE GROWTHR YEARSTAR AEMPGP ACTIN \
    REVRNG SYNCS PERRS CAAD
    """,
    "F03012": """
    DLQT DLQJ NBRR COLL NBR1 NBR2 NBR3 NBCL AFC FD FP CFCE AB2 DT1J DFIJ DLIJ ABC1 ABC2 ABC3 FNDJ DLP DB DNBJ \
    TRW TWDJ AVD AD AFCP AFCY ASTY SPYE AHB ALP ABAM ABA1 APRC MAXO MINO OYTD OPY POPN DAOJ AN8R BADT ORTP TRDC \
    INMG EXHD ROUT STOP ZON CARS DEL1 DEL2 LTDT FRTH AFT APTS SBAL BACK PORQ PRIO ARTO INVC ICON BLFR NIVD LEDJ \
    PLST MORD CMC1 CMR1 CMC2 CMR2 PALC VUMD WUMD EDPM EDII EDCI EDQD EDAD EDF1 EDF2 SI01 SI02 SI03 SI04 SI05 \
    URCD URAT URAB URDT URRF CP01 ASN DSPA CRMD PLY MAN8 ARL SLPG SLDW CFPP CFSP CFDF PRGF BYAL BSC ASHL PRSN \
    OPBO APSB TIER1 PWPCP CUSTS STOF TERRID CIG TORG
    """,
    "F0401": """
    AB1 FLD SQNL CRCA AYPD APPD ABAM ABA1 APRC MINO MAXO AN8R BADT CPGP ORTP INMG HOLD ROUT STOP ZON CARS DEL1 \
    DEL2 LTDT FRTH AFT APTS INVC PLST WUMD VUMD PRP5 EDPM EDCI EDII EDQD EDAD EDF1 EDF2 VI01 VI02 VI03 VI04 VI05 \
    MNSC ATO RVNT URCD URAT URAB URDT URRF
    """,
    "F0111": "W002 W003 W004 W005 W006 W007 W008 W009 W010 ALP1 WN001 WN002 WN003 FUCO PCM PCF ACTIN CFRGUID",
  ]
}
