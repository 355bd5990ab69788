// Ctrl-C.

#include "app/interrupt.h"

#include <csignal>

#include <unistd.h>

#include "base/error.h"

namespace debrief::app {

namespace {

// The one thing here that is global: a signal handler has nothing else to write to.
volatile std::sig_atomic_t asked_to_stop = 0;

extern "C" void on_signal(int) {
  if (asked_to_stop != 0) _exit(130);
  asked_to_stop = 1;
}

}  // namespace

void watch_signals() {
  struct sigaction stop {};
  stop.sa_handler = on_signal;
  sigemptyset(&stop.sa_mask);
  ::sigaction(SIGINT, &stop, nullptr);
  ::sigaction(SIGTERM, &stop, nullptr);
  struct sigaction ignore {};
  ignore.sa_handler = SIG_IGN;
  ::sigaction(SIGPIPE, &ignore, nullptr);
}

void let_signals_end() {
  // One that came before this was noticed counts as well.
  stop_if_interrupted();
  struct sigaction plain {};
  plain.sa_handler = SIG_DFL;
  ::sigaction(SIGINT, &plain, nullptr);
  ::sigaction(SIGTERM, &plain, nullptr);
}

bool interrupted() { return asked_to_stop != 0; }

void stop_if_interrupted() {
  if (!interrupted()) return;
  throw base::Error(base::Status::interrupted, "interrupted", "stopped by Ctrl-C",
                    "what was confirmed before stays; nothing is half done");
}

}  // namespace debrief::app
