// What the user is doing. One mutable struct and exactly two writers: execute() and advance().
// Panels and exports only read it. Everything on screen is a function of (content, session, t).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/result.h"
#include "core/text.h"
#include "model/content.h"
#include "model/find.h"
#include "model/own_brain.h"
#include "model/own_story.h"
#include "model/settings.h"
#include "scene/camera.h"
#include "scene/scene.h"
#include "session/agreement.h"
#include "session/before.h"
#include "session/pace.h"
#include "session/prediction.h"
#include "session/story_bands.h"
#include "sim/ensemble.h"
#include "sim/explain_pair.h"
#include "sim/simulate.h"
#include "sim/slow.h"
#include "sim/trace.h"
#include "sim/years.h"

namespace attune {

enum class ColourMode : std::uint8_t { activity, structure };
enum class Theme : std::uint8_t { dark, light, contrast };
enum class Panel : std::uint8_t { none, left, right, plots };
// What can be changed: the pattern of a side, or what happens in the moment.
enum class Bench : std::uint8_t { side_a, side_b, story };
enum class Way : std::uint8_t { explore, present, session };  // how a person begins
inline constexpr const char* kCortisol = "CORT";  // id of the chemical that the blood brings back
inline constexpr int kTourSteps = 5;                           // stage, story, clock, compare, why
// What is asked before something that changes or takes away much at once.
enum class Question : std::uint8_t { none, forget_settings, forget_view, leave, reset };
enum class LeftTab : std::uint8_t { moment, structures, chemicals };  // when the left column is too low for all

struct Playhead {
  double t_s = 0;
  bool playing = false;
  double speed = 12;  // simulated seconds per second that are wished for (session/pace.h)
  bool of_film = false;  // moved by Seek alone, at a film's own pace
};

struct CameraMove {  // an eased flight to a view
  bool active = false;
  Camera from, to;
  double elapsed_s = 0, length_s = 0.4;
};

// The second clock: weeks to years. While it is on, side B is side A's pattern after so many weeks in other company. Of two
// histories that are compared the less secure one is asked about: it becomes side A. So it does where one history alone would
// show nothing.
struct ChangeDial {
  bool on = false;
  int environment = 0;  // one of change_companies()
  double weeks = 52;    // 0..longest_change_weeks()
  bool compared = false;  // before it came on: so again when it is closed
  bool swapped = false;   // the two sides changed places for it: they change back when it is closed
  Panel front = Panel::none;  // what was opened last before it: so again when it is closed
  bool operator==(const ChangeDial&) const = default;
};

// A view that a person has kept: where the camera stood and what was cut away.
struct KeptView {
  std::string name;
  Camera camera;
  int hidden_hemisphere = -1;
  std::set<std::string> hidden_lobes;
  bool operator==(const KeptView&) const = default;
};

struct OverStory;  // session/over_story.h
struct PageRuns;   // session/page_runs.h
struct PageBands;  // session/page_runs.h

// Sizes that a person has given panels, in pixels at scale 1; 0 = the usual size for the window (ui/layout.h).
struct PanelSizes {
  float left = 0, right = 0, plots = 0;
  bool operator==(const PanelSizes&) const = default;
};
inline constexpr float kLeastPanel = 120, kMostPanel = 4000;  // what is kept; a window may have less room

// What the program is asked to write. The host (window) carries it out and answers with FinishExport.
enum class Export : std::uint8_t { none, picture, film, curves, mapping, copied_curves, curves_picture, story, copied_curves_picture };

// What a story of two people or of years took the place of: comes back with the next moment.
struct Elsewhere {
  bool compare = false;
  std::vector<std::string> plotted;
};

// Before the id of a connection that the details are about.
inline constexpr std::string_view kOfConnection = "connection:";

struct Session;

// What was chosen before, for undo and redo (session/history.h). Traces are shared, not copied.
struct HistoryStep {
  std::shared_ptr<const Session> before, after;
  std::size_t made_by = std::variant_npos;  // index in Command
};
struct History {
  std::vector<HistoryStep> past, future;  // the newest last; the next to come last
  bool is_dragged = false;                // the newest may still be dragged on
};

// What the details show: a structure (with those beside it), what was asked about, a claim; all empty: the moment.
struct DetailsView {
  std::string selected, asked, claim;
  std::set<std::string> also_selected;
};
inline constexpr std::size_t kMostDetailsViews = 50;

// Side A is 0, side B is 1. B is drawn only while comparing. In a story of two people the sides are the two.
struct Session {
  ProgramPtr program;
  SlowProgramPtr slow;  // null when the content has no slow model
  ProgramPtr pair;      // two people; made when they are first wanted
  int scenario = 0, arm = 0;  // story_at(content, scenario), its arm
  int own_scenario = -1;      // the scenario that came from a file of the user's own
  std::shared_ptr<const OwnBrain> own;  // the brain model of the user's own that is shown; null: the shipped one
  bool show_mapping = false;            // which of its parts is what: in the place of the details
  int mapping_part = -1;                // the part that is being chosen for; -1: the list of all
  int other_arm = -1;         // side B's arm in a story of years; -1: the same
  std::array<int, 2> style{0, 1};
  bool compare = false;
  bool difference = false;  // with compare: one brain coloured by A minus B
  std::shared_ptr<const OwnStory> own_story;  // what happens, as a person changed it or made it; null: as it ships
  std::vector<std::shared_ptr<const OwnStory>> kept_stories;  // the person's own ones while another is shown; the newest last
  StoryChecks story_checks;                   // of own_story, told by the host (NoticeStory)
  bool show_editor = false;                   // its timeline
  StoryItem item;                             // what is chosen on it
  bool show_story_files = false;              // the files to open: story_files, of story_folder
  std::string story_folder, story_path;       // story_path: what was typed
  std::vector<StoryFile> story_files;
  std::string story_wanted;                   // a file that the host is asked to open, "" = none
  std::string source_wanted;                  // a reference whose paper the host is asked to open, "" = none
  bool source_copied = false;                 // copied instead
  std::array<TraitValues, 2> traits;          // of each side's pattern: those that a person changed, by id
  std::array<std::shared_ptr<const Style>, 2> own_style;  // the pattern with them; null: as it ships
  bool show_bench = false;                    // where things are changed: in the place of the details
  Bench bench = Bench::story;
  ChangeDial change;
  Style changed_style;                  // side B while the change dial is on
  std::shared_ptr<const Trace> life;    // the years of the change dial: one row a week (sim/slow.h)
  std::shared_ptr<const EnsembleBands> life_bands;  // how differently they may go (sim/life_bands.h)
  std::array<std::shared_ptr<const Trace>, 2> trace;
  std::array<std::shared_ptr<const EpisodePeaks>, 2> peaks;  // of years with episodes (sim/years.h), else null
  std::shared_ptr<const Before> before;  // how it goes without what was changed; null: nothing is changed
  std::shared_ptr<const Pace> pace;      // how fast that may be played
  double step_still_s = 1;               // wall time since the playhead was last moved by a step
  std::shared_ptr<const OverStory> over_story;  // of what the details show (session/over_story.h); may be null or old
  std::shared_ptr<const Trace> link;  // between two people (sim/pair.h), null in other stories
  Elsewhere elsewhere;
  History history;
  int traces_made = 0;  // grows whenever the traces are made anew
  std::array<std::set<std::string>, 2> undirected;  // regions (session/direction.h)
  std::array<std::shared_ptr<const AgreementBook>, 2> agreement;  // of these traces; what is counted so far

