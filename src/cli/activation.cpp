// Chooses by the rows that two persons' approvals left in the store.
#include "cli/activation.h"

#include "cli/guideline_folder.h"
#include "cli/ward_data.h"
#include "service/guideline_versions.h"

namespace stormkeel {
namespace {

Failure not_that_counts(const Cosign& version, const Answering& given) {
    return {wrong_call, "the packs of " + given.folder + " are not those that count here: theirs is " + given.packs +
                            ", and " + version.object +
                            " counts. Leave out --guidelines and 'guidelines', and have that folder staged and "
                            "approved: stormkeel guideline stage --data DIR " +
                            given.folder};
}

// The ward does not fall back by itself: which packs answer is for two persons to say.
Failure not_there(const Settings& settings, const Cosign& version, const std::string& why) {
    return {wrong_call,
            "the guideline version " + version.object + " counts for this ward, and cannot be used: " + why +
                ". Put its files back from a copy, or by: stormkeel guideline stage --data " + settings.data +
                " PACKFOLDER with packs of that fingerprint, which needs no new approval. To go back to an earlier "
                "version, start with these first, stage the earlier one, and have a physician and a pharmacist "
                "approve it on /guideline"};
}

Failure nobody_approved(const Settings& settings, const Answering& given) {
    return {wrong_call, "[guideline] activation is two-persons, and nobody approved the packs of " + given.folder +
                            ": start with the packs of the program (without --guidelines), then stormkeel guideline "
                            "stage --data " +
                            settings.data + ' ' + given.folder +
                            ", and have a physician and a pharmacist approve them on /guideline"};
}

}  // namespace

std::variant<Answering, Failure> read_answering(const std::string& folder, const std::string& site) {
    auto knowledge = read_knowledge(folder, site);
    if (const auto* failure = std::get_if<Failure>(&knowledge)) return *failure;
    auto alarms = alarms_of(folder);
    if (const auto* failure = std::get_if<Failure>(&alarms)) return *failure;
    const auto texts = pack_texts(folder);
    if (const auto* failure = std::get_if<Failure>(&texts)) return *failure;
    return Answering{std::move(std::get<Knowledge>(knowledge)), std::move(std::get<AlarmTable>(alarms)),
                     sha256_of(std::get<PackTexts>(texts)), folder};
}

std::variant<Answering, Failure> version_that_counts(Store& store, const Settings& settings, Answering given) {
    const auto rows = guideline_rows(store, system_now());
    if (const auto* problem = std::get_if<StoreProblem>(&rows)) return failure_of(*problem);
    const Cosign* version = version_in_force(std::get<CosignsByNumber>(rows));
    const bool two_persons = settings.guideline_activation == "two-persons";
    if (version == nullptr) {
        if (two_persons && !given.folder.empty()) return nobody_approved(settings, given);
        return given;
    }
    const bool approved = !version->second.empty();
    if ((!approved && !two_persons) || version->object == given.packs) return given;
    if (!given.folder.empty()) return not_that_counts(*version, given);
    const auto kept = kept_version(settings.data, version->object);
    if (const auto* why = std::get_if<std::string>(&kept)) return not_there(settings, *version, *why);
    return read_answering(version_folder(settings.data, version->object), settings.site);
}

std::optional<Failure> keep_answering(const Settings& settings, const Answering& answering) {
    if (settings.guideline_activation != "two-persons") return std::nullopt;
    const auto texts = pack_texts(answering.folder);
    if (const auto* failure = std::get_if<Failure>(&texts)) return *failure;
    return keep_version(settings.data, std::get<PackTexts>(texts));
}

}  // namespace stormkeel
