// Ctrl-C: the first one asks for a safe stop, the second stops at once.
#pragma once

namespace debrief::app {

/// From now on SIGINT and SIGTERM raise the flag below, and a second one ends the program. SIGPIPE is ignored: writing
/// to a closed pipe is an ordinary failure.
void watch_signals();

/// From now on SIGINT and SIGTERM end the program at once, as they do where nobody watches: for a command that only
/// reckons, and so leaves nothing half done.
void let_signals_end();

/// True once Ctrl-C was pressed.
bool interrupted();

/// Throws Error "interrupted" (130) when Ctrl-C was pressed. What was not confirmed is rolled back on the way out.
void stop_if_interrupted();

}  // namespace debrief::app
