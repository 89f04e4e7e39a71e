import { describe, expect, it } from "vitest";
import { displayWidth, wrap } from "../../text/index.ts";
import type {
  DeadLetterReason,
  EntityDetail,
  Evidence,
  IngestResult,
  RelationshipDetail,
  SearchHit,
} from "../library.ts";
import { createOutput } from "../output.ts";
import { renderDiagnosis } from "./diagnosis.ts";
import { renderEntity, renderRemarks } from "./entity.ts";
import { excerpt, highlight, matches } from "./excerpt.ts";
import { renderSearchHits } from "./search-hits.ts";
import { renderStatus } from "./status.ts";
import { renderSummary } from "./summary.ts";

const plain = { colours: createOutput(process.stdout, { NO_COLOR: "1" }).colours, columns: 80 };
const coloured = createOutput(process.stdout, { FORCE_COLOR: "1" }).colours;

const HIT: SearchHit = {
  score: 0.9,
  chunk: "c1",
  file: "talks/one\u001b[31m.vtt",
  speaker: "Ada",
  startMs: 3_723_000,
  endMs: 3_730_000,
  startOffset: 0,
  endOffset: 40,
  text: "Ada: Habits are made\u0007 of cues.\nBob: And of rewards.",
  match: { startOffset: 5, endOffset: 24 },
  said: { startOffset: 5, endOffset: 24 },
};

const EVIDENCE: Evidence = { ...HIT, file: "one.vtt", text: "sleep reduces stress", polarity: "stated" };

const RELATION = {
  source: { id: "e1", name: "sleep", type: "Practice" },
  type: "REDUCES",
  target: { id: "e2", name: "stress", type: "Outcome" },
};

const PERSON = { id: "p2", name: "Bob", labels: ["Bob"], transcripts: ["one.vtt"] };

const ENTITY: EntityDetail = {
  id: "e1",
  name: "sleep",
  type: "Practice",
  aliases: [{ name: "Sleeping", reason: "case" }],
  mentions: 4,
  transcripts: ["one.vtt", "two.srt"],
  foundIn: [{ file: "three.srt", found: 3 }],
  relationships: [
    {
      type: "REDUCES",
      direction: "out",
      other: { id: "e2", name: "stress", type: "Outcome" },
      confidence: 1,
      polarity: { stated: 2, negated: 1, question: 0, hypothetical: 0, implied: 0 },
      evidence: [EVIDENCE, { ...EVIDENCE, polarity: "negated" }, EVIDENCE],
    },
    {
      type: "REQUIRES",
      direction: "in",
      other: { id: "e3", name: "recovery", type: "Practice" },
      confidence: 1,
      polarity: { stated: 1, negated: 0, question: 0, hypothetical: 0, implied: 0 },
      evidence: [],
    },
  ],
  withdrawn: [],
  claims: {
    is: [],
    includes: [],
    causes: [],
    effects: [
      {
        ...RELATION,
        count: 3,
        polarity: { stated: 2, negated: 1, question: 0, hypothetical: 0, implied: 0 },
        speakers: [
          { id: "p1", name: "Ada", count: 2 },
          { id: "p2", name: "Bob", count: 1 },
        ],
        evidence: EVIDENCE,
      },
    ],
    requires: [],
    requiredBy: [],
    positions: [],
    related: [],
    other: [],
    derived: [],
  },
  contradictions: [],
  holders: [
    {
      ...PERSON,
      id: "p1",
      name: "Ada",
      labels: ["Ada", "Dr. Ada"],
      statements: [{ ...RELATION, polarity: "stated", count: 2, evidence: EVIDENCE }],
    },
    { ...PERSON, statements: [{ ...RELATION, polarity: "negated", count: 1, evidence: EVIDENCE }] },
  ],
  companions: [],
  namesakes: [],
  speaker: null,
  sentences: [],
  topics: [],
  statements: [],
  quotes: [
    { id: "q1", about: ["sleep"], text: "Sleep is the best meditation.", evidence: { ...EVIDENCE, startMs: null } },
  ],
};

