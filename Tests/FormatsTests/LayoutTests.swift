import Formats
import Testing

/// One small file for each layout that is found in use, against what h5py reads from it.
@Suite struct LayoutTests {
  @Test(arguments: [
    "audata.h5", "biosppy.h5", "ccdef.h5", "chorus_ccdef.h5", "cinc2018_arousal.mat",
    "code_tracings.hdf5", "eeghdf.eeg.h5", "icmplus_nosep.hdf5", "icmplus_sep.hdf5", "nwb_min.nwb",
    "opensignals.h5", "pandas_table.h5", "plain_timestamps.h5", "pulsedb.mat", "snirf_full.snirf",
    "snirf_short.snirf", "uci_cuffless.mat", "uva_prevent.h5",
  ])
  func `a preset reads what an independent reader does`(file: String) throws {
    let goldens = try #require(try LayoutGolden.all("hdf5-layouts/goldens.json")[file])
    try LayoutChecks(path: Goldens.file("hdf5-layouts/\(file)")).run(goldens)
  }
}

/// Files that real devices and archives wrote, against what h5py and wfdb read from them.
@Suite(.enabled(if: SharedFiles.hasRecordings, "the recordings are not beside the package"))
struct RealLayoutTests {
  @Test(arguments: [
    "3000221.hdf5", "bvp_rest.h5", "ecg_20_sec_1000_Hz.h5", "ecg_5_min.h5", "ecg_sample.h5",
    "eda_slow_signal.h5", "emg_fatigue.h5", "signal_sample_single_hub_fspo2_2018_9_3.h5",
    "signal_sample_single_hub_respiration_2018_7_5.h5", "supine_1min.h5", "Simple_Probe.snirf",
    "neuro_run01.snirf",
  ])
  func `a preset reads what an independent reader does`(file: String) throws {
    let goldens = try #require(try LayoutGolden.all("hdf5-real/goldens.json")[file])
    let folder = try #require(SharedFiles.recordings)
    try LayoutChecks(path: "\(folder)/\(file)").run(goldens)
  }

  @Test func `a file without samples is said to be one`() throws {
    let folder = try #require(SharedFiles.recordings)
    do {
      _ = try RecordingReader("\(folder)/minimum_example.snirf")
      Issue.record("read a file without samples")
    } catch {
      #expect(error.description.contains("minimum_example.snirf"))
    }
  }
}
