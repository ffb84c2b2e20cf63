// Ctrl-C and the like as a flag, so that half-written files are taken away before the program ends.
#pragma once

namespace attune {

// From now on SIGINT, SIGTERM and SIGHUP only set the flag. The one piece of process-wide state: signals have no other.
void watch_interrupts();
bool was_interrupted();

}  // namespace attune
