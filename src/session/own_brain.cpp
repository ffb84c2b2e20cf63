#include "session/own_brain.h"

#include <algorithm>
#include <cmath>
#include <glm/geometric.hpp>
#include <glm/mat3x3.hpp>
#include <glm/matrix.hpp>
#include <map>
#include <set>

#include "core/hash.h"
#include "core/text.h"
#include "session/say.h"
#include "session/session.h"
#include "session/shown_regions.h"

namespace attune {

namespace {

// ---- names -----------------------------------------------------------------------------------------------------

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_word(char c) { return is_upper(c) || is_lower(c) || is_digit(c) || static_cast<unsigned char>(c) >= 0x80; }

// Letters without their accents, written together or apart: "Nucléus" -> "Nucleus"; a hard space -> a space.
std::string plain_letters(std::string_view name) {
  static constexpr char kLatin[] = "AAAAAAACEEEEIIIIDNOOOOO*OUUUUYTsaaaaaaaceeeeiiiidnooooo*ouuuuyty";  // U+00C0 to U+00FF
  std::string plain;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const auto first = static_cast<unsigned char>(name[i]), second = static_cast<unsigned char>(i + 1 < name.size() ? name[i + 1] : 0);
    const bool is_two = (second & 0xC0) == 0x80;
    if (is_two && first == 0xC3) {
      plain += kLatin[second & 0x3F];
    } else if (is_two && first == 0xC2) {
      plain += ' ';
    } else if (!is_two || (first != 0xCC && !(first == 0xCD && second < 0xB0))) {  // else a mark of its own
      plain += name[i];
      continue;
    }
    ++i;
  }
  return plain;
}

// "ctx-lh.RostralACC_2" -> ctx lh rostral acc 2
std::vector<std::string> words_of_name(std::string_view given) {
  const std::string name = plain_letters(given);
  std::vector<std::string> words;
  std::string word;
  const auto close = [&] {
    if (!word.empty()) words.push_back(word);
    word.clear();
  };
  for (std::size_t i = 0; i < name.size(); ++i) {
    const char c = name[i];
    if (!is_word(c)) {
      close();
      continue;
    }
    if (i > 0 && !word.empty()) {
      const char before = name[i - 1];
      const bool hump = is_upper(c) && (is_lower(before) || (is_upper(before) && i + 1 < name.size() && is_lower(name[i + 1])));
      if (hump || is_digit(c) != is_digit(before)) close();
    }
    word += is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c;
  }
  close();
  return words;
}

std::string joined(const std::vector<std::string>& words) {
  std::string all;
  for (const std::string& word : words) all += word;
  return all;
}

bool is_number(const std::string& word) { return std::all_of(word.begin(), word.end(), is_digit); }

// The known name's words, one after the other, somewhere in the name.
bool contains(const std::vector<std::string>& words, const std::vector<std::string>& known) {
  return !known.empty() && std::search(words.begin(), words.end(), known.begin(), known.end()) != words.end();
}

constexpr std::size_t kFewBesides = 2;      // other words that may stand beside a known name
constexpr std::size_t kShortestInside = 4;  // shorter known names must be the whole name: "acc" is also "accumbens"

std::size_t most_typos(std::size_t length) { return length >= 10 ? 2 : length >= 6 ? 1 : 0; }

// ---- places ----------------------------------------------------------------------------------------------------

glm::dmat3 turn_of(const std::array<std::string, 3>& axes) {
  glm::dmat3 turn(0.0);
  for (int row = 0; row < 3; ++row) {
    const std::string& axis = axes[static_cast<std::size_t>(row)];
    const int column = axis.size() == 2 ? std::clamp(axis[1] - 'x', 0, 2) : row;
    turn[column][row] = !axis.empty() && axis[0] == '-' ? -1 : 1;
  }
  return turn;
}

bool is_plain(const std::array<std::string, 3>& axes) { return axes == Placement{}.axes; }
bool is_mirrored(const std::array<std::string, 3>& axes) { return glm::determinant(turn_of(axes)) < 0; }

// All 48, the plain one first.
std::vector<std::array<std::string, 3>> all_axes() {
  std::vector<std::array<std::string, 3>> all;
  std::array<int, 3> order{0, 1, 2};
  do {
    for (int signs = 0; signs < 8; ++signs) {
      std::array<std::string, 3> axes;
      for (std::size_t row = 0; row < 3; ++row)
        axes[row] = std::string((signs >> row & 1) != 0 ? "-" : "+") + static_cast<char>('x' + order[row]);
      all.push_back(axes);
    }
  } while (std::next_permutation(order.begin(), order.end()));
  return all;
}

struct Box {
  glm::dvec3 low{1e30}, high{-1e30};
  glm::dvec3 size() const { return high - low; }
  glm::dvec3 middle() const { return 0.5 * (low + high); }
  double widest() const { return std::max({size().x, size().y, size().z}); }
};

Box box_of(const BrainModel& model) {
  Box box;
  for (const BrainPart& part : model.parts) {
    box.low = glm::min(box.low, glm::dvec3(part.min_mm));
    box.high = glm::max(box.high, glm::dvec3(part.max_mm));
  }
  return box;
}

// Where known parts lie and where they belong.
struct Pairs {
  std::vector<std::string> structures;
  std::vector<glm::dvec3> from, to;
  bool has_sides = false;  // a name says left or right: only then can a model be seen to be mirrored
};

// unsaid: the half of parts whose names say none; midline: they are both halves in one.
Pairs pair_up(const BrainModel& model, const Mapping& mapping, const BrainNames& names, Hemisphere unsaid = Hemisphere::midline) {
  struct Sum {
    glm::dvec3 sum{0};
    double weight = 0;
  };
  std::map<std::pair<std::string, Hemisphere>, Sum> sums;
  for (std::size_t i = 0; i < std::min(model.parts.size(), mapping.parts.size()); ++i) {
    const PartMatch& match = mapping.parts[i];
    if (match.structure.empty()) continue;
    const double weight = static_cast<double>(model.parts[i].indices.size());
    Sum& sum = sums[{match.structure, match.side}];
    sum.sum += glm::dvec3(model.parts[i].centroid_mm) * weight;
    sum.weight += weight;
  }
  Pairs pairs;
  for (const auto& entry : sums) {
    const auto& key = entry.first;  // no bindings: clang 14 cannot capture them
    const Sum& sum = entry.second;
    const auto named = std::find_if(names.structures.begin(), names.structures.end(),
                                    [&](const NamedStructure& one) { return one.structure == key.first; });
    if (named == names.structures.end() || !named->has_centre || !(sum.weight > 0)) continue;
    glm::dvec3 centre(named->centre_mm);
    pairs.has_sides = pairs.has_sides || key.second != Hemisphere::midline;
    const Hemisphere side = key.second == Hemisphere::midline ? unsaid : key.second;
    if (side == Hemisphere::left) centre.x = -centre.x;
    if (side == Hemisphere::midline) centre.x = 0;
    pairs.structures.push_back(key.first);
    pairs.from.push_back(sum.sum / sum.weight);
    pairs.to.push_back(centre);
  }
  return pairs;
}

struct Fit {
  double scale = 1, error_mm = 1e30;
  glm::dvec3 shift{0};
};

glm::dvec3 mean_of(const std::vector<glm::dvec3>& points) {
  glm::dvec3 sum(0);
  for (const glm::dvec3& p : points) sum += p;
  return sum / static_cast<double>(points.size());
}

// One scale and one shift, least squares.
Fit fit(const Pairs& pairs, const glm::dmat3& turn) {
  const glm::dvec3 from = mean_of(pairs.from), to = mean_of(pairs.to);
  double dot = 0, own = 0, other = 0;
  for (std::size_t i = 0; i < pairs.from.size(); ++i) {
    const glm::dvec3 p = turn * (pairs.from[i] - from), q = pairs.to[i] - to;
    dot += glm::dot(p, q);
    own += glm::dot(p, p);
    other += glm::dot(q, q);
  }
  if (!(own > 0) || !(dot > 0)) return {};
  Fit result;
  result.scale = dot / own;
  result.shift = to - result.scale * (turn * from);
  result.error_mm = std::sqrt(std::max(0.0, other - result.scale * dot) / static_cast<double>(pairs.from.size()));
  return result;
}

struct Turned {
  std::array<std::string, 3> axes = Placement{}.axes;
  Fit fit;
};

// The best of the 48 ways. Another one than the plain must explain much more: real brains differ by some millimetres.
Turned best_turn(const Pairs& pairs) {
  Turned best;
  best.fit = fit(pairs, turn_of(best.axes));
  const double good_enough = 0.6 * best.fit.error_mm;
  for (const auto& axes : all_axes()) {
    if (is_mirrored(axes) && !pairs.has_sides) continue;
    const Fit other = fit(pairs, turn_of(axes));
    if (other.error_mm < best.fit.error_mm && other.error_mm < good_enough) best = {axes, other};
  }
  return best;
}

// A name on the wrong side says nothing about where the rest lies: structures whose sides have to be exchanged for the
// others to fit count where they are. Fewer than half of those that have sides; if most are exchanged, the model is mirrored.
Pairs set_sides_right(Pairs pairs) {
  constexpr double kWorthIt = 0.85, kWorthIt_mm = 2;
  std::set<std::string> sided;
  for (std::size_t i = 0; i < pairs.to.size(); ++i)
    if (pairs.to[i].x != 0) sided.insert(pairs.structures[i]);
  const std::size_t most = sided.empty() ? 0 : (sided.size() - 1) / 2;
  double error_mm = best_turn(pairs).fit.error_mm;
  for (std::size_t exchanged = 0; exchanged < most && error_mm >= kWorthIt_mm; ++exchanged) {
    std::string chosen;
    Pairs best;
    double least_mm = error_mm;
    for (const std::string& structure : sided) {
      Pairs other = pairs;
      for (std::size_t i = 0; i < other.to.size(); ++i)
        if (other.structures[i] == structure) other.to[i].x = -other.to[i].x;
      const double other_mm = best_turn(other).fit.error_mm;
      if (other_mm >= least_mm) continue;
      least_mm = other_mm;
      chosen = structure;
      best = std::move(other);
    }
    if (chosen.empty() || least_mm > kWorthIt * error_mm || least_mm > error_mm - kWorthIt_mm) break;
    pairs = std::move(best);
    error_mm = least_mm;
    sided.erase(chosen);
  }
  return pairs;
}

// Names without sides: both halves in one, or one half only, if that fits much better.
Pairs set_half(const Pairs& whole, const BrainModel& model, const Mapping& mapping, const BrainNames& names) {
  constexpr double kMuchBetter = 0.6;
  if (whole.has_sides || whole.from.empty()) return whole;
  Pairs best = whole;
  double least_mm = kMuchBetter * best_turn(whole).fit.error_mm;
  for (const Hemisphere side : {Hemisphere::left, Hemisphere::right}) {
    Pairs half = pair_up(model, mapping, names, side);
    const double error_mm = best_turn(half).fit.error_mm;
    if (error_mm >= least_mm) continue;
    least_mm = error_mm;
    best = std::move(half);
  }
  return best;
}

double distance_as_is(const Pairs& pairs) {
  double sum = 0;
  for (std::size_t i = 0; i < pairs.from.size(); ++i) sum += glm::dot(pairs.from[i] - pairs.to[i], pairs.from[i] - pairs.to[i]);
  return std::sqrt(sum / static_cast<double>(pairs.from.size()));
}

// Middle and size of the shipped brain (assets/brain.glb).
constexpr double kBrainLength_mm = 175;
const glm::dvec3 kBrainMiddle_mm(0, -18, 2);
bool has_brain_size(double length_mm) { return length_mm >= 120 && length_mm <= 260; }

std::string mm(double length) { return to_text(length, length < 10 ? 1 : 0) + " mm"; }

std::string quoted(const std::string& name) { return "\"" + printable(name, 60) + "\""; }

std::string some_of(const Content& content, std::vector<std::string> names) {
  constexpr std::size_t kMost = 6;
  const std::size_t more = names.size() > kMost ? names.size() - kMost : 0;
  if (more > 0) {
    names.resize(kMost);
    names.push_back(message_text(content, "own_more", {{"number", std::to_string(more)}}));
  }
  return join_words(names);
}

}  // namespace

