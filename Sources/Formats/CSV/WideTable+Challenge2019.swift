internal import Signals

extension WideTable {
  /// The data of the PhysioNet/Computing in Cardiology Challenge 2019: stays in intensive care, with
  /// sepsis labelled by the hour.
  ///
  /// Units are those of the challenge's description (Reyna et al. 2020,
  /// doi:10.1097/CCM.0000000000004145).
  public static let challenge2019 = WideTable(
    variables: [
      ("HR", "/min"), ("O2Sat", "%"), ("Temp", "Cel"), ("SBP", "mm[Hg]"), ("MAP", "mm[Hg]"),
      ("DBP", "mm[Hg]"), ("Resp", "/min"), ("EtCO2", "mm[Hg]"), ("BaseExcess", "mmol/L"),
      ("HCO3", "mmol/L"), ("FiO2", "1"), ("pH", "[pH]"), ("PaCO2", "mm[Hg]"), ("SaO2", "%"),
      ("AST", "[IU]/L"), ("BUN", "mg/dL"), ("Alkalinephos", "[IU]/L"), ("Calcium", "mg/dL"),
      ("Chloride", "mmol/L"), ("Creatinine", "mg/dL"), ("Bilirubin_direct", "mg/dL"),
      ("Glucose", "mg/dL"), ("Lactate", "mg/dL"), ("Magnesium", "mmol/dL"), ("Phosphate", "mg/dL"),
      ("Potassium", "mmol/L"), ("Bilirubin_total", "mg/dL"), ("TroponinI", "ng/mL"), ("Hct", "%"),
      ("Hgb", "g/dL"), ("PTT", "s"), ("WBC", "/nL"), ("Fibrinogen", "mg/dL"), ("Platelets", "/nL"),
      ("ICULOS", "h"),
    ].map { ($0.0, Unit(rawValue: $0.1)) },
    descriptors: ["Age", "Gender", "Unit1", "Unit2", "HospAdmTime"], hours: "ICULOS",
    label: "SepsisLabel")

  /// The names of the columns, as the first line has them.
  var columns: [String] {
    let measured = variables.map(\.name)
    return measured.filter { $0 != hours } + descriptors + [hours, label]
  }
}
