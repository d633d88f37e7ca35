/// What the program's exit status says.
enum ExitStatus: Int32 {
  /// Done.
  case done = 0
  /// Done, and the answer is no: limits not met, or an alarm that `--fail-on` names.
  case answerIsNo = 1
  /// Could not: usage, configuration, no output.
  case couldNot = 2
  /// Incomplete: a recording that could not be read.
  case incomplete = 3
  /// Stopped cleanly by SIGTERM; run again.
  case stopped = 75
}
