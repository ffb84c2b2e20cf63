#include <algorithm>
#include <cstdio>

#include "app/commands.h"
#include "app/own_model.h"
#include "core/file.h"
#include "core/text.h"
#include "io/load_mapping.h"
#include "session/own_brain.h"

namespace attune {

ExitCode run_map(const CommonOptions& common, const MapOptions& options) {
  const auto installation = open_installation(common, false);
  if (!installation) return report(installation.errors());
  const auto opened = read_own_brain(installation->assets, installation->content, options.model, options.mapping);
  if (!opened) return report(opened.errors());
  Mapping mapping = opened->own->mapping;
  std::size_t widest = 4;
  const auto columns_of = [](const std::string& text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
  };
  for (const PartMatch& part : mapping.parts) widest = std::max(widest, columns_of(printable(part.name, 40)));
  for (PartMatch& part : mapping.parts) {
    if (options.accept && part.match == Match::unsure) part.structure = part.maybe, part.match = Match::chosen;
    const char* side = part.side == Hemisphere::left ? "left" : part.side == Hemisphere::right ? "right" : "";
    std::string is = part.structure;
    if (is.empty())
      is = (part.match == Match::unsure ? sentence("grey_maybe", {{"maybe", part.maybe}}) : sentence(part.match == Match::sure ? "outer_shape" : "grey")).english;
    const std::string name = printable(part.name, 40), gap(widest - columns_of(name), ' ');
    std::printf("%s%s  %-6s %s\n", name.c_str(), gap.c_str(), side, is.c_str());
  }
  for (const std::string& warning : opened->warnings) std::printf("warning: %s\n", warning.c_str());
  for (const auto* sentences : {&opened->own->findings, &opened->own->problems})
    for (const std::string& sentence : *sentences) std::printf("%s\n", sentence.c_str());
  if (options.out.empty()) return ExitCode::ok;
  if (const Status written = write_file(options.out, mapping_to_json(mapping)); !written) return report(written.errors());
  print(sentence("parts_written", {{"file", options.out}, {"count", std::to_string(mapping.parts.size())}}));
  return ExitCode::ok;
}

}  // namespace attune
