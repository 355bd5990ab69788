// The door: one command line in, one exit status out.
#pragma once

namespace debrief::app {

/// Runs the command and prints its answer or its error. Nothing is thrown.
int run(int argc, char** argv);

}  // namespace debrief::app
