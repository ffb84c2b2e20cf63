// Formula text -> syntax tree. The language is described at the top of model/circuit.h.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace attune {

struct FormulaNode {
  enum class Kind { number, name, add, subtract, multiply, divide, power, negate, call };
  Kind kind = Kind::number;
  double number = 0;
  std::string name;           // of a name or a function
  std::vector<int> children;  // indices into Formula tree, operands or arguments
  std::size_t position = 0;   // first character, from 1, for messages
};

struct FormulaTree {
  std::vector<FormulaNode> nodes;
  int root = 0;
};

// Errors have no `where`: the caller knows where the text stands. Texts above 2,000 characters and nesting deeper
// than 64 are refused.
Result<FormulaTree> parse_formula(std::string_view text);

// "what (character 5)"
Sentence at_character(Sentence what, std::size_t position);
// ""name" (character 5)", "name() (character 5)" of a call
Sentence name_in_formula(const FormulaNode& node);
Sentence call_in_formula(const FormulaNode& node);

// A call that evaluate() works out itself: clip(x, low, high), min and max of one value or more, abs, exp, sigma,
// logit.
bool is_plain_function(const FormulaNode& call);

// The value of a node, by the functions of det_math.h. `lookup` gives the value of a name, and of a call that is no
// plain function (its arguments are not worked out first); it gets the index of the node.
double evaluate(const FormulaTree& tree, int node, const std::function<double(int)>& lookup);
inline double evaluate(const FormulaTree& tree, const std::function<double(int)>& lookup) {
  return evaluate(tree, tree.root, lookup);
}

}  // namespace attune
