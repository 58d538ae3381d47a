#include "viewer/shown_texts.h"

#include "data/import/import_report.h"
#include "viewer/answer_figure.h"
#include "viewer/built_in_story.h"

#include <utility>

namespace flowspace {

std::vector<std::string> shown_texts(Documents& documents, const AnalysisRun& analysis, const Story* told,
                                     std::span<const std::string> listed) {
    std::vector<std::string> texts(listed.begin(), listed.end());
    for (const Inspection& file : documents.import().files()) {
        texts.push_back(file.path);
        texts.insert(texts.end(), file.columns.begin(), file.columns.end());
        for (const auto& row : file.rows) texts.insert(texts.end(), row.begin(), row.end());
    }
    for (const Question& question : documents.import().questions()) {
        texts.push_back(question.zh);
        for (const Choice& choice : question.choices) texts.push_back(choice.zh);
    }
    for (const Problem& fault : documents.import().faults()) texts.emplace_back(meaning(fault.code).zh);
    const Dataset& data = *documents.now().data;
    if (data.report) {
        for (const RuleNote& rule : data.report->rules) texts.push_back(rule.zh);
        for (const UnjoinedName& name : data.report->names) texts.push_back(name.name);
        for (const SourceReport& source : data.report->sources) {
            for (const auto& [code, rows] : source.rejected) texts.emplace_back(meaning(code).zh);
            for (const auto& [code, rows] : source.filtered) texts.emplace_back(meaning(code).zh);
            for (const Problem& problem : source.problems) texts.push_back(problem.column + problem.found);
        }
    }
    for (auto field = Field::attribute; field <= Field::role;
         field = static_cast<Field>(static_cast<int>(field) + 1))
        texts.emplace_back(words(field).zh);
    texts.push_back(documents.notice().text);
    // Known from the start: told later, the fonts would be made anew just as the story opens.
    if (is_built_in_atlas(data)) texts.emplace_back(built_in_story_text());
    if (told != nullptr)
        for (const Scene& scene : told->scenes)
            for (const TwoWords* words : {&scene.title, &scene.caption, &scene.notes})
                texts.push_back(words->zh + words->en);
    if (const auto& answer = analysis.shown())
        for (std::string& text : answer_texts(*answer)) texts.push_back(std::move(text));
    if (analysis.fault()) texts.push_back(analysis.fault()->zh);
    return texts;
}

}  // namespace flowspace
