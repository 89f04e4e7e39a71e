import { Writable } from "node:stream";
import { describe, expect, it } from "vitest";
import type { Verification } from "../library.ts";
import { createOutput } from "../output.ts";
import { renderProjection } from "./projection.ts";
import { renderVerification } from "./verification.ts";

const screen = createOutput(new Writable(), {});
const DIGEST = "ab".repeat(32);
const SOUND = { ok: true, digest: DIGEST, unwritten: 0, damage: null, mended: false };

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

describe("what verify found", () => {
  it("is a line a store where all is equal", () => {
    const text = rendered({ stores: [store(), store({ store: "qdrant", holds: "vectors" })] });
    expect(text).toMatch(/graph +neo4j: 1,200 rows: equal\n +vectors +qdrant: 1,200 rows: equal\n/);
    expect(text).toContain("\n\nGraph and vectors hold what the ledger holds.\n");
  });

  it("names rows by what people know of them, on one line and without control characters", () => {
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
    expect(text).toContain("The graph differs from the ledger: `colloquy verify --repair` mends that");
  });

  it.each([
    ["behind", /behind the ledger/],
    ["ahead", /ahead of the ledger, which is an older copy/],
    ["foreign", /filled by another ledger or version/],
    ["empty", /not filled to the end, or rows were lost since/],
  ] as const)("says in words that a store is %s", (state, words) => {
    expect(rendered({ stores: [store({ ok: false, state })] }).replaceAll(/\s+/g, " ")).toMatch(words);
  });

  it("lists no rows of a store that holds none, or another ledger's", () => {
    const examples = [{ kind: "entity", id: "e1", fault: "missing", name: "Ada", file: null }] as const;
    const empty = store({ ok: false, state: "empty", rows: { ledger: 9, store: 0 }, missing: 9, examples });
    expect(rendered({ stores: [empty] })).not.toContain("Ada");
    expect(rendered({ stores: [store({ ok: false, state: "foreign", examples })] })).not.toContain("Ada");
    expect(rendered({ stores: [store({ ok: false, state: "empty", examples })] })).toContain("Ada");
  });

  it("tells what was mended, and what could not be", () => {
    const mended = rendered({ stores: [store({ missing: 2, repaired: 2 })] }, true).replaceAll(/\s+/g, " ");
    expect(mended).toMatch(/1,200 rows, 2 missing: mended, 2 rows written or removed/);
    expect(rendered({ stores: [store({ ok: false, repaired: 2 })] }, true)).toContain("The graph could not be mended");
  });

  it("says that nothing was repaired where the ledger does not agree with itself, and what is not written yet", () => {
    const ledger = { ...SOUND, ok: false, digest: "cd".repeat(32), unwritten: 3 };
    const text = rendered({ ledger }, true);
    expect(text).toMatch(/ledger +its rows add up to\s+cdcd/);
    expect(text).toMatch(/not written +what was done for 3 chunks is kept/);
    expect(text).toContain("Nothing was repaired.");
    expect(text).not.toContain("something else than Colloquy");
    expect(rendered({ ledger: { ...ledger, unwritten: 0 } }, true)).toContain("something else than Colloquy");
  });
});

describe("what project wrote", () => {
  it("is a line a store", () => {
    const stores = [
      { store: "neo4j", holds: "graph", rows: 12_345, seconds: 3.21 },
      { store: "qdrant", holds: "vectors", rows: 0, seconds: 0.01 },
    ] as const;
    const text = renderProjection({ workspace: "talks", digest: DIGEST, stores }, screen);
    expect(text).toMatch(/graph +neo4j: 12,345 rows written in 3\.21 s\n +vectors +qdrant: up to date\n +digest/);
  });
});
