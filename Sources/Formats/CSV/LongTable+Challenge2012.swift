internal import Signals

extension LongTable {
  /// The data of the PhysioNet/Computing in Cardiology Challenge 2012: 48 hours of intensive care.
  ///
  /// Units are those of the challenge's description (Silva et al., Computing in Cardiology 39,
  /// 2012), magnesium's mmol/L included, though its values look like mg/dL. Several values at one
  /// minute are averaged; those of urine are volumes and added up. −1 is "unknown" in what is stated
  /// once, and among the outcomes; as `Survival` it means that no death was recorded.
  public static let challenge2012 = LongTable(
    columns: ["Time", "Parameter", "Value"], identifier: "RecordID",
    descriptors: ["Age", "Gender", "Height", "ICUType", "Weight"], unknown: -1,
    variables: [
      Variable("ALP", "[IU]/L"), Variable("ALT", "[IU]/L"), Variable("AST", "[IU]/L"),
      Variable("Albumin", "g/dL"), Variable("BUN", "mg/dL"), Variable("Bilirubin", "mg/dL"),
      Variable("Cholesterol", "mg/dL"), Variable("Creatinine", "mg/dL"),
      Variable("DiasABP", "mm[Hg]"), Variable("FiO2", "1"), Variable("GCS", "{score}"),
      Variable("Glucose", "mg/dL"), Variable("HCO3", "mmol/L"), Variable("HCT", "%"),
      Variable("HR", "/min"), Variable("K", "meq/L"), Variable("Lactate", "mmol/L"),
      Variable("MAP", "mm[Hg]"), Variable("MechVent", "1"), Variable("Mg", "mmol/L"),
      Variable("NIDiasABP", "mm[Hg]"), Variable("NIMAP", "mm[Hg]"),
      Variable("NISysABP", "mm[Hg]"), Variable("Na", "meq/L"), Variable("PaCO2", "mm[Hg]"),
      Variable("PaO2", "mm[Hg]"), Variable("Platelets", "/nL"), Variable("RespRate", "/min"),
      Variable("SaO2", "%"), Variable("SysABP", "mm[Hg]"), Variable("Temp", "Cel"),
      Variable("TroponinI", "ug/L"), Variable("TroponinT", "ug/L"),
      Variable("Urine", "mL", onDuplicate: .sum), Variable("WBC", "/nL"),
      Variable("Weight", "kg"), Variable("pH", "[pH]"),
    ],
    duration: Time(seconds: 48 * 3600),
    outcomes: [
      "RecordID", "SAPS-I", "SOFA", "Length_of_stay", "Survival", "In-hospital_death",
    ])
}

extension LongTable.Variable {
  fileprivate init(_ name: String, _ unit: String, onDuplicate: DuplicatePolicy = .mean) {
    self.init(name, Unit(rawValue: unit), onDuplicate: onDuplicate)
  }
}
