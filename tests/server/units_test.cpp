// Who is bound to a unit sees its patients, and those whose unit nobody told: by every call, and on every stream.
#include <set>

#include "server/live_client.h"
#include "server/two_units.h"

namespace stormkeel {
namespace {

// What stands in a path names the patient of the call, or nothing of a patient.
const std::map<std::string, bool> part_names_patient{
    {"patient", true}, {"alert", true},   {"type", false},   {"id", false},     {"letter", false}, {"service", false},
    {"name", false},   {"cosign", false}, {"factor", false}, {"sha256", false}, {"row", false},    {"version", false}};

struct Asked {
    std::string line;  // "GET /api/patients/icu-patient/facts"
    bool of_patient = false;
};

Asked asked_of(const Route& route, const std::string& patient, const std::string& alert) {
    Asked asked{route.method + ' ' + route.pattern, false};
    for (std::size_t open = 0; (open = asked.line.find('{')) != std::string::npos;) {
        const std::size_t end = asked.line.find('}', open);
        const std::string part = asked.line.substr(open + 1, end - open - 1);
        const auto known = part_names_patient.find(part);
        EXPECT_NE(known, part_names_patient.end())
            << route.pattern << ": say whether {" << part << "} names a patient, and let the gate find whom";
        asked.of_patient = asked.of_patient || (known != part_names_patient.end() && known->second);
        asked.line.replace(open, end - open + 1, part == "patient" ? patient : part == "alert" ? alert : "1");
    }
    return asked;
}

// Streams have no end and are asked apart; who signs out is nobody any more.
bool is_apart(const Route& route) {
    return route.permission == Permission::follow_events || route.pattern == "/session" || route.pattern == "/setup";
}

class UnitsTest : public TwoUnits {
protected:
    // A person by their session, a machine by its token.
    std::string ask_as(const std::string& line, const std::string& who) {
        if (tokens.contains(who)) return ward.ask(line, tokens.at(who));
        return people.try_emplace(who, ward, who).first->second.ask(ward, line);
    }

