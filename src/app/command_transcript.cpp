#include <cstdio>
#include <filesystem>

#include "app/commands.h"
#include "core/file.h"
#include "session/transcript.h"

namespace attune {

ExitCode run_transcript(const CommonOptions& common, const TranscriptOptions& options) {
  const auto level = parse_level(options.level);
  if (!level) return report(level.errors());
  const std::string ending = std::filesystem::path(options.out).extension().string();
  if (ending != ".txt" && ending != ".html")
    return report({Error{sentence("transcript_txt_html_file"), options.out, sentence("choose_one_endings"), ExitCode::usage}});
  auto installation = open_installation(common, false);
  if (!installation) return report(installation.errors());
  Content& content = installation->content;
  auto session = open_story(content, options.moment);
  if (!session) return report(session.errors());
  const AnyScenario story = current_story(*session, content);
  std::vector<TranscriptPerson> people{{&current_style(*session, content, 0), session->trace[0].get()}};
  if (story.pair == nullptr && !options.moment.compare.empty())
    return report({Error{sentence("not_story_two_people", {{"id", story.text().id}}), "--compare",
                         sentence("leave_out_write_second"), ExitCode::usage}});
  if (story.pair != nullptr) people.push_back({&current_style(*session, content, 1), session->trace[1].get()});
  const Transcript transcript =
      make_transcript(content, story, static_cast<std::size_t>(session->arm), people, installation->why, *level, session->link.get());
  const std::string text = ending == ".txt" ? transcript_to_text(transcript, installation->why)
                                          : transcript_to_html(transcript, installation->why);
  if (const Status written = write_file(options.out, text); !written) return report(written.errors());
  print(sentence("events_written", {{"file", options.out}, {"count", std::to_string(transcript.events.size())}}));
  return ExitCode::ok;
}

}  // namespace attune
