// The messages that are held back: a list, and each taken again once what stood in its way is mended, or put aside.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "server/calls.h"
#include "server/fhir_conflicts.h"
#include "server/hl7v2_intake.h"
#include "service/dead_letters.h"

namespace stormkeel {

namespace {

using Answer = HttpApplication::Answer;
using Out = nlohmann::ordered_json;

HttpResponse written_response(const Out& json) {
    return json_response(json.dump(-1, ' ', false, Out::error_handler_t::replace));
}

void list_letters(const ServedWard& served, const RoutedRequest&, const Answer& answer) {
    Out letters = Out::array();
    for (const DeadLetter& letter : dead_letters(served.ward.record())) {
        letters.push_back({{"id", letter.id},
                           {"received", to_text(letter.received)},
                           {"why", letter.why},
                           {"message", letter.message}});
    }
    answer(written_response({{"dead_letters", std::move(letters)}}));
}

std::optional<DeadLetter> letter_named_in(const ServedWard& served, const RoutedRequest& request) {
    const auto letters = dead_letters(served.ward.record());
    const auto letter = std::find_if(letters.begin(), letters.end(),
                                     [&](const DeadLetter& each) { return each.id == request.parts.at("letter"); });
    return letter == letters.end() ? std::nullopt : std::optional(*letter);
}

HttpResponse no_letter() { return error_response(404, "no message is held back under this id"); }

void end_letter(ServedWard& served, const Incoming& ended, std::string_view status, const Answer& answer) {
    const std::string told = Out{{"status", status}}.dump();
    served.hand_in({ended}, [&served, answer, told](const Stored<ServedWard::Outcomes>& kept) {
        const auto* problem = std::get_if<StoreProblem>(&kept);
        answer(problem != nullptr ? served.refused(*problem) : json_response(told));
    });
}

HttpResponse still_held_back(const std::string& why) { return error_response(409, "it is still held back: " + why); }

void replay_of_fhir(ServedWard& served, const DeadLetter& letter, const Answer& answer) {
    take_again(served, letter, [&served, answer, letter](const Stored<std::string>& told) {
        if (const auto* problem = std::get_if<StoreProblem>(&told)) return answer(served.refused(*problem));
        const std::string& why = std::get<std::string>(told);
        why.empty() ? end_letter(served, dead_letter_answered(letter), "taken", answer) : answer(still_held_back(why));
    });
}

void replay(ServedWard& served, Hl7Intake& intake, const RoutedRequest& request, const Answer& answer) {
    const auto letter = letter_named_in(served, request);
    if (!letter) return answer(no_letter());
    if (is_of_fhir(*letter)) return replay_of_fhir(served, *letter, answer);
    intake.take_again(letter->message, [&served, answer, letter = *letter](const Hl7Answer& told) {
        if (told.outcome != Hl7Outcome::accepted) {
            const Hl7Problem& problem = told.problems.front();
            return answer(still_held_back(problem.where + ": " + problem.why));
        }
        end_letter(served, dead_letter_answered(letter), "taken", answer);
    });
}

// For what can never be mended, as a test message or one whose sender has sent it anew.
void discard(ServedWard& served, const RoutedRequest& request, const Answer& answer) {
    const auto letter = letter_named_in(served, request);
    if (!letter) return answer(no_letter());
    const auto texts = texts_in(request.http.body, {"reason"});
    if (!texts || !is_reason(texts->front())) {
        return answer(error_response(
            400, R"(say in one line why it will never be taken, in up to 200 characters: {"reason": "sent as 4712"})"));
    }
    const std::string& by = request.caller.name;
    const auto audited =
        served.ward.keep_audit({0, served.clock(), by, "discard message", "dead letter " + letter->id});
    if (const auto* problem = std::get_if<StoreProblem>(&audited)) return answer(served.refused(*problem));
    end_letter(served, dead_letter_discarded(*letter, by, served.clock(), texts->front()), "discarded", answer);
}

}  // namespace

std::vector<Route> dead_letter_calls(ServedWard& served, Hl7Intake& intake) {
    const auto listed = [&served](const RoutedRequest& request, const Answer& answer) {
        list_letters(served, request, answer);
    };
    const auto replayed = [&served, &intake](const RoutedRequest& request, const Answer& answer) {
        replay(served, intake, request, answer);
    };
    const auto discarded = [&served](const RoutedRequest& request, const Answer& answer) {
        discard(served, request, answer);
    };
    return {{"GET", "/api/dead-letters", Permission::exchange, listed},
            {"POST", "/api/dead-letters/{letter}/replay", Permission::exchange, replayed},
            {"POST", "/api/dead-letters/{letter}/discard", Permission::exchange, discarded}};
}

}  // namespace stormkeel