namespace {

// A known name, taken apart once for all parts.
struct KnownName {
  const NamedStructure* structure = nullptr;  // nullptr: of something that Attune does not have
  std::vector<std::string> words;
  std::string whole;
};

std::vector<KnownName> take_apart(const BrainNames& names) {
  std::vector<KnownName> known;
  const auto add = [&](const NamedStructure* structure, const std::string& name) {
    KnownName one{structure, words_of_name(name), ""};
    one.whole = joined(one.words);
    if (!one.whole.empty()) known.push_back(std::move(one));
  };
  for (const NamedStructure& structure : names.structures) {
    add(&structure, structure.structure);
    for (const std::string& name : structure.names) add(&structure, name);
  }
  for (const std::string& name : names.others) add(nullptr, name);
  return known;
}

bool is_nearly_in(const std::vector<std::string>& words, const std::string& known) {
  constexpr std::size_t kLongEnough = 10;  // "hypothalmus": shorter ones are near too much
  if (known.size() < kLongEnough) return false;
  return std::any_of(words.begin(), words.end(), [&](const std::string& word) {
    const std::size_t typos = word.size() < kLongEnough ? 0 : edit_distance(word, known);
    return typos > 0 && typos <= 1;
  });
}

// Whether a known name stands in the name that is no part of the chosen structure's own: "amygdala and hippocampus".
bool names_another(const std::vector<std::string>& words, const NamedStructure& chosen, const std::vector<KnownName>& known) {
  return std::any_of(known.begin(), known.end(), [&](const KnownName& other) {
    if (other.structure == &chosen || (other.structure != nullptr && other.structure->structure.empty()) || other.whole.size() < kShortestInside)
      return false;
    if (!contains(words, other.words)) return other.structure != nullptr && is_nearly_in(words, other.whole);
    return std::none_of(known.begin(), known.end(), [&](const KnownName& own) {
      return own.structure == &chosen && contains(words, own.words) && contains(own.words, other.words);
    });
  });
}

// The words of a name without its sides, and of them those that say something.
struct NameWords {
  std::vector<std::string> all, telling;
};

struct NameFit {
  const KnownName* known = nullptr;  // nullptr = nothing near
  bool sure = false;
};

NameFit fit_name(const NameWords& name, const std::vector<KnownName>& all_known) {
  const std::string whole = joined(name.all), told = joined(name.telling);
  if (whole.empty()) return {};
  NameFit fit;
  std::size_t longest = 0, fewest_typos = 99;
  bool is_contested = false;
  for (const KnownName& known : all_known) {
    if (known.whole == whole || known.whole == told) return {&known, true};
    // Inside a longer name, the longest known name wins.
    if (known.whole.size() >= kShortestInside && known.whole.size() >= longest && contains(name.all, known.words)) {
      const auto besides = std::count_if(name.telling.begin(), name.telling.end(), [&](const std::string& word) { return !holds(known.words, word); });
      // A cortex of some kind is not the whole of it.
      const bool is_shell = known.structure != nullptr && known.structure->structure.empty();
      if (is_shell && besides > 0) continue;
      if (known.whole.size() > longest) {
        longest = known.whole.size();
        fit = {&known, name.telling.size() <= known.words.size() + kFewBesides};
        is_contested = false;
      } else if (fit.known->structure != known.structure) {
        is_contested = true;
      }
    }
    if (longest > 0 || known.structure == nullptr) continue;
    const std::size_t shorter = std::min(known.whole.size(), told.size()), longer = std::max(known.whole.size(), told.size());
    const std::size_t allowed = most_typos(shorter);
    if (longer - shorter > allowed || allowed == 0) continue;
    const std::size_t typos = edit_distance(told, known.whole);
    if (typos <= allowed && typos < fewest_typos) {
      fewest_typos = typos;
      fit.known = &known;
    }
  }
  fit.sure = fit.sure && longest > 0 && !is_contested &&
             (fit.known->structure == nullptr || !names_another(name.all, *fit.known->structure, all_known));
  return fit;
}

NameGuess guess(std::string_view name, const BrainNames& names, const std::vector<KnownName>& all_known) {
  constexpr std::size_t kLongestName = 120;
  bool left = false, right = false, midline = false;
  NameWords without, with;  // the words of the middle: "mid" is also that of the middle frontal gyrus
  for (const std::string& word : words_of_name(name.substr(0, kLongestName))) {
    const bool is_left = holds(names.left, word), is_right = holds(names.right, word), is_middle = holds(names.midline, word);
    left = left || is_left;
    right = right || is_right;
    midline = midline || is_middle;
    if (is_left || is_right || is_number(word)) continue;
    for (NameWords* words : {&with, &without}) {
      if (is_middle && words == &without) continue;
      words->all.push_back(word);
      if (!holds(names.ignored, word)) words->telling.push_back(word);
    }
  }
  NameFit fit = fit_name(without, all_known);
  if (midline) {
    const NameFit longer = fit_name(with, all_known);
    const auto has_middle = [&](const KnownName& known) {
      return std::any_of(known.words.begin(), known.words.end(), [&](const std::string& word) { return holds(names.midline, word); });
    };
    if (longer.known != nullptr && longer.sure && has_middle(*longer.known)) fit = longer, midline = false;
  }
  NameGuess guess;
  guess.has_side = left != right || (midline && !left && !right);
  guess.side = left == right ? Hemisphere::midline : left ? Hemisphere::left : Hemisphere::right;
  const bool is_negated = std::any_of(with.all.begin(), with.all.end(), [&](const std::string& word) { return holds(names.negations, word); });
  guess.structure = fit.known == nullptr || is_negated ? nullptr : fit.known->structure;
  guess.sure = fit.sure && guess.structure != nullptr;
  return guess;
}

}  // namespace

