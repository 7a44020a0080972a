// A ward with a patient in 7 West, one in ICU and one whose unit nobody told, and the people of both.
#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <map>
#include <string>

#include "adapters/hl7v2_frame.h"
#include "server/signed_in.h"

namespace stormkeel {

class TwoUnits : public testing::Test {
protected:
    TwoUnits() {
        ward.keep_person("west", Role::nurse, "7 West");
        ward.keep_person("doctor", Role::physician, "7 West\n8 East");
        ward.keep_person("intensive", Role::nurse, "ICU");
        ward.keep_person("anywhere", Role::nurse);
        ward.keep_person("pharmacist", Role::pharmacist);
        ward.keep_person("auditor", Role::auditor);
        ward.keep_person("admin", Role::admin);
        wall = ward.keep_token("wall-7w", Role::kiosk, "7 West");
        ward.restart();
        for (const char* id : {own, foreign, nowhere}) {
            const std::string path = "POST /api/patients/" + std::string(id) + "/facts";
            EXPECT_EQ(status_of(ward.ask(path, ward.feed(), grade_three_facts)), 200);
        }
        move(own, "A01", "7 West^12^1");
        move(foreign, "A01", "ICU^3^1^HOSP");
    }

    void move(const std::string& id, const std::string& event, const std::string& location) {
        const std::string number = std::to_string(++sent);
        PlainClient client{ward.mllp_port()};
        client.send(hl7v2_framed("MSH|^~\\&|ADT|HOSP|STORMKEEL|WARD|202603031030" + std::to_string(10 + sent) +
                                 "+0000||ADT^" + event + "|" + number + "|P|2.5.1\rEVN||20260303103000+0000\rPID|1||" +
                                 id + "^^^HOSP^MR\rPV1|1|I|" + location + "\r"));
        const std::string answer = client.receive_until("\x1C\r");
        EXPECT_TRUE(has(answer, "MSA|AA|")) << answer;
    }
    std::string new_fact(const std::string& id, int minute) const {
        const std::string fact = R"({"facts":[{"time":"2026-03-03T10:)" + std::to_string(10 + minute) +
                                 R"(:00Z","item":"temperature","value":38.4,"unit":"Cel"}]})";
        return ward.ask("POST /api/patients/" + id + "/facts", ward.feed(), fact);
    }
    std::string alert_of(const std::string& id) const {
        const std::string board = ward.ask("GET /api/ward", ward.feed());
        return between(board.substr(board.find(R"({"patient":")" + id)), R"("alerts":[{"id":)", ",");
    }
    std::string open_foreign(const SignedIn& person) const {
        return person.ask(ward, "POST /api/patients/" + std::string(foreign) + "/break-glass", reason);
    }

    static constexpr const char* own = "west-patient";
    static constexpr const char* foreign = "icu-patient";
    static constexpr const char* nowhere = "unplaced-patient";
    const std::string reason = R"({"reason":"covers ICU tonight"})";
    RunningWard ward;
    std::string wall;
    int sent = 0;
};

}  // namespace stormkeel
