// Every project we write, and every one the documents show, is right by the published schema.
#include "data/project/json_value.h"
#include "data/project/project_json.h"
#include "tests/data/project_samples.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <sstream>

namespace flowspace {
namespace {

namespace fs = std::filesystem;
using Kind = JsonValue::Kind;

std::string read_text(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

double number(const JsonValue& value) {
    double read = 0;
    std::from_chars(value.text.data(), value.text.data() + value.text.size(), read);
    return read;
}

std::size_t characters(const std::string& text) {
    return static_cast<std::size_t>(
        std::ranges::count_if(text, [](char one) { return (one & 0xC0) != 0x80; }));
}

/// The part of JSON Schema 2020-12 that our schema uses; a keyword beyond it is an error, so none is skipped.
class Validator {
public:
    explicit Validator(JsonValue schema) : root_(std::move(schema)) {}

    std::vector<std::string> check(const JsonValue& value) {
        errors_.clear();
        check(value, root_, "");
        return errors_;
    }

private:
    static bool is_type(const JsonValue& value, const std::string& type) {
        if (type == "integer")
            return value.is(Kind::number) && value.text.find_first_of(".eE") == std::string::npos;
        static const std::map<std::string, Kind> kinds = {
            {"null", Kind::null},   {"boolean", Kind::boolean}, {"number", Kind::number},
            {"string", Kind::text}, {"array", Kind::list},      {"object", Kind::object}};
        return value.is(kinds.at(type));
    }

    bool types(const JsonValue& value, const JsonValue& type) const {
        if (type.is(Kind::text)) return is_type(value, type.text);
        return std::ranges::any_of(type.items,
                                   [&](const JsonValue& one) { return is_type(value, one.text); });
    }

    void expect(bool right, const std::string& at, const std::string& keyword) {
        if (!right) errors_.push_back(at + ": " + keyword);
    }

    const JsonValue& referred(const std::string& pointer) const {
        const JsonValue* found = &root_;
        std::istringstream parts(pointer.substr(2));
        for (std::string part; std::getline(parts, part, '/');) found = found->find(part);
        return *found;
    }

    void members(const JsonValue& value, const JsonValue& schema, const std::string& at) {
        const JsonValue* properties = schema.find("properties");
        const JsonValue* more = schema.find("additionalProperties");
        for (std::size_t member = 0; member < value.keys.size(); ++member) {
            const JsonValue* known = properties ? properties->find(value.keys[member]) : nullptr;
            if (known == nullptr) known = more;
            if (known) check(value.items[member], *known, at + "/" + value.keys[member]);
        }
    }

    void check(const JsonValue& value, const JsonValue& schema, const std::string& at) {
        for (std::size_t keyword = 0; keyword < schema.keys.size(); ++keyword)
            check(value, at, schema.keys[keyword], schema.items[keyword]);
        if (value.is(Kind::object)) members(value, schema, at);
    }

    void check(const JsonValue& value, const std::string& at, const std::string& word,
               const JsonValue& rule) {
        if (word == "$ref")
            check(value, referred(rule.text), at);
        else if (word == "type")
            expect(types(value, rule), at, word);
        else if (word == "const")
            expect(value == rule, at, word);
        else if (word == "enum")
            expect(std::ranges::find(rule.items, value) != rule.items.end(), at, word);
        else if (word == "minimum")
            expect(!value.is(Kind::number) || number(value) >= number(rule), at, word);
        else if (word == "maximum")
            expect(!value.is(Kind::number) || number(value) <= number(rule), at, word);
        else if (word == "minLength")
            expect(static_cast<double>(characters(value.text)) >= number(rule), at, word);
        else if (word == "maxLength")
            expect(static_cast<double>(characters(value.text)) <= number(rule), at, word);
        else if (word == "maxItems")
            expect(static_cast<double>(value.items.size()) <= number(rule), at, word);
        else if (word == "pattern")
            expect(std::regex_search(value.text, std::regex(rule.text)), at, word);
        else if (word == "required") {
            for (const JsonValue& key : rule.items)
                expect(value.find(key.text) != nullptr, at + "/" + key.text, word);
        } else if (word == "items") {
            for (std::size_t item = 0; value.is(Kind::list) && item < value.items.size(); ++item)
                check(value.items[item], rule, at + "/" + std::to_string(item));
        } else {
            const bool said = word == "$schema" || word == "$id" || word == "$defs" || word == "title" ||
                              word == "description" || word == "properties" || word == "additionalProperties";
            expect(said, at, "unknown keyword " + word);
        }
    }

    JsonValue root_;
    std::vector<std::string> errors_;
};

JsonValue schema() {
    const fs::path path = fs::path(FLOWSPACE_SOURCE_DIR) / "assets" / "schema" / "flowspace-project-1.json";
    ParsedJson parsed = parse_json(read_text(path));
    EXPECT_FALSE(parsed.problem);
    return std::move(parsed.value);
}

std::string errors_of(Validator& validator, std::string_view text) {
    std::string all;
    for (const std::string& error : validator.check(parse_json(text).value)) all += error + "\n";
    return all;
}

TEST(ProjectSchema, EveryProjectWeWriteIsRight) {
    Validator validator(schema());
    EXPECT_EQ(errors_of(validator, write_project(testing::full_project())), "");
    EXPECT_EQ(errors_of(validator, write_project(Project{})), "");
    for (unsigned seed = 0; seed < 300; ++seed)
        EXPECT_EQ(errors_of(validator, write_project(testing::random_project(seed))), "") << seed;
    for (const auto& entry :
         fs::directory_iterator(fs::path(FLOWSPACE_SOURCE_DIR) / "tests" / "fixtures" / "projects"))
        EXPECT_EQ(errors_of(validator, read_text(entry.path())), "") << entry.path();
}

/// What we write and the schema does not name would escape every check above.
TEST(ProjectSchema, EveryMemberWeWriteIsNamed) {
    JsonValue strict = schema();
    const auto close = [](JsonValue& object, const auto& self) -> void {
        if (object.find("properties") && !object.find("additionalProperties"))
            object.add("additionalProperties", parse_json("{\"const\": \"nothing\"}").value);
        for (JsonValue& item : object.items) self(item, self);
    };
    close(strict, close);
    Validator validator(std::move(strict));
    EXPECT_EQ(errors_of(validator, write_project(testing::full_project())), "");
}

/// The story that comes with the program, as a project would keep it: every member of it is named.
TEST(ProjectSchema, AStoryIsRight) {
    JsonValue strict = schema();
    for (const char* name : {"words", "story", "scene"})
        for (std::size_t row = 0; row < strict.keys.size(); ++row) {
            if (strict.keys[row] != "$defs") continue;
            JsonValue* defs = &strict.items[row];
            JsonValue closed = *defs->find(name);
            closed.add("additionalProperties", parse_json("{\"const\": \"nothing\"}").value);
            defs->set(name, std::move(closed));
        }
    Validator validator(std::move(strict));
    JsonValue project = parse_json(write_project(Project{})).value, view = json_object();
    const std::string text =
        read_text(fs::path(FLOWSPACE_SOURCE_DIR) / "assets" / "stories" / "space_of_flows.json");
    view.add("story", parse_json(text).value);
    project.set("view", view);
    EXPECT_EQ(errors_of(validator, write_json(project)), "");
    std::string wrong = write_json(project);
    wrong.replace(wrong.find("\"hold_s\""), 8, "\"holds_\"");
    EXPECT_NE(errors_of(validator, wrong), "");
}

TEST(ProjectSchema, WhatTheReaderRefusesTheSchemaRefuses) {
    Validator validator(schema());
    const std::string right = write_project(testing::full_project());
    const std::pair<const char*, const char*> faults[] = {
        {"flowspace-project", "other"},
        {"\"version\": 1", "\"version\": \"1\""},
        {"\"role\": \"flows\"", "\"role\": 1"},
        {"\"gb18030\"", "\"latin1\""},
        {"\"origin\"", "\"start\""},
        {"aaaaaaaa", "AAAAAAAA"},
        {"\"top_n\": 100", "\"top_n\": -1"},
        {"\"excel_serials\": true", "\"excel_serials\": 1"},
        {"clickhouse://", "mysql://"},
        {"\"zone_minutes\": -330", "\"zone_minutes\": 2000"}};
    for (const auto& [what, with] : faults) {
        std::string text = right;
        text.replace(text.find(what), std::string_view(what).size(), with);
        EXPECT_NE(errors_of(validator, text), "") << with;
        EXPECT_FALSE(read_project(text, "p").problems.empty()) << with;
    }
}

/// ```json blocks of the documents that begin as a project does.
TEST(ProjectSchema, TheDocumentsShowRightProjects) {
    Validator validator(schema());
    std::size_t shown = 0;
    for (const char* name : {"docs/project-file.md", "docs/zh/project-file.md"}) {
        const std::string text = read_text(fs::path(FLOWSPACE_SOURCE_DIR) / name);
        for (std::size_t at = 0; (at = text.find("```json\n", at)) != std::string::npos; ++at) {
            const std::size_t start = at + 8;
            const std::string block = text.substr(start, text.find("```", start) - start);
            if (block.find("flowspace-project") == std::string::npos) continue;
            ++shown;
            EXPECT_EQ(errors_of(validator, block), "") << name;
            for (const Problem& problem : read_project(block, name).problems)
                ADD_FAILURE() << format_problem(problem);
        }
    }
    EXPECT_GE(shown, 2U);
}

}  // namespace
}  // namespace flowspace
