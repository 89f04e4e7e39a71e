import { describe, expect, it } from "vitest";
import type { ExplainedName } from "../library.ts";
import { createOutput } from "../output.ts";
import { renderExplanation } from "./explanation.ts";

const plain = { colours: createOutput(process.stdout, { NO_COLOR: "1" }).colours, columns: 80 };
const words = (name: string) => ({ name, type: "Concept", text: `we said ${name}`, speaker: "Ada", file: "a.txt" });

const EXPLAINED: ExplainedName = {
  name: "buying a new remote",
  entity: "buying new remote control",
  entityId: "e1",
  type: "Practice",
  reasons: [
    {
      name: "buying a new remote",
      with: "buying new remote control",
      verdict: "same",
      judge: "openai:gpt-4o-mini judge-3",
      line: null,
      evidence: [words("buying a new remote"), words("buying new remote control")],
    },
  ],
  apart: [
    {
      name: "buying new remote control",
      with: "designing a remote control",
      entity: "remote control design",
      entityId: "e2",
      verdict: "different",
      judge: "openai:gpt-4o-mini judge-3",
      line: null,
      evidence: [words("buying new remote control"), words("designing\u001b[2J a remote control")],
    },
  ],
  splits: [],
  corrections: [],
  namesakes: [{ id: "e9", name: "buying a new remote", type: "Event", transcripts: ["a.txt", "b.txt"] }],
};

describe("the explanation of a name", () => {
  it("fits into 80 columns, with the words of the judge, and of a name that is kept apart only its own", () => {
    expect(renderExplanation(EXPLAINED, false, plain))
      .toBe(`buying a new remote  Practice · a name of buying new remote control · 2 names

One with it
  buying new remote control  judged same by openai:gpt-4o-mini judge-3
      “we said buying a new remote”
      a.txt · Ada
      “we said buying new remote control”
      a.txt · Ada

Kept apart
  designing a remote control
      judged different by openai:gpt-4o-mini judge-3 · compared with buying new
      remote control · in remote control design
      “we said designing a remote control”
      a.txt · Ada

Others of this name
  buying a new remote · Event · a.txt and 1 more · e9
`);
  });

  it("names the two names whose vectors are near, with their words", () => {
    const [reason] = EXPLAINED.reasons;
    const near = { name: "remotes", with: "remote controls", rule: "vector", line: null };
    const shown = renderExplanation(
      { ...EXPLAINED, reasons: [{ ...near, evidence: reason?.evidence ?? [] }], apart: [], namesakes: [] },
      false,
      plain,
    );
    expect(shown).toContain(
      '  remote controls  the vectors of "remotes" and "remote controls" are near\n      “we said buying a new remote”\n',
    );
  });

  it("tells why a name is no entity", () => {
    const none = { ...EXPLAINED, entity: null, entityId: null, type: null, reasons: [], apart: [], namesakes: [] };
    expect(renderExplanation(none, false, plain)).toBe(
      "buying a new remote  no entity\nIt is mentioned too seldom to make an entity.\n",
    );
    const hidden = (name: string) => ({ key: "hide", name, to: null, line: 3 }) as const;
    const byOther = renderExplanation({ ...none, corrections: [hidden("new remote")] }, false, plain);
    expect(byOther).toContain('\naliases.yaml hides its entity by the name "new remote".\n');
    expect(byOther).toContain("\n  new remote  hidden in line 3 of aliases.yaml\n");
    const own = renderExplanation({ ...none, corrections: [hidden(none.name)] }, false, plain);
    expect(own).toContain("\naliases.yaml hides it.\n");
  });
});
