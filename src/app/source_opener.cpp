#include "app/source_opener.h"

#include <imgui.h>

#include "app/open_file.h"
#include "app/ui_host.h"
#include "ui/words.h"

namespace attune {

void SourceOpener::step(Desk& desk) {
  const auto said = [&](const char* key, const std::string& address) {
    tell(desk, fill(word(*desk.text, key), {{"address", address}}));
  };
  const auto copy_instead = [&](const std::string& address) {
    ImGui::SetClipboardText(address.c_str());
    said("source_no_browser", address);
  };
  if (const std::string id = desk.session.source_wanted; !id.empty()) {
    const bool copied = desk.session.source_copied;
    execute(desk.session, *desk.content, command::OpenSource{""});
    const Reference* const reference = find_reference(*desk.content, id);
    if (reference == nullptr) return;
    const std::string address = source_address(*reference);
    if (copied || address.empty()) {
      ImGui::SetClipboardText(citation(*reference).c_str());
      said("source_copied", address);
    } else if (browser_.open(address)) {
      asked_ = address;
      said("source_opening", address);
    } else {
      asked_.reset();
      copy_instead(address);
    }
    return;
  }
  const Browser::Answer answer = browser_.look();
  if (!asked_ || answer == Browser::Answer::waiting) return;
  const std::string address = *asked_;
  asked_.reset();
  if (answer == Browser::Answer::opened) return said("source_opened", address);
  copy_instead(address);
}

}  // namespace attune
