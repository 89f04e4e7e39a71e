import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { PARSERS } from "./parsers.ts";

const PAGE = new URL("../../../../docs/interface.md", import.meta.url);

describe("the transcript formats", () => {
  it("are those of docs/interface.md", () => {
    const [, section = ""] = /^### Transcript formats$([\s\S]*?)^### /m.exec(readFileSync(PAGE, "utf8")) ?? [];
    const rows = section.split("\n").filter((line) => line.startsWith("| `") && !line.startsWith("| `format`"));
    const described = rows.flatMap((row) => (row.split("|")[1] ?? "").match(/[a-z][\w-]*/g) ?? []);
    const names = Object.values(PARSERS).flatMap((parsers) => parsers.map(({ name }) => name));
    expect(described.toSorted()).toEqual(names.toSorted());
  });
});
