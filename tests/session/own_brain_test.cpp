// Models of the user's own: what names say, where a model belongs, and what a person is told.
#include "session/own_brain.h"

#include <doctest/doctest.h>

#include <cmath>
#include <glm/geometric.hpp>
#include <set>

#include "io/load_brain.h"
#include "io/load_mapping.h"
#include "scene/colour_map.h"
#include "session/extract_flow.h"
#include "session/extract_scene.h"
#include "session/shown_regions.h"
#include "shipped_desk.h"

using namespace attune;

namespace {

const std::string kAssets = ATTUNE_ASSETS;

struct Shipped {
  ShippedDesk desk;
  BrainNames names;
  BrainModel brain;  // the coarsest level is enough

  Shipped() {
    auto loaded = load_brain_names(kAssets + "/brain_names.json", desk.content.structures);
    REQUIRE_MESSAGE(loaded.has_value(), (loaded ? "" : to_sentence(loaded.error())));
    names = std::move(*loaded);
    for (const BrainPart& part : shipped_brain().parts)
      if (part.level == 2) brain.parts.push_back(part), brain.parts.back().level = 0;
  }

  // As another program would have saved it: its own names, no word about structures.
  BrainModel foreign() const {
    BrainModel model = brain;
    for (BrainPart& part : model.parts) {
      std::string side = part.hemisphere == Hemisphere::left ? "Left-" : part.hemisphere == Hemisphere::right ? "Right-" : "";
      for (const Structure& structure : desk.content.structures)
        if (structure.id == part.structure) part.name = side + structure.name;
      part.structure = part.name;
      part.region.clear();
      part.hemisphere = Hemisphere::midline;
      part.kind = PartKind::unknown;
    }
    return model;
  }
};

bool says(const std::vector<std::string>& sentences, const std::string& words) {
  for (const std::string& sentence : sentences)
    if (sentence.find(words) != std::string::npos) return true;
  return false;
}

const PartMatch& match_of(const Mapping& mapping, const std::string& name) {
  for (const PartMatch& part : mapping.parts)
    if (part.name == name) return part;
  FAIL("no part " << name);
  return mapping.parts.front();
}

}  // namespace

