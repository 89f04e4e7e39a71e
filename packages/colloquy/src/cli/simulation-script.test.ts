import { describe, expect, it } from "vitest";
import { checkSimulation } from "@colloquy/simulated-provider";
import { readScript } from "./simulation-script.ts";

const YAML = `
rpm: 5000
limit-changes:
  - at-seconds: 30
    factor: 0.5
faults:
  hang: 0.01
phases:
  - kind: storm
    from-seconds: 60
    to-seconds: 120
triggers:
  - contains: poison
    fault: wrong-schema
`;

describe("a script", () => {
  it("is YAML or JSON, with names from the command line or from code", () => {
    const script = readScript(YAML, "s.yaml");
    expect(checkSimulation(script)).toMatchObject({
      rpm: 5000,
      tpm: 200_000,
      limitChanges: [{ atSeconds: 30, factor: 0.5 }],
      faults: { hang: 0.01, reset: 0 },
      phases: [{ kind: "storm", fromSeconds: 60, toSeconds: 120, share: 0.9 }],
      triggers: [{ contains: "poison", fault: "wrong-schema" }],
    });
    expect(readScript(JSON.stringify(script), "s.json")).toEqual(script);
  });

  it.each([
    ["rpm: [1", /^s\.yaml is neither YAML nor JSON, line 1: /],
    ["rpm: many", /^`rpm` of s\.yaml cannot be used: /],
    ["phases:\n  - kind: storm", /^`phases\.0\.fromSeconds` of s\.yaml/],
    ["speed: 3", /^s\.yaml cannot be used: .*speed/],
    ["- rpm", /cannot be used/],
    ["", /^s\.yaml is empty: /],
    ["# rpm: 500\n", /^s\.yaml is empty: /],
    [
      "phases: [{kind: quota, from-seconds: 9, to-seconds: 9}]",
      /^`phases\.0\.toSeconds` of s\.yaml .* after fromSeconds/,
    ],
    ["phases: [{kind: outage, from-seconds: 9, to-seconds: 2}]", /^`phases\.0\.toSeconds` of s\.yaml/],
  ])("refuses %j in one sentence", (text, message) => {
    expect(() => readScript(text, "s.yaml")).toThrow(message);
  });
});
