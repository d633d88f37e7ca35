internal import Configuration

extension Mapping {
  /// The mappings that come with the program, tried in this order on a file of another layout.
  public static let presets: [Mapping] = [plux, bitalino, preVent, chorus, plain].map { text in
    do {
      return try Mapping(SourceText(path: "preset", text))
    } catch {
      preconditionFailure("a preset is wrong: \(error)")
    }
  }

  /// The transfer functions are those of `raw_to_phy` in the maker's biosignalsnotebooks.
  private static let plux = """
    { "layout": "OpenSignals of biosignalsplux",
      "description": "PLUX OpenSignals (r)evolution: raw counts of a hub, a group for each device.",
      "detect": [
        { "path": "/*", "attribute": "device", "matches": [
          "bioplux", "bioplux_exp", "biosignalsplux", "rachimeter", "channeller", "swifter",
          "ddme_openbanplux" ] },
        { "path": "/*/raw/channel_*" } ],
      "signals": [
        { "match": "/*/raw/{name}", "names": "channel_*",
          "where": { "attribute": "@sensor", "matches": "ECG" }, "kind": "ecg",
          "unit": { "text": "mV" },
          "transform": { "kind": "converter", "resolution": "../..@resolution",
            "zero": { "value": 0.5 }, "reference": { "value": 3.0 }, "gain": { "value": 1.019 } },
          "time": { "kind": "rate", "rate": "../..@sampling rate" } },
        { "match": "/*/raw/{name}", "names": "channel_*",
          "where": { "attribute": "@sensor", "matches": "BVP" }, "kind": "ppg",
          "unit": { "text": "uA" },
          "transform": { "kind": "converter", "resolution": "../..@resolution",
            "zero": { "value": 0 }, "reference": { "value": 3.0 },
            "gain": { "value": 0.190060606 } },
          "time": { "kind": "rate", "rate": "../..@sampling rate" } },
        { "match": "/*/raw/{name}", "names": "channel_*",
          "where": { "attribute": "@sensor", "matches": "EMG" }, "kind": "emg",
          "unit": { "text": "mV" },
          "transform": { "kind": "converter", "resolution": "../..@resolution",
            "zero": { "value": 0.5 }, "reference": { "value": 3.0 }, "gain": { "value": 1 } },
          "time": { "kind": "rate", "rate": "../..@sampling rate" } } ] }
    """

  /// The transfer function is that of `raw_to_phy` in the maker's biosignalsnotebooks.
  private static let bitalino = """
    { "layout": "OpenSignals of BITalino",
      "description": "PLUX OpenSignals (r)evolution: raw counts of a BITalino board.",
      "detect": [
        { "path": "/*", "attribute": "device",
          "matches": [ "bitalino", "bitalino_rev", "bitalino_riot" ] },
        { "path": "/*/raw/channel_*" } ],
      "signals": [
        { "match": "/*/raw/{name}", "names": "channel_*",
          "where": { "attribute": "@sensor", "matches": "ECG" }, "kind": "ecg",
          "unit": { "text": "mV" },
          "transform": { "kind": "converter", "resolution": "../..@resolution",
            "zero": { "value": 0.5 }, "reference": { "value": 3.3 }, "gain": { "value": 1.1 } },
          "time": { "kind": "rate", "rate": "../..@sampling rate" } } ] }
    """