  Playhead playhead;
  Camera camera = home_camera();
  CameraMove camera_move;

  std::string selected, hovered;  // structure ids, "" = none
  std::set<std::string> also_selected;  // Ctrl + click: lit and named beside the selected one
  std::set<std::string> hidden;   // structure ids switched off
  std::string solo_structure;     // only this one is drawn, and the selection; "" = all that are not hidden
  int hidden_hemisphere = -1;     // 0 left, 1 right, -1 none
  std::set<std::string> hidden_lobes;  // BrainPart::lobe: everything of them is switched off but the selection and the solo
  std::vector<KeptView> kept_views;    // in the order they were kept
  int kept_view_shown = -1;            // the one gone to last
  std::optional<KeptView> view_before; // before the camera was last moved
  double view_still_s = 1;             // wall time since then
  float glass = 0.35f;
  ColourMode colour_mode = ColourMode::activity;
  bool show_labels = true, show_flow = true, show_legend = true;
  bool show_body = true;  // heart, breath and the blood lane beside the brain
  std::set<std::string> hidden_carriers;  // chemicals or transmitters switched off
  std::set<std::string> slowed_carriers;  // drawn at kSlowedPace, to be followed by eye
  std::string solo_carrier;               // only this one is drawn; "" = all that are not hidden
  bool show_bands = false;  // 5-95 % bands of the plotted curves over the numbers that are only assumed
  std::array<std::shared_ptr<const EnsembleBands>, 2> bands;  // null: not wanted, or not there yet (story_bands.h)
  std::vector<std::string> plotted{"region.AMY", "region.vmPFC", "chem.CORT"};  // trace columns
  std::set<std::string> hidden_curves;      // of plotted: still named, but not drawn
  double loop_from_s = 0, loop_to_s = 0;  // the part of the run that is played over and over; both 0: none
  double plot_from_s = 0, plot_to_s = 0;  // the part of the run that the curves show; both 0: all of it

