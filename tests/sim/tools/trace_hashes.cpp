// Prints the hashes of all golden traces of an assets folder. Built several ways by compilers_agree.sh.
#include "../trace_hashes.h"

#include <cstdio>
#include <cstdlib>

#include "io/load_content.h"

int main(int argc, char** argv) {
  using namespace attune;
  const int every = argc == 3 ? std::atoi(argv[2]) : 1;
  if (argc < 2 || argc > 3 || every < 1) {
    std::fprintf(stderr, "usage: trace_hashes ASSETS-FOLDER [EVERY]\n");
    return 2;
  }
  const Result<Content> content = load_content(argv[1]);
  if (!content) {
    for (const Error& error : content.errors()) std::fprintf(stderr, "%s\n", to_sentence(error).c_str());
    return 3;
  }
  const Result<ProgramPtr> program = compile_circuit(content->circuit);
  if (!program) return 3;
  for (const std::string& line : testing::list_trace_hashes(*content, *program, every)) std::printf("%s\n", line.c_str());
  return 0;
}