const RESULT: IngestResult = {
  workspace: "talks",
  transcripts: { parsed: 3, skipped: [{ path: "b\u202E.bin", reason: "binary" }] },
  chunks: { total: 1200, extracted: 1190, embedded: 1200, pending: 8, deadLetters: 2, embeddingDeadLetters: 0 },
  profiles: [{ profile: "rules", chunks: 1190 }],
  items: { kept: 40, ungrounded: 8, schema: 0, lowConfidence: 2 },
  minConfidences: [{ minConfidence: 0.5, chunks: 1190 }],
  checks: { checked: 0, withdrawn: 0 },
  interruptedForces: [],
  warnings: [],
  summaries: { entities: 2, transcripts: 1, sentences: 9, dropped: { uncited: 1, unknown: 0, ungrounded: 2 } },
  graph: {
    entities: 30,
    relationships: 12,
    derived: 0,
    quotes: 5,
    evidence: 1,
    byType: { entities: { Person: 4, Concept: 26 }, relationships: { RELATES_TO: 9, CAUSES: 0, CROSS_EPISODE: 3 } },
  },
  vectors: 1200,
  unwritten: 0,
  digest: "d".repeat(64),
  runId: "r1",
  outcome: "dead-letters",
  seconds: 7.25,
  exitCode: 3,
  usage: {
    calls: 0,
    attempts: 0,
    retries: 0,
    rateLimited: 0,
    failed: 0,
    unreportedUsage: 0,
    inputTokens: 0,
    cachedInputTokens: 0,
    outputTokens: 0,
    embeddingTokens: 0,
    implausibleUsage: 0,
    costUsd: 0,
    costAtLeastUsd: 0,
    costAtMostUsd: 0,
    unknownSpend: { attempts: 0, inputTokens: 0, outputTokens: 0, upToUsd: 0 },
  },
  rejected: { ungrounded: 0, schema: 0, lowConfidence: 0 },
  remaining: null,
  traces: [],
};

const PAID: Pick<IngestResult, "usage" | "rejected" | "remaining"> = {
  usage: {
    calls: 892,
    attempts: 903,
    retries: 0,
    rateLimited: 2,
    failed: 8,
    unreportedUsage: 1,
    inputTokens: 5_812_000,
    cachedInputTokens: 1_240_000,
    outputTokens: 2_040_000,
    embeddingTokens: 0,
    implausibleUsage: 0,
    costUsd: 1.234,
    costAtLeastUsd: 1.234,
    costAtMostUsd: 1.2523,
    unknownSpend: { attempts: 3, inputTokens: 20_000, outputTokens: 12_000, upToUsd: 0.0183 },
  },
  rejected: { ungrounded: 201, schema: 0, lowConfidence: 21 },
  remaining: { chunks: 8814, calls: 882, inputTokens: 5_700_000, outputTokens: 2_020_000, seconds: 1625 },
};

const LETTERS: readonly DeadLetterReason[] = [
  { stage: "extract", reason: "The model refused\u001b[2J.", profile: "openai:m", chunks: 2 },
  { stage: "embed", reason: "too large", profile: "openai:m", chunks: 1 },
];