NameGuess guess_name(std::string_view name, const BrainNames& names) { return guess(name, names, take_apart(names)); }

Mapping guess_mapping(const BrainModel& model, const BrainNames& names, const Content& content, const std::string& file) {
  Mapping mapping;
  mapping.model = file;
  const double widest = box_of(model).widest();
  const std::vector<KnownName> known = take_apart(names);
  for (const BrainPart& part : model.parts) {
    if (part.level != 0) continue;  // coarser copies follow theirs
    PartMatch match;
    match.name = part.name;
    match.side = part.hemisphere;
    const bool is_large = glm::length(glm::dvec3(part.max_mm - part.min_mm)) > 0.5 * widest;
    match.kind = is_large ? PartKind::cortex : PartKind::volume;
    const auto is_known = [&](const std::string& id) {
      return std::any_of(content.structures.begin(), content.structures.end(), [&](const Structure& one) { return one.id == id; });
    };
    // A file that says what its parts are (extras, as the shipped brain has them) needs no guess.
    if (part.structure != part.name && is_known(part.structure)) {
      match.structure = part.structure;
      if (part.kind != PartKind::unknown) match.kind = part.kind;
      match.match = Match::sure;
      mapping.parts.push_back(std::move(match));
      continue;
    }
    const NameGuess said = guess(part.name, names, known);
    if (said.has_side) match.side = said.side;
    if (said.structure != nullptr && said.sure) {
      match.structure = said.structure->structure;
      match.kind = said.structure->kind;
      match.match = Match::sure;
    } else if (said.structure != nullptr && !said.structure->structure.empty()) {
      match.maybe = said.structure->structure;
      match.match = Match::unsure;
    }
    mapping.parts.push_back(std::move(match));
  }
  mapping.placement = {};
  return mapping;
}

