extension TableKeys {
  /// Every column of a table of which the name is known, in order.
  package static func namedColumns(of table: String) -> [String] {
    Set(knownColumns(of: table)).union(further[table] ?? []).sorted()
  }

  /// Whether a table has a column of that name.
  package static func isNamed(_ column: String, in table: String) -> Bool {
    isKnown(table: table, column: column) == true || further[table]?.contains(column) == true
  }

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
