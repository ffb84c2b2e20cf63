// A brain model of the user's own: which of its parts is which structure, and how it is put where the shipped brain is.
#pragma once

#include <array>
#include <cstdint>
#include <glm/vec3.hpp>
#include <string>
#include <vector>

#include "model/brain.h"

namespace attune {

// How sure it is what a part is.
enum class Match : std::uint8_t {
  none,    // nothing known: grey
  unsure,  // `maybe` may be right: grey until a person says so
  sure,    // the name says so
  chosen,  // a person or the mapping file said so
};

struct PartMatch {
  std::string name;       // of the node (or mesh) in the file
  std::string structure;  // Structure::id, "" = none: grey
  std::string maybe;      // the guess that is not sure enough, "" = none
  Hemisphere side = Hemisphere::midline;
  PartKind kind = PartKind::volume;  // cortex: drawn as glass
  Match match = Match::none;
};

// From the model's own coordinates (as load_brain gives them: millimetres, x right, y anterior, z superior if the file
// keeps to glTF) to those of the shipped brain: first the axes are exchanged, then everything is scaled and moved.
struct Placement {
  std::array<std::string, 3> axes{"+x", "+y", "+z"};  // what becomes x, y and z; "-x" turns left and right around
  double scale = 1;
  glm::dvec3 shift_mm{0};
};

struct Mapping {
  std::string model;   // the file it was made for, without its folder
  Placement placement;
  std::vector<PartMatch> parts;  // in the file's order
};

// A model with its mapping, as the session knows it. The meshes are in Content::brain.
struct OwnBrain {
  std::string file;                   // name without folder
  std::string bytes_hash;             // of the file; fingerprint() (session/own_brain.h) adds the mapping
  Mapping mapping;
  std::vector<std::string> findings;  // sentences about the whole: units, left and right, place
  std::vector<std::string> problems;  // about its parts: how many are known, which are not, what is missing
  std::vector<std::string> missing;   // names of structures that the stories need and the model does not have
};

// What models call structures; data (assets/brain_names.json).
struct NamedStructure {
  std::string structure;           // Structure::id; "" = the outer shape of the brain
  PartKind kind = PartKind::volume;
  std::vector<std::string> names;  // "amygdala", "amygdaloid body"
  bool has_centre = false;         // centre of the right half (or of the whole, on the midline) in the shipped brain
  glm::vec3 centre_mm{0};
};
struct BrainNames {
  std::vector<NamedStructure> structures;
  std::vector<std::string> others;  // names of what Attune does not have, though a name above stands in some of them
  std::vector<std::string> left, right, midline, ignored;  // words of names: sides, and those that say nothing
  std::vector<std::string> negations;                      // those that say what something is not
};

}  // namespace attune