Result<Mapping> complete_mapping(const Mapping& given, const BrainModel& model, const BrainNames& names,
                                 const Content& content, const std::string& where) {
  std::vector<Error> errors;
  Mapping mapping = guess_mapping(model, names, content, given.model);
  mapping.placement = given.placement;
  std::map<std::string, std::size_t> by_name;
  std::vector<std::string> part_names, structure_ids;
  for (std::size_t i = 0; i < mapping.parts.size(); ++i) {
    by_name.emplace(mapping.parts[i].name, i);
    part_names.push_back(mapping.parts[i].name);
  }
  for (const Structure& structure : content.structures) structure_ids.push_back(structure.id);
  const auto refuse = [&](std::size_t i, const char* key, const std::string& what, const std::string& near) {
    errors.push_back({what, where + ":/parts/" + std::to_string(i) + "/" + key,
                      message_text(content, near.empty() ? "own_remove_it" : "own_did_you_mean", {{"word", near}}), ExitCode::bad_input});
  };
  for (std::size_t i = 0; i < given.parts.size(); ++i) {
    const PartMatch& part = given.parts[i];
    for (const auto& [key, id] : {std::pair<const char*, const std::string&>("structure", part.structure), {"maybe", part.maybe}})
      if (!id.empty() && !holds(structure_ids, id))
        refuse(i, key, message_text(content, "own_no_structure", {{"word", printable(id, 60)}}), nearest_word(id, structure_ids));
    const auto found = by_name.find(part.name);
    if (found == by_name.end()) {
      refuse(i, "name", message_text(content, "own_no_part", {{"word", printable(part.name, 60)}}), nearest_word(part.name, part_names));
      continue;
    }
    PartMatch& own = mapping.parts[found->second];
    own = part;
    // What is drawn as glass without a structure is the outer shape, and meant so.
    own.match = part.structure.empty() && part.maybe.empty() && part.kind == PartKind::cortex ? Match::sure
                : !part.structure.empty() ? Match::chosen : !part.maybe.empty() ? Match::unsure : Match::none;
  }
  if (!errors.empty()) return errors;
  return mapping;
}

