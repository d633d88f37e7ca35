internal import CFLAC
internal import Glibc

/// A signal file that is a FLAC stream with a channel for each signal.
///
/// As in the WFDB library, the channels share one number of samples per frame, the rate that the
/// stream states means nothing, and the offset in the header counts samples of each channel. What
/// the stream says of itself is held against the header before anything is decoded.
final class WFDBFLACFile: WFDBSampleStream {
  private let file: WFDBDataFile
  private let bits: Int
  private let offset: Int
  private let turns: [WFDBTurn]
  private var decoder: UnsafeMutablePointer<FLAC__StreamDecoder>?
  private var place = 0
  private var stated: (channels: Int, bits: Int, samples: UInt64)?
  private var failure: String?
  /// What was decoded and not yet handed out, by channel, and where it begins.
  private var pending: [[Int32]]
  private var head = 0

  init(_ file: WFDBDataFile, _ format: WFDBSignal.Format, offset: Int, turns: [WFDBTurn])
    throws(WFDBReadError)
  {
    self.file = file
    self.offset = offset
    self.turns = turns
    bits = format.bits
    pending = turns.map { _ in [] }
    guard turns.count <= Int(FLAC__MAX_CHANNELS) else {
      throw WFDBReadError(
        reason: "cannot hold \(turns.count) signals: FLAC has at most \(FLAC__MAX_CHANNELS)")
    }
    guard turns.allSatisfy({ $0.samples == turns[0].samples }) else {
      throw WFDBReadError(
        reason: "cannot hold signals with different numbers of samples per frame: it is FLAC")
    }
    try restart()
  }

  deinit { close() }

  func countFrames() throws(WFDBReadError) -> Int {
    if let stated, stated.samples > 0 {
      let samples = Int(clamping: stated.samples)
      return (samples - min(samples, offset)) / turns[0].samples
    }
    var samples = 0
    while try decode() {
      samples += pending[0].count - head
      head = pending[0].count
    }
    try restart()
    return samples / turns[0].samples
  }

  func restart() throws(WFDBReadError) {
    close()
    place = 0
    stated = nil
    failure = nil
    head = 0
    for channel in pending.indices { pending[channel].removeAll(keepingCapacity: true) }
    guard let decoder = FLAC__stream_decoder_new() else {
      throw WFDBReadError(reason: "cannot be decoded: no memory")
    }
    self.decoder = decoder
    let client = Unmanaged.passUnretained(self).toOpaque()
    let status = FLAC__stream_decoder_init_stream(
      decoder,
      { _, buffer, count, client in WFDBFLACFile.of(client).fill(buffer, count) },
      nil, nil, nil, nil,
      { _, frame, channels, client in WFDBFLACFile.of(client).take(frame, channels) },
      { _, metadata, client in WFDBFLACFile.of(client).note(metadata) },
      { _, status, client in WFDBFLACFile.of(client).fail(status) }, client)
    guard status == FLAC__STREAM_DECODER_INIT_STATUS_OK else {
      throw WFDBReadError(reason: "cannot be decoded: libFLAC refuses to begin")
    }
    let isRead = FLAC__stream_decoder_process_until_end_of_metadata(decoder)
    if let failure { throw WFDBReadError(reason: failure) }
    guard isRead != 0, let stated else {
      throw WFDBReadError(reason: "is not a FLAC file, as its format in the header says")
    }
    guard stated.channels == turns.count else {
      throw WFDBReadError(
        reason: "has \(stated.channels) channels, and the header names \(turns.count) signals")
    }
    guard stated.bits <= bits else {
      throw WFDBReadError(
        reason: "has \(stated.bits) bits in a sample, and its format at most \(bits)")
    }
    try skip(offset)
  }

  func read(frames: Int, into rows: inout [[Int32]]) throws(WFDBReadError) {
    let count = frames * turns[0].samples
    for turn in turns { rows[turn.signal].removeAll(keepingCapacity: true) }
    var left = count
    while left > 0 {
      let got = try decodeSome(left)
      for (channel, turn) in turns.enumerated() {
        rows[turn.signal].append(contentsOf: pending[channel][head..<head + got])
      }
      head += got
      left -= got
    }
  }

  private func skip(_ count: Int) throws(WFDBReadError) {
    var left = count
    while left > 0 {
      let got = try decodeSome(left)
      head += got
      left -= got
    }
  }

