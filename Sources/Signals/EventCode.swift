/// The code of an alarm in the nomenclature of IEEE 11073-10101, with its name there.
///
/// Taken from public sources and not verified against the paid standard.
public struct EventCode: Hashable, Sendable {
  /// The alarm, as pipelines may call it.
  public let name: String
  /// The name in the nomenclature.
  public let reference: String
  /// The partition of the nomenclature.
  public let partition: UInt32
  /// The code within the partition.
  public let termCode: UInt32

  /// The code that is free of context: `partition × 65 536 + termCode`.
  public var code: UInt32 { partition << 16 + termCode }

  /// The codes known.
  public static let all = [
    EventCode("asystole", "MDC_EVT_ECG_ASYSTOLE", 3, 3076),
    EventCode("apnea", "MDC_EVT_APNEA", 3, 3072),
    EventCode("desaturation", "MDC_EVT_DESAT", 3, 3246),
    EventCode("bradycardia", "MDC_EVT_ECG_SINUS_BRADY", 3, 3084),
    EventCode("tachycardia", "MDC_EVT_ECG_SINUS_TACHY", 3, 3262),
    EventCode("atrial fibrillation", "MDC_EVT_ECG_ATR_FIB", 3, 3128),
    EventCode("irregular heart rate", "MDC_EVT_ECG_CARD_BEAT_RATE_IRREG", 3, 3158),
    EventCode("lead off", "MDC_EVT_LEAD_OFF", 3, 72),
  ]

  private init(_ name: String, _ reference: String, _ partition: UInt32, _ termCode: UInt32) {
    self.name = name
    self.reference = reference
    self.partition = partition
    self.termCode = termCode
  }

  /// The code of the alarm that is called `name`, in whatever case.
  public init?(named name: String) {
    let wanted = name.lowercased()
    guard let known = Self.all.first(where: { $0.name == wanted }) else { return nil }
    self = known
  }
}