TEST_CASE("names say which structure and which side; what is not sure stays a guess") {
  const Shipped shipped;
  struct Named {
    const char* name;
    const char* structure;  // "-" = nothing
    bool sure;
    const char* side;
  };
  for (const Named& n : std::initializer_list<Named>{
           {"Left-Amygdala", "amygdala", true, "L"},
           {"lh.amygdala", "amygdala", true, "L"},
           {"Amygdala_R.001", "amygdala", true, "R"},
           {"rightAmygdaloidBody", "amygdala", true, "R"},
           {"Amygdaloid body.l", "amygdala", true, "L"},
           {"R_hippocampus_mesh", "hippocampus", true, "R"},
           {"Left-Accumbens-area", "nucleus_accumbens", true, "L"},
           {"NAcc_L", "nucleus_accumbens", true, "L"},
           {"Right-Thalamus-Proper", "thalamus", true, "R"},
           {"hypothalamus", "hypothalamus", true, "-"},
           {"ctx-lh-rostralanteriorcingulate", "acc_rostral", true, "L"},
           {"ctx-rh-medialorbitofrontal", "vmpfc", true, "R"},
           {"Frontal_Sup_Medial_L", "dmpfc", true, "L"},
           {"Frontal_Sup_L", "dlpfc", true, "L"},
           {"Cingulum_Ant_R", "anterior_cingulate_cortex", true, "R"},
           {"Caudate nucleus (left)", "caudate", true, "L"},
           {"vmPFC.L", "vmpfc", true, "L"},
           {"dlPFC_R", "dlpfc", true, "R"},
           {"Brain-Stem", "brainstem_surface", true, "-"},
           {"Left-Cerebellum-Cortex", "cerebellum", true, "L"},
           {"lh.pial", "", true, "L"},
           {"amigdala_left", "amygdala", false, "L"},
           {"hipocampus", "hippocampus", false, "-"},
           {"hypothalmus", "hypothalamus", false, "-"},
           {"amygdala and hippocampus", "amygdala", false, "-"},
           {"Skull", "-", false, "-"},
           {"Mesh_012", "-", false, "-"},
           {"L", "-", false, "L"},
           {"", "-", false, "-"},
           {"left_right_eye", "-", false, "-"},
           // AAL's middle gyri are none of the midline; a marked letter is that letter.
           {"Frontal_Mid_L", "dlpfc", true, "L"},
           {"Frontal_Mid_Orb_R", "ofc", true, "R"},
           {"Cingulum_Mid_L", "middle_posterior_cingulate", true, "L"},
           {"ACC_pre_R", "acc_rostral", true, "R"},
           {"lh.G_front_inf-Triangul", "vlpfc", true, "L"},
           {"lh.G_and_S_cingul-Mid-Ant", "acc_dorsal", true, "L"},
           {"Gyrus frontalis medius", "dlpfc", true, "-"},
           {"Corpus amygdaloideum sinistrum", "amygdala", true, "L"},
           {"T\xC3\xA1lamo izquierdo", "thalamus", true, "L"},
           {"amygdala\xC2\xA0L", "amygdala", true, "L"},
           {"Nu\xCC\x81" "cleo accumbens", "nucleus_accumbens", true, "-"},
           {"Hypothalamus (midline)", "hypothalamus", true, "-"},
           // What stands in a name is not always what it names.
           {"perirhinal cortex", "-", false, "-"},
           {"prefrontal cortex", "-", false, "-"},
           {"Medulla spinalis", "-", false, "-"},
           {"ventral pallidum", "-", false, "-"},
           {"Brain_Part_02", "-", false, "-"},
           {"Hypothalmus and Pituitary", "pituitary", false, "-"},
           {"Cerebral Cortex", "", true, "-"},
           {"Gro\xC3\x9Fhirnrinde links", "", true, "L"},
           {"Cortex c\xC3\xA9r\xC3\xA9" "bral droit", "", true, "R"},
           {"not amygdala", "-", false, "-"},
           {"Left hemisphere without hippocampus", "-", false, "L"},
           {"\xD0\xBC\xD0\xBE\xD0\xB7\xD0\xB3", "-", false, "-"},
       }) {
    const NameGuess guess = guess_name(n.name, shipped.names);
    INFO(std::string(n.name) << ": " << (guess.structure == nullptr ? std::string("nothing") : guess.structure->structure));
    CHECK((guess.structure == nullptr) == (std::string(n.structure) == "-"));
    if (guess.structure != nullptr) CHECK((guess.structure->structure == n.structure || !n.sure));
    if (guess.structure != nullptr && std::string(n.name).find("and") == std::string::npos) CHECK(guess.structure->structure == n.structure);
    CHECK(guess.sure == n.sure);
    const bool midline = std::string(n.name).find("midline") != std::string::npos;
    CHECK(guess.has_side == (midline || std::string(n.side) != "-"));
    if (guess.has_side && !midline) CHECK(guess.side == (n.side[0] == 'L' ? Hemisphere::left : Hemisphere::right));
  }
}

TEST_CASE("the names' centres are those of the shipped brain, and every structure has a name") {
  const Shipped shipped;
  std::set<std::string> named;
  for (const NamedStructure& one : shipped.names.structures) {
    named.insert(one.structure);
    if (!one.has_centre) continue;
    bool found = false;
    for (const BrainPart& part : shipped.brain.parts) {
      if (part.structure != one.structure || part.hemisphere == Hemisphere::left) continue;
      INFO(one.structure);
      CHECK(glm::length(part.centroid_mm - one.centre_mm) < 3);  // the coarsest level moves it a little
      found = true;
    }
    CHECK_MESSAGE(found, one.structure);
  }
  for (const Structure& structure : shipped.desk.content.structures) CHECK_MESSAGE(named.count(structure.id) == 1, structure.id);
}

