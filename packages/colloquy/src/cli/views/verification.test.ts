import { Writable } from "node:stream";
import { describe, expect, it } from "vitest";
import type { Verification } from "../library.ts";
import { createOutput } from "../output.ts";
import { renderProjection } from "./projection.ts";
import { renderVerification } from "./verification.ts";

const screen = createOutput(new Writable(), {});
const DIGEST = "ab".repeat(32);
const SOUND = { ok: true, digest: DIGEST, unwritten: 0, damage: null, repaired: false };

type StoreVerification = Verification["stores"][number];

function store(change: Partial<StoreVerification> = {}): StoreVerification {
  return {
    store: "neo4j",
    holds: "graph",
    ok: true,
    state: "current",
    digest: DIGEST,
    rows: { ledger: 1200, store: 1200 },
    kinds: {},
    missing: 0,
    changed: 0,
    extra: 0,
    doubled: 0,
    examples: [],
    repaired: 0,
    ...change,
  };
}

function rendered(change: Partial<Verification>, repair = false): string {
  const { stores = [store()], ledger = SOUND } = change;
  const ok = ledger.ok && stores.every((each) => each.ok);
  return renderVerification({ workspace: "talks", ok, digest: DIGEST, ledger, stores }, repair, screen);
}

describe("the output of verify", () => {
  it("has one line per store when all rows are equal", () => {
    const text = rendered({ stores: [store(), store({ store: "qdrant", holds: "vectors" })] });
    expect(text).toMatch(/graph +neo4j: 1,200 rows: equal\n +vectors +qdrant: 1,200 rows: equal\n/);
    expect(text).toContain("\n\nGraph and vectors match the ledger.\n");
  });

  it("shows each row by name and file, on one line and without control characters", () => {
    const examples = [
      { kind: "entity", id: "e1", fault: "changed", name: "Ada\u001b[2J Lovelace", file: null },
      { kind: "quote", id: "q1", fault: "missing", name: "Sleep\nis not optional.", file: "a\u0007.vtt" },
      { kind: "chunk", id: "c1", fault: "extra", name: null, file: "b.vtt" },
    ] as const;
    const text = rendered({ stores: [store({ ok: false, missing: 1, changed: 1, extra: 1, examples })] });
    expect(text).toMatch(/changed: entity Ada.* Lovelace, e1\n/);
    expect(text).toMatch(/missing: quote "Sleep.*is not optional\." in a.*\.vtt, q1\n/);
    expect(text).toMatch(/extra: chunk in b\.vtt, c1\n/);
    expect(text).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F]/);
    expect(text).toContain("The graph differs from the ledger: `colloquy verify --repair` repairs that");
  });

  it.each([
    ["behind", /behind the ledger/],
    ["ahead", /ahead of the ledger, which is an older copy/],
    ["foreign", /filled by another ledger or version/],
    ["empty", /not completely filled, or rows were lost/],
  ] as const)("describes the sync status of a store that is %s", (state, words) => {
    expect(rendered({ stores: [store({ ok: false, state })] }).replaceAll(/\s+/g, " ")).toMatch(words);
  });

  it("lists no rows of an empty or foreign store", () => {
    const examples = [{ kind: "entity", id: "e1", fault: "missing", name: "Ada", file: null }] as const;
    const empty = store({ ok: false, state: "empty", rows: { ledger: 9, store: 0 }, missing: 9, examples });
    expect(rendered({ stores: [empty] })).not.toContain("Ada");
    expect(rendered({ stores: [store({ ok: false, state: "foreign", examples })] })).not.toContain("Ada");
    expect(rendered({ stores: [store({ ok: false, state: "empty", examples })] })).toContain("Ada");
  });

  it("shows repaired rows, and stores that could not be repaired", () => {
    const repaired = rendered({ stores: [store({ missing: 2, repaired: 2 })] }, true).replaceAll(/\s+/g, " ");
    expect(repaired).toMatch(/1,200 rows, 2 missing: repaired, 2 rows written or removed/);
    expect(rendered({ stores: [store({ ok: false, repaired: 2 })] }, true)).toContain(
      "The graph could not be repaired",
    );
  });

  it("reports that nothing was repaired when the ledger does not match its digest, and shows unwritten chunks", () => {
    const ledger = { ...SOUND, ok: false, digest: "cd".repeat(32), unwritten: 3 };
    const text = rendered({ ledger }, true);
    expect(text).toMatch(/ledger +its rows have the digest\s+cdcd/);
    expect(text).toMatch(/not written +the results of 3 chunks are in the ledger/);
    expect(text).toContain("Nothing was repaired.");
    expect(text).not.toContain("changed by another program");
    expect(rendered({ ledger: { ...ledger, unwritten: 0 } }, true)).toContain("changed by another program");
  });
});

describe("the output of project", () => {
  it("has one line per store", () => {
    const stores = [
      { store: "neo4j", holds: "graph", rows: 12_345, seconds: 3.21 },
      { store: "qdrant", holds: "vectors", rows: 0, seconds: 0.01 },
    ] as const;
    const text = renderProjection({ workspace: "talks", digest: DIGEST, stores }, screen);
    expect(text).toMatch(/graph +neo4j: 12,345 rows written in 3\.21 s\n +vectors +qdrant: up to date\n +digest/);
  });
});