namespace {

Placement place(const BrainModel& model, const Mapping& mapping, const BrainNames& names, const Content& content,
                std::vector<std::string>& sentences) {
  Placement placement;
  const Pairs pairs = set_half(set_sides_right(pair_up(model, mapping, names)), model, mapping, names);
  const Box box = box_of(model);
  const double length = box.widest();
  const auto tell_scale = [&] {
    if (std::abs(std::log(placement.scale)) < 0.2) return;
    // Read as millimetres, or as metres where there are few (load_brain).
    const auto far_from = [&](double in_mm) { return std::min(std::abs(std::log(placement.scale / in_mm)), std::abs(std::log(1000 * placement.scale / in_mm))); };
    const double centimetres = far_from(10), inches = far_from(25.4);
    sentences.push_back(message_text(content,
                                     centimetres < 0.35 ? "own_scaled_centimetres"
                                     : inches < 0.35    ? "own_scaled_inches"
                                                        : "own_scaled",
                                     {{"length", mm(length)}, {"factor", format("%.3g", placement.scale)}}));
  };
  if (pairs.from.size() >= 3) {
    if (distance_as_is(pairs) <= kNear_mm) {
      sentences.push_back(message_text(content, "own_in_place", {{"length", mm(length)}}));
      return placement;
    }
    const Turned turned = best_turn(pairs);
    Fit best = turned.fit;
    if (best.error_mm < 1e29) {
      placement.axes = turned.axes;
      // Parts that fit badly do not say how large a brain is that has the size of one.
      if (best.error_mm > kNear_mm && has_brain_size(length)) {
        best.scale = 1;
        best.shift = mean_of(pairs.to) - turn_of(turned.axes) * mean_of(pairs.from);
      }
      placement.scale = best.scale;
      placement.shift_mm = best.shift;
      if (is_mirrored(placement.axes)) {
        sentences.push_back(message_text(content, "own_mirrored"));
      } else if (!is_plain(placement.axes)) {
        sentences.push_back(message_text(
            content, "own_turned", {{"axes", placement.axes[0] + " " + placement.axes[1] + " " + placement.axes[2]}}));
      }
      tell_scale();
      sentences.push_back(message_text(content, "own_moved", {{"error", mm(best.error_mm)}}));
      return placement;
    }
  }
  // Nothing but one or two structures: they are not as large as a brain.
  constexpr double kSmallest_mm = 2, kLargest_mm = 120;
  const bool all_known = std::all_of(mapping.parts.begin(), mapping.parts.end(), [](const PartMatch& part) { return !part.structure.empty(); });
  if (!pairs.from.empty() && all_known && length >= kSmallest_mm && length <= kLargest_mm) {
    if (distance_as_is(pairs) > kNear_mm) placement.shift_mm = mean_of(pairs.to) - mean_of(pairs.from);
    sentences.push_back(message_text(content, "own_where_known"));
    return placement;
  }
  // Too little is known: its size and its middle are all there is.
  if (length > 0 && !has_brain_size(length)) {
    const double tens = std::pow(10.0, std::round(std::log10(kBrainLength_mm / length)));
    placement.scale = has_brain_size(length * tens) ? tens : kBrainLength_mm / length;
    tell_scale();
  }
  double left = 0, right = 0;
  int lefts = 0, rights = 0;
  for (std::size_t i = 0; i < std::min(model.parts.size(), mapping.parts.size()); ++i) {
    const auto x = static_cast<double>(model.parts[i].centroid_mm.x);
    if (mapping.parts[i].side == Hemisphere::left) left += x, ++lefts;
    if (mapping.parts[i].side == Hemisphere::right) right += x, ++rights;
  }
  if (lefts > 0 && rights > 0 && left / lefts > right / rights + 1) {
    placement.axes[0] = "-x";
    sentences.push_back(message_text(content, "own_mirrored"));
  }
  placement.shift_mm = kBrainMiddle_mm - placement.scale * (turn_of(placement.axes) * box.middle());
  // What lies about right is left alone.
  if (is_plain(placement.axes) && placement.scale == 1 && glm::length(placement.shift_mm) < 25) placement.shift_mm = glm::dvec3(0);
  if (glm::length(placement.shift_mm) > 0)
    sentences.push_back(message_text(content, "own_in_the_middle"));
  return placement;
}

}  // namespace

