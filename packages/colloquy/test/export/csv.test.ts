import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exportFiles } from "../../src/export/index.ts";
import { createMemoryGraphStore, createMemoryVectorStore } from "../../src/testing/index.ts";
import { sampleEntity, sampleMention } from "../../src/testing/suites/sample-rows.ts";
import { costlyRuns } from "../properties.ts";
import { exportFixture, GRAPH_ROWS } from "./export-fixture.ts";
import { readFiles } from "./vault-checker.ts";

type Source = Pick<Parameters<typeof exportFiles>[0], "graph" | "vectors">;

async function tables(source: Source): Promise<ReadonlyMap<string, string>> {
  return await readFiles(
    exportFiles({ ...source, format: "csv", workspace: "w", summaries: noSummaries, caption: null }),
  );
}

async function* noSummaries(): AsyncIterable<never> {}

/** Spreadsheets end a record at any line end outside of quotation marks. */
const LENIENT = { columns: true as const, bom: true, record_delimiter: ["\r\n", "\n", "\r"] };

const EVIDENCE = "file,chunk,speaker,startMs,approximate,endMs,startOffset,endOffset,polarity,text";

describe("tables", () => {
  it("have a byte order mark, the documented columns, CRLF, and a record for each row", async () => {
    await using fixture = await exportFixture();
    const files = await tables(fixture);
    expect(Object.fromEntries([...files].map(([path, text]) => [path, text.slice(0, text.indexOf("\r\n"))]))).toEqual({
      "transcripts.csv": "\uFEFFid,file,format,turns",
      "chunks.csv":
        "\uFEFFid,transcript,file,ordinal,speakers,startMs,approximate,endMs,startOffset,endOffset,profile,text",
      "entities.csv": "\uFEFFid,name,type,aliases,mentions,transcripts",
      "mentions.csv": `\uFEFFid,entity,entityName,found,${EVIDENCE}`,
      "relationships.csv":
        "\uFEFFid,source,sourceName,type,target,targetName,confidence,count,stated,negated,question,hypothetical,implied,derived,withdrawn",
      "quotes.csv": `\uFEFFid,person,personName,about,aboutNames,${EVIDENCE}`,
      "evidence.csv": `\uFEFFid,of,${EVIDENCE}`,
    });
    const records = [...files.values()].flatMap(
      (text) => parse(text, { columns: true, bom: true }) as { readonly id: string }[],
    );
    expect(records.map(({ id }) => id).toSorted()).toEqual(GRAPH_ROWS.map(({ id }) => id).toSorted());
  });

  it("name the entities and transcripts that they refer to", async () => {
    await using fixture = await exportFixture();
    const files = await tables(fixture);
    const rows = (path: string) =>
      parse(files.get(path) ?? "", { columns: true, bom: true }) as Readonly<Record<string, string>>[];
    expect(
      rows("relationships.csv").map(({ sourceName, type, targetName }) => [sourceName, type, targetName]),
    ).toContainEqual(["sleep debt", "REDUCES", "attention span"]);
    expect(rows("relationships.csv").find(({ type }) => type === "CROSS_EPISODE")?.["targetName"]).toBe("talk.txt");
    expect(rows("quotes.csv")[0]).toMatchObject({ personName: "Ada Byron", aboutNames: "sleep debt; attention span" });
  });

  it("return every text, except that formulas get an apostrophe and control characters are replaced", async () => {
    const pieces = [
      "=",
      "+",
      "-",
      "@",
      "\t",
      "\r",
      "\n",
      "\r\n",
      ",",
      ";",
      '"',
      '""',
      "'",
      " ",
      "=1+1",
      "é",
      "👩‍🚀",
      "\u0000",
      "\u009B",
      "a",
      "＝",
    ];
    const texts = fc.array(fc.constantFrom(...pieces), { maxLength: 5 }).map((all) => all.join(""));
    await fc.assert(
      fc.asyncProperty(fc.array(texts, { minLength: 1, maxLength: 8 }), async (all) => {
        await using graph = createMemoryGraphStore();
        await using vectors = createMemoryVectorStore();
        await graph.prepare();
        await graph.upsert("entity", [sampleEntity("entity")]);
        await graph.upsert(
          "mention",
          all.map((text, index) => sampleMention(`m${index}`, { evidence: { text } })),
        );
        const records = parse((await tables({ graph, vectors })).get("mentions.csv") ?? "", LENIENT) as {
          readonly text: string;
        }[];
        const expected = all
          .map((text) => text.replace(/[\u0000\u009B]/g, "\uFFFD"))
          .map((text) => (/^[=+@\t\r＝-]/.test(text) ? `'${text}` : text));
        expect(records.map(({ text }) => text).toSorted()).toEqual(expected.toSorted());
      }),
      costlyRuns(15),
    );
  });
});
