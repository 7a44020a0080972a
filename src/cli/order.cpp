// stormkeel order: checks an order that somebody is about to sign against the patient's record.
#include "adapters/assessment_json.h"
#include "adapters/assessment_text.h"
#include "adapters/order_words.h"
#include "cli/commands.h"

namespace stormkeel {

int check_orders(const Call& call, const Ward& ward) {
    const auto order = order_in_words(call.order, ward.knowledge.terminology);
    if (const auto* refusal = std::get_if<Refusal>(&order)) return fail({wrong_call, "--order" + refusal->why});
    const Patients& patients = ward.records.patients;
    if (patients.size() > 1) {
        return fail({wrong_call, "an order is for one patient and the input holds " + std::to_string(patients.size()) +
                                     "; name one with --patient"});
    }
    const auto& [id, timeline] = *patients.begin();
    CheckedOrder checked{id, timeline.birth_date(), time_of_answer(ward, timeline), std::get<Order>(order), {}};
    checked.verdict = check_order(timeline, ward.knowledge.guideline, checked.order, checked.as_of);
    put(call.format == Format::json ? order_json(checked) + '\n' : order_text(checked, style_for(timeline)));
    return answered;
}

}  // namespace stormkeel
