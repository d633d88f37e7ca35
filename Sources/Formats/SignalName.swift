internal import Signals

/// What the name of a signal says of it, as recorders and databases spell names.
enum SignalName {
  /// What the signal measures; see ``lead(_:)`` for electrocardiograms.
  static func kind(_ text: String) -> Kind {
    if lead(text) != nil { return .ecg }
    let words = text.uppercased().split { !$0.isLetter && !$0.isNumber }
    if words.contains("ECG") || words.contains("EKG") { return .ecg }
    if ["ABP", "ART", "ARTERIAL", "BP"].contains(where: { words.contains($0) }) { return .abp }
    if ["PLETH", "PPG"].contains(where: { words.contains($0) }) { return .ppg }
    if words.contains(where: { $0.hasPrefix("RESP") }) { return .respiration }
    return .other
  }

  /// The electrode position, if the name is that of one, spelled as is usual: `aVR`, `V1`, `MLII`.
  static func lead(_ text: String) -> String? {
    var name = text.uppercased()
    for prefix in ["ECG ", "LEAD ", "ECG-", "ECG_"] where name.hasPrefix(prefix) {
      name = String(name.dropFirst(prefix.count))
    }
    return leads.first { $0.uppercased() == name }
  }

  private static let leads = [
    "I", "II", "III", "aVR", "aVL", "aVF", "V", "V1", "V2", "V3", "V4", "V5", "V6", "V7", "V8",
    "V9", "V3R", "V4R", "Vx", "Vy", "Vz", "MLI", "MLII", "MLIII", "MCL1", "MCL6", "MV1", "MV2",
    "CC5", "CM2", "CM4", "CM5", "D3", "D4", "ML5", "mod.V1",
  ]
}