TEST_CASE("a model with other names is mapped whole, wherever and however it lies") {
  const Shipped shipped;
  struct Lie {
    const char* what;
    Placement placement;
    const char* told;
  };
  const Lie lies[] = {
      {"in its place", {}, "left is left"},
      {"in centimetres", {{"+x", "+y", "+z"}, 0.1, {3, 1, -2}}, "centimetres"},
      {"lying on its back, in metres", {{"+x", "-z", "+y"}, 0.001, {0, 0, 0}}, "turned"},
      {"seen from behind", {{"-x", "-y", "+z"}, 1, {40, 0, 0}}, "turned"},
      {"mirrored", {{"-x", "+y", "+z"}, 1, {0, 0, 0}}, "mirrored"},
      {"a child's, moved", {{"+x", "+y", "+z"}, 0.85, {100, -30, 60}}, "moved"},
  };
  for (const Lie& lie : lies) {
    INFO(std::string(lie.what));
    BrainModel model = shipped.foreign();
    move_brain(model, {}, lie.placement);
    const Mapping mapping = guess_mapping(model, shipped.names, shipped.desk.content, "x.glb");
    std::vector<std::string> findings, missing;
    const Placement placement = find_placement(model, mapping, shipped.names, shipped.desk.content, findings);
    CHECK_MESSAGE(says(findings, lie.told), (findings.empty() ? "" : findings.front()));
    move_brain(model, {}, placement);
    name_parts(model, mapping, shipped.desk.content);
    for (std::size_t i = 0; i < model.parts.size(); ++i) {
      const BrainPart &now = model.parts[i], &was = shipped.brain.parts[i];
      INFO(now.name);
      CHECK(glm::length(now.centroid_mm - was.centroid_mm) < 4);
      if (was.structure == "medial_wall") continue;
      CHECK(now.structure == was.structure);
      CHECK(now.hemisphere == was.hemisphere);
      CHECK((now.kind == PartKind::cortex) == (was.kind == PartKind::cortex));
    }
    const auto problems = find_own_problems(model, mapping, shipped.desk.content, missing);
    CHECK(says(problems, "78 of 78 parts are known"));
    CHECK(missing.empty());
    CHECK_FALSE(says(problems, "other side"));
  }
}

TEST_CASE("half a model, without a word about its side, and single structures are put where they belong") {
  const Shipped shipped;
  const auto in_place = [&](BrainModel model, const Placement& lie, const char* told) {
    std::vector<glm::vec3> was;
    for (const BrainPart& part : model.parts) was.push_back(part.centroid_mm);
    move_brain(model, {}, lie);
    const Mapping mapping = guess_mapping(model, shipped.names, shipped.desk.content, "x.glb");
    std::vector<std::string> findings;
    move_brain(model, {}, find_placement(model, mapping, shipped.names, shipped.desk.content, findings));
    name_parts(model, mapping, shipped.desk.content);
    CHECK_MESSAGE(says(findings, told), (findings.empty() ? "" : findings.front()));
    CHECK_FALSE(says(findings, "mirrored"));
    for (std::size_t i = 0; i < was.size(); ++i) CHECK(glm::length(model.parts[i].centroid_mm - was[i]) < 6);
    return model;
  };
  BrainModel half = shipped.foreign();
  std::erase_if(half.parts, [](const BrainPart& part) { return part.name.rfind("Left-", 0) != 0; });
  for (BrainPart& part : half.parts) part.name = part.structure = part.name.substr(5);
  for (const Placement& lie : {Placement{{"+x", "+y", "+z"}, 1, {90, 20, 5}}, Placement{{"-x", "-y", "+z"}, 1, {0, 0, 0}}})
    for (const BrainPart& part : in_place(half, lie, "moved").parts) CHECK_MESSAGE(part.hemisphere == Hemisphere::left, part.name);
  in_place(half, {{"+x", "+y", "+z"}, 1000 / 25.4, {0, 0, 0}}, "inches");  // read as metres
  in_place(half, {{"+x", "+y", "+z"}, 1 / 25.4, {0, 0, 0}}, "inches");

  BrainModel single = shipped.foreign();
  std::erase_if(single.parts, [](const BrainPart& part) { return part.name != "Left-Amygdala"; });
  REQUIRE(single.parts.size() == 1);
  in_place(single, {{"+x", "+y", "+z"}, 1, {100, 0, 0}}, "put where they belong");
}

