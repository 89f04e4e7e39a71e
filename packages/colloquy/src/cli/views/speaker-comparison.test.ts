import { describe, expect, it } from "vitest";
import type { ComparedTopic, ComparedViewpoints, Evidence, SpeakerComparison } from "../library.ts";
import { createOutput } from "../output.ts";
import { renderSpeakerComparison } from "./speaker-comparison.ts";

const plain = { colours: createOutput(process.stdout, { NO_COLOR: "1" }).colours, columns: 200 };

const speaker = (name: string) => ({ id: name, name, type: "Person" });
const thing = (name: string) => ({ id: name, name, type: "Practice" });

function evidence(text: string, polarity: Evidence["polarity"] = "stated"): Evidence {
  const position = { startOffset: 0, endOffset: text.length, startMs: null, endMs: null };
  return { chunk: "c", file: "a.txt", speaker: null, text, polarity, ...position };
}

type Statement = ComparedTopic["by"][number]["statements"][number];

function statement(source: string, type: string, target: string, polarity?: Evidence["polarity"]): Statement {
  const words = evidence(`words of ${source} and ${target}`, polarity);
  return { source: thing(source), type, target: thing(target), count: 1, evidence: words };
}

function topic(name: string, by: Readonly<Record<string, readonly Statement[]>>): ComparedTopic {
  const speakers = Object.entries(by).map(([who, statements]) => {
    return { speaker: speaker(who), mentions: 1, statements, evidence: evidence(`sentence about ${name}`) };
  });
  return { ...thing(name), by: speakers };
}

const NOTHING: SpeakerComparison = {
  speakers: ["Ann", "Bob"].map((name) => {
    return { ...speaker(name), transcripts: ["a.txt"], namesakes: [], topics: 2, statements: 1 };
  }),
  disagreements: [],
  agreements: [],
  shared: [],
  sharedCount: 0,
  only: [],
};

const render = (change: Partial<SpeakerComparison>, all = false): string =>
  renderSpeakerComparison({ ...NOTHING, ...change }, all, plain);

describe("a comparison of speakers", () => {
  const causes = statement("sleep", "INFLUENCES", "stress");
  const reduces = statement("sleep", "REDUCES", "stress");
  const shared = [
    topic("sleep", { Ann: [causes], Bob: [reduces] }),
    topic("stress", { Ann: [causes], Bob: [reduces] }),
  ];

  it("tells that statements neither agree nor contradict, also if they are about the same two things", () => {
    expect(render({ shared, sharedCount: 120 })).toContain(
      "\nAnn and Bob share 120 topics, but no two of their statements agree or contradict each other.\n",
    );
  });

  it("does not call disagreements everything that the speakers state", () => {
    const says = (name: string, polarity: "stated" | "negated") => ({ ...reduces, speaker: speaker(name), polarity });
    const disagreement: ComparedViewpoints = { viewpoints: [says("Ann", "stated"), says("Bob", "negated")] };
    expect(render({ disagreements: [disagreement], shared })).toContain(
      "\nApart from what they disagree about, no two statements of Ann and Bob agree.\n",
    );
  });

  it.each([false, true])("prints a statement about two topics once for each speaker (all: %s)", (all) => {
    const shown = render({ shared }, all);
    expect(shown.match(/sleep —INFLUENCES→ stress/g)).toHaveLength(1);
    expect(shown.match(/sleep —REDUCES→ stress/g)).toHaveLength(1);
    expect(shown).toContain("\n  stress  Practice · Ann 1, Bob 1\n");
    expect(shown).not.toContain("sentence about stress");
  });

  it("prints the next statement about a topic if the first is printed above", () => {
    const next = statement("stress", "CAUSES", "naps");
    const stress = topic("stress", { Ann: [causes, next] });
    const only = [{ speaker: speaker("Ann"), count: 1, topics: [stress] }];
    const shown = render({ shared: shared.slice(0, 1), only });
    expect(shown).toContain("\n  stress  Practice · 1 mention\n    stress —CAUSES→ naps\n");
  });

  it("prints the sentence of the first mention for a topic without statements", () => {
    expect(render({ shared: [topic("sleep", { Ann: [], Bob: [causes] })] })).toContain("“sentence about sleep”");
  });

  it("marks a statement that is not stated in its heading", () => {
    const denied = statement("sleep", "CAUSES", "stress", "negated");
    expect(render({ shared: [topic("sleep", { Ann: [denied], Bob: [] })] })).toContain(
      "\n    sleep —CAUSES→ stress  (negated)\n",
    );
  });
});
