// Prints the hashes of all golden traces of an assets folder. Built several ways by compilers_agree.sh.
#include "../trace_hashes.h"

#include <cstdio>

#include "io/load_content.h"

int main(int argc, char** argv) {
  using namespace attune;
  if (argc != 2) {
    std::fprintf(stderr, "usage: trace_hashes ASSETS-FOLDER\n");
    return 2;
  }
  const Result<Content> content = load_content(argv[1]);
  if (!content) {
    for (const Error& error : content.errors()) std::fprintf(stderr, "%s\n", to_sentence(error).c_str());
    return 3;
  }
  const Result<ProgramPtr> program = compile_circuit(content->circuit);
  if (!program) return 3;
  for (const std::string& line : testing::list_trace_hashes(*content, *program)) std::printf("%s\n", line.c_str());
  return 0;
}