  Prediction prediction;            // what a person expects of a curve (session/prediction.h)
  double prediction_seen_s = 0;     // the real curves have been played up to here since
  int sketch_handle = 1;            // the point of the sketch that the keyboard moves, 1..kSketchHandles

  Level level = Level::plain;  // of everything that is said about the brain
  bool people_only = false;    // what was not measured in people steps back

  Theme theme = Theme::dark;
  float ui_scale = 1;  // 1..3
  bool reduced_motion = false;
  bool trackball = false;       // the brain turns about any axis; else superior stays up
  std::string language = "en";  // of all words; the host brings them
  PanelSizes panel_sizes;
  bool show_interface = true, show_help = false, show_welcome = true, fullscreen = false;
  int tour_step = -1;         // of the tour of the window, 0..kTourSteps - 1; -1 = it is not shown
  bool show_left = true, show_right = true, show_plots = true;  // panels a person has not closed
  Panel front_panel = Panel::none;                              // opened last: the one that stays where only one fits
  LeftTab left_tab = LeftTab::moment;
  bool show_library = false;  // the left column lists every moment to choose from
  std::string library_search;  // only those that these words find, "" = all
  bool show_why = true;       // the details say what moves the selection
  int why_asked = 0;          // how often that was asked for: the details scroll there when it grows
  bool why_by_key = false;    // AskWhy opened them, and nothing else has been asked for since
  bool why_in_view = false;   // where they are drawn (NoticeWhy)
  int chosen = 0;             // how often a structure was: the details begin at their top when it grows
  int walked = 0;             // how often StepDetails went somewhere: there they stand as they were left
  double why_held_s = -1;     // a person points at reasons: the details show this time of the run (HoldWhy); -1: now
  std::string claim;          // the details show this claim of the evidence alone, "" = none
  std::string asked;          // the details are about this trace column or connection (kOfConnection), "" = the selection
  std::vector<DetailsView> details_past, details_future;  // what they showed before, and before going back; the nearest last
  Question question = Question::none;  // lies over everything until it is answered
  int question_about = -1;             // forget_view: the kept view
  bool leaving = false;                // the host closes the window
  bool show_search = false;
  std::string search;         // what was typed there

  bool show_pages = false;    // pages to read lie over everything
  std::string page;           // the one that is open; "" = the list (the first page where both fit)
  std::shared_ptr<const PageRuns> page_runs;  // what its figures draw; null when no page is open
  std::shared_ptr<const PageBands> page_bands;  // of PageBands::of, which may be an earlier page's runs

  bool grounded = false;      // the calm page lies over everything; nothing moves but the breath
  double calm = 0;            // 0..1: how far the stage has dimmed for it
  double breath_s = 0;        // wall time of breathing together
  bool blank = false;         // black screen
  bool frozen = false;        // everything stands still
  bool plays_after = false;   // frozen or blank while playing: goes on afterwards

