// Exit statuses and streams: what goes to standard output, what to standard error, and what the program ends with.
#include <gtest/gtest.h>

#include <filesystem>

#include "cli/program.h"

namespace stormkeel::cli_test {
namespace {

void expect_wrong_call(const Outcome& run, const std::string& told) {
    EXPECT_EQ(run.status, 2);
    EXPECT_EQ(run.out, "");
    EXPECT_NE(run.error.find(told), std::string::npos) << run.error;
}

TEST(Streams, AnAnsweredCallEndsWithZeroAndSaysNothingOnStandardError) {
    const Outcome answer = run({"assess", "-"}, chart_with(""));
    EXPECT_EQ(answer.status, 0);
    EXPECT_NE(answer.out, "");
    EXPECT_EQ(answer.error, "");
}

TEST(Streams, ARejectedRecordIsListedAndCountedButNoFailure) {
    const Outcome answer = run({"assess", "-"}, chart_with("p1,2026-03-03T10:30:00Z,oxygen_device,oxigen_tent,\n"));
    EXPECT_EQ(answer.status, 0);
    EXPECT_NE(answer.out.find("oxigen_tent"), std::string::npos) << answer.out;
    EXPECT_NE(answer.error.find("1 record could not be used"), std::string::npos) << answer.error;
}

TEST(Streams, AYearThatMayBeASlipIsQuestionedUnlessATimeIsNamed) {
    const std::string chart = chart_with("p1,2036-03-03T10:30:00Z,spo2,97,%\n");
    const Outcome asked = run({"assess", "-"}, chart);
    EXPECT_EQ(asked.status, 0);
    EXPECT_NE(asked.error.find("2036-03-03T10:30:00Z"), std::string::npos) << asked.error;
    EXPECT_NE(asked.error.find("check its year"), std::string::npos) << asked.error;
    EXPECT_EQ(run({"assess", "-", "--at", "2026-03-03T10:30:00Z"}, chart).error, "");
}

TEST(Streams, NoUsableFactEndsWithThree) {
    const std::string header = "patient,time,item,value,unit\n";
    for (const std::string& input :
         {std::string(), std::string("\n \n"), header, header + "p1,2026-03-03T10:00:00Z,temprature,38.6,Cel\n",
          header + "p1,2026-03-03,temperature,38.6,Cel\n",
          std::string("{\"resourceType\":\"Bundle\",\"type\":\"collection\"}")}) {
        const Outcome answer = run({"assess", "-", "--format", "json"}, input);
        EXPECT_EQ(answer.status, 3) << input << answer.error;
        EXPECT_EQ(answer.out, "");
        EXPECT_NE(answer.error.find("no usable fact"), std::string::npos) << answer.error;
    }
}

TEST(Streams, WhyNothingCouldBeUsedIsTold) {
    const Outcome answer =
        run({"assess", "-"}, "patient,time,item,value,unit\np1,2026-03-03T10:00:00Z,temprature,38.6,Cel\n");
    EXPECT_NE(answer.error.find("line 2"), std::string::npos) << answer.error;
    EXPECT_NE(answer.error.find("temperature"), std::string::npos) << answer.error;
}

TEST(Streams, AnUnknownWordIsToldWithTheNearest) {
    expect_wrong_call(run({"asses", "-"}), "did you mean 'assess'?");
    expect_wrong_call(run({"guideline", "lnt"}), "did you mean 'lint'?");
    expect_wrong_call(run({"assess", "-", "--fromat", "json"}), "did you mean '--format'?");
    expect_wrong_call(run({"timeline", "-", "--format", "cvs"}), "did you mean 'csv'?");
    expect_wrong_call(run({"timeline", "-", "--at", "2026-03-03T10:00:00Z"}), "did you mean '--until'?");
    expect_wrong_call(run({}), "no command");
    expect_wrong_call(run({"guideline"}), "list, show, lint, diff");
}

TEST(Streams, WhatIsNotAvailableYetSaysSo) {
    expect_wrong_call(run({"simulate"}), "not available yet");
    expect_wrong_call(run({"guideline", "diff", "no-such-folder", "built-in"}), "no-such-folder");
    expect_wrong_call(run({"guideline", "diff", "built-in"}), "A_B");
    expect_wrong_call(run({"assess", "-", "--site", "exampel"}, chart_with("")),
                      "no site 'exampel' is known; did you mean 'example'?");
}

TEST(Streams, AFileThatCannotBeReadIsAWrongCall) {
    expect_wrong_call(run({"assess"}), "FILE");
    expect_wrong_call(run({"assess", "no-such-chart.csv"}), "no-such-chart.csv: No such file");
    expect_wrong_call(run({"assess", "."}), "folder");
    expect_wrong_call(run({"assess", "-", "-"}), "named twice");
}

TEST(Streams, AFileOfAnotherKindIsAWrongCall) {
    expect_wrong_call(run({"assess", "-"}, "\x1F\x8B compressed"), "unpack it");
    expect_wrong_call(run({"assess", "-"}, "a;b;c\n"), "patient,time,item,value,unit");
    expect_wrong_call(run({"assess", "-"}, "patient;time;item;value;unit\n"), "patient,time,item,value,unit");
}

TEST(Streams, ATimeWithoutAnOffsetIsAWrongCall) {
    for (const char* time : {"2026-03-03", "2026-03-03T10:00:00", "yesterday", "2026-02-30T10:00:00Z"}) {
        expect_wrong_call(run({"assess", "-", "--at", time}, chart_with("")), "2026-03-03T12:00:00Z");
        expect_wrong_call(run({"timeline", "-", "--until", time}, chart_with("")), "--until");
    }
}

TEST(Streams, AnUnknownPatientIsAWrongCall) {
    expect_wrong_call(run({"assess", "-", "--patient", "p2"}, chart_with("")), "no patient 'p2'");
    EXPECT_EQ(run({"assess", "-", "--patient", "p1"}, chart_with("")).status, 0);
}

TEST(Streams, HelpAndVersionGoToStandardOutput) {
    for (const auto& words :
         std::vector<std::vector<std::string>>{{"--help"}, {"assess", "--help"}, {"guideline", "--help"}}) {
        const Outcome help = run(words);
        EXPECT_EQ(help.status, 0);
        EXPECT_NE(help.out.find("Examples:"), std::string::npos) << help.out;
        EXPECT_EQ(help.error, "");
    }
    EXPECT_NE(run({"assess", "--help"}).out.find("Usage: stormkeel assess"), std::string::npos);
    const Outcome version = run({"--version"});
    EXPECT_EQ(version.status, 0);
    const std::string number = version.out.substr(version.out.find(' ') + 1);
    EXPECT_NE(text_of("CMakeLists.txt").find("VERSION " + number.substr(0, number.find('\n'))), std::string::npos)
        << version.out;
}

TEST(Streams, APipeHasNoColour) {
    for (const char* command : {"assess", "explain", "timeline"}) {
        const Outcome answer = run({command, "-"}, chart_with(""));
        EXPECT_EQ(answer.out.find('\x1b'), std::string::npos) << answer.out;
        EXPECT_EQ(answer.error, "");
    }
}

TEST(Streams, ANameFromAFileCannotSteerTheTerminal) {
    std::string chart = chart_with("");
    chart += "p\x1b[31m2,2026-03-03T10:00:00Z,temperature,38.6,Cel\n";
    const Outcome answer = run({"assess", "-"}, chart);
    EXPECT_EQ((answer.out + answer.error).find('\x1b'), std::string::npos);
}

TEST(Streams, AnAnswerThatCannotBeWrittenIsOurFault) {
    ASSERT_TRUE(std::filesystem::exists("/dev/full")) << "every Linux has /dev/full; mount /dev";
    EXPECT_EQ(run_shell("\"$STORMKEEL\" assess - >/dev/full", chart_with("")).status, 1);
}

TEST(Streams, TheAnswerDoesNotDependOnThePlaceTheProgramIsStartedFrom) {
    const std::string chart = file_with("chart.csv", chart_with(""));
    const Outcome here = run({"assess", chart, "--format", "json"});
    const Outcome there = run_shell("cd / && \"$STORMKEEL\" assess " + chart + " --format json");
    EXPECT_EQ(there.status, 0);
    EXPECT_EQ(here.out, there.out);
    EXPECT_EQ(here.out.find(chart), std::string::npos) << "a path reached the answer";
}

TEST(Streams, BirthDatesOfTwoFilesThatDifferLeaveNone) {
    const std::string patient = R"({"resourceType":"Patient","id":"p1","birthDate":"2019-05-02"})";
    const std::string fhir = file_with("p.json", patient);
    const std::string chart = file_with("c.csv", chart_with("p1,2026-03-03T10:30:00Z,systolic_bp,84,mm[Hg]\n"));
    const Outcome answer = run({"assess", chart, fhir});
    EXPECT_EQ(answer.status, 0) << answer.error;
    EXPECT_NE(answer.out.find("the sources tell different dates"), std::string::npos) << answer.out;
    const std::string two = file_with("d.csv", chart_with("p1,2019-05-02,birth_date,,\n"));
    const std::string same = file_with("q.json", R"({"resourceType":"Patient","id":"p1","birthDate":"1961-05-02"})");
    const Outcome still = run({"assess", two, same, "--format", "json"});
    EXPECT_NE(still.out.find("differ"), std::string::npos) << still.out;
}

TEST(Streams, SeveralFilesAreReadTogether) {
    const std::string a = file_with("a.csv", chart_with(""));
    const std::string b = file_with("b.csv",
                                    "patient,time,item,value,unit\np1,2026-03-03T10:05:00Z,oxygen_device,cpap,\np0,"
                                    "2026-03-03T10:05:00Z,spo2,97,%\n");
    const Outcome answer = run({"assess", a, b, "--brief"});
    EXPECT_EQ(answer.status, 0) << answer.error;
    const auto lines = lines_of(answer.out);
    ASSERT_EQ(lines.size(), 2U) << answer.out;
    EXPECT_TRUE(lines[0].starts_with("p0")) << lines[0];
    EXPECT_NE(lines[1].find("CRS 4"), std::string::npos) << lines[1];
    const Outcome json = run({"assess", a, b, "--format", "json"});
    EXPECT_NE(json.out.find("\"b.csv line 2\""), std::string::npos) << json.out;
}

}  // namespace
}  // namespace stormkeel::cli_test