    std::map<std::string, std::string> tokens{{"feed", ward.feed()}, {"wall", ward.kiosk()}, {"wall-7w", wall}};
    std::map<std::string, SignedIn> people;
};

TEST_F(UnitsTest, NoCallReachesAPatientOfAnotherUnit) {
    const std::map<std::string, Role> bound{
        {"west", Role::nurse}, {"doctor", Role::physician}, {"wall-7w", Role::kiosk}};
    std::size_t refused = 0;
    for (const Route& route : ward.routes()) {
        const Asked asked = asked_of(route, foreign, alert_of(foreign));
        if (is_apart(route)) continue;
        for (const auto& [who, role] : bound) {
            const std::string response = ask_as(asked.line, who);
            EXPECT_FALSE(has(response, foreign)) << asked.line << " for " << who << ": " << response;
            if (!asked.of_patient || !may(role, route.permission)) continue;
            if (route.permission == Permission::break_glass) continue;
            EXPECT_EQ(status_of(response), 403) << asked.line << " for " << who << ": " << response;
            EXPECT_TRUE(has(response, R"("break_glass":true)")) << response;
            ++refused;
        }
    }
    EXPECT_GE(refused, 13U) << "as many calls of patients and alerts are there for a nurse and a physician";
}

TEST_F(UnitsTest, EverybodyElseReachesThemAsBefore) {
    const std::map<std::string, Role> free{{"feed", Role::integration}, {"anywhere", Role::nurse},
                                           {"intensive", Role::nurse},  {"pharmacist", Role::pharmacist},
                                           {"auditor", Role::auditor},  {"admin", Role::admin},
                                           {"wall", Role::kiosk}};
    for (const Route& route : ward.routes()) {
        const Asked asked = asked_of(route, foreign, alert_of(foreign));
        if (is_apart(route) || !asked.of_patient) continue;
        for (const auto& [who, role] : free) {
            const std::string response = ask_as(asked.line, who);
            EXPECT_FALSE(has(response, R"("break_glass":true)")) << asked.line << " for " << who;
            const bool drugs_alone = role == Role::pharmacist && has(response, "alerts of drugs");
            EXPECT_EQ(status_of(response) == 403 && !drugs_alone, !may(role, route.permission))
                << asked.line << " for " << who;
        }
    }
}

TEST_F(UnitsTest, WhoIsOfTheUnitAndWhoIsOfNoneIsReached) {
    for (const char* patient : {own, nowhere}) {
        for (const Route& route : ward.routes()) {
            const Asked asked = asked_of(route, patient, alert_of(patient));
            if (is_apart(route) || !asked.of_patient || !may(Role::nurse, route.permission)) continue;
            const std::string response = ask_as(asked.line, "west");
            EXPECT_NE(status_of(response), 403) << asked.line << ": " << response;
            EXPECT_TRUE(route.method != "GET" || status_of(response) == 200) << asked.line << ": " << response;
        }
    }
}

TEST_F(UnitsTest, TheBoardShowsThePatientsOfTheUnitAndSaysWhichItIs) {
    const std::string board = ask_as("GET /api/ward", "west");
    EXPECT_TRUE(has(board, own) && has(board, nowhere)) << board;
    EXPECT_TRUE(has(board, R"("unit":"7 West","opened_by":[])") && has(board, R"("unit":null)")) << board;
    EXPECT_TRUE(has(ask_as("GET /api/ward", "intensive"), R"x("unit":"ICU (HOSP)")x")) << "by the name without HOSP";
    EXPECT_TRUE(has(ask_as("GET /api/ward", "pharmacist"), foreign));
    EXPECT_TRUE(has(ask_as("GET /session", "doctor"), R"("units":["7 West","8 East"])"));
    EXPECT_TRUE(has(ask_as("GET /session", "anywhere"), R"("units":[])"));
    const std::string screen = ask_as("GET /api/ward", "wall-7w");
    EXPECT_TRUE(has(screen, "7 West 12 1") && !has(screen, "ICU")) << screen;
    EXPECT_TRUE(has(ask_as("GET /api/ward", "wall"), "ICU"));
}

TEST_F(UnitsTest, ARefusalIsInTheAudit) {
    ask_as("GET /api/patients/icu-patient/facts", "west");
    const std::string audit = ask_as("GET /api/audit", "auditor");
    EXPECT_TRUE(has(audit, R"("actor":"west","action":"refused","object":"patient )")) << audit;
    EXPECT_FALSE(has(audit, foreign)) << audit;
}

TEST_F(UnitsTest, WhoHadLeftIsHeldAgainstTheUnitAfterTheyAreBack) {
    move(own, "A02", "ICU");
    EXPECT_EQ(status_of(ask_as("GET /api/patients/west-patient/facts", "west")), 403);
    move(own, "A03", "");
    EXPECT_EQ(status_of(ask_as("GET /api/patients/west-patient/facts", "west")), 403) << "they left from another";
    EXPECT_EQ(status_of(ask_as("GET /api/patients/west-patient/facts", "intensive")), 200);
}

TEST_F(UnitsTest, WhoWasDischargedIsSeenFromTheUnitTheyLeft) {
    move(foreign, "A03", "");
    EXPECT_EQ(status_of(ask_as("GET /api/patients/icu-patient/facts", "west")), 403);
    EXPECT_FALSE(has(ask_as("GET /api/ward", "west"), foreign));
    EXPECT_EQ(status_of(ask_as("GET /api/patients/icu-patient/facts", "intensive")), 200);
    const std::string board = ask_as("GET /api/ward", "intensive");
    EXPECT_TRUE(has(board, foreign) && !has(board, "ICU")) << "they lie nowhere: " << board;
}

TEST_F(UnitsTest, AStreamTellsOfThePatientsOfTheUnitAlone) {
    const SignedIn west(ward, "west");
    PlainClient reader(ward.port());
    reader.send("GET /api/events HTTP/1.1\r\nHost: localhost\r\n" + west.cookie_field() + "\r\n");
    reader.receive_until("\r\n\r\n");
    new_fact(foreign, 1);
    new_fact(own, 2);
    const std::string first = reader.receive_until("event: assessment");
    EXPECT_FALSE(has(first, foreign)) << first;
    EXPECT_TRUE(has(reader.receive_until("\n\n"), own));
    move(own, "A02", "ICU");
    const std::string gone = reader.receive_until(R"("unit_before":"7 West")");
    EXPECT_TRUE(has(gone, R"("patient":"west-patient")") && !has(gone, "event: assessment")) << gone;
    new_fact(own, 3);
    move(foreign, "A02", "7 West");
    const std::string came = reader.receive_until("event: assessment");
    EXPECT_FALSE(has(came, own)) << "who went is told of no more: " << came;
    EXPECT_TRUE(has(reader.receive_until("\n\n"), foreign)) << "who came is";
}

TEST_F(UnitsTest, NumbersGoOnOverWhatIsNotTold) {
    const SignedIn west(ward, "west");
    PlainClient reader(ward.port());
    reader.send("GET /api/events HTTP/1.1\r\nHost: localhost\r\n" + west.cookie_field() + "\r\n");
    reader.receive_until("\r\n\r\n");
    new_fact(foreign, 1);
    const std::string last = std::to_string(ward.store().all.events.back().number);
    for (int minute = 32; minute < 60; ++minute) {  // each beat needs the clock to go on
        ward.set_clock("2026-03-03T10:" + std::to_string(minute) + ":00Z");
        const std::string beat = reader.receive_until("event: heartbeat");
        if (has(beat, "id: " + last + "\n")) return;
    }
    ADD_FAILURE() << "no heartbeat has the number " << last;
}

TEST_F(UnitsTest, AResumedStreamIsCutDownToo) {
    const SignedIn west(ward, "west");
    LiveClient client(ward.port());
    client.ask("/api/live?after=0", west.cookie_field());
    std::set<std::string> told;
    for (LiveClient::Frame frame = client.receive(); frame.kind == LiveClient::text; frame = client.receive()) {
        if (has(frame.payload, "heartbeat")) break;
        EXPECT_FALSE(has(frame.payload, foreign)) << frame.payload;
        told.insert(between(frame.payload, R"("patient":")", "\""));
        if (told.size() == 2) break;
    }
    EXPECT_EQ(told, (std::set<std::string>{own, nowhere}));
}

TEST_F(UnitsTest, AreGivenByAnAdministratorAndEndTheSessionWhenTheyChange) {
    const std::string password = R"("password":"nine green lanterns")";
    const auto set = [&](const std::string& name, const std::string& more) {
        return ask_as("GET /session", "admin"),
               people.at("admin").ask(ward, "POST /api/users/" + name, "{" + password + "," + more + "}");
    };
    EXPECT_EQ(status_of(ask_as("GET /api/ward", "west")), 200);
    const std::string changed = set("west", R"("role":"nurse","units":[" ICU ","9 North","ICU"])");
    EXPECT_EQ(status_of(changed), 200) << changed;
    EXPECT_TRUE(has(changed, "no patient is in 9 North now; there are patients in 7 West, ICU (HOSP)")) << changed;
    EXPECT_EQ(status_of(ask_as("GET /api/ward", "west")), 401) << "at once";
    const std::string people_told = ask_as("GET /api/users", "admin");
    EXPECT_TRUE(has(people_told, R"("units":["ICU","9 North"])")) << people_told;
    EXPECT_TRUE(has(set("west", R"("role":"nurse")"), R"("note":")")) << "another password changes no unit";
    EXPECT_TRUE(has(ask_as("GET /api/users", "admin"), R"("units":["ICU","9 North"])"));
    EXPECT_EQ(status_of(set("west", R"("role":"nurse","units":[])")), 200);
    EXPECT_FALSE(has(ask_as("GET /api/users", "admin"), "9 North")) << "the whole hospital";
    const std::string wrong = set("pharmacist", R"("role":"pharmacist","units":["ICU"])");
    EXPECT_EQ(status_of(wrong), 400);
    EXPECT_TRUE(has(wrong, "units bind nurses, physicians and kiosks alone")) << wrong;
    for (const char* units : {R"("ICU")", R"([1])", R"([""])", R"(["a\nb"])", R"([" "])"}) {
        EXPECT_EQ(status_of(set("west", R"("role":"nurse","units":)" + std::string(units))), 400) << units;
    }
    EXPECT_EQ(status_of(set("doctor", R"("role":"pharmacist")")), 200);
    EXPECT_FALSE(has(ask_as("GET /api/users", "admin"), "8 East")) << "no unit binds a pharmacist";
}

}  // namespace
}  // namespace stormkeel
