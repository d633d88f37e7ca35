internal import CHDF5

/// Reads the numbers of a chunked dataset as samples without the library's filters: chunks are
/// found and fetched by the library, decompressed by libdeflate, on all cores where there are
/// several, and converted on the way.
///
/// The samples are those that ``Dataset/read(rows:into:)-(_,MutableSpan<T>)`` and a conversion give,
/// bit for bit, with any number of threads. Nothing is allocated once the same was read before.
public final class ChunkReader {
  private let store: ChunkStore
  private let dataset: Handle
  private let path: String
  private let identity: Int
  private let decoder: ChunkDecoder
  /// Rows and columns of the dataset, and of a chunk; one column where there is one dimension.
  private let extent: (rows: Int, columns: Int)
  private let chunk: (rows: Int, columns: Int)
  private let rank: Int
  private let crew: ChunkCrew?
  /// The slots that the read under way began, of which those before `head` are finished.
  private var pending: [ChunkSlot] = []
  private var head = 0
  /// The first failure of the read under way.
  private var failure: HDF5Error?
  /// Slots that are decoded ahead of being wanted.
  private var ahead: [ChunkSlot] = []
  /// The rows that were read last.
  private var last = 0..<0

  /// A reader of a dataset, where it has one or two dimensions, numbers of a known type and known
  /// filters; nil for all others, which the library reads.
  init?(_ dataset: borrowing Dataset, _ store: ChunkStore, crew: @autoclosure () -> ChunkCrew?)
    throws(HDF5Error)
  {
    let storage = try Storage(of: dataset.identifier, at: dataset.path)
    guard let bytes = storage.chunkBytes,
      bytes >= ChunkReader.leastBytes
        || storage.filters.contains(where: { $0.identifier == Filter.gzip }),
      (1...2).contains(dataset.extent.count), dataset.rows < 1 << 56, dataset.rowWidth < 1 << 56,
      try ChunkReader.isPlainlyReadable(dataset.identifier, at: dataset.path),
      let number = try StoredNumber(of: dataset.identifier, at: dataset.path),
      let decoder = ChunkDecoder(number, bytes: bytes, filters: storage.filters)
    else { return nil }
    self.store = store
    self.decoder = decoder
    path = dataset.path
    rank = dataset.extent.count
    extent = (dataset.rows, dataset.rowWidth)
    chunk = (storage.chunkExtent[0], rank == 2 ? storage.chunkExtent[1] : 1)
    identity = store.number()
    let id = dataset.identifier
    try call("cannot be opened", at: path) { H5Iinc_ref(id) }
    self.dataset = try Handle("cannot be opened", at: path, closedBy: H5Idec_ref) { id }
    let isWorthIt = bytes >= 8192 && extent.rows * extent.columns > 4 * (bytes / number.size)
    self.crew = isWorthIt ? crew() : nil
    pending.reserveCapacity(ChunkStore.mostSlots)
    ahead.reserveCapacity(ChunkStore.mostSlots)
  }

  /// Chunks of fewer bytes are left to the library: finding them takes longer than decoding them.
  ///
  /// Those that are compressed are not: the library unpacks as much as they hold.
  private static let leastBytes = 2048
  /// The most chunks that are decoded ahead.
  private static let mostAhead = 8

  deinit { settle() }

  /// Whether the file is one that nobody writes, and partial chunks are filtered like others.
  private static func isPlainlyReadable(_ dataset: hid_t, at path: String) throws(HDF5Error) -> Bool
  {
    let file = try Handle("cannot be opened", at: path, closedBy: H5Fclose) {
      H5Iget_file_id(dataset)
    }
    var intent: UInt32 = 0
    try call("cannot be opened", at: path) { H5Fget_intent(file.id, &intent) }
    guard intent == h5f_acc_rdonly() else { return false }
    let creation = try Handle("cannot be opened", at: path, closedBy: H5Pclose) {
      H5Dget_create_plist(dataset)
    }
    var options: UInt32 = 0
    try call("cannot be opened", at: path) { H5Pget_chunk_opts(creation.id, &options) }
    return options == 0
  }

  /// A converter for ``read(rows:columns:by:into:)``.
  public func converter(_ conversion: some SampleConversion) -> ChunkConversion {
    ChunkConversion(
      store.converter(decoder.number, conversion, count: extent.rows * extent.columns))
  }

  // MARK: Reading

  /// Reads some columns of some rows, row after row, into memory that is there already.
  ///
  /// Chunks that lie just behind these rows are decoded ahead where there are further cores.
  public func read(
    rows: Range<Int>, columns: Range<Int>, by conversion: ChunkConversion,
    into values: inout MutableSpan<Float>
  ) throws(HDF5Error) {
    precondition(values.count == rows.count * columns.count, "room for these numbers and no more")
    guard rows.lowerBound >= 0, rows.upperBound <= extent.rows, columns.lowerBound >= 0,
      columns.upperBound <= extent.columns
    else { throw HDF5Error(path, "is smaller than what is wanted of it") }
    guard values.count > 0 else { return }
    Whereabouts.note(path)
    failure = nil
    values.withUnsafeMutableBufferPointer { buffer in
      guard let target = buffer.baseAddress else { return }
      do throws(HDF5Error) {
        try read(rows, columns, by: conversion.converter, into: target)
      } catch {
        // What an earlier chunk met is what is told, however many threads there are.
        finish()
        failure = failure ?? error
      }
      finish()
    }
    if let failure { throw failure }
    let isSequential = rows.lowerBound == last.upperBound || rows == last
    last = rows
    if isSequential { readAhead(behind: rows, columns) }
  }

