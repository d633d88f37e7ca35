internal import Configuration

/// The particulars in which one simulated patient differs from another.
struct Patient: Sendable {
  var heartRate = 70.0
  var variability = 0.03
  var sinusArrhythmia = 0.03
  var amplitude = 1.0
  var axis = 0.0
  var width = 1.0
  var atrialAmplitude = 1.0
  var recoveryAmplitude = 1.0
  var ventricularWidth = 1.0
  var ventricularAxis = 0.0
  var beatVariability = 0.03
  var breathingRate = 15.0
  var breathingVariability = 0.08
  var systolic = 120.0
  var diastolic = 80.0
  var saturation = 97.0
  var temperature = 36.8

  /// An adult at rest.
  init() {}

  /// Reads what differs from an adult at rest.
  init(_ settings: inout Settings) {
    readHeart(&settings)
    readMorphology(&settings)
    breathingRate = settings.number(
      "breathingRate", in: 4...60, default: breathingRate, unit: "/min", "Breaths.")
    breathingVariability = settings.number(
      "breathingVariability", in: 0...0.3, default: breathingVariability,
      "Standard deviation of a breath's length, as a share of it.")
    systolic = settings.number(
      "systolic", in: 50...250, default: systolic, unit: "mm[Hg]", "Highest arterial pressure.")
    diastolic = settings.number(
      "diastolic", in: 25...180, default: diastolic, unit: "mm[Hg]", "Lowest arterial pressure.")
    saturation = settings.number(
      "saturation", in: 60...100, default: saturation, unit: "%", "Oxygen saturation.")
    temperature = settings.number(
      "temperature", in: 30...43, default: temperature, unit: "Cel", "Body temperature.")
    if diastolic >= 0.95 * systolic {
      settings.refuse("diastolic", "must be below 0.95 of 'systolic'")
      diastolic = 0.66 * systolic
    }
  }

  private mutating func readHeart(_ settings: inout Settings) {
    heartRate = settings.number(
      "heartRate", in: 20...220, default: heartRate, unit: "/min",
      "Beats, where the rhythm does not say otherwise.")
    variability = settings.number(
      "variability", in: 0...0.2, default: variability,
      "Variation of sinus intervals by chance and blood pressure, as a share of them.")
    sinusArrhythmia = settings.number(
      "sinusArrhythmia", in: 0...0.3, default: sinusArrhythmia,
      "Variation of sinus intervals with breathing, as a share of them.")
  }

  private mutating func readMorphology(_ settings: inout Settings) {
    amplitude = settings.number(
      "amplitude", in: 0.2...3, default: amplitude, "Factor of all electrocardiographic waves.")
    axis = settings.number(
      "axis", in: -90...90, default: axis, unit: "deg",
      "Turn of the normal beat's axis in the frontal plane, clockwise.")
    width = settings.number(
      "width", in: 0.7...1.6, default: width, "Factor of the normal QRS complex's width.")
    atrialAmplitude = settings.number(
      "atrialAmplitude", in: 0...3, default: atrialAmplitude, "Factor of the P wave.")
    recoveryAmplitude = settings.number(
      "recoveryAmplitude", in: -2...3, default: recoveryAmplitude, "Factor of the T wave.")
    ventricularWidth = settings.number(
      "ventricularWidth", in: 0.8...1.6, default: ventricularWidth,
      "Factor of a ventricular QRS complex's width.")
    ventricularAxis = settings.number(
      "ventricularAxis", in: -180...180, default: ventricularAxis, unit: "deg",
      "Turn of the ventricular beat's axis in the frontal plane, clockwise.")
    beatVariability = settings.number(
      "beatVariability", in: 0...0.2, default: beatVariability,
      "Standard deviation of the amplitude from beat to beat, as a share of it.")
  }
}