TEST_CASE("a path whose end the model lacks is not drawn, and said; a small nucleus lies in what holds it") {
  Shipped shipped;
  Content& content = shipped.desk.content;
  content.brain = shipped.brain;
  const auto tubes = [&] {
    shipped.desk.run(command::Seek{100});
    return extract_scenes(shipped.desk.session, content, {}).front().tubes.size();
  };
  const std::size_t all = tubes();
  const ShownRegions whole = shown_regions(content.brain, content.structures);
  for (const Region& region : content.circuit.regions)
    for (const bool left : {true, false}) CHECK_MESSAGE(whole.has(region.id, left), region.id);

  // As most models are: a brain stem, but none of its nuclei.
  std::erase_if(content.brain.parts, [](const BrainPart& part) { return part.kind == PartKind::marker; });
  CHECK(tubes() == all);
  Mapping mapping;
  std::vector<std::string> missing;
  CHECK_FALSE(says(find_own_problems(content.brain, mapping, content, missing), "paths"));

  std::erase_if(content.brain.parts, [](const BrainPart& part) { return part.region == "AMY" && part.hemisphere == Hemisphere::right; });
  const std::size_t without_right = tubes();
  CHECK(without_right < all);
  CHECK_FALSE(says(find_own_problems(content.brain, mapping, content, missing), "paths"));
  std::erase_if(content.brain.parts, [](const BrainPart& part) { return part.region == "AMY"; });
  std::size_t lost = 0;
  for (const Connection& connection : content.circuit.connections) lost += connection.from == "AMY" || connection.to == "AMY";
  CHECK(tubes() < without_right);
  CHECK(says(find_own_problems(content.brain, mapping, content, missing),
             std::to_string(lost) + " of " + std::to_string(content.circuit.connections.size()) + " paths cannot be drawn"));
  CHECK(says(find_own_problems(content.brain, mapping, content, missing), "vmPFC to Amygdala"));

  std::erase_if(content.brain.parts, [](const BrainPart& part) { return part.hemisphere == Hemisphere::right; });
  for (const std::string name : {"Putamen", "Caudate", "Thalamus"})
    mapping.parts.push_back({name, to_slug(name), "", Hemisphere::left, PartKind::volume, Match::sure});
  CHECK(says(find_own_problems(content.brain, mapping, content, missing), "the left half only"));
  std::erase_if(content.brain.parts, [](const BrainPart& part) { return part.region != "CAU"; });
  CHECK(tubes() == 0);
  CHECK(flowing_carriers(shipped.desk.session, content).empty());
}

TEST_CASE("what is not matched is clear grey, whatever it is called, and never has the colour of the usual") {
  const Shipped shipped;
  ShippedDesk desk;
  BrainModel model = shipped.foreign();
  auto own = std::make_shared<OwnBrain>();
  own->bytes_hash = "1";
  own->mapping = guess_mapping(model, shipped.names, desk.content, "x.glb");
  std::size_t putamen = 0, caudate = 0;
  for (std::size_t i = 0; i < model.parts.size(); ++i) {
    if (model.parts[i].name == "Left-Putamen") putamen = i;
    if (model.parts[i].name == "Left-Caudate") caudate = i;
  }
  own->mapping.parts[putamen] = {"thing", "", "", Hemisphere::left, PartKind::volume, Match::none};
  model.parts[putamen].name = "thing";
  own->mapping.parts[caudate] = {"amygdala", "", "caudate", Hemisphere::left, PartKind::volume, Match::chosen};  // a person said: none
  model.parts[caudate].name = "amygdala";
  name_parts(model, own->mapping, desk.content);
  desk.content.brain = model;
  desk.run(command::TakeBrain{own});
  for (const double glass : {0.35, 1.0})
    for (const bool by_activity : {true, false}) {
      desk.session.colour_mode = by_activity ? ColourMode::activity : ColourMode::structure;
      desk.session.glass = static_cast<float>(glass);
      std::size_t found = 0;
      const std::vector<Scene> scenes = extract_scenes(desk.session, desk.content, {});
      for (const SurfaceItem& item : scenes.front().surfaces) {
        const bool unmatched = item.part == static_cast<int>(putamen) || item.part == static_cast<int>(caudate);
        found += unmatched;
        CHECK((item.colour == kUnmatchedColour) == unmatched);
        if (!unmatched) continue;
        CHECK(item.glass);
        CHECK_FALSE(is_clear_glass(item));  // it can be pressed
        CHECK(item.glow == 0);
        CHECK(glm::length(item.colour - activity_colour(0)) > 0.25f);
      }
      CHECK(found == 2);
    }
  desk.run(command::SetMapping{true, static_cast<int>(caudate)});
  CHECK(desk.session.selected != "amygdala");
  CHECK(desk.session.selected == desk.content.brain.parts[caudate].structure);
}