  bool picture_line = true;   // saved pictures have a line below them that says what they show
  int picture_scale = 2;      // saved pictures against the screen: 1 = pixel for pixel, 4 = four times as sharp
  Export wanted = Export::none;
  double export_share = 0;    // of the film that has been written
  double export_left_s = 0;   // wall time until it is done, as far as can be told; 0 = not yet
  std::string message;        // one sentence for the user, "" = none
  double message_age_s = 0;   // wall time since it appeared
};

// ---- commands: everything a person can do -------------------------------------------------------
namespace command {
struct SelectScenario {
  int scenario;
  bool own = false;  // it came from a file of the user's own
};
struct SelectArm {
  int arm;
  int side = 0;  // 1 only in a story of years: the two sides of a moment share what happens
};
struct SetStyle {
  int side;
  int style;
};
struct SetCompare {
  bool on;
};
struct SwapSides {};
struct SetDifference {
  bool on;
};
struct SetChange {  // another environment than those offered becomes the last of them; weeks are clamped
  bool on;
  int environment;
  double weeks;
  bool keeps_sides = false;  // side A is asked about, whichever it is
};
// The next three change what is lived. `starts`: a step of its own for undo; false while one drag goes on.
struct SetTrait {  // of a side's pattern; its shipped value takes the change away
  int side;
  std::string trait;
  double value;
  bool starts = true;
};
struct SetStrength {  // of an input, 0-1, in an event of the version shown (its place, or kThroughout: edit_story.h)
  int event;
  std::string input;
  double value;
  bool starts = true;
};
struct ResetChanges {  // as it ships; a story of the person's own: as it was made or loaded. Without `all` only that
  Bench what;
  bool all = false;
};
struct SetBench {  // opens or closes where things are changed
  bool open;
  Bench what = Bench::story;
};
// ---- a story of the person's own (session/edit_story.h). What changes one acts on the version that is shown, and is
// refused on a story that ships. `starts` as above.
struct MakeOwnStory {  // a copy of the moment that is shown, as it is now. The words come from the interface's language
  std::string title, story;
};
struct ShowOwnStory {  // one of those that were put aside; -1: the newest
  int index = -1;
};
struct TakeStory {       // the host has read it from a file
  std::shared_ptr<const OwnStory> story;
};
struct SetEditor {
  bool open;
};
struct ChooseItem {
  StoryItem item;
};
struct MoveItem {
  StoryItem item;
  double begin_s, end_s;
  bool starts = true;
};
struct AddEvent {
  double at_s;
  std::string input;
};
struct AddCaption {
  double at_s;
  std::string event, text;
};
struct RemoveItem {
  StoryItem item;
};
struct RemoveInput {
  int event;
  std::string input;
};
struct SetCaption {
  int caption;
  std::string event, text;
  bool starts = true;
};
struct SetStoryTitle {
  std::string title;
  bool starts = true;
};
struct SetStoryLength {
  double duration_s;
};
struct NoticeStory {  // the host has checked it; dropped when it is another one by now
  std::shared_ptr<const OwnStory> story;
  StoryChecks checks;
};
struct ShowStoryFiles {
  bool open;
};
struct SetStoryFiles {  // the host has looked what there is
  std::string folder;
  std::vector<StoryFile> files;
};
struct TypeStoryPath {
  std::string path;
};
struct OpenStoryFile {  // "": the host has done it
  std::string path;
};
struct KeepStory {  // the host has written own_story to this file
  std::string file, sentence;
};
struct SetPlaying {
  bool on;
};
struct TogglePlaying {};
struct Seek {
  double t_s;
};
struct StepTime {
  double seconds;
};
struct StepEvent {
  int direction;
};  // previous/next event
struct SetSpeed {  // the nearest that is offered (session/pace.h); a film has its own pace
  double speed;
  bool of_film = false;
};
struct OrbitCamera {
  glm::vec2 movement;
};  // share of the view's height
struct PanCamera {
  glm::vec2 movement;
};
struct ZoomCamera {
  float steps;
  glm::vec2 pointer_ndc;
  float aspect;
};
struct GoToView {
  std::string view;
  bool at_once = false;  // without a flight, and nothing to go back to: for pictures
};  // ViewPreset id or "home"
struct FaceCamera {  // turns to an azimuth, radians, at once: the steps of a film
  float azimuth;
};
struct GoBackToView {};  // where the camera stood before it was last moved; again: back to where it is now
struct FrameStructure {
  std::string structure;
};
struct Select {
  std::string structure;
};  // "" deselects
struct AlsoSelect {  // adds a structure to the selection, or takes it away again
  std::string structure;
};
struct Hover {
  std::string structure;
};
// Opens the details of the selection, or of what moved most, on its reasons. Again closes them, if they are in view
// because this opened them.
struct AskWhy {};
// The details of a trace column with its reasons: of a region by selecting its structure. With kOfConnection before it:
// of a connection. "" goes back.
struct AskAbout {
  std::string column;
};
struct StepDetails {  // to what the details showed before (-1), or before going back (1)
  int direction;
};
struct ShowClaim {  // the details show one claim of the evidence; "" goes back
  std::string claim;
};
// Asks the host to open a reference's paper in the browser, or to copy where it is found. "": the host has done it.
struct OpenSource {
  std::string reference;
  bool copied = false;
};
struct NoticeWhy {  // like Hover: what the details show now
  bool in_view;
};
struct HoldWhy {  // like NoticeWhy: the details stay at this time of the run; -1: they run on
  double at_s;
};
struct SetStructureVisible {
  std::string structure;
  bool visible;
};
struct SetGroupVisible {  // every structure of a group
  std::string group;
  bool visible;
};
struct SoloStructure {  // shows only this one; the same again, or "", shows all that are not hidden
  std::string structure;
};
struct SetGlass {
  float glass;
};
struct SetColourMode {
  ColourMode mode;
};
struct SetLabels {
  bool on;
};
struct SetFlow {
  bool on;
};
struct SetLegend {
  bool on;
};
struct SetBody {
  bool on;
};
struct SetCarrierVisible {
  std::string carrier;
  bool visible;
};
struct SoloCarrier {  // draws only this one; the same again, or "", draws all
  std::string carrier;
};
struct SetCarrierSlow {
  std::string carrier;
  bool slow;
};
struct HideHemisphere {  // 0 left, 1 right, -1 none
  int hemisphere;
};
struct SetLobeVisible {
  std::string lobe;
  bool visible;
};
struct KeepView {  // remembers where the camera stands; "" = a name made from where that is
  std::string name;
};
struct ShowKeptView {  // counted from 0; beyond the last it starts again
  int index;
};
struct NameKeptView {
  int index;
  std::string name;
};
struct ForgetKeptView {
  int index;
};
struct SetPlotted {
  std::string column;
  bool on;
};
struct SetCurveVisible {  // of a plotted column
  std::string column;
  bool visible;
};
struct SetPlotRange {  // the part of the run that the curves show; all of the run, or nothing: everything
  double from_s, to_s;
};
struct SetLoop {  // the part of the run that is played over and over; too short a part: none
  double from_s, to_s;
  bool starts = true;  // false while it is dragged: one step of undo
};
struct SetAgreement {  // an answer for other traces than the present ones is dropped
  int traces, side;
  std::shared_ptr<const AgreementBook> counted;
};
struct SetStoryBands {  // an answer for other traces than the present ones is dropped
  int traces;
  StoryBands counted;
};
struct SetPageBands {  // an answer for another page than the open one is dropped
  std::shared_ptr<const PageBands> counted;
};
struct SetLevel {
  Level level;
};
struct SetPeopleOnly {
  bool on;
};
struct SetBands {
  bool on;
};
struct SetTheme {
  Theme theme;
};
struct SetUiScale {
  float scale;
};
struct SetReducedMotion {
  bool on;
};
struct SetTrackball {  // off: what was tilted stands upright again
  bool on;
};
struct SetInterface {
  bool on;
};
struct SetHelp {
  bool on;
};
struct SetFullscreen {
  bool on;
};
struct SetPanel {
  Panel panel;
  bool open;
};
struct SetPanelSize {  // pixels at scale 1; 0 or less: the usual size
  Panel panel;
  float size;
};
struct SetLanguage {  // one that the host offers
  std::string language;
  bool of_host = false;  // it could not be had: the one there was stays, and nothing is there to take back
};
struct UseSettings {  // looks that were kept, or (Settings{}) those of the first day
  Settings settings;
};
struct ResetAll {};  // everything that can be changed is as it ships; stories of the person's own are put aside
struct SetLeftTab {
  LeftTab tab;
};
struct SetLibrary {  // with the stories that words find, "" = all
  bool on;
  std::string search{};
};
struct Ask {  // none: takes the question away. leave with nothing unsaved needs no answer
  Question what;
  int about = -1;
};
struct Leave {};  // closes the window, whatever is not saved
struct SetSearch {
  bool open;
  std::string text;
};
struct SetPages {  // opens a page to read, "" = the list, or closes them
  bool open;
  std::string page;
};
struct FollowLink {  // from a page to the stage or to another page; what it shows comes forward
  PageLink link;
};
struct SetGrounded {
  bool on;
};
struct SetBlank {
  bool on;
};
struct SetFrozen {
  bool on;
};
struct SetPictureScale {  // 1..4
  int scale;
};
struct SetPictureLine {
  bool on;
};
struct StartExport {
  Export what;
};
struct ReportExport {
  double share;
  double left_s = 0;
};
struct ExplainTerm {  // says what a term of the glossary means
  std::string id;
};
struct FinishExport {
  std::string sentence;
};
struct CancelExport {};
// The host has put another brain model into the content: a user's own, or (null) the shipped one again. What is
// selected or hidden and no longer there is forgotten.
struct TakeBrain {
  std::shared_ptr<const OwnBrain> own;
};
struct SetMapping {  // opens the list of its parts, or the choice for one
  bool open;
  int part = -1;
};
struct TakeMapping {  // what its parts are, from a file; opens the list of them. The host follows with the meshes.
  std::shared_ptr<const OwnBrain> own;
};
struct MapPart {  // a person says what a part is; structure "": grey
  int part;
  std::string structure;
  Hemisphere side;
};
struct AcceptGuesses {};  // every guess that was not sure enough
struct MirrorBrain {};    // left and right were the wrong way round
struct LeaveOwnBrain {};  // back to the shipped one
struct OpenMoment {       // a session that the host has made of a receipt takes the place of this one
  std::shared_ptr<const Session> moment;
};
struct Tell {             // a sentence from the host
  std::string sentence;
};
struct CloseWelcome {};
// Leaves the welcome. explore: all panels; present: the stage alone, full screen, from the start of the story; session:
// plain words, reduced motion, panels closed. hint: a sentence that is told then, "" = none.
struct Begin {
  Way way;
  std::string hint;
};
struct SetTour {  // a step of the tour, 0..kTourSteps - 1; anything else ends it
  int step;
};
// Predict, then see. Goes to the next event and hides the curves from there on; "" = the first curve that is shown.
struct StartPrediction {
  std::string column;
  int side = 0;  // whose: side B's while comparing
};
struct Sketch {  // a stroke of the sketch, seconds and heights in the column's unit
  double from_s, from_height, to_s, to_height;
};
struct MoveSketch {  // by keyboard: to the next (+) or previous (-) point, and its height up (+) or down (-)
  int along, up;
};
struct EndPrediction {};
struct StepBack {};  // Esc: closes help, pages, welcome, message, library; shows the interface; deselects; leaves full screen
struct DismissMessage {};
struct Undo {};  // takes back the last choice; where one looks and the clock stay
struct Redo {};
struct LetGo {};          // of what was dragged: the same dragged once more is a step of its own for undo
struct ForgetChoices {};  // from the host: what came before was no person's choice, so there is no way back to it
}  // namespace command

using Command =
    std::variant<command::SelectScenario, command::SelectArm, command::SetStyle, command::SetCompare,
                 command::SwapSides, command::SetDifference, command::SetChange,
                 command::SetTrait, command::SetStrength, command::ResetChanges, command::SetBench,
                 command::MakeOwnStory, command::ShowOwnStory, command::TakeStory, command::SetEditor, command::ChooseItem,
                 command::MoveItem, command::AddEvent, command::AddCaption, command::RemoveItem, command::RemoveInput,
                 command::SetCaption, command::SetStoryTitle, command::SetStoryLength, command::NoticeStory,
                 command::ShowStoryFiles, command::SetStoryFiles, command::TypeStoryPath, command::OpenStoryFile,
                 command::KeepStory, command::SetPlaying, command::TogglePlaying, command::Seek, command::StepTime,
                 command::StepEvent, command::SetSpeed, command::OrbitCamera, command::PanCamera, command::ZoomCamera,
                 command::GoToView, command::GoBackToView, command::FrameStructure, command::Select, command::AlsoSelect, command::Hover, command::AskWhy,
                 command::SetStructureVisible, command::SetGroupVisible, command::SetGlass, command::SetColourMode, command::SetLabels,
                 command::SetFlow, command::SetLegend, command::SetCarrierVisible, command::SetPlotted, command::SetCurveVisible,
                 command::SetLevel, command::SetPeopleOnly, command::SetBands, command::SetTheme, command::SetUiScale, command::SetReducedMotion, command::SetTrackball, command::SetInterface,
                 command::SetHelp, command::SetFullscreen, command::SetPanel, command::SetPanelSize, command::SetLanguage, command::UseSettings, command::SetLeftTab, command::SetLibrary,
                 command::Ask, command::Leave, command::SetSearch, command::ExplainTerm, command::SetPages, command::FollowLink, command::SetGrounded, command::SetBlank, command::SetFrozen, command::StartExport,
                 command::ReportExport, command::FinishExport, command::CancelExport, command::CloseWelcome, command::Begin, command::SetTour,
                 command::StartPrediction, command::Sketch, command::MoveSketch, command::EndPrediction, command::StepBack, command::DismissMessage,
                 command::AskAbout, command::ShowClaim, command::OpenSource, command::NoticeWhy, command::HoldWhy, command::SetPlotRange, command::SetLoop, command::SetAgreement, command::SetStoryBands, command::SetPageBands,
                 command::SetBody, command::SoloStructure, command::SoloCarrier, command::SetCarrierSlow, command::HideHemisphere, command::SetLobeVisible,
                 command::KeepView, command::ShowKeptView, command::NameKeptView, command::ForgetKeptView,
                 command::TakeBrain, command::SetMapping, command::MapPart, command::AcceptGuesses, command::MirrorBrain,
                 command::LeaveOwnBrain, command::FaceCamera, command::SetPictureScale, command::SetPictureLine, command::TakeMapping, command::OpenMoment, command::Tell, command::Undo, command::Redo,
                 command::LetGo, command::ForgetChoices, command::StepDetails, command::ResetAll>;

// Limits that execute() holds to.
inline constexpr double kMinSpeed = 0.25;  // simulated seconds per second
inline constexpr std::size_t kMaxPlotted = 6;                // curves that can still be told apart
inline constexpr double kDaysFrom_s = 86400;  // longer runs are days
inline constexpr double kShortestLoop_share = 0.002;  // of the run
inline constexpr double kFewestPlotSamples = 20;  // the shortest part of a run that the curves show
inline constexpr double kCalmIn_s = 3;  // the stage dims over this time: less than a tenth of its brightness per frame
inline constexpr std::size_t kMostKeptViews = 9;
inline constexpr float kSlowedPace = 0.25f;                  // of a slowed carrier's pulses
inline constexpr double kMessageLife_s = 12;                 // wall time after which a message goes by itself

// A session on the first scenario, secure against anxious (compare off), paused at t = 0. Errors: those of
// compile_circuit and simulate; content without styles, scenarios or arms.
Result<Session> make_session(const Content& content);

// The only writer besides advance(). A command that cannot be carried out leaves everything as it was and sets
// session.message.
void execute(Session& session, const Content& content, const Command& command);
// What one press asks for, in its order: one step for undo.
void execute_press(Session& session, const Content& content, std::span<const Command> commands);

// Moves the playhead, eased camera flights and the slow turn beside the welcome (which waits while a structure is pointed at) by dt seconds of wall time (clamped
// to 0..0.25 s). Playing stops at the end, on the last state.
void advance(Session& session, const Content& content, double dt_s);

// ---- reading -------------------------------------------------------------------------------------
AnyScenario current_story(const Session& session, const Content& content);
inline ScenarioKind current_kind(const Session& session, const Content& content) {
  return current_story(session, content).kind;
}
const ScenarioText& current_scenario(const Session& session, const Content& content);
const ArmText& current_arm(const Session& session, const Content& content, int side = 0);
// The arm that a side plays: side B has its own only in a story of years.
int arm_of(const Session& session, int side);
// True where the pattern chosen for a side changes nothing: everyone starts at birth.
bool starts_at_birth(const Session& session, const Content& content);
// The pattern that a life has come to by now ("label.secure" is largest), for stories of years; nullptr in others.
const Style* pattern_now(const Session& session, const Content& content, int side);
// What a side is called and the colour it goes by: its pattern; the person in a story of two people; what happens in a
// life that starts at birth.
struct SideName {
  std::string name, detail;  // detail: "" = the pattern is the name
  std::string colour;
};
SideName side_name(const Session& session, const Content& content, int side);
// What everything that is shown calls a side. While the change dial is on both are of one pattern: side B is named by the
// time that has passed, and the pattern is its detail.
struct ChangedWords {
  std::string name, none;  // "After {time}", after no time
  SpanWords span;
};
SideName side_title(const Session& session, const Content& content, int side, const ChangedWords& words);
// With the traits that a person changed.
const Style& current_style(const Session& session, const Content& content, int side);
// A trait of a side's pattern at the age of the story: now, and as it ships. NaN: there is none. In a story of years
// everything comes from the years before, and with the change dial side B is what becomes of side A: nothing to change.
double trait_value(const Session& session, const Content& content, int side, const std::string& trait);
double shipped_trait(const Session& session, const Content& content, int side, const std::string& trait);
bool can_change_traits(const Session& session, const Content& content, int side);
// Whether anything of it is not as it ships (as it was made, for a story of the person's own).
bool is_changed(const Session& session, Bench what);
// Stories of the person's own with changes that no file has: the one that is shown, then those put aside.
std::vector<std::shared_ptr<const OwnStory>> unsaved_stories(const Session& session);
double duration_s(const Session& session, const Content& content);
// The company that the change dial offers: indices into Content::slow.environments whose signals are given (the others
// are measured from lived days).
std::vector<int> change_companies(const Content& content);
// Weeks the change dial can turn: five years for grown-up stories, one for a child's, whose story stays at its age.
double longest_change_weeks(const Session& session, const Content& content);
// A minus B of a region's activity now, as a share of kFullActivityChange, -1..1. NaN while there is no second side.
double difference_share(const Session& session, const std::string& region);
// How far two people are in step now, 0-1 ("pair.R"); NaN in other stories.
double synchrony_now(const Session& session);
// When a side is calm again: the first time after the scenario's reference moment from which felt distress (felt.D)
// stays below kCalmDistress for a minute. NaN: it was calm all along, or is not calm before the end.
inline constexpr double kCalmDistress = 0.10;  // model.md section 6, "calm"
double calm_again_s(const Session& session, const Content& content, int side);
// The part of the run that the curves show: seconds, from < to.
struct PlotSpan {
  double from_s = 0, to_s = 1;
  bool whole = true;
};
PlotSpan plot_span(const Session& session, const Content& content);
double shortest_plot_s(const Session& session, const Content& content);
// A prediction is being sketched: nothing of what comes has been seen yet.
bool is_sketching(const Session& session);
// The curves are drawn up to here: until it has been played, what comes after the start of a prediction is hidden.
double curves_end_s(const Session& session);
// Whether a trace column can be asked about: what the story's own equations move. What a moment only gives is not.
bool has_reasons(const Session& session, const Content& content, const std::string& column);
// The region that moved most since the start of side A's run, "" when nothing did.
std::string most_moved_region(const Session& session, const Content& content);
// When side A's brain is furthest from how it began: the moment worth a picture. Of a hundred times through the run.
double liveliest_s(const Session& session, const Content& content);
// The caption that holds at t; where several do, the one that began last. nullptr: none.
const Caption* caption_at(const ArmText& arm, double t_s);
// The caption that holds now: side A's; where its version has none (any more), that of side B's own version. None where
// its event was taken away (session/before.h).
struct CaptionNow {
  const Caption* caption = nullptr;
  int side = 0;
  bool of_old_story = false;  // written for the story as it was before it was changed
};
CaptionNow caption_now(const Session& session, const Content& content);
bool has_loop(const Session& session);
// Speeds, slowest first; which of them a story offers: offered_speeds().
inline constexpr std::array<double, 29> kSpeedSteps{0.25,   0.5,    1,       2,       5,       10,      15,
                                                    20,     30,     60,      90,      120,     300,     600,
                                                    1200,   3600,   7200,    14400,   21600,   28800,   43200,   86400,   302400,
                                                    604800, 1209600, 2419200, 4838400, 9676800, 19353600};
// The one at which a run of that length takes about a minute and a half.
double default_speed(double duration_s);
inline double default_speed(const Scenario& scenario) { return default_speed(scenario.duration_s); }
// The value of a trace column on a side now; NaN when the column or the side's trace does not exist.
double value_now(const Session& session, int side, const std::string& column);
// The same for a curve of two people too ("pair.breath", sim/explain_pair.h), at any time.
double value_of(const Session& session, const Content& content, int side, const std::string& column, double t_s);
// The run of two people; nothing in other stories.
std::optional<PairRun> pair_run(const Session& session, const Content& content);
// How far a region's activity has moved since the start of the side's run: -1 (much quieter) .. 0 (usual) .. 1 (much
// more active), full at kFullActivityChange. One scale for colours, bars and words. NaN where there is no such column.
// In a story of years against "usual.<region>": the region before the moment that is lived with what was learned by then.
inline constexpr double kFullActivityChange = 0.35;
double activity_share(const Session& session, int side, const std::string& region);
// A region's activity 0-1 that counts as usual for the side: what it is measured against. NaN as above.
double usual_activity(const Session& session, int side, const std::string& region);

// Deep structures that no story needs would hide the ones that they do: hidden until the tree switches them on.
std::set<std::string> bystanders(const Content& content);
// Whether the details show another time than now, and the session as it was then, without its history.
bool is_why_held(const Session& session);
Session at_held_time(const Session& session);
// Whether a half of the brain is there: not cut away.
bool half_shown(const Session& session, Hemisphere hemisphere);
// Whether Attune's own brain is drawn solid, with all of its surface but a half that may be cut away.
bool is_solid_outside(const Session& session);
// Whether a structure is drawn now: not hidden, or the only one wanted. The selection is drawn all the same.
bool structure_shown(const Session& session, const std::string& structure);
// Whether a carrier is drawn now: not hidden, or the only one wanted.
bool carrier_shown(const Session& session, const std::string& carrier);
// The lobes that the brain model knows ("frontal", "limbic"), in file order.
std::vector<std::string> lobes(const Content& content);
// What a view is called ("Left").
std::string view_name(const Content& content, const ViewPreset& view);
// What a kept view would be called: "Left", or "Turned" near none of the named ones; with a number where taken.
std::string name_for_view(const Session& session, const Content& content);

// The connection that the details are about, or that something asked for is (kOfConnection); nullptr: none.
const Connection* asked_connection(const Session& session, const Content& content);
const Connection* asked_connection(const std::string& asked, const Content& content);

// How many brains stand on the stage: 2 of a comparison, 1 of a difference.
int view_count(const Session& session);

const Structure* find_structure(const Content& content, const std::string& id);
const Region* find_region(const Content& content, const std::string& id);
const Chemical* find_chemical(const Content& content, const std::string& id);
const Reference* find_reference(const Content& content, const std::string& id);
const Page* find_page(const Content& content, const std::string& id);
// The page that is open: Session::page, else the first. nullptr: the content has none.
const Page* current_page(const Session& session, const Content& content);
// The id under which a connection's transmitter or a drawn link's carrier is switched off: its chemical's id where
// there is one ("da" -> "DA", "ot" -> "OTc"), else itself ("glu").
std::string carrier_of(const Content& content, const std::string& transmitter);
// Everything that flows and can be switched off: visible chemicals, then other transmitters and carriers of connections
// and drawn links, each once, in file order.
std::vector<std::string> carriers(const Content& content);

}  // namespace attune
