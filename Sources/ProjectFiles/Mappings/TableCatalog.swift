/// The tables that a mapping can name and their columns: those of the standard, and those that a site adds.
struct TableCatalog {
  /// Table → columns that `jde.columns` of a mapping adds.
  var siteColumns: [String: Set<String>] = [:]

  /// The tables, in the order of their names.
  static let tables = standard.keys.sorted()

  /// The tables that a record can begin from.
  static let roots = ["F0101", "F0111"]

  /// The tables whose rows can be joined to a record: all but the user-defined codes.
  static let joinable = tables.filter { $0 != "F0005" }

  static func isTable(_ name: String) -> Bool { standard[name] != nil }

  /// Every column of a table, in the order of their names.
  func columns(of table: String) -> [String] {
    (Self.standard[table] ?? [:]).keys.sorted() + (siteColumns[table] ?? []).sorted()
  }

  func has(_ column: String, in table: String) -> Bool {
    Self.standard[table]?[column] != nil || siteColumns[table]?.contains(column) == true
  }

  /// The length of a text column; nil for other columns, and where it is not certain.
  func length(of column: String, in table: String) -> Int? {
    guard let length = Self.standard[table]?[column], length > 0 else { return nil }
    return length
  }

  /// Table → column → length of a text, 0 for everything else.
  private static let standard: [String: [String: Int]] = sources.mapValues { text in
    var columns: [String: Int] = [:]
    for word in text.split(whereSeparator: \.isWhitespace) {
      let parts = word.split(separator: "/")
      columns[String(parts[0])] = parts.count == 2 ? Int(parts[1]) ?? 0 : 0
    }
    return columns
  }
}

extension TableCatalog {
  private static let audit = " USER/10 PID/10 JOBN/10 UPMJ UPMT"
  private static let categoryCodes = (1...30).map { " AC\($0 < 10 ? "0" : "")\($0)/3" }.joined()

  /// The data-dictionary aliases of each table, without its column prefix; a text with its length.
  private static let sources: [String: String] = [
    "F0005": "SY/4 RT/2 KY/10 DL01/30 DL02/30 SPHD/10 UDCO/1 HRDC/1" + audit,
    "F0101": """
    AN8 ALKY/20 TAX/20 ALPH/40 DC/40 MCU/12 SIC/10 LNGP/2 AT1/3 CM/2 TAXC/1 AT2/1 AT3/1 AT4/1 AT5/1 ATP/1 \
    ATR/1 ATPR/1 AB3/1 ATE/1 SBLI/1 EFTB AN81 AN82 AN83 AN84 AN85 AN86 GLBA PTI PDI MSGA RMK TXCT TX2 ALP1 \
    URCD URDT URAT URAB URRF PRGF SCCLTP TICKER EXCHG DUNS CLASS01 CLASS02 CLASS03 CLASS04 CLASS05 NOE \
    GROWTHR YEARSTAR AEMPGP ACTIN REVRNG SYNCS PERRS CAAD
    """ + categoryCodes + audit,
    "F03012": """
    AN8 CO/5 ARC/4 MCUR/12 OBAR AIDR KCOR DCAR DTAR CRCD/3 TXA1/10 EXR1/2 ACL HDAR/1 TRAR/3 STTO/1 RYIN/1 \
    STMT ARPY ATCS SITO SQNL ALGM CYCN BO TSTA CKHC DLC DNLT PLCR RVDJ DSO CMGR/10 CLMG DLQT DLQJ NBRR COLL \
    NBR1 NBR2 NBR3 NBCL AFC FD FP CFCE AB2 DT1J DFIJ DLIJ ABC1 ABC2 ABC3 FNDJ DLP DB DNBJ TRW TWDJ AVD CRCA \
    AD AFCP AFCY ASTY SPYE AHB ALP ABAM ABA1 APRC MAXO MINO OYTD OPY POPN DAOJ AN8R BADT CPGP ORTP TRDC INMG \
    EXHD HOLD ROUT STOP ZON CARS DEL1 DEL2 LTDT FRTH AFT APTS SBAL BACK PORQ PRIO ARTO INVC ICON BLFR NIVD \
    LEDJ PLST MORD CMC1 CMR1 CMC2 CMR2 PALC VUMD WUMD EDPM EDII EDCI EDQD EDAD EDF1 EDF2 SI01 SI02 SI03 SI04 \
    SI05 URCD URAT URAB URDT URRF CP01 ASN DSPA CRMD PLY MAN8 ARL AMCR COLM SLPG SLDW CFPP CFSP CFDF PRGF \
    BYAL BSC ASHL PRSN OPBO APSB TIER1 PWPCP CUSTS STOF TERRID CIG TORG
    """ + categoryCodes + audit,
    "F0401": """
    AN8 APC/4 MCUP/12 OBAP/6 AIDP/8 KCOP DCAP DTAP CRRP/3 TXA2/10 EXR2/2 HDPY/1 TXA3/10 EXR3/2 TAWH PCWH \
    TRAP/3 SCK/1 PYIN/1 SNTO AB1 FLD SQNL CRCA AYPD APPD ABAM ABA1 APRC MINO MAXO AN8R BADT CPGP ORTP INMG \
    HOLD ROUT STOP ZON CARS DEL1 DEL2 LTDT FRTH AFT APTS INVC PLST WUMD VUMD PRP5 EDPM EDCI EDII EDQD EDAD \
    EDF1 EDF2 VI01 VI02 VI03 VI04 VI05 MNSC ATO RVNT URCD URAT URAB URDT URRF
    """ + audit,
    "F0111": """
    AN8 IDLN DSS5 MLNM/40 ATTL/40 REM1/40 SLNM/40 ALPH/40 DC/40 GNNM MDNM SRNM TYC/1 W001 W002 W003 W004 \
    W005 W006 W007 W008 W009 W010 MLN1 ALP1 NTYP/3 NICK GEND DDATE DMON DYR WN001 WN002 WN003 FUCO PCM PCF \
    ACTIN CFRGUID SYNCS CAAD
    """ + audit,
    "F0115": "AN8 IDLN RCK7 CNLN PHTP/4 AR1/6 PH1/20 CFNO1 GEN1 FALGE SYNCS CAAD" + audit,
    "F01151": "AN8 IDLN RCK7 ETP/4 EMAL/256 EHIER EFOR ECLASS CFNO1 GEN1 FALGE SYNCS CAAD" + audit,
    "F0116": """
    AN8 EFTB EFTF/1 ADD1/40 ADD2/40 ADD3/40 ADD4/40 ADDZ/12 CTY1/25 COUN/25 ADDS/3 CRTE/4 BKML/2 CTR/3 SYNCS \
    CAAD
    """ + audit,
  ]
}