TEST_CASE("what is missing, unsure or on the wrong side is said, and stays grey") {
  const Shipped shipped;
  BrainModel model = shipped.foreign();
  std::erase_if(model.parts, [](const BrainPart& part) { return part.name.find("Amygdala") != std::string::npos; });
  for (BrainPart& part : model.parts) {
    if (part.name == "Left-Hippocampus") part.name = part.structure = "Left-Hipocampus";
    if (part.name == "Left-Putamen") part.name = part.structure = "thing 7";
    if (part.name == "Left-Caudate") part.name = part.structure = "Right-Caudate (2)";
  }
  Mapping mapping = guess_mapping(model, shipped.names, shipped.desk.content, "x.glb");
  std::vector<std::string> findings, missing;
  const Placement placement = find_placement(model, mapping, shipped.names, shipped.desk.content, findings);
  move_brain(model, {}, placement);
  name_parts(model, mapping, shipped.desk.content);
  const auto problems = find_own_problems(model, mapping, shipped.desk.content, missing);
  CHECK(match_of(mapping, "Left-Hipocampus").structure == "");
  CHECK(match_of(mapping, "Left-Hipocampus").maybe == "hippocampus");
  CHECK(says(problems, "\"Left-Hipocampus\" (hippocampus?)"));
  CHECK(says(problems, "not known, clear grey: \"thing 7\""));
  CHECK(says(problems, "on the other side: \"Right-Caudate (2)\""));
  CHECK(missing == std::vector<std::string>{"Amygdala"});
  for (const BrainPart& part : model.parts)
    if (part.name == "thing 7") {
      CHECK(part.structure == "thing 7");
      CHECK(part.region == "");
      CHECK(part.hemisphere == Hemisphere::left);  // the place says it
    }
}

TEST_CASE("names on the wrong side are said and neither turn, scale nor move the rest") {
  const Shipped shipped;
  for (const bool moved : {false, true})
    for (const std::vector<std::string>& swapped : {std::vector<std::string>{"Amygdala"}, {"Amygdala", "Thalamus", "Putamen"}}) {
      BrainModel model = shipped.foreign();
      // Few parts, as in a sketch: so each weighs much.
      std::erase_if(model.parts, [](const BrainPart& part) {
        for (const char* kept : {"Amygdala", "Hippocampus", "Insula", "Putamen", "Caudate", "Thalamus", "Nucleus accumbens", "Brain stem", "Hypothalamus"})
          if (part.name.find(kept) != std::string::npos) return false;
        return true;
      });
      REQUIRE(model.parts.size() > 9);
      std::vector<glm::vec3> was;
      for (BrainPart& part : model.parts) {
        was.push_back(part.centroid_mm);
        for (const std::string& name : swapped) {
          if (part.name == "Left-" + name)
            part.name = part.structure = "Right-" + name;
          else if (part.name == "Right-" + name)
            part.name = part.structure = "Left-" + name;
        }
      }
      if (moved) move_brain(model, {}, {{"+x", "+y", "+z"}, 0.1, {3, 1, -2}});
      const Mapping mapping = guess_mapping(model, shipped.names, shipped.desk.content, "x.glb");
      std::vector<std::string> findings, missing;
      const Placement placement = find_placement(model, mapping, shipped.names, shipped.desk.content, findings);
      CHECK(placement.axes == Placement{}.axes);
      CHECK(placement.scale == doctest::Approx(moved ? 10 : 1).epsilon(0.05));
      move_brain(model, {}, placement);
      for (std::size_t i = 0; i < was.size(); ++i) CHECK(glm::length(model.parts[i].centroid_mm - was[i]) < 6);
      const auto problems = find_own_problems(model, mapping, shipped.desk.content, missing);
      CHECK(says(problems, "on the other side:"));
      for (const std::string& name : swapped) CHECK(says(problems, "\"Left-" + name + "\""));
    }
}

