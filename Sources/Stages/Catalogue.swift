import Configuration
public import Pipelines

/// The stages that pipelines may name.
public let catalogue = Catalogue(
  [
    Bandpass.self,
    Lowpass.self,
    Highpass.self,
    Bandstop.self,
    NotchFilter.self,
    Resample.self,
    Baseline.self,
    Detrend.self,
    Median.self,
    Smooth.self,
    Hampel.self,
    Slew.self,
    ClipStage.self,
    QRS.self,
    CurveLength.self,
    PulseStage.self,
    Breaths.self,
    BeatConsensusStage.self,
    HeartRate.self,
    BeatShape.self,
    BeatFeatures.self,
    BreathingFromBeats.self,
    SpectralPower.self,
    Variability.self,
    PulseArrival.self,
    SpectralShapeStage.self,
    Spectrum.self,
    SpectrogramStage.self,
    LombScargleStage.self,
    Grid.self,
    Statistics.self,
    SignalQuality.self,
    QualityVectors.self,
    Discordance.self,
    Liquid.self,
    Alarm.self,
  ],
  definitions: [
    ("condition", Settings.describing { _ = Condition(&$0) })
  ])