Placement find_placement(const BrainModel& model, const Mapping& mapping, const BrainNames& names,
                         const Content& content, std::vector<std::string>& sentences) {
  constexpr double kFarthest_mm = 1e10, kSmallest = 1e-8, kLargest = 1e8;  // what a mapping file can hold
  const Placement placement = place(model, mapping, names, content, sentences);
  const bool is_sane = glm::length(placement.shift_mm) < kFarthest_mm && placement.scale > kSmallest && placement.scale < kLargest;
  if (is_sane) return placement;
  sentences = {message_text(content, "own_left_where_it_is")};
  return {};
}

namespace {

// As a structure of it is called on the stage.
std::string short_name(const Content& content, const std::string& region) {
  const Structure* const structure = structure_of_region(content, region);
  return structure == nullptr ? region : structure->label;
}

// The half that all structures lie in which lie in one; midline: both, or too few to say.
Hemisphere only_half(const Mapping& mapping) {
  constexpr int kEnough = 3;
  int left = 0, right = 0;
  for (const PartMatch& part : mapping.parts) {
    left += !part.structure.empty() && part.side == Hemisphere::left;
    right += !part.structure.empty() && part.side == Hemisphere::right;
  }
  return right == 0 && left >= kEnough ? Hemisphere::left : left == 0 && right >= kEnough ? Hemisphere::right : Hemisphere::midline;
}

}  // namespace

