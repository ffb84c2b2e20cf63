#include "sim/formula.h"

#include <charconv>
#include <optional>

#include "core/check.h"
#include "core/text.h"
#include "sim/det_math.h"

namespace attune {

namespace {

constexpr std::size_t max_length = 2000;
constexpr int max_depth = 64;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  Result<FormulaTree> parse() {
    if (text_.size() > max_length)
      return Error{sentence("formula_too_long", {{"limit", std::to_string(max_length)}}), "", sentence("split_two")};
    tree_.root = sum();
    if (!error_ && at_end()) return tree_;
    if (!error_) fail(sentence("no_operator", {{"found", describe()}}));
    return *error_;
  }

 private:
  using Kind = FormulaNode::Kind;

  bool at_end() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\n')) ++at_;
    return at_ == text_.size();
  }
  bool take(char c) {
    if (at_end() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  Sentence describe() {
    if (at_end()) return sentence("the_end");
    std::string quoted = "\"";
    quoted += printable(text_.substr(at_, 1));
    return quoted += "\"";
  }
  int fail(Sentence what) {
    if (!error_) error_ = Error{at_character(std::move(what), at_ + 1), "", sentence("correct_formula")};
    at_ = text_.size();
    return 0;
  }
  int add(FormulaNode node) {
    tree_.nodes.push_back(std::move(node));
    return static_cast<int>(tree_.nodes.size()) - 1;
  }
  int binary(Kind kind, std::size_t position, int left, int right) {
    FormulaNode node;
    node.kind = kind;
    node.children = {left, right};
    node.position = position;
    return add(std::move(node));
  }

  int sum() {
    if (++depth_ > max_depth) return fail(sentence("formula_nested_too_deeply"));
    int left = product();
    for (;;) {
      const std::size_t position = at_ + 1;
      if (take('+')) {
        left = binary(Kind::add, position, left, product());
      } else if (take('-')) {
        left = binary(Kind::subtract, position, left, product());
      } else {
        --depth_;
        return left;
      }
    }
  }

  int product() {
    int left = signed_value();
    for (;;) {
      const std::size_t position = at_ + 1;
      if (take('*')) {
        left = binary(Kind::multiply, position, left, signed_value());
      } else if (take('/')) {
        left = binary(Kind::divide, position, left, signed_value());
      } else {
        return left;
      }
    }
  }

  int signed_value() {
    if (++depth_ > max_depth) return fail(sentence("formula_nested_too_deeply"));
    const std::size_t position = at_ + 1;
    int value = 0;
    if (take('-')) {
      FormulaNode node;
      node.kind = Kind::negate;
      node.position = position;
      node.children = {signed_value()};
      value = add(std::move(node));
    } else {
      value = primary();
      if (take('^')) value = binary(Kind::power, position, value, signed_value());
    }
    --depth_;
    return value;
  }

  int primary() {
    if (take('(')) {
      const int inside = sum();
      if (!error_ && !take(')')) return fail(sentence("no_closing_parenthesis", {{"found", describe()}}));
      return inside;
    }
    if (at_end()) return fail(sentence("formula_ends_where_value"));
    FormulaNode node;
    node.position = at_ + 1;
    if (is_digit(text_[at_])) {
      const auto end = std::from_chars(text_.data() + at_, text_.data() + text_.size(), node.number);
      if (end.ec != std::errc()) return fail(sentence("a_too_large_number"));
      at_ = static_cast<std::size_t>(end.ptr - text_.data());
      return add(std::move(node));
    }
    if (!is_letter(text_[at_])) return fail(sentence("no_value_there", {{"found", describe()}}));
    const std::size_t begin = at_;
    while (at_ < text_.size() && (is_letter(text_[at_]) || is_digit(text_[at_]))) ++at_;
    node.name = std::string(text_.substr(begin, at_ - begin));
    node.kind = Kind::name;
    if (take('(')) {
      node.kind = Kind::call;
      do node.children.push_back(sum());
      while (!error_ && take(','));
      if (!error_ && !take(')')) return fail(sentence("no_closing_parenthesis", {{"found", describe()}}));
    }
    return add(std::move(node));
  }

  std::string_view text_;
  std::size_t at_ = 0;
  int depth_ = 0;
  FormulaTree tree_;
  std::optional<Error> error_;
};

}  // namespace

Sentence at_character(Sentence what, std::size_t position) {
  return sentence("at_character", {{"what", std::move(what)}, {"number", std::to_string(position)}});
}

namespace {
Sentence name_at(std::string name, std::size_t position) {
  return sentence("name_at_character", {{"name", std::move(name)}, {"number", std::to_string(position)}});
}
}  // namespace

Sentence name_in_formula(const FormulaNode& node) {
  return name_at("\"" + printable(node.name) + "\"", node.position);
}

Sentence call_in_formula(const FormulaNode& node) { return name_at(node.name + "()", node.position); }

Result<FormulaTree> parse_formula(std::string_view text) { return Parser(text).parse(); }

bool is_plain_function(const FormulaNode& call) {
  const std::size_t count = call.children.size();
  if (call.name == "clip") return count == 3;
  if (call.name == "min" || call.name == "max") return count >= 1;
  return count == 1 && (call.name == "abs" || call.name == "exp" || call.name == "sigma" || call.name == "logit");
}

double evaluate(const FormulaTree& tree, int index, const std::function<double(int)>& lookup) {
  using Kind = FormulaNode::Kind;
  const FormulaNode& node = tree.nodes[static_cast<std::size_t>(index)];
  const auto child = [&](std::size_t i) { return evaluate(tree, node.children[i], lookup); };
  switch (node.kind) {
    case Kind::number:
      return node.number;
    case Kind::name:
      return lookup(index);
    case Kind::negate:
      return -child(0);
    case Kind::add:
      return child(0) + child(1);
    case Kind::subtract:
      return child(0) - child(1);
    case Kind::multiply:
      return child(0) * child(1);
    case Kind::divide:
      return child(0) / child(1);
    case Kind::power:
      return det::pow(child(0), child(1));
    case Kind::call:
      break;
  }
  ATTUNE_CHECK(node.kind == Kind::call);
  if (!is_plain_function(node)) return lookup(index);
  const double first = child(0);
  if (node.name == "clip") return det::clip(first, child(1), child(2));
  if (node.name == "abs") return det::abs(first);
  if (node.name == "exp") return det::exp(first);
  if (node.name == "sigma") return det::sigma(first);
  if (node.name == "logit") return det::logit(first);
  double best = first;
  for (std::size_t i = 1; i < node.children.size(); ++i)
    best = node.name == "min" ? det::min(best, child(i)) : det::max(best, child(i));
  return best;
}

}  // namespace attune
