// The messages that are held back: a list, and each taken again once what stood in its way is mended.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "server/calls.h"
#include "server/dead_letters.h"
#include "server/hl7v2_intake.h"

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

void replay(ServedWard& served, Hl7Intake& intake, const RoutedRequest& request, const Answer& answer) {
    const auto letters = dead_letters(served.ward.record());
    const auto letter = std::find_if(letters.begin(), letters.end(),
                                     [&](const DeadLetter& each) { return each.id == request.parts.at("letter"); });
    if (letter == letters.end()) return answer(error_response(404, "no message is held back under this id"));
    intake.take_again(letter->message, [&served, answer, letter = *letter](const Hl7Answer& told) {
        if (told.outcome != Hl7Outcome::accepted) {
            const Hl7Problem& problem = told.problems.front();
            return answer(error_response(409, "it is still held back: " + problem.where + ": " + problem.why));
        }
        served.hand_in({dead_letter_answered(letter)}, [&served, answer](const Stored<ServedWard::Outcomes>& kept) {
            const auto* problem = std::get_if<StoreProblem>(&kept);
            answer(problem != nullptr ? served.refused(*problem) : json_response(R"({"status":"taken"})"));
        });
    });
}

}  // namespace

std::vector<Route> dead_letter_calls(ServedWard& served, Hl7Intake& intake) {
    const auto listed = [&served](const RoutedRequest& request, const Answer& answer) {
        list_letters(served, request, answer);
    };
    const auto replayed = [&served, &intake](const RoutedRequest& request, const Answer& answer) {
        replay(served, intake, request, answer);
    };
    return {{"GET", "/api/dead-letters", Permission::exchange, listed},
            {"POST", "/api/dead-letters/{letter}/replay", Permission::exchange, replayed}};
}

}  // namespace stormkeel
