/// Settings under which each stage is checked, by the stage's name: what a pipeline would say, but
/// for the name of the stage.
let stageExamples: [String: [String]] = [
  "qrs": [#""output": "beats""#, #""output": "beats", "channels": { "lead": "V1" }"#],
  "heart-rate": ["", #""average": 3, "longest": 0.9"#],
  "beat-shape": ["", #""channels": "ABP", "before": 0.1, "points": 64, "scale": 9"#],
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

/// The stages that the checks do not hold for yet: their parts still allocate.
let uncheckedStages: Set = ["bandpass", "notch"]
