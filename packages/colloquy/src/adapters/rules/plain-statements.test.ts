import { describe, expect, it } from "vitest";
import { extractWithRules } from "./extract.ts";

/** Relations of a sentence as `source TYPE target`, with the polarity unless it is stated. */
function relationsOf(text: string): string[] {
  return extractWithRules([{ speaker: "Ann", text }]).relations.map(
    ({ source, type, target, polarity }) =>
      `${source} ${type} ${target}${polarity === "stated" ? "" : ` (${polarity})`}`,
  );
}

describe("plain statements of a user who tries the rules", () => {
  it.each([
    // A general word with its modifier is a good end.
    ["Short meetings improve focus.", "short meetings OPTIMIZES focus"],
    ["Later school start times improve attendance.", "later school start times OPTIMIZES attendance"],
    ["Meeting-free mornings improve deep work.", "meeting-free mornings OPTIMIZES deep work"],
    ["Morning light improves sleep.", "morning light OPTIMIZES sleep"],
    ["Screen time reduces sleep quality.", "screen time REDUCES sleep quality"],
    ["Flexible hours reduce traffic congestion.", "flexible hours REDUCES traffic congestion"],
    ["Busy mornings increase stress.", "busy mornings INFLUENCES stress"],
    ["Less sleep reduces attention.", "less sleep REDUCES attention"],
    ["Rest days prevent injuries.", "rest days REDUCES injuries"],
    ["Advertising increases demand.", "advertising INFLUENCES demand"],
    ["Drought raises prices.", "drought INFLUENCES prices"],
    // Verbs that look like nouns.
    ["Drowsy driving causes crashes.", "drowsy driving CAUSES crashes"],
    ["Alarm fatigue causes errors.", "alarm fatigue CAUSES errors"],
    ["Inflation results in higher interest rates.", "inflation LEADS_TO higher interest rates"],
    ["Context switching increases errors.", "context switching INFLUENCES errors"],
    ["Puberty delays sleep.", "puberty INFLUENCES sleep"],
    ["Higher rates increase unemployment.", "higher rates INFLUENCES unemployment"],
    ["Culture shapes behaviour.", "culture INFLUENCES behaviour"],
    ["Curiosity drives learning.", "curiosity INFLUENCES learning"],
    ["Managers influence culture.", "managers INFLUENCES culture"],
    ["I think alarm fatigue causes errors.", "alarm fatigue CAUSES errors"],
    ["Noise limits concentration.", "noise REDUCES concentration"],
    // Gerunds.
    ["Onboarding depends on mentoring.", "onboarding REQUIRES mentoring"],
    ["Running reduces anxiety.", "running REDUCES anxiety"],
    ["Mentoring improves retention.", "mentoring OPTIMIZES retention"],
    ["Poor sleep leads to snacking.", "poor sleep LEADS_TO snacking"],
    ["Sleep improves learning and reasoning.", "sleep OPTIMIZES reasoning"],
    // Passives.
    ["Our churn rate is affected by pricing.", "pricing INFLUENCES churn rate"],
    ["Attendance was improved by later starts.", "later starts OPTIMIZES attendance"],
    ["Sleep is disrupted by noise.", "noise REDUCES sleep"],
    // Needs.
    ["Trust is a prerequisite of teamwork.", "teamwork REQUIRES trust"],
    ["Sleep is a prerequisite for learning.", "learning REQUIRES sleep"],
    ["Trust is essential for good work.", "good work REQUIRES trust"],
    ["Creativity depends on rest.", "creativity REQUIRES rest"],
    ["Farming is dependent on rainfall.", "farming REQUIRES rainfall"],
    ["Growth hinges on exports.", "growth REQUIRES exports"],
    // More verbs.
    ["Vaccination prevents measles.", "vaccination REDUCES measles"],
    ["Stress weakens immunity.", "stress REDUCES immunity"],
    ["Noise disrupts sleep.", "noise REDUCES sleep"],
    ["Rain raises the river level.", "rain INFLUENCES river level"],
    ["Sunlight supports mood.", "sunlight ENABLES mood"],
    ["Music helps concentration.", "music ENABLES concentration"],
    ["Learning benefits from sleep.", "sleep OPTIMIZES learning"],
    ["Notifications interfere with concentration.", "notifications REDUCES concentration"],
    ["Vitamins protect against scurvy.", "vitamins REDUCES scurvy"],
    ["Walking is good for the heart.", "walking OPTIMIZES heart"],
    ["Smoking is harmful to health.", "smoking INFLUENCES health"],
    ["Sleep plays a role in learning.", "sleep INFLUENCES learning"],
    ["The bill is about privacy.", "bill RELATES_TO privacy"],
    ["There is a link between sleep and memory.", "sleep RELATES_TO memory"],
    ["They sell to countries like Chile.", "Chile IS_A countries"],
    ["Workers, especially nurses, are tired.", "nurses IS_A workers"],
    ["Automated tests prevent regressions.", "automated tests REDUCES regressions"],
    ["Teachers shape lives.", "teachers INFLUENCES lives"],
    ["Deforestation leads to soil erosion.", "deforestation LEADS_TO soil erosion"],
    ["Sleep deprivation harms decision making.", "sleep deprivation INFLUENCES decision making"],
    ["Our sales were hurt by the strike.", "strike INFLUENCES sales"],
    ["The team's morale is shaped by its leaders.", "leaders INFLUENCES team's morale"],
    ["Bad sleep was caused by stress.", "stress CAUSES bad sleep"],
    ["Melatonin is a hormone.", "melatonin IS_A hormone"],
    ["The fake commute is a boundary ritual.", "fake commute IS_A boundary ritual"],
    ["Deep sleep is an essential part of recovery.", "deep sleep IS_PART_OF recovery"],
  ])("reads %j", (text, expected) => {
    expect(relationsOf(text)).toContain(expected);
  });

  it("give relations of each clause of a sentence", () => {
    expect(relationsOf("Long meetings reduce focus, and focus leads to good work.")).toEqual([
      "long meetings REDUCES focus",
      "focus LEADS_TO good work",
    ]);
    expect(relationsOf("Noise raises blood pressure and reduces sleep quality.")).toEqual([
      "noise INFLUENCES blood pressure",
      "noise REDUCES sleep quality",
    ]);
  });

  it.each([
    "If we cut the price, demand would improve.",
    "The bell is an exit.",
    "Status meetings are a habit with no reward.",
    "Willpower is a muscle.",
    "A dog is a large replacement.",
    "My uncle is a teacher.",
    "The government supports workers.",
    "Exam results in Wales.",
    "Price increases last year hurt us.",
    "We discussed the causes of stress.",
    "She raises questions and he raises children.",
    "Dogs bark and reduce noise.",
    "Sport is good for people.",
    "Improve results in schools.",
    "Nurses are required to wash hands.",
    "Some will be participating in person.",
  ])("give no relation for %j", (text) => {
    expect(relationsOf(text)).toEqual([]);
  });

  it.each([
    ["Short meetings do not improve focus.", "short meetings OPTIMIZES focus (negated)"],
    ["Does screen time reduce sleep quality?", "screen time REDUCES sleep quality (question)"],
    ["Later starts might improve attendance.", "later starts OPTIMIZES attendance (hypothetical)"],
  ])("give the polarity of %j", (text, expected) => {
    expect(relationsOf(text)).toEqual([expected]);
  });

  it("give relations of both subjects of a plural verb", () => {
    expect(relationsOf("Coffee and tea improve alertness.")).toEqual([
      "coffee OPTIMIZES alertness",
      "tea OPTIMIZES alertness",
    ]);
    expect(relationsOf("Sleep and mood are affected by noise.")).toEqual([
      "noise INFLUENCES sleep",
      "noise INFLUENCES mood",
    ]);
    expect(relationsOf("We like coffee, and tea improves alertness.")).toEqual(["tea OPTIMIZES alertness"]);
  });

  it("give a need for a prerequisite, not a class", () => {
    expect(relationsOf("Trust is a prerequisite of teamwork.")).toEqual(["teamwork REQUIRES trust"]);
  });
});
