// Follows the audit, and finds by pseudonym.
#include "service/left_patients.h"

#include <set>
#include <sstream>

namespace stormkeel {

namespace {

constexpr std::string_view before_pseudonyms = "patient";
constexpr std::string_view before_unit = " from ";
constexpr std::string_view unknown_unit = "an unknown unit";

}  // namespace

std::string audit_object(const LeftTogether& left) {
    std::string object(before_pseudonyms);
    for (const std::string& name : left.names) object.append(1, ' ').append(name);
    if (left.unit) object.append(before_unit).append(left.unit->empty() ? unknown_unit : *left.unit);
    return object;
}

void LeftPatients::read(const AuditEntry& entry) {
    if (entry.action != leaves && entry.action != comes_back) return;
    LeftTogether left;
    const std::size_t unit = entry.object.find(before_unit);
    if (unit != std::string::npos) {
        left.unit = entry.object.substr(unit + before_unit.size());
        if (*left.unit == unknown_unit) left.unit->clear();
    }
    std::istringstream words(entry.object.substr(0, unit));
    std::string word;
    words >> word;
    while (words >> word) left.names.push_back(word);
    if (left.names.empty()) return;
    if (entry.action == leaves) {
        add(std::move(left));
    } else {
        remove(left.names.front());
    }
}

void LeftPatients::learn(const std::vector<std::string>& patients, const Pseudonym& pseudonym) {
    if (empty()) return;
    for (const std::string& patient : patients) {
        const auto left = by_name_.find(pseudonym(patient));
        if (left != by_name_.end()) left->second->patients.push_back(patient);
    }
    std::set<const LeftTogether*> known;
    std::erase_if(by_name_, [](const auto& entry) { return entry.second->patients.empty(); });
    for (const auto& [name, together] : by_name_) known.insert(together.get());
    count_ = known.size();
}

void LeftPatients::add(LeftTogether left) {
    const auto together = std::make_shared<LeftTogether>(std::move(left));
    for (const std::string& name : together->names) remove(name);
    for (const std::string& name : together->names) by_name_[name] = together;
    ++count_;
}

void LeftPatients::remove(const std::string& pseudonym) {
    const auto found = by_name_.find(pseudonym);
    if (found == by_name_.end()) return;
    const auto together = found->second;
    for (const std::string& name : together->names) by_name_.erase(name);
    --count_;
}

const LeftTogether* LeftPatients::find(std::string_view pseudonym) const {
    const auto found = by_name_.find(pseudonym);
    return found == by_name_.end() ? nullptr : found->second.get();
}

}  // namespace stormkeel
