// A correction is found again by the version of its record; what it was before is the version before that.
#include "service/corrections.h"

#include <algorithm>

#include "service/live_ward.h"

namespace stormkeel {

namespace {

// The records of one row of a chart, from the one before the correction on.
std::vector<const Record*> versions_from(const LiveWard& ward, const Cosign& correction) {
    const std::vector<const Record*> records = ward.record().records_of(ward.record().standing_for(correction.patient));
    const auto amending = std::find_if(records.begin(), records.end(), [&](const Record* one) {
        return one->form == RecordForm::chart_row && one->version == correction.object;
    });
    std::vector<const Record*> found;
    if (amending == records.end()) return found;
    for (const Record* one : records) {
        if (one->source != (*amending)->source) continue;
        if (one->number < (*amending)->number) found.clear();
        found.push_back(one);
    }
    return found;
}

}  // namespace

std::optional<CorrectedFact> corrected_fact(const LiveWard& ward, const Cosign& correction) {
    const std::vector<const Record*> versions = versions_from(ward, correction);
    if (versions.size() < 2) return std::nullopt;
    auto was = charted_fact(versions[0]->text);
    auto is = charted_fact(versions[1]->text);
    if (!was || !is) return std::nullopt;
    return CorrectedFact{*std::move(was), *std::move(is)};
}

const Cosign* verification_of(const LiveWard& ward, const Record& amending) {
    for (const auto& [number, cosign] : ward.cosigns()) {
        if (cosign.kind == correction_kind && cosign.object == amending.version) return &cosign;
    }
    return nullptr;
}

QuestionedCorrections questioned_corrections(const LiveWard& ward) {
    QuestionedCorrections questioned;
    for (const auto& [number, cosign] : ward.cosigns()) {
        if (cosign.kind != correction_kind || cosign.state != CosignState::refused) continue;
        if (versions_from(ward, cosign).size() != 2) continue;
        ++questioned.count;
        questioned.numbers.push_back(number);
        questioned.oldest = std::min(questioned.oldest, cosign.changed_at);
    }
    return questioned;
}

}  // namespace stormkeel
