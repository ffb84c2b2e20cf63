// A brain model of the user's own: a first guess at what its parts are, from their names, and where it belongs, from
// where the known parts lie. Pure. What is not sure stays grey until a person says so.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "model/content.h"
#include "model/own_brain.h"

namespace attune {

// What a name says.
struct NameGuess {
  const NamedStructure* structure = nullptr;  // into the BrainNames given; nullptr = nothing near
  bool sure = false;
  bool has_side = false;
  Hemisphere side = Hemisphere::midline;
};
// Letters are compared without case; marks like "L_", "lh." and "_left" and numbers are taken off; then the whole name
// must be one of the known names, or hold one with little besides (sure), or be nearly one (not sure).
NameGuess guess_name(std::string_view name, const BrainNames& names);

// A guess for every part. `file`: the model's name.
Mapping guess_mapping(const BrainModel& model, const BrainNames& names, const Content& content, const std::string& file);

// A mapping file for this model: parts that it does not name are guessed, its order is that of the model. Errors
// (bad_input): a structure that does not exist, with the nearest; no part of that name in the model, with the nearest.
// where: the mapping file.
Result<Mapping> complete_mapping(const Mapping& given, const BrainModel& model, const BrainNames& names,
                                 const Content& content, const std::string& where);

// Finds the placement from the parts that are sure: with three or more, the best of the 48 ways to exchange and turn
// around the axes, with one scale and one shift (least squares); a model that already lies within kNear_mm of the
// shipped brain is left where it is. With fewer: size and middle of the whole. sentences: what was done and why, as
// findings.
inline constexpr double kNear_mm = 12;
Placement find_placement(const BrainModel& model, const Mapping& mapping, const BrainNames& names,
                         const Content& content, std::vector<std::string>& sentences);

// What a person should know: how many parts have a structure, which guesses wait, sides that contradict their names,
// what the stories need and the model does not have (its names go to `missing`). The model lies in its place.
std::vector<std::string> find_own_problems(const BrainModel& model, const Mapping& mapping, const Content& content,
                                           std::vector<std::string>& missing);

// From one place to another (from a default Placement: from the file's own).
void move_brain(BrainModel& model, const Placement& from, const Placement& to);
// Structure, region, side and kind of every part, as the mapping says.
void name_parts(BrainModel& model, const Mapping& mapping, const Content& content);

// What BrainPart::structure is: the structure, or the part's own name where it has none; never that of a structure.
std::string part_id(const PartMatch& part, const Content& content);

// Left becomes right.
void mirror(Mapping& mapping);

// Changes with the model's bytes and with everything that the mapping says.
std::string fingerprint(const OwnBrain& own);

}  // namespace attune
