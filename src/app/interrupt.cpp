#include "app/interrupt.h"

#include <csignal>
#include <initializer_list>

namespace attune {

namespace {
volatile std::sig_atomic_t interrupted = 0;
void on_interrupt(int) { interrupted = 1; }
}  // namespace

void watch_interrupts() {
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) std::signal(signal, on_interrupt);
}

bool was_interrupted() { return interrupted != 0; }

}  // namespace attune