describe("search hits", () => {
  it("have a heading of file, speaker and time, without control characters", () => {
    expect(renderSearchHits([HIT], { words: ["habit"], whole: false }, plain)).toBe(
      "1. talks/one.vtt · Ada · 01:02:03\n   Ada: Habits are made of cues.\n   Bob: And of rewards.\n",
    );
  });

  it("leave out unknown speakers and times", () => {
    const hit = { ...HIT, file: "a.txt", speaker: null, startMs: null };
    expect(renderSearchHits([hit], { words: [], whole: false }, plain)).toContain("1. a.txt\n");
  });

  it("highlight the words of the search in every form, and no other words", () => {
    const found = (text: string, words: string[]): string[] =>
      matches(text, words).map(([start, end]) => text.slice(start, end));
    expect(found("Relaxing, she relaxed; relaxation is a habit's reward.", ["relax", "habits"])).toEqual([
      "Relaxing",
      "relaxed",
      "relaxation",
      "habit's",
    ]);
    expect(found("the cat and the category", ["cats"])).toEqual(["cat"]);
  });

  it("are wrapped to the width of the terminal, without counting colours", () => {
    const text = highlight("word ".repeat(40).trim(), ["word"], coloured);
    for (const line of wrap(text, 40, "   ").split("\n")) expect(displayWidth(line)).toBeLessThanOrEqual(40);
  });

  it("are cut to the part with the words", () => {
    const text = `${"filler ".repeat(200)}the remote control costs twelve euros ${"filler ".repeat(200)}`;
    const part = excerpt(text, text.indexOf("remote"), 200);
    expect(part).toContain("remote control costs twelve euros");
    expect(part.length).toBeLessThan(210);
    expect(part.startsWith("… ") && part.endsWith(" …")).toBe(true);
  });
});

