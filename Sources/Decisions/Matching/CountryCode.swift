/// The ISO 3166 alpha-2 code of a country as people and systems write it; its text in upper case where it is not
/// known here.
package func countryCode(of text: String) -> String {
  let upper = CanonicalText.trimmed(text).uppercased()
  if upper.utf8.count == 2 { return upper == "UK" ? "GB" : upper == "EL" ? "GR" : upper }
  let letters = NormalisedName(text).text
  return countryNames[letters] ?? upper
}

/// Names in English and in the country's own language, and alpha-3 codes, folded as names are.
private let countryNames: [String: String] = {
  let lines = [
    "AE united arab emirates,uae,are", "AR argentina,arg", "AT austria,osterreich,aut",
    "AU australia,aus", "BE belgium,belgie,belgique,belgien,bel", "BG bulgaria,bgr", "BM bermuda,bmu",
    "BR brazil,brasil,bra", "CA canada,can", "CH switzerland,schweiz,suisse,svizzera,che",
    "CL chile,chl", "CN china,peoples republic of china,prc,chn", "CO colombia,col", "CY cyprus,cyp",
    "CZ czech republic,czechia,cesko,cze", "DE germany,deutschland,allemagne,deu,ger",
    "DK denmark,danmark,dnk", "EE estonia,eesti,est", "EG egypt,egy", "ES spain,espana,esp",
    "FI finland,suomi,fin", "FO faroe islands,fro", "FR france,frankreich,fra",
    "GB united kingdom,great britain,england,scotland,wales,northern ireland,britain,gbr,ukgb",
    "GG guernsey,ggy", "GI gibraltar,gib", "GR greece,hellas,grc", "HK hong kong,hkg",
    "HR croatia,hrvatska,hrv", "HU hungary,magyarorszag,hun", "ID indonesia,idn",
    "IE ireland,eire,republic of ireland,irl", "IL israel,isr", "IM isle of man,imn", "IN india,ind",
    "IS iceland,island,isl", "IT italy,italia,italien,ita", "JE jersey,jey", "JP japan,nippon,jpn",
    "KR south korea,korea,republic of korea,kor", "KY cayman islands,cym", "LI liechtenstein,lie",
    "LT lithuania,lietuva,ltu", "LU luxembourg,luxemburg,lux", "LV latvia,latvija,lva",
    "MC monaco,mco", "MO macau,macao,mac", "MT malta,mlt", "MX mexico,mex", "MY malaysia,mys",
    "NL netherlands,nederland,holland,niederlande,nld", "NO norway,norge,nor", "NZ new zealand,nzl",
    "PE peru,per", "PH philippines,phl", "PL poland,polska,pol", "PT portugal,prt", "QA qatar,qat",
    "RO romania,rou", "RS serbia,srb", "RU russia,russian federation,rus", "SA saudi arabia,sau",
    "SE sweden,sverige,swe", "SG singapore,sgp", "SI slovenia,slovenija,svn", "SK slovakia,slovensko,svk",
    "TH thailand,tha", "TR turkey,turkiye,tur", "TW taiwan,twn", "UA ukraine,ukr",
    "US united states,united states of america,usa,u s a,america", "UY uruguay,ury", "VN vietnam,vnm",
    "ZA south africa,zaf",
  ]
  var names: [String: String] = [:]
  for line in lines {
    for name in line.dropFirst(3).split(separator: ",") {
      names[NormalisedName(String(name)).text] = String(line.prefix(2))
    }
  }
  return names
}()
