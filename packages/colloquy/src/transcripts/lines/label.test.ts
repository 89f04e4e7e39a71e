import { describe, expect, it } from "vitest";
import { readTranscript } from "../index.ts";
import { judgeLabel } from "./label.ts";

/** The speakers of a text file, in the order of its turns. */
function speakers(text: string): (string | null)[] {
  const result = readTranscript(Buffer.from(text), { file: "a.txt" });
  return "transcript" in result ? result.transcript.turns.map(({ speaker }) => speaker) : [];
}

describe("judgeLabel", () => {
  it.each([
    "Ann",
    "Ann O’Neil",
    "DR SMITH",
    "Speaker 1",
    "SPEAKER_00",
    "spk_0",
    "Q",
    "Mr. J. Fox Jr.",
    "d'Arcy, Jo",
    "سارة",
    "李雷",
    "Jean-Luc de la Tour",
    "Grad A",
    "PhD C",
    "Industrial Designer",
    "The Chair (Hon. Anthony Rota (Nipissing, Lib.))",
    "Hon. Jo Li (Minister of Economic Development and Official Languages)",
    "PRESIDENT NIXON",
    "unidentified male speaker 2",
    "Meeting Host",
    "🎤 Ann",
    "Ann Lee, M.A.",
    "Ann Lee, Ed.D.",
    "Ann Lee, B.Sc.",
    "Lee, M.D.",
  ])("reads %s as a name or a role", (label) => expect(judgeLabel(label)?.strength).toMatch(/strong|metadata/));

  it.each([
    "Note",
    "NB",
    "12",
    "https",
    "Warning",
    "For example",
    "I said this",
    "My view is this",
    "Remember",
    "",
    "...",
    "what do you think? Ann",
    "(Update) B",
    "Step 1",
    "Chapter II",
    "Chapter One",
    "1. Budget",
  ])("does not read %j as a name", (label) => expect(judgeLabel(label)?.strength ?? "no").toMatch(/no|weak/));

  it("cleans labels: invisible characters, emphasis, brackets, spaces, decomposed letters", () => {
    expect(judgeLabel("Ann\u200b")?.speaker).toBe("Ann");
    expect(judgeLabel("**Ann  O’Neil**")?.speaker).toBe("Ann O’Neil");
    expect(judgeLabel("[SPEAKER_00]")?.speaker).toBe("SPEAKER_00");
    expect(judgeLabel("Zoe\u0308")?.speaker).toBe("Zoë");
    expect(judgeLabel("Ann\u001b]0;pwned\u0007\u001b[2J")?.speaker).toBe("Ann");
    expect(judgeLabel("[12/05/2020, 10:02:13] Ann")?.speaker).toBe("Ann");
    expect(judgeLabel("From Ann Lee to Everyone")?.speaker).toBe("Ann Lee");
  });
});

describe("labels in a file", () => {
  it("keeps asides, times, links and references inside their turn", () => {
    const text =
      "Ann: hello\nNote: this\n12:30 lunch\nJohn 3:16 says so\nhttps://x.org is: a link\nRaj: hi\nAnn: bye\n";
    expect(speakers(text)).toEqual(["Ann", "Raj", "Ann"]);
  });

  it("finds no speaker in prose", () => {
    const prose = "It was a long road that took us there.\n".repeat(9);
    expect(new Set(speakers(`Paris: the city of light.\nNote: this.\nWe saw: cats.\n${prose}`))).toEqual(
      new Set([null]),
    );
  });

  it("reads lower-case labels only if the file has many", () => {
    expect(speakers("ann: hi\nbob: hello\nann: bye\nbob: bye\n")).toEqual(["ann", "bob", "ann", "bob"]);
    expect(speakers("Ann: see\nthat is: cats\nRaj: yes\nand more words\nthat is: dogs\nAnn: right\n")).toEqual([
      "Ann",
      "Raj",
      "Ann",
    ]);
  });

  it("reads labels without a space, Q and A, and full-width colons", () => {
    expect(speakers("Ann:hello\nRaj:hi\nAnn:bye\n")).toEqual(["Ann", "Raj", "Ann"]);
    expect(speakers("Q: How?\nA: So.\nQ: Why?\nA: Because.\n")).toEqual(["Q", "A", "Q", "A"]);
    expect(speakers("李雷：你好\n韩梅梅：你好吗\n")).toEqual(["李雷", "韩梅梅"]);
  });

  it("reads names with only emphasis, and the letters of a deposition", () => {
    expect(speakers("**Ann Lee** So, hello.\n\n**Raj** Hi.\n\n**Ann Lee** (0:10) Bye.\n")).toEqual([
      "Ann Lee",
      "Raj",
      "Ann Lee",
    ]);
    expect(speakers("Q.  State your name.\nA.  Jo.\nQ.  Where?\nA.  Here.\n")).toEqual(["Q", "A", "Q", "A"]);
    expect(speakers("Ann: three things\nA. cats\nB. dogs\nRaj: ok\nAnn: fine\n")).toEqual(["Ann", "Raj", "Ann"]);
  });

  it("leaves out the dates of messengers", () => {
    const chat = (head: (i: number) => string): string => `${head(1)}Ann: hi\n${head(2)}Raj: yo\n`;
    expect(speakers(chat((i) => `[12/05/2020, 10:02:1${i}] `))).toEqual(["Ann", "Raj"]);
    expect(speakers(chat((i) => `12/05/2020, 10:0${i} PM - `))).toEqual(["Ann", "Raj"]);
    expect(speakers(chat((i) => `2.5.20, 10:0${i} - `))).toEqual(["Ann", "Raj"]);
  });

  it("reads names in brackets if the file has many, but not sounds", () => {
    expect(speakers("[Ann Lee] hi there\n[Raj] yo\n[Ann Lee] so\n[Music] la\n")).toEqual(["Ann Lee", "Raj", "Ann Lee"]);
    expect(speakers("[0:03] [Ann Lee] hi\n[0:05] [Raj] yo\n[0:09] [Ann Lee] so\n")).toEqual([
      "Ann Lee",
      "Raj",
      "Ann Lee",
    ]);
    expect(speakers("[0:03] Ann: hi\n[0:05] [Door] slams\n[0:09] Raj: so\n")).toEqual(["Ann", null, "Raj"]);
    expect(speakers("Ann: hi\n[Ann] is here\nRaj: yo\n[Ann] is gone\nAnn: so\n")).toEqual(["Ann", "Raj", "Ann"]);
    expect(speakers("[Laughter] oh well\n[Laughter] so it is\n[Laughter] fine\n")).toEqual([null, null, null]);
  });

  it("leaves out the fields of a header and the credits of an export", () => {
    const text =
      "Title: A talk\nDate: 2020-01-01\nAttendees\nAnn, Raj\n\nAnn: hi\nRaj: date: today\nTranscribed by https://otter.ai\n";
    expect(speakers(text)).toEqual(["Ann", "Raj"]);
  });

  it("keeps words before the first label, without a speaker", () => {
    expect(speakers("Welcome to the show, everybody.\n\nAnn: hi\nRaj: hi\nAnn: bye\n")).toEqual([
      null,
      "Ann",
      "Raj",
      "Ann",
    ]);
  });
});
