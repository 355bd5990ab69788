// The front door.

#include "app/run.h"

int main(int argc, char** argv) { return debrief::app::run(argc, argv); }