  /// `Scale` is 0 in files that were made from WFDB records, whose values need gain and baseline.
  private static let preVent = """
    { "layout": "UVA PreVent",
      "description": "The PreVent formatconverter: int16 in blocks, a time for each block.",
      "detect": [ { "path": "/Events/Global_Times" }, { "path": "/Waveforms" } ],
      "signals": [
        { "match": "/Waveforms/{name}", "where": { "attribute": "data@wfdb-gain", "matches": "*" },
          "names": [ "I", "II", "III", "V", "V1", "V2", "V3", "V4", "V5", "V6", "AVR", "AVL", "AVF",
            "aVR", "aVL", "aVF", "MCL", "MCL1", "MLII" ],
          "kind": "ecg", "lead": "{name}", "unit": "@Unit of Measure", "values": "data",
          "missing": "data@Missing Value Marker",
          "transform": { "kind": "gain", "gain": "data@wfdb-gain",
            "baseline": "data@wfdb-baseline" },
          "time": { "kind": "blocks", "values": "time", "unit": { "text": "ms" },
            "epoch": "unix", "samplesPerBlock": "@Readings Per Sample",
            "blockPeriod": "@Sample Period (ms)" } },
        { "match": "/Waveforms/{name}", "where": { "attribute": "data@wfdb-gain", "matches": "*" },
          "names": [ "PLETH*", "SPO2*" ],
          "kind": "ppg", "unit": "@Unit of Measure", "values": "data",
          "missing": "data@Missing Value Marker",
          "transform": { "kind": "gain", "gain": "data@wfdb-gain",
            "baseline": "data@wfdb-baseline" },
          "time": { "kind": "blocks", "values": "time", "unit": { "text": "ms" },
            "epoch": "unix", "samplesPerBlock": "@Readings Per Sample",
            "blockPeriod": "@Sample Period (ms)" } },
        { "match": "/Waveforms/{name}", "where": { "attribute": "data@wfdb-gain", "matches": "*" },
          "names": [ "ABP*", "ART*" ],
          "kind": "abp", "unit": "@Unit of Measure", "values": "data",
          "missing": "data@Missing Value Marker",
          "transform": { "kind": "gain", "gain": "data@wfdb-gain",
            "baseline": "data@wfdb-baseline" },
          "time": { "kind": "blocks", "values": "time", "unit": { "text": "ms" },
            "epoch": "unix", "samplesPerBlock": "@Readings Per Sample",
            "blockPeriod": "@Sample Period (ms)" } },
        { "match": "/Waveforms/{name}", "where": { "attribute": "data@wfdb-gain", "matches": "*" },
          "unit": "@Unit of Measure", "values": "data",
          "missing": "data@Missing Value Marker",
          "transform": { "kind": "gain", "gain": "data@wfdb-gain",
            "baseline": "data@wfdb-baseline" },
          "time": { "kind": "blocks", "values": "time", "unit": { "text": "ms" },
            "epoch": "unix", "samplesPerBlock": "@Readings Per Sample",
            "blockPeriod": "@Sample Period (ms)" } },
        { "match": "/Waveforms/{name}",
          "unit": "@Unit of Measure", "values": "data",
          "missing": "data@Missing Value Marker",
          "transform": { "kind": "power", "exponent": "data@Scale" },
          "time": { "kind": "blocks", "values": "time", "unit": { "text": "ms" },
            "epoch": "unix", "samplesPerBlock": "@Readings Per Sample",
            "blockPeriod": "@Sample Period (ms)" } },
        { "match": "/VitalSigns/{name}", "kind": "numeric",
          "unit": "@Unit of Measure", "values": "data",
          "missing": "data@Missing Value Marker",
          "transform": { "kind": "power", "exponent": "data@Scale" },
          "time": { "kind": "timestamps", "values": "time", "unit": { "text": "ms" },
            "epoch": "unix" } } ] }
    """

  private static let chorus = """
    { "layout": "CHoRUS",
      "description": "The waveforms of the CHoRUS benchmark: int16 with gain, baseline and rate.",
      "detect": [
        { "path": "/Waveforms/*", "attribute": "sample_rate" },
        { "path": "/Waveforms/*", "attribute": "nanvalue" } ],
      "signals": [
        { "match": "/Waveforms/{name}",
          "names": [ "I", "II", "III", "V*", "AVR", "AVL", "AVF", "aVR", "aVL", "aVF" ],
          "kind": "ecg", "lead": "{name}", "unit": "@uom", "missing": "@nanvalue",
          "transform": { "kind": "gain", "gain": "@gain", "baseline": "@baseline" },
          "time": { "kind": "rate", "rate": "@sample_rate" } },
        { "match": "/Waveforms/{name}", "unit": "@uom", "missing": "@nanvalue",
          "transform": { "kind": "gain", "gain": "@gain", "baseline": "@baseline" },
          "time": { "kind": "rate", "rate": "@sample_rate" } } ] }
    """

  private static let plain = """
    { "layout": "plain timestamps",
      "description": "A group for each signal, with its values and the time of each.",
      "detect": [ { "path": "/signals/*/value" }, { "path": "/signals/*/time" } ],
      "start": "/@start_time",
      "signals": [
        { "match": "/signals/{name}", "names": [ "ecg*", "ECG*" ], "kind": "ecg",
          "values": "value", "unit": "value@unit",
          "transform": { "kind": "scale", "scale": { "attribute": "value@scale", "value": 1 },
            "offset": { "attribute": "value@offset", "value": 0 } },
          "time": { "kind": "timestamps", "values": "time", "unit": "time@unit" } },
        { "match": "/signals/{name}",
          "values": "value", "unit": "value@unit",
          "transform": { "kind": "scale", "scale": { "attribute": "value@scale", "value": 1 },
            "offset": { "attribute": "value@offset", "value": 0 } },
          "time": { "kind": "timestamps", "values": "time", "unit": "time@unit" } } ] }
    """
}
