#include "app/ensemble_jobs.h"

namespace attune {

namespace {

void deliver(Session& session, const Content& content, const AgreementQuestion& question, AgreementBook counted) {
  execute(
      session, content,
      command::SetAgreement{question.traces, question.side, std::make_shared<const AgreementBook>(std::move(counted))});
}
void deliver(Session& session, const Content& content, const BandsQuestion& question, StoryBands counted) {
  execute(session, content, command::SetStoryBands{question.traces, std::move(counted)});
}

void deliver(Session& session, const Content& content, const PageBandsQuestion&, PageBands counted) {
  execute(session, content, command::SetPageBands{std::make_shared<const PageBands>(std::move(counted))});
}

bool is_same(const PageBandsQuestion& a, const PageBandsQuestion& b) { return a.runs == b.runs; }
bool is_same(const AgreementQuestion& a, const AgreementQuestion& b) {
  return a.traces == b.traces && a.side == b.side && a.of == b.of && a.connections == b.connections;
}
bool is_same(const BandsQuestion& a, const BandsQuestion& b) { return a.traces == b.traces && a.columns == b.columns; }

// True while it may begin something new.
template <class Question, class Answer>
bool follow(BackgroundJob<Question, Answer>& job, Desk& desk, const std::optional<Question>& wanted) {
  if (job.is_busy() && !job.is_done()) {
    if (!job.was_given_up() && !(wanted && is_same(*wanted, job.question()))) job.give_up();
    return false;
  }
  if (!job.is_busy()) return wanted.has_value();
  if (auto answer = job.take()) deliver(desk.session, *desk.content, answer->first, std::move(answer->second));
  return false;  // what is wanted may be another thing now: next frame
}

}  // namespace

void EnsembleJobs::step(Desk& desk) {
  if (!has_threads_) return;
  const Content& content = *desk.content;
  if (auto wanted = next_bands(desk.session, content); follow(bands_, desk, wanted))
    has_threads_ =
        bands_.begin(std::move(*wanted), [&content](const BandsQuestion& question, const std::atomic<bool>& stop) {
          return count_bands(question, content, 2, &stop);
        });
  if (auto wanted = next_page_bands(desk.session, content); has_threads_ && follow(page_bands_, desk, wanted))
    has_threads_ = page_bands_.begin(std::move(*wanted),
                                     [&content](const PageBandsQuestion& question, const std::atomic<bool>& stop) {
                                       return count_page_bands(question, content, 1, &stop);
                                     });
  if (auto wanted = next_agreement(desk.session, content); has_threads_ && follow(agreement_, desk, wanted))
    has_threads_ = agreement_.begin(std::move(*wanted),
                                    [&content](const AgreementQuestion& question, const std::atomic<bool>& stop) {
                                      return count_agreement(question, content, 1, &stop);
                                    });
}

void run_ensembles_now(Session& session, const Content& content) {
  for (int side = 0; side < 2; ++side)
    if (const auto wanted = next_agreement(session, content))
      deliver(session, content, *wanted, count_agreement(*wanted, content, 2));
  if (const auto wanted = next_bands(session, content))
    deliver(session, content, *wanted, count_bands(*wanted, content, 2));
  if (const auto wanted = next_page_bands(session, content))
    deliver(session, content, *wanted, count_page_bands(*wanted, content, 2));
}

}  // namespace attune