describe("an entity", () => {
  it("is shown with its aliases, relations, quotes and transcripts", () => {
    expect(renderEntity(ENTITY, false, plain)).toBe(`sleep  Practice
4 mentions in 2 transcripts, and its name in 3 further chunks

Also called
  Sleeping  (case)

What it leads to
  sleep —REDUCES→ stress  (2 stated, 1 negated)  Ada 2, Bob 1
      “sleep reduces stress”
      one.vtt · Ada · 01:02:03

Who says what
  Ada  as Dr. Ada
      sleep —REDUCES→ stress
  Bob
      sleep —REDUCES→ stress  (negated)

Quotes
  “Sleep is the best meditation.”
  one.vtt · Ada

Where
  one.vtt
  two.srt

Its name is also found in
  three.srt  3 chunks
`);
  });

  it("shows explicit evidence before implied evidence", () => {
    const evidence = [
      { ...EVIDENCE, text: "naps, stress", polarity: "implied" } as const,
      { ...EVIDENCE, text: "stress and naps", polarity: "implied" } as const,
      { ...EVIDENCE, text: "naps never reduce stress", polarity: "negated" } as const,
    ];
    const [relationship] = ENTITY.relationships;
    const relationships = relationship === undefined ? [] : [{ ...relationship, evidence }];
    const relations = renderEntity({ ...ENTITY, relationships }, true, plain).split("\nRelations\n")[1];
    const shown = relations?.match(/“.*”/g);
    expect(shown?.slice(0, 2)).toEqual(["“naps never reduce stress”", "“naps, stress”"]);
  });

  it("is shown with its withdrawn relations apart, and why they are withdrawn", () => {
    const [relationship] = ENTITY.relationships;
    const withdrawn = [
      { ...(relationship as RelationshipDetail), evidence: [EVIDENCE], withdrawn: "reversed" as const },
    ];
    const shown = renderEntity({ ...ENTITY, relationships: [], withdrawn }, false, plain);
    expect(shown.split("\nWithdrawn by a check\n")[1]?.split("\n").slice(0, 2)).toEqual([
      "  sleep —REDUCES→ stress · the words say the reverse",
      "      “sleep reduces stress”",
    ]);
    expect(renderEntity(ENTITY, false, plain)).not.toContain("Withdrawn");
  });

  it("shows what a pronoun in the evidence means", () => {
    const antecedent = { chunk: "c", speaker: "Bob", startMs: null, endMs: null, startOffset: 0, endOffset: 9 };
    const evidence = { ...EVIDENCE, text: "it never reduces that", antecedents: [{ ...antecedent, text: "a nap" }] };
    const effects = ENTITY.claims.effects.map((claim) => ({ ...claim, evidence }));
    const claims = { ...ENTITY.claims, effects };
    expect(renderEntity({ ...ENTITY, claims }, false, plain)).toContain("“it never reduces that” (meaning “a nap”)");
  });

  it.each(["negated", "question", "hypothetical", "implied"] as const)(
    "has the mark (%s) in the heading of a claim and of a statement with a single piece of evidence",
    (polarity) => {
      const evidence = { ...EVIDENCE, polarity };
      const counts = { stated: 0, negated: 0, question: 0, hypothetical: 0, implied: 0, [polarity]: 1 };
      const other = [{ ...RELATION, type: "LANDS_AT", count: 1, polarity: counts, speakers: [], evidence }];
      const claims = { ...ENTITY.claims, effects: [], other };
      const statements = [{ ...RELATION, confidence: 1, evidence: [evidence] }];
      const shown = renderEntity({ ...ENTITY, claims, statements }, false, plain);
      expect(shown).toContain(`\nOther relations\n  sleep —LANDS_AT→ stress  (${polarity})\n`);
      expect(shown).toContain(`\nStates\n  sleep —REDUCES→ stress  (${polarity})\n`);
    },
  );

  it("has no mark in the heading of a stated claim", () => {
    const effects = ENTITY.claims.effects.map((claim) => ({ ...claim, count: 1 }));
    const claims = { ...ENTITY.claims, effects };
    expect(renderEntity({ ...ENTITY, claims }, false, plain)).toContain("\n  sleep —REDUCES→ stress\n");
  });

  it("is shown with its contradictions, both sides in their words", () => {
    const [claim] = ENTITY.claims.effects;
    const sides = [EVIDENCE, { ...EVIDENCE, text: "it does not", polarity: "negated" }] as const;
    const contradictions =
      claim === undefined ? [] : [{ reason: "polarity", claims: [claim], evidence: sides } as const];
    expect(renderEntity({ ...ENTITY, contradictions }, false, plain)).toContain(`
Contradictions
  sleep —REDUCES→ stress  (2 stated, 1 negated)  Ada 2, Bob 1
      “sleep reduces stress”
      one.vtt · Ada · 01:02:03
      “it does not”
      one.vtt · Ada · 01:02:03 · negated
`);
  });

  it("is shown with the topics and statements of a person, and with the speaker of the evidence", () => {
    const other = (name: string) => ({ id: "x", name, type: "Concept" });
    const ada: EntityDetail = {
      ...ENTITY,
      name: "Ada",
      type: "Person",
      aliases: [],
      relationships: [],
      claims: { ...ENTITY.claims, effects: [] },
      holders: [],
      companions: [{ ...PERSON, chunks: 2 }],
      quotes: [],
      transcripts: ["one.vtt"],
      foundIn: [],
      topics: [
        { ...other("sleep"), mentions: 3, evidence: [EVIDENCE] },
        { ...other("fo\u001b[31mcus"), mentions: 1, evidence: [] },
      ],
      statements: [
        { source: other("sleep"), type: "REDUCES", target: other("stress"), confidence: 1, evidence: [EVIDENCE] },
      ],
    };
    expect(renderEntity(ada, false, plain)).toBe(`Ada  Person
4 mentions in 1 transcript

Speaks about
  sleep  Concept · 3 mentions · first one.vtt · 01:02:03
  focus  Concept · 1 mention

States
  sleep —REDUCES→ stress
      “sleep reduces stress”
      one.vtt · Ada · 01:02:03

Speaks with
  Bob  2 chunks · 1 transcript

Where
  one.vtt
`);
    const spoken = { ...ENTITY, speaker: { id: "a", name: "Ada", type: "Person" } };
    expect(renderEntity(spoken, false, plain)).toContain(
      "4 mentions in 2 transcripts, and its name in 3 further chunks, in the words of Ada\n",
    );
  });

  it("shows kinds by names with the words of both", () => {
    const compared = (name: string) => ({ name, text: `about ${name}`, speaker: "Ada", file: "one.vtt" });
    const derivation = { judge: "m", question: 2, source: compared("naps"), target: compared("rests") };
    const [claim] = ENTITY.claims.effects as [EntityDetail["claims"]["effects"][number]];
    const single = { ...claim, count: 1, speakers: [] };
    const claims = {
      ...ENTITY.claims,
      derived: [{ ...single, type: "IS_A", count: 0, evidence: null, derived: derivation }],
    };
    const shown = renderEntity({ ...ENTITY, claims }, false, plain);
    expect(shown).toContain(
      "\nKinds and parts by the names alone\n  sleep —IS_A→ stress\n      naps: “about naps”\n      one.vtt · Ada\n      rests: “about rests”\n",
    );
  });

  it("shows a speaker who says only a name that no extraction found", () => {
    const speaker = { id: "p1", name: "Ada", type: "Person" };
    const sentences = [{ ...EVIDENCE, polarity: "implied" as const }];
    const shown = { ...ENTITY, speaker, sentences, mentions: 0, transcripts: [], relationships: [], quotes: [] };
    const text = renderEntity(shown, false, plain);
    expect(text).toContain("\nno mention, but its name in 3 chunks, in the words of Ada\n");
    expect(text).toContain("Says of it\n  “sleep reduces stress”\n  one.vtt · Ada · 01:02:03\n");
    expect(renderRemarks(shown, false)).toBe("");
  });

  it("tells speakers of one name apart by their files, and says nothing twice when one person says everything", () => {
    const [ada] = ENTITY.holders as [EntityDetail["holders"][number]];
    const holders = [
      { ...ada, labels: ["Ada"] },
      { ...ada, labels: ["Ada"], id: "p7", transcripts: ["two.srt"] },
    ];
    const shown = renderEntity({ ...ENTITY, holders }, false, plain);
    expect(shown).toContain("Who says what\n  Ada  one.vtt\n      sleep —REDUCES→ stress\n  Ada  two.srt\n");
    expect(renderEntity({ ...ENTITY, holders: [ada] }, false, plain)).not.toContain("Who says what");
  });

  it("tells speakers of one name in a claim apart by their files", () => {
    const [claim] = ENTITY.claims.effects as [EntityDetail["claims"]["effects"][number]];
    const speaker = { id: "p1", name: "Marketing", count: 1 };
    const speakers = [
      { ...speaker, transcripts: ["one.vtt"] },
      { ...speaker, id: "p2", transcripts: ["three.txt", "two.srt"] },
    ];
    const claims = { ...ENTITY.claims, effects: [{ ...claim, speakers }] };
    expect(renderEntity({ ...ENTITY, claims }, false, plain)).toContain(
      "  Marketing (one.vtt) 1, Marketing (three.txt, two.srt) 1\n",
    );
  });

  it("shows every item when all are requested", () => {
    expect(renderEntity(ENTITY, true, plain)).not.toContain("more");
  });

  it("lists other entities with the same name, with their ids", () => {
    expect(renderRemarks(ENTITY, false)).toBe("");
    const namesake = (id: string, transcripts: string[]) => ({
      id,
      name: "sle\u001b[31mep",
      type: "Practice",
      transcripts,
    });
    const one = { ...ENTITY, namesakes: [namesake("e7", ["a.vtt"])] };
    expect(renderRemarks(one, false)).toBe(
      "Another entity has this name; `show` accepts its id:\n  sleep · Practice · a.vtt · e7\n",
    );
    const many = {
      ...ENTITY,
      namesakes: Array.from({ length: 12 }, (_, at) => namesake(`e${at}`, ["a.vtt", "b.vtt"])),
    };
    expect(renderRemarks(many, false)).toContain("12 other entities have this name; `show` accepts their ids:\n");
    expect(renderRemarks(many, false)).toContain("a.vtt and 1 more · e9\n  and 2 more (--verbose shows all)\n");
    expect(renderRemarks(many, true)).toContain(" · e11\n");
  });
});