std::vector<std::string> find_own_problems(const BrainModel& model, const Mapping& mapping, const Content& content,
                                           std::vector<std::string>& missing) {
  std::vector<std::string> sentences, unsure, unknown, wrong_side;
  std::size_t known = 0;
  std::set<std::string> shown;
  for (std::size_t i = 0; i < std::min(model.parts.size(), mapping.parts.size()); ++i) {
    const PartMatch& part = mapping.parts[i];
    if (!part.structure.empty() || part.match == Match::sure) {
      ++known;
      shown.insert(part.structure);
    } else if (part.match == Match::unsure) {
      unsure.push_back(quoted(part.name) + " (" + part.maybe + "?)");
    } else {
      unknown.push_back(quoted(part.name));
    }
    const float x = model.parts[i].centroid_mm.x;
    const bool contradicts = (part.side == Hemisphere::left && x > 5) || (part.side == Hemisphere::right && x < -5);
    if (contradicts) wrong_side.push_back(quoted(part.name));
  }
  sentences.push_back(message_text(
      content, "own_known", {{"number", std::to_string(known)}, {"all", std::to_string(mapping.parts.size())}}));
  const auto told = [&](const char* key, const std::vector<std::string>& names) {
    if (!names.empty()) sentences.push_back(message_text(content, key, {{"names", some_of(content, names)}}));
  };
  told("own_unsure", unsure);
  told("own_unknown", unknown);
  told("own_wrong_side", wrong_side);
  missing.clear();
  for (const Structure& structure : content.structures) {
    if (!structure.featured || structure.region.empty()) continue;
    const bool has = std::any_of(content.structures.begin(), content.structures.end(), [&](const Structure& other) {
      return other.region == structure.region && shown.count(other.id) > 0;
    });
    if (!has) missing.push_back(structure.name);
  }
  told("own_missing", missing);
  const ShownRegions shown_here = shown_regions(model, content.structures);
  std::vector<std::string> lost;
  for (const Connection& connection : content.circuit.connections)
    if (!shown_here.joins(connection.from, connection.to))
      lost.push_back(message_text(content, "own_path", {{"from", short_name(content, connection.from)}, {"to", short_name(content, connection.to)}}));
  if (!lost.empty())
    sentences.push_back(message_text(content, "own_paths", {{"number", std::to_string(lost.size())},
                                                            {"all", std::to_string(content.circuit.connections.size())},
                                                            {"names", some_of(content, lost)}}));
  if (const auto half = only_half(mapping); half != Hemisphere::midline)
    sentences.push_back(message_text(content, "own_one_half",
                                     {{"side", message_text(content, half == Hemisphere::left ? "own_left_half" : "own_right_half")}}));
  return sentences;
}

