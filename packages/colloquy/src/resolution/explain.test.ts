import { describe, expect, it } from "vitest";
import type { KnownKey, KnownNames, ProvenVerdict, Verdict, WrittenName } from "../ports/index.ts";
import { explainNames, type NameExplanation } from "./explain.ts";
import { normaliseName } from "./normalise.ts";

const keyOf = (name: string): string => normaliseName(name).key;
const written = (name: string, mentions = 1): WrittenName => ({
  name,
  type: "Concept",
  evidence: `about ${name}`,
  speaker: "Ann",
  file: "a.txt",
  mentions,
});
const ENTITY = { id: "e1", name: "remote work", type: "Practice" };
const OTHER = { id: "e2", name: "office", type: "Place" };

/** A key of names; the first one is the most frequent. */
const key = (...names: readonly string[]): KnownKey => ({
  key: keyOf(names[0] ?? ""),
  written: names.map((name, index) => written(name, 10 - index)),
  correction: null,
});

const pair = (one: string, other: string) => {
  const [first = "", second = ""] = [one, other].map(keyOf).sort();
  return { first, second };
};
const decided = (one: string, other: string, isSame: boolean, source: "user" | "verdict" = "verdict") => ({
  ...pair(one, other),
  isSame,
  source,
});
const judged = (one: string, other: string, verdict: Verdict, more: Partial<ProvenVerdict> = {}): ProvenVerdict => {
  const { first, second } = pair(one, other);
  const shown = [written(first), written(second)] as const;
  return {
    contentKey: `${first} ${second}`,
    first,
    second,
    round: 1,
    version: 1,
    shown,
    verdict,
    profile: "m",
    ...more,
  };
};

function explain(named: string, known: Partial<KnownNames>): NameExplanation {
  return explainNames(
    { entity: ENTITY, keys: [], definitions: [], decisions: [], verdicts: [], splits: [], others: [], ...known },
    named,
  );
}

const reasonsOf = ({ reasons }: NameExplanation) =>
  reasons.map(({ name, with: other, rule, verdict }) => `${name} = ${other}: ${rule ?? verdict}`);

describe("why a name is in its entity", () => {
  it("is a difference in writing within a key, and a rule between keys, with the first mention of each name", () => {
    const explained = explain("Remote work", {
      keys: [key("remote work", "Remote Work", "Remote work"), key("working remotely"), key("remote works")],
    });
    expect(reasonsOf(explained)).toEqual([
      "Remote work = remote work: case",
      "Remote work = Remote Work: case",
      "Remote work = working remotely: form",
      "Remote work = remote works: plural",
    ]);
    expect(explained.reasons[2]?.evidence.map(({ text, speaker, file }) => [text, speaker, file])).toEqual([
      ["about Remote work", "Ann", "a.txt"],
      ["about working remotely", "Ann", "a.txt"],
    ]);
  });

  it("is a verdict with the words that the judge was shown, in the order of the names, and the judge", () => {
    const known = {
      keys: [key("remote work"), key("telecommuting"), key("home office")],
      decisions: [decided("remote work", "telecommuting", true), decided("telecommuting", "home office", true)],
      verdicts: [
        judged("home office", "telecommuting", "same"),
        judged("remote work", "telecommuting", "different", { version: 0 }),
        judged("remote work", "telecommuting", "same", { profile: "gpt judge-1" }),
        judged("remote work", "telecommuting", "same", { round: 2 }),
      ],
    };
    const explained = explain("telecommuting", known);
    expect(reasonsOf(explained)).toEqual(["telecommuting = remote work: same", "telecommuting = home office: same"]);
    expect(explained.reasons[0]).toMatchObject({
      judge: "gpt judge-1",
      evidence: [{ text: "about telecommuting" }, { text: "about remote work" }],
    });
    expect(reasonsOf(explain("home office", known))).toEqual([
      "home office = telecommuting: same",
      "telecommuting = remote work: same",
    ]);
  });

  it("is the user's word before rules, a definition, and an acronym", () => {
    const decisions = [decided("remote work", "remote works", true, "user")];
    expect(reasonsOf(explain("remote work", { keys: [key("remote work"), key("remote works")], decisions }))).toEqual([
      "remote work = remote works: user",
    ]);
    const keys = [key("remote work"), key("telework"), key("RW")];
    expect(reasonsOf(explain("remote work", { keys, definitions: [pair("telework", "remote work")] }))).toEqual([
      "remote work = telework: definition",
      "remote work = RW: acronym",
    ]);
  });

  it("is told even if nothing that is stored connects the names any more", () => {
    expect(reasonsOf(explain("remote work", { keys: [key("remote work"), key("working at a distance")] }))).toEqual([
      "remote work = working at a distance: definition",
    ]);
  });
});

describe("why names are kept apart", () => {
  it("is the user's word, or a verdict, with the entity of the other name", () => {
    const { apart } = explain("remote work", {
      keys: [key("remote work")],
      decisions: [decided("remote work", "office", false, "user"), decided("remote work", "remote control", false)],
      verdicts: [judged("remote work", "office", "same"), judged("remote control", "remote work", "different")],
      others: [
        { key: "office", name: written("the office"), entity: OTHER },
        { key: "remote control", name: written("remote control"), entity: null },
      ],
    });
    expect(apart).toMatchObject([
      {
        name: "remote work",
        with: "the office",
        rule: "user",
        entity: OTHER,
        evidence: [{}, { text: "about the office" }],
      },
      {
        with: "remote control",
        verdict: "different",
        judge: "m",
        entity: null,
        evidence: [{ text: "about remote work" }, { text: "about remote control" }],
      },
    ]);
  });

  it("includes verdicts that are no decision", () => {
    const { apart } = explain("remote work", {
      keys: [key("remote work")],
      verdicts: [judged("remote work", "office", "unsure")],
      others: [{ key: "office", name: written("office"), entity: OTHER }],
    });
    expect(apart.map(({ verdict }) => verdict)).toEqual(["unsure"]);
  });
});