  private func read(
    _ rows: Range<Int>, _ columns: Range<Int>, by converter: ChunkConverter,
    into target: UnsafeMutablePointer<Float>
  ) throws(HDF5Error) {
    var row = rows.lowerBound
    while row < rows.upperBound {
      let i = row / chunk.rows
      let nextRow = min(rows.upperBound, (i + 1) * chunk.rows)
      var column = columns.lowerBound
      while column < columns.upperBound {
        let j = column / chunk.columns
        let nextColumn = min(columns.upperBound, (j + 1) * chunk.columns)
        let piece = ChunkConverter.Piece(
          start: (row - i * chunk.rows) * chunk.columns + column - j * chunk.columns,
          rows: nextRow - row, length: nextColumn - column, stride: chunk.columns,
          targetStride: columns.count)
        let place = (row - rows.lowerBound) * columns.count + column - columns.lowerBound
        try begin(i, j, piece, by: converter, into: target + place)
        column = nextColumn
      }
      row = nextRow
    }
  }

  /// Begins to bring a piece of a chunk into place.
  private func begin(
    _ i: Int, _ j: Int, _ piece: ChunkConverter.Piece, by converter: ChunkConverter,
    into target: UnsafeMutablePointer<Float>
  ) throws(HDF5Error) {
    let index = i * columnsOfChunks + j
    if let slot = store.slot(of: identity, chunk: index) {
      wait(for: slot)
      try check(slot, i, j)
      prepare(slot, piece, by: converter, into: target, isLast: isLast(piece))
      start(slot, isLong: piece.count >= 1 << 14)
      return
    }
    var taken = store.take(decoder.room, for: identity, chunk: index, crew: crew)
    if taken == nil {
      finish()
      settle()
      if let failure { throw failure }
      taken = store.take(decoder.room, for: identity, chunk: index, crew: crew)
    }
    guard let slot = taken else { throw HDF5Error(path, "cannot be read: no memory is left") }
    do throws(HDF5Error) { try fetch(i, j, into: slot) } catch {
      store.giveRaw(of: slot)
      store.clear(slot)
      throw error
    }
    prepare(slot, piece, by: converter, into: target, isLast: isLast(piece))
    start(slot, isLong: true)
  }

  /// Whether a piece reaches the end of its chunk in every direction, so that whoever reads on
  /// needs the chunk no more.
  private func isLast(_ piece: ChunkConverter.Piece) -> Bool {
    piece.length == chunk.columns && piece.start + piece.count == chunk.rows * chunk.columns
  }

  private func prepare(
    _ slot: ChunkSlot, _ piece: ChunkConverter.Piece, by converter: ChunkConverter,
    into target: UnsafeMutablePointer<Float>, isLast: Bool
  ) {
    slot.converter = converter
    slot.piece = piece
    slot.target = target
    slot.isPinned = true
    slot.isSpent = isLast
  }

  private func start(_ slot: ChunkSlot, isLong: Bool) {
    pending.append(slot)
    guard let crew, isLong else { return slot.work(store.bench) }
    crew.submit(slot)
    // Few chunks at once: their memory stays in the near caches.
    while pending.count - head > 2 * crew.workers + 2 { finishFirst() }
  }

  private func wait(for slot: ChunkSlot) { crew?.wait(for: slot, store.bench) }

  private func finishFirst() {
    let slot = pending[head]
    head += 1
    release(slot)
    if let kind = slot.failure {
      let place = (slot.chunk / columnsOfChunks, slot.chunk % columnsOfChunks)
      failure = failure ?? self.failure(kind, place.0, place.1)
      store.clear(slot)
    }
    guard head == pending.count else { return }
    pending.removeAll(keepingCapacity: true)
    head = 0
  }

  /// Waits for everything that the read under way began.
  private func finish() {
    while head < pending.count { finishFirst() }
  }

  /// Waits for what was begun ahead.
  private func settle() {
    for slot in ahead { release(slot) }
    ahead.removeAll(keepingCapacity: true)
  }

  private func release(_ slot: ChunkSlot) {
    wait(for: slot)
    store.giveRaw(of: slot)
    slot.isPinned = false
  }

  private var columnsOfChunks: Int { (extent.columns + chunk.columns - 1) / chunk.columns }

  // MARK: Ahead

