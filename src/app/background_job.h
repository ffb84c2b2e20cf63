// One question worked out on a thread of its own while the window goes on.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <system_error>
#include <thread>
#include <utility>

namespace attune {

template <class Question, class Answer>
class BackgroundJob {
 public:
  // `stop` becomes true when nobody wants the answer any more: end soon.
  using Work = std::function<Answer(const Question&, const std::atomic<bool>& stop)>;

  BackgroundJob() = default;
  BackgroundJob(const BackgroundJob&) = delete;
  BackgroundJob& operator=(const BackgroundJob&) = delete;
  ~BackgroundJob() { end(); }

  bool is_busy() const { return task_ != nullptr; }
  bool is_done() const { return task_ != nullptr && task_->done; }
  const Question& question() const { return task_->question; }  // while busy
  bool was_given_up() const { return task_ != nullptr && task_->stop; }
  void give_up() { task_->stop = true; }  // while busy; it ends soon, and is taken like an answer

  // Not while busy. False where there are no threads.
  bool begin(Question question, Work work) {
    task_ = std::make_unique<Task>();
    task_->question = std::move(question);
    try {
      thread_ = std::thread([task = task_.get(), work = std::move(work)] {
        task->answer = work(task->question, task->stop);
        task->done = true;
      });
    } catch (const std::system_error&) {
      task_.reset();
      return false;
    }
    return true;
  }

  // Once it is done: question and answer, or nothing when it was given up.
  std::optional<std::pair<Question, Answer>> take() {
    std::optional<std::pair<Question, Answer>> taken;
    if (!task_->stop) taken.emplace(std::move(task_->question), std::move(task_->answer));
    end();
    return taken;
  }

 private:
  struct Task {
    Question question;
    Answer answer;
    std::atomic<bool> stop{false}, done{false};
  };
  void end() {
    if (task_ != nullptr) task_->stop = true;
    if (thread_.joinable()) thread_.join();
    task_.reset();
  }

  std::unique_ptr<Task> task_;
  std::thread thread_;
};

}  // namespace attune