  /// Makes sure that samples are pending, and says how many of those wanted are.
  private func decodeSome(_ wanted: Int) throws(WFDBReadError) -> Int {
    guard try decode() else {
      throw WFDBReadError(
        reason: "ends before all its samples were read; copy it again from its source")
    }
    return min(wanted, pending[0].count - head)
  }

  /// Decodes until samples are pending, and says whether there are more.
  private func decode() throws(WFDBReadError) -> Bool {
    while head == pending[0].count {
      head = 0
      for channel in pending.indices { pending[channel].removeAll(keepingCapacity: true) }
      let isDecoded = FLAC__stream_decoder_process_single(decoder) != 0
      if let failure { throw WFDBReadError(reason: failure) }
      guard isDecoded else { throw WFDBReadError(reason: "cannot be decoded: it is damaged") }
      if pending[0].isEmpty,
        FLAC__stream_decoder_get_state(decoder) == FLAC__STREAM_DECODER_END_OF_STREAM
      {
        return false
      }
    }
    return true
  }

  private func close() {
    if let decoder { FLAC__stream_decoder_delete(decoder) }
    decoder = nil
  }

  private static func of(_ client: UnsafeMutableRawPointer?) -> WFDBFLACFile {
    guard let client else { preconditionFailure("libFLAC must hand back what it was given") }
    return Unmanaged<WFDBFLACFile>.fromOpaque(client).takeUnretainedValue()
  }

  // MARK: What libFLAC calls

  private func fill(
    _ buffer: UnsafeMutablePointer<FLAC__byte>?, _ count: UnsafeMutablePointer<Int>?
  ) -> FLAC__StreamDecoderReadStatus {
    guard let buffer, let count, count.pointee > 0 else {
      return FLAC__STREAM_DECODER_READ_STATUS_ABORT
    }
    let got = file.read(count.pointee, at: place, into: buffer)
    place += got
    count.pointee = got
    return got > 0
      ? FLAC__STREAM_DECODER_READ_STATUS_CONTINUE : FLAC__STREAM_DECODER_READ_STATUS_END_OF_STREAM
  }

  private func note(_ metadata: UnsafePointer<FLAC__StreamMetadata>?) {
    guard let metadata, metadata.pointee.type == FLAC__METADATA_TYPE_STREAMINFO else { return }
    let info = metadata.pointee.data.stream_info
    if stated != nil { failure = failure ?? "cannot be decoded: it describes itself twice" }
    stated = (Int(info.channels), Int(info.bits_per_sample), info.total_samples)
  }

  private func take(
    _ frame: UnsafePointer<FLAC__Frame>?,
    _ channels: UnsafePointer<UnsafePointer<FLAC__int32>?>?
  ) -> FLAC__StreamDecoderWriteStatus {
    guard failure == nil, let frame, let channels, let stated,
      Int(frame.pointee.header.channels) == stated.channels,
      Int(frame.pointee.header.bits_per_sample) == stated.bits
    else {
      failure = failure ?? "cannot be decoded: a frame contradicts the start of the file"
      return FLAC__STREAM_DECODER_WRITE_STATUS_ABORT
    }
    let count = Int(frame.pointee.header.blocksize)
    let limit = Int32(1) << (stated.bits - 1)
    for channel in pending.indices {
      guard let samples = channels[channel] else {
        failure = "cannot be decoded: a channel is missing"
        return FLAC__STREAM_DECODER_WRITE_STATUS_ABORT
      }
      let decoded = UnsafeBufferPointer(start: samples, count: count)
      guard decoded.allSatisfy({ $0 >= -limit && $0 < limit }) else {
        failure = "cannot be decoded: a sample has more bits than the file states"
        return FLAC__STREAM_DECODER_WRITE_STATUS_ABORT
      }
      pending[channel].append(contentsOf: decoded)
    }
    return FLAC__STREAM_DECODER_WRITE_STATUS_CONTINUE
  }

  private func fail(_ status: FLAC__StreamDecoderErrorStatus) {
    guard failure == nil else { return }
    let what =
      switch status {
      case FLAC__STREAM_DECODER_ERROR_STATUS_BAD_HEADER: "the header of a frame is damaged"
      case FLAC__STREAM_DECODER_ERROR_STATUS_FRAME_CRC_MISMATCH: "the checksum of a frame is wrong"
      case FLAC__STREAM_DECODER_ERROR_STATUS_UNPARSEABLE_STREAM: "the stream is not understood"
      default: "what follows is no frame"
      }
    failure = "cannot be decoded at byte \(place) or before: \(what)"
  }
}
