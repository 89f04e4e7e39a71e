import { describe, expect, it } from "vitest";
import { extractWithRules } from "./extract.ts";

/** Relations of a sentence as `source TYPE target`, with the polarity unless it is stated. */
function relationsOf(text: string): string[] {
  return extractWithRules([{ speaker: null, text }]).relations.map(
    ({ source, type, target, polarity }) =>
      `${source} ${type} ${target}${polarity === "stated" ? "" : ` (${polarity})`}`,
  );
}

describe("stated relations", () => {
  it.each([
    ["Sleep deprivation leads to poor concentration.", "sleep deprivation LEADS_TO poor concentration"],
    ["The merger resulted in lower prices.", "merger LEADS_TO lower prices"],
    ["Chronic noise causes hearing damage.", "chronic noise CAUSES hearing damage"],
    ["Meditation reduces anxiety.", "meditation REDUCES anxiety"],
    ["Vaccination lowers mortality.", "vaccination REDUCES mortality"],
    ["Caffeine affects sleep.", "caffeine INFLUENCES sleep"],
    ["Mood is influenced by sunlight.", "sunlight INFLUENCES mood"],
    ["Demand is driven by tourism.", "tourism INFLUENCES demand"],
    ["The impact of drought on harvests was plain.", "drought INFLUENCES harvests"],
    ["Drought has a strong effect on harvests.", "drought INFLUENCES harvests"],
    ["Pollution contributes to asthma.", "pollution INFLUENCES asthma"],
    ["Regular exercise improves memory.", "exercise OPTIMIZES memory"],
    ["Good lighting boosts productivity.", "lighting OPTIMIZES productivity"],
    ["Fast Internet enables remote teaching.", "Internet ENABLES remote teaching"],
    ["Irrigation allows agriculture.", "irrigation ENABLES agriculture"],
    ["Farming requires fresh water.", "farming REQUIRES fresh water"],
    ["Hospitals rely on nurses.", "hospitals REQUIRES nurses"],
    ["Our climate depends on ocean currents.", "climate REQUIRES ocean currents"],
    ["Nurses need protective equipment.", "nurses REQUIRES protective equipment"],
    ["Trust is essential for teamwork.", "teamwork REQUIRES trust"],
    ["Breathing is part of meditation.", "breathing IS_PART_OF meditation"],
    ["Breathing and stretching are parts of meditation.", "stretching IS_PART_OF meditation"],
    ["Norway is a member of the council.", "Norway IS_PART_OF council"],
    ["The engine is a component of the car.", "engine IS_PART_OF car"],
    ["The council consists of farmers.", "farmers IS_PART_OF council"],
    ["A tokamak is a fusion reactor.", "tokamak IS_A fusion reactor"],
    ["They grow crops such as barley.", "barley IS_A crops"],
    ["They grow crops, including barley.", "barley IS_A crops"],
    ["They grow barley and other cereals.", "barley IS_A cereals"],
    ["The festival includes workshops.", "workshops IS_PART_OF festival"],
    ["They used a program called Praat.", "Praat IS_A program"],
    ["Fatigue is associated with shift work.", "fatigue RELATES_TO shift work"],
    ["Obesity is linked to diabetes.", "obesity RELATES_TO diabetes"],
  ])("reads %j", (text, expected) => {
    expect(relationsOf(text)).toContain(expected);
  });

  it.each([
    ["Stress does not cause insomnia.", "stress CAUSES insomnia (negated)"],
    ["Coffee never improves memory.", "coffee OPTIMIZES memory (negated)"],
    ["I don't think coffee improves memory.", "coffee OPTIMIZES memory (negated)"],
    ["I don't believe that coffee improves memory.", "coffee OPTIMIZES memory (negated)"],
    ["Does coffee affect anxiety?", "coffee INFLUENCES anxiety (question)"],
    ["Noise reduces accuracy?", "noise REDUCES accuracy (question)"],
    ["If drought reduces harvests, prices go up.", "drought REDUCES harvests (hypothetical)"],
    ["Meditation might reduce anxiety.", "meditation REDUCES anxiety (hypothetical)"],
    ["Norway isn't a member of the council.", "Norway IS_PART_OF council (negated)"],
    ["Breathing is not part of meditation.", "breathing IS_PART_OF meditation (negated)"],
  ])("have the polarity of %j", (text, expected) => {
    expect(relationsOf(text)).toEqual([expected]);
  });

  it.each([
    ["Memory is a component of intelligence.", ["memory IS_PART_OF intelligence"]],
    ["A tokamak is a part of the plant.", ["tokamak IS_PART_OF plant"]],
    ["A tokamak is one part of the plant.", ["tokamak IS_PART_OF plant"]],
    ["A tokamak is a group of magnets.", []],
    ["Mindfulness is a kind of meditation.", ["mindfulness IS_A meditation"]],
  ])("distinguish parts from kinds: %j", (text, expected) => {
    expect(relationsOf(text)).toEqual(expected);
  });

  it.each([
    ["I spoke to Ada Lovelace, a mathematician, about it.", ["Ada Lovelace IS_A mathematician"]],
    ["I live in Bala, a town in Wales.", ["Bala IS_A town"]],
    ["In golf, Ada Lovelace, a competitor in recent years, took the lead.", ["Ada Lovelace IS_A competitor"]],
    ["And in London, a boy who had faith won.", []],
    ["You will have had, Maya Okafor, a letter from him.", []],
  ])("include the definition after a name: %j", (text, expected) => {
    expect(relationsOf(text)).toEqual(expected);
  });

  it("include each item of a list", () => {
    expect(relationsOf("Smoking causes cancer and heart disease.")).toEqual([
      "smoking CAUSES cancer",
      "smoking CAUSES heart disease",
    ]);
    expect(relationsOf("They grow crops such as barley, rye and oats.")).toHaveLength(3);
  });

  it("have the head of a phrase, not the word next to the verb", () => {
    expect(relationsOf("The quality of the audio in big rooms affects recognition.")).toEqual([
      "quality of audio INFLUENCES recognition",
    ]);
    expect(relationsOf("A wide range of drugs reduces inflammation.")).toEqual(["drugs REDUCES inflammation"]);
    expect(relationsOf("I think that loneliness causes depression.")).toEqual(["loneliness CAUSES depression"]);
    expect(relationsOf("Noise, um, you know, reduces accuracy.")).toEqual(["noise REDUCES accuracy"]);
  });

  it.each([
    "It leads to confusion.",
    "They need it.",
    "We want to reduce costs.",
    "This is a problem.",
    "My uncle drives a bus.",
    "Exercise is a good idea.",
    "What drought causes is hunger.",
    "Teachers need to rest.",
    "Schools require pupils to wear a uniform.",
    "Mr. Chair, a letter from the board arrived.",
    "The steady {disfmarker} reduces the sampling rate",
  ])("are not found in %j", (text) => {
    expect(relationsOf(text)).toEqual([]);
  });

  it("connect two names by the verb between them", () => {
    expect(relationsOf("Zabacedi acquired Fohajo last year.")).toEqual(["Zabacedi RELATES_TO Fohajo"]);
    expect(relationsOf("Zabacedi supplies parts to Fohajo.")).toEqual(["Zabacedi RELATES_TO Fohajo"]);
    expect(relationsOf("Did Zabacedi sue Fohajo?")).toEqual([]);
  });

  it("have the sentence as evidence, or the relevant part of a very long sentence", () => {
    const text = `We talked. Meditation reduces anxiety in ${"quiet and friendly and sunny ".repeat(12)}rooms, and then we all went home for the day.`;
    const [relation] = extractWithRules([{ speaker: null, text }]).relations;
    const evidence = text.slice(relation?.span.start, relation?.span.end);
    expect(evidence.startsWith("Meditation reduces anxiety")).toBe(true);
    expect(evidence).not.toContain("went home");
  });

  it("have both ends as entities at their positions", () => {
    const text = "So, Meditation reduces anxiety.";
    const { mentions } = extractWithRules([{ speaker: null, text }]);
    expect(mentions.map(({ span, status }) => [text.slice(span.start, span.end), status])).toEqual([
      ["Meditation", "asserted"],
      ["anxiety", "asserted"],
    ]);
  });
});
