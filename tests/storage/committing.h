// A store on a disk that fails, and batches that tell what is missing of them.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>

#include "storage/sqlite_store.h"
#include "storage/unreliable_disk.h"

namespace stormkeel {

constexpr std::uint64_t records_in_batch = 3;

inline std::unique_ptr<Store> opened(const UnreliableDisk& disk) {
    auto store = open_sqlite_store({"ward.sqlite", sqlite::Purpose::ward, disk.name()});
    return std::holds_alternative<StoreProblem>(store) ? nullptr : std::move(std::get<std::unique_ptr<Store>>(store));
}

inline Batch batch_after(std::uint64_t records) {
    Batch batch;
    for (std::uint64_t i = records + 1; i <= records + records_in_batch; ++i) {
        const std::string text(40 + 700 * (i % 5), static_cast<char>('a' + i % 26));
        batch.records.push_back({i, "p" + std::to_string(i % 3), RecordForm::fhir, "Observation/" + std::to_string(i),
                                 "1", Instant{1}, Instant{2}, text});
        batch.events.push_back({i, "assessment", "p1", "{}"});
    }
    return batch;
}

// The number of records that were answered for, until a commit fails.
inline std::uint64_t commit_until_failure(Store& store, std::uint64_t records, int batches) {
    for (int i = 0; i < batches; ++i) {
        if (std::holds_alternative<StoreProblem>(store.commit(batch_after(records)))) return records;
        records += records_in_batch;
    }
    return records;
}

inline std::uint64_t kept(Store& store) {
    std::uint64_t count = 0;
    const auto read = store.each_record({}, [&](const Record&) { ++count; });
    return std::holds_alternative<Done>(read) ? count : 0;
}

}  // namespace stormkeel