describe("the status of a workspace", () => {
  it("has one line per number, and lists skipped files", () => {
    expect(renderStatus(RESULT, false, { ...plain, columns: 100 })).toBe(`Workspace talks
  transcripts  3
  chunks       1,200, 1,190 extracted, 8 pending, 2 in the dead letters
  extracted    1,190 by rules
  left out     10 of 50 items in the replies of models: 8 without evidence, 2 below --min-confidence
  entities     30 (Concept 26, Person 4)
  relations    9 (RELATES_TO 9), and 3 links from recurring entities to transcripts
  quotes       5; 1 piece of evidence in all
  summaries    of 1 transcript and 2 entities: 9 sentences; 3 left out, because their citations do
               not support them
  vectors      1,200
  digest       ${"d".repeat(64)}

Skipped 1 file
  b.bin  binary
`);
  });
});

describe("the summary of a run", () => {
  const row = { kind: "entity", id: "e", aliases: [], mentions: 3, transcripts: 2 } as const;
  const best = [
    { ...row, name: "remote control", type: "Concept" },
    { ...row, name: "Ada O'Neil", type: "Person" },
  ];
  const tally = { new: 2, edited: 1, unchanged: 0, vanished: 1 };
  const options = { workspace: "talks", dataDir: ".colloquy", verbose: false };
  const rest = { stores: [], flags: {}, options };
  const letter = { reason: "The model refused.", profile: "model@1", chunks: 3 };

  it("shows files, contents, remaining work, and suggested calls", () => {
    const text = renderSummary(
      { result: RESULT, tally, best, deadLetters: LETTERS, ...rest },
      { ...plain, columns: 100 },
    );
    expect(text).toContain("files        2 new, 1 edited, 0 unchanged, 1 skipped, 1 no longer in the folder, kept\n");
    expect(text).toContain("top people   Ada O'Neil\n");
    expect(text).toContain("top ideas    remote control\n");
    expect(text).toContain("8 chunks still pending: run the same command again to continue.");
    expect(text).toContain(
      "Dead letters: 2 chunks not extracted, 1 not embedded\n  2 chunks not extracted: The model refused.\n",
    );
    expect(text).toContain("`colloquy retry-failed` processes only the dead letters again");
    expect(text).not.toContain("not written");
    expect(text).not.toContain("calls");
    expect(text).toContain(
      "  colloquy ask 'What is said about remote control?' --workspace talks\n  colloquy show 'Ada O'\\''Neil' --workspace talks\n",
    );
  });

  it("shows the servers of graph and vectors, and repeats their flags in the suggested calls", () => {
    const stores = [
      { holds: "graph", text: "Neo4j at bolt://127.0.0.1:7687, database talks" },
      { holds: "vectors", text: "Qdrant at http://127.0.0.1:6333, collection talks_chunks" },
    ] as const;
    const flags = { neo4jUri: "bolt://127.0.0.1:7687", neo4jDatabase: "talks", qdrantUrl: "http://127.0.0.1:6333" };
    const text = renderSummary(
      { result: RESULT, tally, best, deadLetters: [], options, stores, flags },
      { ...plain, columns: 100 },
    );
    expect(text).toContain(
      "  graph in     Neo4j at bolt://127.0.0.1:7687, database talks\n  vectors in   Qdrant at http://127.0.0.1:6333, collection talks_chunks\n",
    );
    const graph = "--neo4j-uri bolt://127.0.0.1:7687 --neo4j-database talks";
    expect(text).toContain(
      `ask 'What is said about remote control?' --workspace talks ${graph} --qdrant-url http://127.0.0.1:6333\n`,
    );
    expect(text).toContain(`show 'Ada O'\\''Neil' --workspace talks ${graph}\n`);
    expect(text).toContain(`graph.html --workspace talks ${graph} --qdrant-url http://127.0.0.1:6333\n`);
  });

  it("counts dead letters by stage, because a chunk may be a dead letter of both", () => {
    const letters = (["extract", "embed"] as const).map((stage) => ({ ...letter, stage }));
    const result = { ...RESULT, chunks: { ...RESULT.chunks, deadLetters: 3, embeddingDeadLetters: 3 } };
    const text = renderSummary({ result, tally, best, deadLetters: letters, ...rest }, { ...plain, columns: 200 });
    expect(text).toContain("Dead letters: 3 chunks not extracted, 3 not embedded\n");
    expect(text.replace(/\s+/g, " ")).toContain("in the dead letters 3 not extracted and 3 not embedded extracted ");
  });

  it("counts derived relations", () => {
    const graph = { ...RESULT.graph, derived: 4 };
    expect(renderStatus({ ...RESULT, graph }, false, { ...plain, columns: 200 })).toContain(
      "9 (RELATES_TO 9), 4 of them derived from names, and 3 links",
    );
  });

  it("shows the links to the run's trace", () => {
    const receiver = "http://127.0.0.1:4318/v1/traces";
    const url = `https://langfuse.example.org/${"a1".repeat(60)}`;
    const traces = [
      { traceId: "a1".repeat(16), receiver: "https://langfuse.example.org", url },
      { traceId: "a1".repeat(16), receiver, url: null },
    ];
    const text = renderSummary({ result: { ...RESULT, traces }, tally, best, deadLetters: [], ...rest }, plain);
    expect(text).toContain(`  trace        ${url}\n               ${"a1".repeat(16)} at ${receiver}\n`);
    expect(renderSummary({ result: RESULT, tally, best, deadLetters: [], ...rest }, plain)).not.toContain("trace");
  });

  it("shows chunks that are not written to the stores yet", () => {
    const text = renderStatus({ ...RESULT, unwritten: 12 }, false, { ...plain, columns: 200 });
    expect(text).toContain("not written  the results of 12 chunks are in the ledger");
  });

  it("shows calls, tokens, cost, rejected items, and the remaining work", () => {
    const text = renderSummary(
      { result: { ...RESULT, ...PAID }, tally, best, deadLetters: [], ...rest },
      { ...plain, columns: 200 },
    );
    expect(text.replace(/\s+/g, " ")).toContain(
      "calls 892, 903 attempts, 2 refused by limits, 8 without a usable reply " +
        "tokens 5.81M in (1.24M from the cache), 2.04M out, not reported for 1 reply (at most 20k in and 12k out) " +
        "cost $1.23; up to $0.0183 more may have been spent on 3 attempts without reported usage " +
        "left out 201 items whose words are not in the chunk, 21 below --min-confidence",
    );
    expect(text).toContain(
      "Remaining: 8,814 chunks, by the values of this run 882 calls, 5.7M tokens in and 2.02M out, at least 27 min 05 s at the current limits.",
    );
  });

  it("shows no remaining work when no model is called", () => {
    const remaining = { chunks: 5, calls: 1, inputTokens: 0, outputTokens: 0, seconds: null };
    const result = { ...RESULT, ...PAID, remaining };
    const text = renderSummary({ result, tally, best, deadLetters: [], ...rest }, plain);
    expect(text).toContain("still pending: run the same command again to continue.");
    expect(text).not.toContain("Remaining:");
  });

  it("shows an unknown cost as unknown or as bounds, never as zero", () => {
    const render = (
      usage: Partial<IngestResult["usage"]>,
      models: Partial<Parameters<typeof renderSummary>[0]["options"]>,
    ): string =>
      renderSummary(
        {
          result: { ...RESULT, usage: { ...PAID.usage, unreportedUsage: 0, ...usage } },
          tally,
          best,
          deadLetters: [],
          ...rest,
          options: { ...options, ...models },
        },
        { ...plain, columns: 200 },
      ).replace(/\s+/g, " ");
    const unpriced = { costUsd: null, costAtLeastUsd: 0, costAtMostUsd: null };
    const unknown = { ...unpriced, unknownSpend: { ...PAID.usage.unknownSpend, upToUsd: null } };
    expect(render(unknown, { model: "llama3.1:8b" })).toContain(
      "cost unknown: no price of llama3.1:8b is known (give it in a file with --prices); more may have been spent on 3 attempts without a reply ",
    );
    expect(render(unpriced, { model: "llama3.1:8b", embeddingModel: "openai:e" })).toContain(
      "cost unknown: not all prices of llama3.1:8b and openai:e are known (give it in a file with --prices); up to $0.0183 more ",
    );
    const unreported = { costUsd: null, costAtLeastUsd: 1.2, costAtMostUsd: 1.5, unreportedUsage: 4 };
    expect(render({ ...unreported, implausibleUsage: 1 }, { model: "m" })).toContain(
      "not reported for 4 replies (at most 20k in and 12k out) cost at least $1.20, at most $1.50: usage was not reported for 4 replies, or was implausible (1) ",
    );
    const free = { costUsd: 0, unknownSpend: { attempts: 1, inputTokens: 9, outputTokens: 9, upToUsd: 0 } };
    expect(render(free, {})).toContain("2.04M out cost $0 top people");
  });

  it("explains how to continue after the budget is reached", () => {
    const render = (pending: number): string =>
      renderSummary(
        {
          result: { ...RESULT, ...PAID, exitCode: 4, chunks: { ...RESULT.chunks, pending } },
          tally,
          best,
          deadLetters: [],
          ...rest,
          options: { ...options, maxCost: 5 },
        },
        { ...plain, columns: 200 },
      );
    expect(render(1234)).toContain(
      "Stopped at --max-cost $5.00: 1,234 chunks are still pending; run the same command again to continue, with a larger sum to process more of them.\n",
    );
    expect(render(1234)).toContain("Remaining: 8,814 chunks");
    expect(render(1234)).not.toContain("1,234 chunks still pending:");
    expect(render(1)).toContain(": 1 chunk is still pending;");
    expect(render(0)).toContain("Stopped at --max-cost $5.00: run the same command again to continue.\n");
  });

  it("shows the path of the report, and the first advice", () => {
    const names = [
      "cost_report_r1.json",
      "performance_report_r1.json",
      "combined_report_r1.txt",
      "report_r1.html",
      "cost_data.json",
    ];
    const reports = names.map((name) => `metrics/talks/${name}`);
    const advice = ["The limit of tokens held it back.", "Larger\u001b[2J batches would help.", "A third."];
    const text = renderSummary(
      { result: RESULT, tally, best, deadLetters: [], ...rest, flags: { outputDir: "metrics" }, reports, advice },
      { ...plain, columns: 200 },
    );
    expect(text).toContain(
      "  advice       The limit of tokens held it back.\n               Larger batches would help.\n" +
        "  report       metrics/talks/report_r1.html, and in the same folder as text and as JSON\n",
    );
    expect(text).toContain("  colloquy report --workspace talks --output-dir metrics\n");
  });

  it("shows no numbers for unused stages and unknown values", () => {
    const embedded = { ...PAID.usage, inputTokens: 0, cachedInputTokens: 0, outputTokens: 0, embeddingTokens: 24_000 };
    const remaining = { chunks: 400, calls: 2, inputTokens: 48_000, outputTokens: 0, seconds: null };
    const render = (result: Partial<IngestResult>): string =>
      renderSummary(
        { result: { ...RESULT, ...result }, tally, best, deadLetters: [], ...rest },
        { ...plain, columns: 200 },
      );
    expect(render({ usage: embedded, remaining })).toMatch(
      /tokens +24k embedded, not reported for 1 reply \(at most 20k in\s+and 12k out\)\n[^]* 2 calls, 48k tokens in\.\n/,
    );
    const unknown = { ...remaining, inputTokens: null, outputTokens: null };
    expect(render({ remaining: unknown })).toContain("by the values of this run 2 calls.\n");
  });

  it("suggests no call for a missing entity", () => {
    const text = renderSummary(
      { result: RESULT, tally, best: [], deadLetters: [], ...rest, options: { ...options, workspace: "default" } },
      plain,
    );
    expect(text).toContain("Next\n  colloquy search 'some words'\n  colloquy export");
    expect(text).not.toContain("colloquy show");
  });
});

describe("a diagnosis", () => {
  it("has one line per finding, and counts the faults", () => {
    const text = renderDiagnosis(
      [
        { name: "Node", state: "ok", message: "24.0.0" },
        { name: "data folder", state: "fault", message: "x is not writable." },
      ],
      plain,
    );
    expect(text).toBe("ok     Node           24.0.0\nFAULT  data folder    x is not writable.\n\nOne fault.\n");
  });
});
