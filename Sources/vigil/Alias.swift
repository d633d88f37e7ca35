import Formats

typealias IsolatedReader = RecordingReader
