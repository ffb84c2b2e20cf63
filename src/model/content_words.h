// Every text of the content that people read, visited one after the other: what a language replaces.
//
// A language is a folder of assets/languages with ui.json and why.json (key -> text, as ui_en.json and why_en.json) and
// content.json (English text -> text). English texts are the keys on purpose: where the English has changed since, the
// English is shown, never a translation of what it said before.
#pragma once

#include <string>

#include "model/content.h"
#include "model/ui_text.h"

namespace attune {

template <class Visit>
void for_each_text(Deeper& deeper, Visit& visit) {
  visit(deeper.student);
  visit(deeper.expert);
}

template <class Visit>
void for_each_text(ScenarioText& s, Visit& visit) {
  for (std::string* text : {&s.title, &s.story, &s.card, &s.teach, &s.caveat, &s.change, &s.theme}) visit(*text);
  for (Deeper* deeper : {&s.deeper_story, &s.deeper_teach, &s.deeper_change}) for_each_text(*deeper, visit);
  for (std::string& text : s.leaves_out) visit(text);
}

template <class Visit>
void for_each_text(ArmText& arm, Visit& visit) {
  visit(arm.title);
  for (Caption& caption : arm.captions) {
    visit(caption.event);
    visit(caption.text);
    for_each_text(caption.deeper, visit);
  }
}

template <class Visit>
void for_each_text(Page& page, Visit& visit) {
  visit(page.title);
  for (PageBlock& block : page.blocks) {
    for (PageText& text : block.texts) {
      visit(text.plain);
      for_each_text(text.deeper, visit);
    }
    for (PageShare& share : block.shares) visit(share.name);
    for (PageCurve& curve : block.curves) {
      visit(curve.label);
      visit(curve.unit);
    }
    for (PageRun& run : block.runs) visit(run.label);
    for (PageLink& link : block.buttons) visit(link.label);
  }
}

// visit(std::string&), also with texts that are empty. Ids, numbers, formulas and the bibliography are no texts here.
template <class Visit>
void for_each_text(Content& content, Visit visit) {
  // "0-1", "x rest" and "1" say how a number is written; the other units are words.
  const auto unit = [&](std::string& text) {
    if (!text.empty() && text[0] >= 'a' && text[0] <= 'z' && !text.starts_with("x ")) visit(text);
  };
  const auto formulas = [&](std::vector<Formula>& list) {
    for (Formula& formula : list) {
      visit(formula.meaning);
      unit(formula.unit);
    }
  };
  Circuit& c = content.circuit;
  for (Region& r : c.regions) {
    for (std::string* text : {&r.name, &r.plain, &r.role}) visit(*text);
    for_each_text(r.deeper, visit);
  }
  for (Gauge& g : c.gauges) {
    for (std::string* text : {&g.name, &g.plain, &g.shows}) visit(*text);
    for_each_text(g.deeper, visit);
  }
  for (Input& input : c.inputs) {
    visit(input.name);
    visit(input.meaning);
  }
  for (Trait& trait : c.traits) {
    visit(trait.plain);
    visit(trait.used_for);
  }
  for (AgePreset& age : c.ages) visit(age.name);
  formulas(c.derived);
  formulas(c.gates);
  formulas(c.readouts);
  for (Chemical& chemical : c.chemicals) {
    for (std::string* text : {&chemical.name, &chemical.plain, &chemical.made_in, &chemical.acts_on}) visit(*text);
    for_each_text(chemical.deeper, visit);
  }
  for (State& state : c.states) {
      visit(state.name);
      unit(state.unit);
      visit(state.meaning);
    }
  for (Connection& connection : c.connections) {
    for (std::string* text : {&connection.tract, &connection.security, &connection.plain}) visit(*text);
    for_each_text(connection.deeper, visit);
  }
  for (DrawnLink& link : c.drawn_links) {
    visit(link.route);
    visit(link.meaning);
  }
  for (Style& style : content.styles) {
    for (std::string* text : {&style.name, &style.plain, &style.grew_out_of, &style.why, &style.change}) visit(*text);
    for_each_text(style.deeper, visit);
    for_each_text(style.deeper_change, visit);
  }
  const auto stories = [&](auto& scenarios) {
    for (auto& scenario : scenarios) {
      for_each_text(static_cast<ScenarioText&>(scenario), visit);
      for (auto& arm : scenario.arms) for_each_text(static_cast<ArmText&>(arm), visit);
    }
  };
  stories(content.scenarios);
  stories(content.pair.scenarios);
  stories(content.slow.scenarios);
  for (PairScenario& pair : content.pair.scenarios) {
    visit(pair.name_a);
    visit(pair.name_b);
  }
  for (LifeScenario& life : content.slow.scenarios) visit(life.shown.text);
  for (LearningSignal& signal : content.slow.signals) {
    visit(signal.name);
    visit(signal.meaning);
  }
  formulas(content.slow.derived);
  formulas(content.slow.readouts);
  for (CareEnvironment& environment : content.slow.environments) {
    visit(environment.name);
    visit(environment.meaning);
  }
  for (Structure& structure : content.structures) {
    for (std::string* text : {&structure.name, &structure.label, &structure.plain, &structure.group}) visit(*text);
    for_each_text(structure.deeper, visit);
  }
  for (Page& page : content.pages) for_each_text(page, visit);
  for (GlossaryTerm& term : content.glossary) {
    visit(term.name);
    for (std::string& word : term.words) visit(word);
    visit(term.meaning);
  }
  ClaimBook& book = content.claim_book;
  for (std::vector<ClaimWord>* words : {&book.populations, &book.methods})
    for (ClaimWord& word : *words) visit(word.name);
  for (Equation& equation : book.equations) {
    visit(equation.name);
    visit(equation.meaning);
  }
  for (Claim& claim : book.claims) {
    for (std::string* text : {&claim.theme, &claim.sentence, &claim.expert, &claim.assumed}) visit(*text);
    for (CounterEvidence& counter : claim.counter) visit(counter.text);
  }
  for (UiText* sentences : {&content.messages, &content.errors})
    for (auto& [key, sentence] : *sentences) visit(sentence);
}

// Every text once, each under itself: what content.json of a language may translate.
inline UiText texts_of(Content content) {
  UiText texts;
  for_each_text(content, [&](std::string& text) {
    if (!text.empty()) texts.emplace(text, text);
  });
  return texts;
}

// Replaces the texts that are translated; the others stay English.
inline void translate(Content& content, const UiText& words) {
  if (words.empty()) return;
  for_each_text(content, [&](std::string& text) {
    if (const auto found = words.find(text); found != words.end()) text = found->second;
  });
}

}  // namespace attune
