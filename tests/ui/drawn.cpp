#include "drawn.h"

#include <algorithm>
#include <array>
#include <map>

namespace attune {
namespace {

void append_utf8(std::string& text, unsigned c) {
  if (c < 0x80) {
    text += static_cast<char>(c);
  } else if (c < 0x800) {
    text += static_cast<char>(0xC0 | (c >> 6));
    text += static_cast<char>(0x80 | (c & 0x3F));
  } else {
    text += static_cast<char>(0xE0 | (c >> 12));
    text += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
    text += static_cast<char>(0x80 | (c & 0x3F));
  }
}

struct Letter {
  unsigned character = 0;
  float above = 0, height = 0;  // of the glyph's top under the line's top, and the line's height
};

// In Latin-1 and Latin Extended-A, which every font of the program has.
constexpr std::array<const char*, 26> kSmall{"á", "ß", "ç", "ð", "é", "þ", "ğ", "ñ", "í", "ï", "ķ", "ł", "µ",
                                             "ñ", "ö", "þ", "ø", "ř", "š", "ť", "ü", "û", "æ", "×", "ÿ", "ž"};
constexpr std::array<const char*, 26> kLarge{"Á", "Þ", "Ç", "Ð", "É", "Ê", "Ğ", "Ñ", "Í", "Î", "Ķ", "Ł", "Æ",
                                             "Ñ", "Ö", "Þ", "Ø", "Ř", "Š", "Ť", "Ü", "Û", "Æ", "×", "Ý", "Ž"};

using Letters = std::map<std::pair<float, float>, Letter>;  // by texture coordinates

// A font's glyphs of one size, and its line height. From 1.92 on a font makes them as they are needed, in several sizes.
using OneSize = std::pair<const ImVector<ImFontGlyph>*, float>;
std::vector<OneSize> sizes_of(const ImFontAtlas& atlas) {
  std::vector<OneSize> sizes;
#if IMGUI_VERSION_NUM >= 19200
  auto& baked = atlas.Builder->BakedPool;
  for (int i = 0; i < baked.Size; ++i) sizes.emplace_back(&baked[i].Glyphs, baked[i].Size);
#else
  for (const ImFont* font : atlas.Fonts) sizes.emplace_back(&font->Glyphs, font->FontSize);
#endif
  return sizes;
}

// Those of the fonts that are drawn with: looked for once as long as the fonts are the same.
const Letters& letters_of(const ImFontAtlas& atlas) {
  static Letters letters;
  static std::vector<float> known;
  const std::vector<OneSize> sizes = sizes_of(atlas);
  std::vector<float> fonts;  // what tells one atlas from another
  for (const OneSize& one : sizes) {
    const ImVector<ImFontGlyph>& glyphs = *one.first;
    fonts.insert(fonts.end(), {one.second, static_cast<float>(glyphs.Size)});
    for (const int at : {0, glyphs.Size / 2, glyphs.Size - 1})
      if (at >= 0 && at < glyphs.Size) fonts.insert(fonts.end(), {glyphs[at].U0, glyphs[at].V0});
  }
  if (fonts == known) return letters;
  known = fonts;
  letters.clear();
  for (const OneSize& one : sizes)
    for (const ImFontGlyph& glyph : *one.first)
      if (glyph.Visible) letters[{glyph.U0, glyph.V0}] = {glyph.Codepoint, glyph.Y0, one.second};
  return letters;
}

}  // namespace

std::vector<DrawnText> drawn_texts() {
  const Letters& letters = letters_of(*ImGui::GetIO().Fonts);
  std::vector<DrawnText> texts;
  const ImDrawData* data = ImGui::GetDrawData();
  for (int n = 0; n < data->CmdListsCount; ++n) {
    const ImDrawList& list = *data->CmdLists[n];
    const std::size_t first = texts.size();
    float last_top = 0, last_right = 0;
    for (const ImDrawCmd& command : list.CmdBuffer) {
      const ImVec4 clip = command.ClipRect;
      for (unsigned i = 0; i + 5 < command.ElemCount;) {
        const auto vertex = [&](unsigned k) -> const ImDrawVert& {
          return list.VtxBuffer[static_cast<int>(command.VtxOffset + list.IdxBuffer[static_cast<int>(command.IdxOffset + i + k)])];
        };
        const ImDrawVert &low = vertex(0), &high = vertex(2);
        const auto found = letters.find({low.uv.x, low.uv.y});
        if (found == letters.end() || vertex(1).uv.y != low.uv.y || vertex(1).uv.x != high.uv.x) {
          i += 3;
          continue;
        }
        i += 6;
        const Letter& letter = found->second;
        const float top = low.pos.y - letter.above;
        DrawnText* text = texts.size() > first ? &texts.back() : nullptr;
        const float gap = low.pos.x - last_right;
        const bool goes_on = text != nullptr && std::abs(top - last_top) < 1.5f && gap > -0.35f * letter.height && gap < 0.45f * letter.height;
        if (!goes_on) {
          texts.push_back({"", list._OwnerName == nullptr ? "" : list._OwnerName, {{low.pos.x, top}, {high.pos.x, top + letter.height}}, false});
          text = &texts.back();
        } else if (gap > 0.13f * letter.height) {
          text->text += ' ';
        }
        append_utf8(text->text, letter.character);
        text->box.max.x = std::max(text->box.max.x, high.pos.x);
        text->is_cut = text->is_cut || low.pos.x < clip.x - 1 || high.pos.x > clip.z + 1;
        last_top = top;
        last_right = high.pos.x;
      }
    }
  }
  return texts;
}

std::vector<std::pair<std::size_t, std::size_t>> overlapping(const std::vector<DrawnText>& texts) {
  std::vector<std::pair<std::size_t, std::size_t>> found;
  for (std::size_t i = 0; i < texts.size(); ++i)
    for (std::size_t j = i + 1; j < texts.size(); ++j) {
      if (texts[i].window != texts[j].window) continue;
      const glm::vec2 low = glm::max(texts[i].box.min, texts[j].box.min), high = glm::min(texts[i].box.max, texts[j].box.max);
      const float least = std::min(texts[i].box.size().y, texts[j].box.size().y);
      // Line boxes touch; letters that meet share a third of a line and more than a hair's width.
      if (high.x - low.x > 2 && high.y - low.y > 0.35f * least) found.emplace_back(i, j);
    }
  return found;
}

std::string pseudo(std::string_view english) {
  std::string text;
  bool in_placeholder = false;
  int owed = 0;  // fifths of a letter
  for (const char c : english) {
    if (c == '{') in_placeholder = true;
    if (c == '}') in_placeholder = false;
    const bool is_small = c >= 'a' && c <= 'z', is_large = c >= 'A' && c <= 'Z';
    if (in_placeholder || (!is_small && !is_large)) {
      text += c;
      continue;
    }
    const char* letter = is_small ? kSmall[static_cast<std::size_t>(c - 'a')] : kLarge[static_cast<std::size_t>(c - 'A')];
    text += letter;
    for (owed += 2; owed >= 5; owed -= 5) text += letter;
  }
  return text;
}

UiText pseudo(const UiText& english) {
  UiText text;
  for (const auto& [key, words] : english) text[key] = pseudo(words);
  return text;
}

}  // namespace attune