void move_brain(BrainModel& model, const Placement& from, const Placement& to) {
  if (from.axes == to.axes && from.scale == to.scale && from.shift_mm == to.shift_mm) return;
  const glm::dmat3 back = glm::transpose(turn_of(from.axes)) / from.scale, turn = turn_of(to.axes);
  const glm::dmat3 matrix = to.scale * turn * back;
  const glm::dvec3 shift = to.shift_mm - matrix * from.shift_mm;
  const glm::mat3 fast(matrix), rotate(turn * glm::transpose(turn_of(from.axes)));
  const glm::vec3 add(shift);
  const bool flips = glm::determinant(matrix) < 0;
  for (BrainPart& part : model.parts) {
    for (glm::vec3& p : part.positions_mm) p = fast * p + add;
    for (glm::vec3& n : part.normals) n = rotate * n;
    if (flips)
      for (std::size_t i = 0; i + 2 < part.indices.size(); i += 3) std::swap(part.indices[i + 1], part.indices[i + 2]);
    const glm::vec3 a = fast * part.min_mm + add, b = fast * part.max_mm + add;
    part.min_mm = glm::min(a, b);
    part.max_mm = glm::max(a, b);
    part.centroid_mm = fast * part.centroid_mm + add;
  }
}

std::string part_id(const PartMatch& part, const Content& content) {
  if (!part.structure.empty()) return part.structure;
  return find_structure(content, part.name) == nullptr ? part.name : quoted(part.name);
}

void name_parts(BrainModel& model, const Mapping& mapping, const Content& content) {
  std::map<std::string, const PartMatch*> by_name;
  for (const PartMatch& part : mapping.parts) by_name.emplace(part.name, &part);
  for (BrainPart& part : model.parts) {
    const auto found = by_name.find(part.name);
    if (found == by_name.end()) continue;
    const PartMatch& match = *found->second;
    part.structure = part_id(match, content);
    part.kind = match.kind;
    part.hemisphere = match.side;
    part.region.clear();
    for (const Structure& structure : content.structures)
      if (structure.id == match.structure) part.region = structure.region;
    // Both halves of most structures are parts of their own: the place says which half a part is.
    constexpr float kOffMiddle_mm = 3;
    if (part.hemisphere == Hemisphere::midline && (part.min_mm.x > -kOffMiddle_mm || part.max_mm.x < kOffMiddle_mm) &&
        std::abs(part.centroid_mm.x) > kOffMiddle_mm)
      part.hemisphere = part.centroid_mm.x < 0 ? Hemisphere::left : Hemisphere::right;
  }
}

void mirror(Mapping& mapping) {
  std::string& x = mapping.placement.axes[0];
  if (x.size() == 2) x[0] = x[0] == '-' ? '+' : '-';
  mapping.placement.shift_mm.x = -mapping.placement.shift_mm.x;
}

std::string fingerprint(const OwnBrain& own) {
  std::string all = own.bytes_hash;
  const Placement& placement = own.mapping.placement;
  for (const std::string& axis : placement.axes) all += axis;
  for (const double number : {placement.scale, placement.shift_mm.x, placement.shift_mm.y, placement.shift_mm.z})
    all += to_text(number) + " ";
  for (const PartMatch& part : own.mapping.parts)
    all += part.name + "\n" + part.structure + "\n" + std::to_string(static_cast<int>(part.side)) +
           std::to_string(static_cast<int>(part.kind));
  return format("%016llx", static_cast<unsigned long long>(hash_bytes(all)));
}

}  // namespace attune