TEST_CASE("a mapping file wins over guesses; what it names must be there") {
  const Shipped shipped;
  const BrainModel model = shipped.foreign();
  Mapping given;
  given.parts = {{"Left-Putamen", "caudate", "", Hemisphere::left, PartKind::volume, Match::chosen},
                 {"Left-Caudate", "", "putamen", Hemisphere::left, PartKind::volume, Match::unsure},
                 {"Right-Caudate", "", "", Hemisphere::right, PartKind::volume, Match::none}};
  const auto complete = complete_mapping(given, model, shipped.names, shipped.desk.content, "m.json");
  REQUIRE(complete.has_value());
  CHECK(complete->parts.size() == model.parts.size());
  CHECK(match_of(*complete, "Left-Putamen").structure == "caudate");
  CHECK(match_of(*complete, "Left-Caudate").match == Match::unsure);
  CHECK(match_of(*complete, "Right-Caudate").structure == "");
  CHECK(match_of(*complete, "Left-Amygdala").structure == "amygdala");
  given.parts[0].name = "Left-Putamem";
  given.parts[1].maybe = "putamem";
  const auto refused = complete_mapping(given, model, shipped.names, shipped.desk.content, "m.json");
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.errors().size() == 2);
  CHECK(to_sentence(refused.errors()[0]) == "m.json:/parts/0/name: the model has no part \"Left-Putamem\"; did you mean \"Left-Putamen\"?");
  CHECK(to_sentence(refused.errors()[1]).find("did you mean \"putamen\"") != std::string::npos);
}

TEST_CASE("a person's choices change the mapping and its fingerprint; the shipped brain has none") {
  const Shipped shipped;
  ShippedDesk desk;
  desk.run(command::AcceptGuesses{});
  CHECK(desk.session.message.find("open a model of your own") != std::string::npos);
  desk.run(command::SetMapping{true});
  CHECK_FALSE(desk.session.show_mapping);

  BrainModel model = shipped.foreign();
  model.parts[0].name = model.parts[0].structure = "Amigdala";
  auto own = std::make_shared<OwnBrain>();
  own->file = "x.glb";
  own->bytes_hash = "1";
  own->mapping = guess_mapping(model, shipped.names, desk.content, "x.glb");
  desk.content.brain = model;
  name_parts(desk.content.brain, own->mapping, desk.content);
  desk.run(command::TakeBrain{own});
  CHECK(desk.session.hidden.empty());
  desk.run(command::SetMapping{true, 0});
  CHECK(desk.session.show_mapping);
  CHECK(desk.session.mapping_part == 0);
  CHECK(desk.session.selected == "Amigdala");
  const std::string before = fingerprint(*desk.session.own);
  desk.run(command::MapPart{0, "amygdalla", Hemisphere::left});
  CHECK(desk.session.message.find("\"amygdala\"") != std::string::npos);
  CHECK(fingerprint(*desk.session.own) == before);
  desk.run(command::MapPart{0, "amygdala", Hemisphere::left});
  desk.run(command::TakeBrain{std::make_shared<OwnBrain>(*desk.session.own)});  // as the host does when it has followed
  desk.run(command::Undo{});
  CHECK(fingerprint(*desk.session.own) == before);
  desk.run(command::Redo{});
  CHECK(desk.session.own->mapping.parts[0].structure == "amygdala");
  CHECK(fingerprint(*desk.session.own) != before);
  auto given = std::make_shared<OwnBrain>(*desk.session.own);  // as a mapping file says it
  given->mapping.parts[1].structure = "putamen";
  desk.run(command::SetMapping{false});
  desk.run(command::TakeMapping{given});
  CHECK(desk.session.own->mapping.parts[1].structure == "putamen");
  CHECK(desk.session.show_mapping);
  desk.run(command::TakeMapping{nullptr});
  CHECK(desk.session.own == given);
  desk.run(command::DismissMessage{});
  desk.run(command::SetMapping{true, 0});
  desk.run(command::MapPart{9999, "amygdala", Hemisphere::left});
  CHECK(desk.session.message.find("no part number") != std::string::npos);
  desk.run(command::MirrorBrain{});
  CHECK(desk.session.own->mapping.placement.axes[0] == "-x");
  desk.run(command::StepBack{});  // the message
  while (!desk.session.message.empty()) desk.run(command::StepBack{});
  desk.run(command::StepBack{});
  CHECK(desk.session.mapping_part == -1);
  CHECK(desk.session.show_mapping);
  desk.run(command::LeaveOwnBrain{});
  CHECK(desk.session.own == nullptr);
  CHECK_FALSE(desk.session.show_mapping);
}
