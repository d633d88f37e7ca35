/// A lead of the electrocardiogram, and how it sees the heart's dipole.
///
/// The coefficients are Dower's (1980, doi:10.1002/clc.1980.3.2.87), for a dipole in
/// millivolts that points left, down and backwards; the limb leads III, aVR, aVL and aVF follow from
/// I and II.
enum Electrodes: String, CaseIterable {
  case one = "I"
  case two = "II"
  case three = "III"
  case aVR
  case aVL
  case aVF
  case modifiedTwo = "MLII"
  case v1 = "V1"
  case v2 = "V2"
  case v3 = "V3"
  case v4 = "V4"
  case v5 = "V5"
  case v6 = "V6"

  /// What a unit dipole to the left, downwards and backwards gives.
  var direction: SIMD3<Double> {
    let one = SIMD3(0.632, -0.235, 0.059)
    let two = SIMD3(0.235, 1.066, -0.132)
    return switch self {
    case .one: one
    case .two, .modifiedTwo: two
    case .three: two - one
    case .aVR: (one + two) * -0.5
    case .aVL: one - two * 0.5
    case .aVF: two - one * 0.5
    case .v1: SIMD3(-0.515, 0.157, -0.917)
    case .v2: SIMD3(0.044, 0.164, -1.387)
    case .v3: SIMD3(0.882, 0.098, -1.277)
    case .v4: SIMD3(1.213, 0.127, -0.601)
    case .v5: SIMD3(1.125, 0.127, -0.086)
    case .v6: SIMD3(0.831, 0.076, 0.230)
    }
  }

  /// What a dipole gives in this lead.
  func projection(of dipole: SIMD3<Double>) -> Double {
    let products = direction * dipole
    return products.x + products.y + products.z
  }
}
