import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { seenTurns } from "../../../test/fixtures/transcripts/expect-exact-turns.ts";
import { readTranscript } from "../index.ts";
import { readCsvRows } from "./csv-rows.ts";

function read(text: string, file = "a.csv"): (readonly [string | null, number | null, number | null, string])[] {
  const result = readTranscript(Buffer.from(text), { file });
  if (!("transcript" in result)) throw new Error(result.skipped);
  return seenTurns(result.transcript).map((turn) => [turn.speaker, turn.startMs, turn.endMs, turn.text] as const);
}
const said = (text: string, file?: string): (readonly [string | null, string])[] =>
  read(text, file).map(([speaker, , , words]) => [speaker, words]);

describe("the words of a table", () => {
  it("keep unquoted delimiters", () => {
    expect(said("speaker,text\nAnn,Hello, all of you\nBob,fine\n")).toEqual([
      ["Ann", "Hello, all of you"],
      ["Bob", "fine"],
    ]);
    expect(read("text,speaker,start\nWell, yes, of course,Ann,1.5\nNo,Bob,3\n")).toEqual([
      ["Ann", 1500, null, "Well, yes, of course"],
      ["Bob", 3000, null, "No"],
    ]);
    expect(said("Ann,Hello there, all of you\nBob,that is fine with me\nAnn,so, well, let us see\n")).toEqual([
      ["Ann", "Hello there, all of you"],
      ["Bob", "that is fine with me"],
      ["Ann", "so, well, let us see"],
    ]);
  });

  it("are found in a table without a header that has a short row", () => {
    const rows = Array.from(
      { length: 12 },
      (_, i) => `00:00:${10 + i},${i % 2 === 0 ? "Ann" : "Raj"},Hello there, all of you`,
    );
    expect(said([...rows.slice(0, 5), "00:00:15,Ann", ...rows.slice(6)].join("\n"))).toHaveLength(11);
  });

  it("are complete if a spreadsheet pads its rows", () => {
    expect(said("speaker,text\nAnn,Hello,,,\nBob,fine,,,\n")).toEqual([
      ["Ann", "Hello"],
      ["Bob", "fine"],
    ]);
  });

  it("are not lost after an unclosed quotation mark", () => {
    expect(said('speaker,text\nAnn,He said "hi" to me\nBob,"unterminated and more\nAnn,last line\n')).toEqual([
      ["Ann", 'He said "hi" to me'],
      ["Bob", '"unterminated and more'],
      ["Ann", "last line"],
    ]);
    expect(said('speaker,text\nBob,"unterminated\nAnn,"quoted, all"\nBob,end\n')).toEqual([
      ["Bob", '"unterminated'],
      ["Ann", "quoted, all"],
      ["Bob", "end"],
    ]);
    const rows = Array.from({ length: 200 }, (_, i) => `Ann,line ${i}`).join("\n");
    expect(said(`speaker,text\nBob,"open\n${rows}\nBob,that is 5"\n`)).toHaveLength(202);
    const monologue = Array.from({ length: 90 }, (_, i) => `line, or so, ${i}`).join("\n\n");
    expect(said(`speaker,text\nAnn,"${monologue}"\nBob,fine\n`)).toHaveLength(2);
    expect(said('speaker,text\nAnn,a\nBob,"open\nAnn,b\nBob,it is 5"\nAnn,c\n')).toHaveLength(5);
    expect(said('speaker,start,text\nBob,1,"open\nAnn,2,a\nBob,3,b\nAnn,4,c\nBob,5,five"\n')).toHaveLength(5);
  });

  it("may have line ends and doubled quotation marks", () => {
    expect(said('speaker,text\nAnn,"one\ntwo ""q"" three"\nBob,hi there\n')).toEqual([
      ["Ann", 'one two "q" three'],
      ["Bob", "hi there"],
    ]);
  });

  it("are the same as a strict reader's if the table is well-formed", () => {
    // Line ends or delimiters: with both, quoted text may itself read as rows.
    const field = fc.oneof(fc.stringMatching(/^[ab ;"\n]{0,8}$/), fc.stringMatching(/^[ab ,;"]{0,8}$/));
    fc.assert(
      fc.property(fc.array(fc.tuple(field, field), { minLength: 1, maxLength: 6 }), (rows) => {
        const text = rows.map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(",")).join("\r\n");
        expect(readCsvRows(text, ",")).toEqual(parse(text, { record_delimiter: "\r\n" }));
      }),
    );
  });
});

describe("the columns of a table", () => {
  const row = ["Ann Lee", 3200, 8600, "Hello there, all of you"] as const;
  const next = ["Raj", 9000, 12_000, "well, that is good to hear"] as const;

  it.each([
    ["From,To,Who,What was said", "00:00:03.200", "00:00:08.600", "00:00:09.000", "00:00:12.000"],
    ["Von,Bis,Wer,Wortlaut", "00:00:03.200", "00:00:08.600", "00:00:09.000", "00:00:12.000"],
    ["Zeit A,Zeit B,Sprecher,Inhalt", "00:00:03.200", "00:00:08.600", "00:00:09.000", "00:00:12.000"],
    ["TC A,TC B,P,X", "3.2", "8.6", "9.0", "12.0"],
  ])("are recognised by their content under %j", (header, ...times) => {
    const text = `${header}\n${times[0]},${times[1]},Ann Lee,"${row[3]}"\n${times[2]},${times[3]},Raj,"${next[3]}"\n`;
    expect(read(text)).toEqual([row, next]);
  });

  it("may have unknown names and no times", () => {
    const lines = ["Ann,Hello there all", "Raj,that is good", "Ann,so we go on", "Raj,yes we do"];
    expect(said(`Colleague,Contribution\n${lines.join("\n")}\n`)).toEqual(lines.map((line) => line.split(",")));
  });

  it("may have a name for a time if another column has the speaker", () => {
    expect(read('[{"from":"00:00:03.200","to":"00:00:08.600","content":"Hello"}]', "a.json")).toEqual([
      [null, 3200, 8600, "Hello"],
    ]);
  });

  it("may have times with a decimal comma", () => {
    expect(read("speaker;start;end;text\nAnn Lee;3,2;8,6;Hello there, all of you\n")).toEqual([row]);
    expect(read("speaker;start;end;text\nAnn Lee;00:00:03,200;00:00:08,600;Hello there, all of you\n")).toEqual([row]);
  });

  it.each([":", ";"])("may have time codes with frames after %j", (mark) => {
    const text = `Speaker Name,Start Time,End Time,Text\n"Ann Lee","00:00:03${mark}06","00:00:08${mark}18","${row[3]}"\n`;
    expect(read(text)).toEqual([row]);
  });
});
