/// Settings under which each stage is checked, by the stage's name: what a pipeline would say, but
/// for the name of the stage.
let stageExamples: [String: [String]] = [
  "qrs": [
    #""output": "beats""#, #""output": "beats", "channels": { "lead": "V1" }"#,
    #""output": "beats", "leads": 2"#,
  ],
  "pulse": [#""output": "ABP pulses""#, #""output": "ABP pulses", "channels": "ABP""#],
  "breaths": [#""channels": "ABP", "window": 16"#],
  "breathing": [
    #""beats": "QRS""#,
    #"""
    "beats": ["QRS", "pulse"], "channels": ["SpO2"], "window": 16, "every": 2, "leastAgreement": 0.1
    """#,
  ],
  "beat-consensus": [
    "",
    #""quality": "quality", "channels": ["II", "ABP"], "share": 0.8, "longestDelay": 0.5"#,
  ],
  "bandpass": [
    #""low": 0.5, "high": 40"#,
    #""low": 1, "high": 30, "method": "linearPhase", "channels": "V1", "latency": 0.1"#,
    #""low": 1, "high": 30, "method": "linearPhase", "channels": ["II", "V1"], "edges": "flag""#,
    #""low": 0.5, "high": 40, "channels": { "kind": "ecg" }, "edges": "missing""#,
  ],
  "lowpass": [
    #""frequency": 40"#,
    #""frequency": 20, "design": "elliptic", "order": 4, "channels": "ABP", "edges": "flag""#,
    #""frequency": 15, "method": "linearPhase", "channels": "V1""#,
  ],
  "highpass": [
    #""frequency": 0.5, "method": "zeroPhase""#,
    #""frequency": 1, "design": "bessel", "channels": ["II", "ABP"]"#,
  ],
  "bandstop": [
    #""low": 48, "high": 52, "design": "chebyshev2", "order": 3"#,
    #""low": 48, "high": 52, "method": "zeroPhase", "channels": { "kind": "ecg" }, "edges": "flag""#,
    #""low": 20, "high": 40, "method": "linearPhase", "channels": "ABP", "edges": "missing""#,
  ],
  "notch": [#""harmonics": 1"#, #""edges": "flag", "flags": "doubtful""#],
  "resample": [
    #""rate": 100"#, #""rate": 100, "edges": "flag""#,
    #""rate": 500, "channels": "ABP", "bridge": 0"#,
  ],
  "baseline": [
    "", #""method": "median", "edges": "flag""#,
    #""method": "spline", "edges": "flag""#,
    #""method": "spline", "channels": "V1", "before": 0.1, "longest": 1, "edges": "missing""#,
    #""method": "linearPhase", "frequency": 1, "channels": "ABP", "edges": "missing""#,
  ],
  "detrend": [#""window": 2"#, #""channels": "ABP", "order": 2, "latency": 0.05, "bridge": 0"#],
  "median": [#""window": 0.05"#, #""window": 1, "channels": ["V1", "ABP"], "edges": "flag""#],
  "smooth": [#""window": 0.06"#, #""window": 0.2, "order": 0, "edges": "missing""#],
  "hampel": [#""window": 0.1"#, #""window": 0.3, "deviations": 2, "replace": "missing""#],
  "slew": [#""limit": 10"#, #""limit": 200, "channels": "ABP", "bridge": 0, "edges": "flag""#],
  "clip": [
    #""low": -0.2, "high": 0.5"#,
    #""low": 60, "high": 110, "beyond": "missing", "channels": "ABP""#,
  ],
  "heart-rate": ["", #""average": 3, "longest": 0.9"#],
  "beat-shape": ["", #""channels": "ABP", "before": 0.1, "points": 64, "scale": 9"#],
  "spectral-power": [
    #""bands": [ { "name": "low", "low": 0, "high": 4 }, { "name": "QRS", "low": 8, "high": 20 } ]"#,
    #"""
    "channels": "ABP", "bands": [ { "name": "pulse", "low": 0.5, "high": 4 } ], "relative": true,
    "every": 3
    """#,
  ],
  "beat-features": [
    #""learn": 20"#, #""channels": "V1", "points": 16, "components": 5, "learn": 9, "memory": 4"#,
  ],
  "variability": [
    #""window": 12, "every": 5, "normal": ["N", "V"]"#,
    #"""
    "window": 20, "every": 3, "least": 5, "change": 0.3, "quality": "quality", "qualityOf": "II",
    "normal": ["N", "V"], "block": 4, "measures": ["mean NN", "median NN", "MAD NN", "SDNN", "RMSSD", "SDSD",
      "SDANN", "SDNNI", "TINN", "SD1", "SD2", "Welch VLF", "Welch LF", "Welch HF", "count",
      "coverage", "VLF", "LF/HF", "CVNN", "CVSD", "pNN50", "pNN20", "triangular index", "SD1/SD2", "DFA alpha 1",
      "DFA alpha 2", "sample entropy", "Welch LF/HF"]
    """#,
  ],
  "pulse-arrival": ["", #""labels": "N", "shortest": 0.1, "longest": 1"#],
  "spectral-shape": ["", #""channels": "ABP", "high": 20, "edge": 0.9, "segment": 4, "every": 2"#],
  "spectrum": [
    #""high": 40"#,
    #"""
    "channels": "ABP", "method": "multitaper", "window": 4, "every": 0.7, "halfBandwidth": 2.5,
    "low": 0.5, "high": 12
    """#,
  ],
  "spectrogram": [
    #""high": 60, "every": 0.1"#,
    #""channels": "ABP", "window": 3, "every": 4, "bands": 12, "corner": 4, "scale": "power""#,
  ],
  "lomb-scargle": [
    #"""
    "channels": "SpO2", "window": 20, "every": 2, "least": 8,
    "bands": [ { "name": "slow", "low": 0.05, "high": 0.2 }, { "name": "fast", "low": 0.2, "high": 0.4 } ]
    """#
  ],
  "grid": [
    #""channels": "SpO2""#, #""rate": 1.5, "width": 4, "fit": "mean", "support": 0.1"#,
  ],
  "statistics": [
    #""values": ["count", "first", "last", "min", "max", "mean", "slope per hour"]"#,
    #""channels": "SpO2", "window": 7"#,
    #""channels": "lactate", "every": 5, "values": ["count", "hours since last"]"#,
    #""channels": ["II", "SpO2"], "window": 3, "every": 2, "values": ["mean", "slope per hour"]"#,
  ],
  "quality": [
    #""low": -5, "high": 5, "output": "signal""#,
    #""channels": ["V1", "ABP"], "flatFor": 0.5, "output": "signal""#,
    #""railHold": 0.5, "leadOffFor": 0.8, "output": "signal""#,
  ],
  "curve-length": ["", #""output": "others", "channels": { "lead": "V1" }"#],
  "quality-indices": [
    "",
    #"""
    "channels": ["II", "ABP"], "beats": ["pulse", "QRS"], "indices": ["template", "bSQI", "kSQI"],
    "window": 5, "segment": 1, "every": 1.5
    """#,
    #""channels": "ABP", "indices": ["sSQI", "saturated", "missing"], "low": 0, "railHold": 1"#,
  ],
  "discordance": [
    #""first": "II", "second": "V1", "difference": 2, "for": 1"#,
    #""first": "V1", "second": "II", "difference": 0.2, "for": 0.1, "validFor": 0.5"#,
  ],
  "liquid": liquidExamples,
  "alarm": [
    #"""
    "name": "asystole", "when": { "since": "QRS", "atLeast": 4 }, "reset": { "beats": 2 },
    "within": 10, "priority": "high"
    """#,
    #"""
    "name": "asystole", "when": { "since": "QRS", "atLeast": 4 }, "priority": "high",
    "inhibitedBy": { "quality": "quality", "channel": "II", "pulse": "pulse" }
    """#,
    #"""
    "name": "desaturation", "when": { "channel": "SpO2", "below": 88, "for": 1, "hold": 2 },
    "reset": { "channel": "SpO2", "atLeast": 92 }, "priority": "medium"
    """#,
    #"""
    "name": "runs", "priority": "low", "when": { "any": [
      { "count": "QRS", "label": "V", "in": 3, "atLeast": 3 },
      { "all": [ { "during": ["lead off", "gap"], "layer": "quality", "for": 0.5 },
                 { "not": { "channel": "ABP", "above": 100, "for": 0.1 } } ] } ] }
    """#,
    #"""
    "name": "no signal", "priority": "high", "category": "technical",
    "when": { "any": [ { "since": "II", "atLeast": 1 }, { "since": "lactate", "atLeast": 30 } ] }
    """#,
  ],
]