  /// Begins to decode the chunks that follow these rows.
  private func readAhead(behind rows: Range<Int>, _ columns: Range<Int>) {
    guard let crew, decoder.bytes * ChunkReader.mostAhead <= ChunkStore.bytes / 2 else { return }
    for index in ahead.indices.reversed() where crew.isDone(ahead[index]) {
      release(ahead[index])
      ahead.remove(at: index)
    }
    let first = (rows.upperBound - 1) / chunk.rows + 1
    // As many as were read now are wanted next; their memory is bounded.
    let length = min(max(rows.count / chunk.rows, crew.workers + 1), ChunkReader.mostAhead)
    for i in first..<first + length where i * chunk.rows < extent.rows {
      for j in columns.lowerBound / chunk.columns...(columns.upperBound - 1) / chunk.columns {
        let index = i * columnsOfChunks + j
        guard ahead.count < ChunkReader.mostAhead, store.slot(of: identity, chunk: index) == nil,
          let slot = store.take(decoder.room, for: identity, chunk: index, crew: crew)
        else { continue }
        do throws(HDF5Error) {
          try fetch(i, j, into: slot)
        } catch {
          // Whoever wants the chunk will meet the error.
          store.giveRaw(of: slot)
          store.clear(slot)
          return
        }
        slot.isPinned = true
        ahead.append(slot)
        crew.submit(slot)
      }
    }
  }

  // MARK: Fetching

  /// Fetches the bytes of a chunk; one that is not in the file, or not to be found, is left to the
  /// library, which fills in what stands for it, or says what is wrong.
  private func fetch(_ i: Int, _ j: Int, into slot: ChunkSlot) throws(HDF5Error) {
    slot.decoder = decoder
    _ = H5Eset_auto2(hid_t(H5E_DEFAULT), nil, nil)
    var offset = [2 of hsize_t](repeating: 0)
    offset[0] = hsize_t(i * chunk.rows)
    offset[1] = hsize_t(j * chunk.columns)
    var bytes: hsize_t = 0
    var status: herr_t = 0
    var start = offset.mutableSpan
    start.withUnsafeMutableBufferPointer {
      status = H5Dget_chunk_storage_size(dataset.id, $0.baseAddress, &bytes)
    }
    guard status >= 0, bytes > 0 else { return try fill(i, j, into: slot) }
    guard let count = Int(exactly: bytes), count <= decoder.mostStoredBytes else {
      throw failure(.length, i, j)
    }
    if decoder.isCompressed || count > slot.capacity {
      slot.raw = store.takeRaw(max(count, min(decoder.mostStoredBytes, 1 << 20)))
    }
    var mask: UInt32 = 0
    start.withUnsafeMutableBufferPointer {
      status = H5Dread_chunk(
        dataset.id, h5p_default(), $0.baseAddress, &mask, slot.raw?.memory ?? slot.memory)
    }
    guard status >= 0 else { throw .current(path, "cannot be read") }
    slot.rawCount = count
    slot.mask = mask
  }

  /// Lets the library read a chunk, its numbers as they are stored.
  private func fill(_ i: Int, _ j: Int, into slot: ChunkSlot) throws(HDF5Error) {
    let offset = [i * chunk.rows, j * chunk.columns]
    let count = [
      min(chunk.rows, extent.rows - offset[0]), min(chunk.columns, extent.columns - offset[1]),
    ]
    let space = try Handle("cannot be read", at: path, closedBy: H5Sclose) {
      H5Dget_space(dataset.id)
    }
    let memory = try Dataspace.make([chunk.rows, chunk.columns], extendible: false, at: path)
    var lengths = count.map { hsize_t($0) }
    var start = offset.map { hsize_t($0) }
    var zero: [hsize_t] = [0, 0]
    try call("cannot be read", at: path) {
      H5Sselect_hyperslab(space.id, H5S_SELECT_SET, &start, nil, &lengths, nil)
    }
    try call("cannot be read", at: path) {
      H5Sselect_hyperslab(memory.id, H5S_SELECT_SET, &zero, nil, &lengths, nil)
    }
    // What has neither values nor a number to stand for them is 0, and not what memory held before.
    slot.memory.initializeMemory(as: UInt8.self, repeating: 0, count: slot.capacity)
    try call("cannot be read", at: path) {
      H5Dread(
        dataset.id, decoder.number.type, memory.id, space.id, h5p_default(), slot.memory)
    }
    slot.isShuffled = false
    slot.rawCount = 0
  }

  private func check(_ slot: ChunkSlot, _ i: Int, _ j: Int) throws(HDF5Error) {
    guard let kind = slot.failure else { return }
    store.clear(slot)
    throw failure(kind, i, j)
  }

  private func failure(_ kind: ChunkDecoder.Failure, _ i: Int, _ j: Int) -> HDF5Error {
    let column = columnsOfChunks > 1 ? ", column \(j * chunk.columns)" : ""
    return HDF5Error(
      path, "cannot be read (the chunk at row \(i * chunk.rows)\(column): \(kind.rawValue))",
      remedy: "the file is damaged; copy it again from its source")
  }
}

/// A conversion that a ``ChunkReader`` made ready.
public struct ChunkConversion {
  let converter: ChunkConverter

  init(_ converter: ChunkConverter) { self.converter = converter }
}
