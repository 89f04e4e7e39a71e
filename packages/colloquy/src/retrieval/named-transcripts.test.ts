import { describe, expect, it } from "vitest";
import { namedFiles, withoutFileNames } from "./named-transcripts.ts";

const FILES = [
  "product_ES2008b.txt",
  "product_ES2008d.txt",
  "product_IS1000b.txt",
  "show/2024-03-12 ep012.vtt",
  "show/2024-03-19 ep013.vtt",
  "show/2024-04-02 ep112.vtt",
  "board-meeting.srt",
  "b12x/notes.txt",
];

describe("namedFiles", () => {
  it.each([
    ["a code", "Who spoke in ES2008?", ["product_ES2008b.txt", "product_ES2008d.txt"]],
    ["a whole code", "What did ES2008d decide?", ["product_ES2008d.txt"]],
    ["the number of an episode", "Who was the guest of episode 12?", ["show/2024-03-12 ep012.vtt"]],
    ["a day", "What was said on 12 March 2024?", ["show/2024-03-12 ep012.vtt"]],
    ["a day, the month first", "What was said on March 19th, 2024?", ["show/2024-03-19 ep013.vtt"]],
    ["a day as in files", "Who spoke on 2024-04-02?", ["show/2024-04-02 ep112.vtt"]],
    ["a month", "What did they discuss in March 2024?", ["show/2024-03-12 ep012.vtt", "show/2024-03-19 ep013.vtt"]],
    ["the name of a file", "Summarize the board meeting", ["board-meeting.srt"]],
    ["nothing", "Why is the sky blue in 2024?", []],
    ["a number that begins another", "What happened in ep1?", []],
    ["an ordinary word of a path", "Which product sells best?", []],
  ])("finds files by %s", (_, question, expected) => {
    expect(namedFiles(question, FILES)).toEqual(expected);
  });

  it.each([
    ["a code", "What did ES2004a decide?", ["ami/ES2004a/talk.txt"]],
    ["the beginning of a code", "Who spoke in ES2004?", ["ami/ES2004a/talk.txt", "ami/ES2004b/talk.txt"]],
    ["a number", "Who spoke in session 3?", ["show/session 3/part.1.txt"]],
    ["an ordinary word", "Which show was it?", []],
  ])("finds files by %s of their folder", (_, question, expected) => {
    const files = [
      "ami/ES2004a/talk.txt",
      "ami/ES2004b/talk.txt",
      "show/session 3/part.1.txt",
      "show/session 4/part.1.txt",
    ];
    expect(namedFiles(question, files)).toEqual(expected);
  });

  it.each([
    ["What was said in meeting 2?", ["session1/meeting_02.txt"]],
    ["What was said in session 2?", ["session2/meeting_01.txt", "session2/meeting_03.txt"]],
    ["Who is the guest of episode 3?", ["part 2/s1e3.vtt"]],
  ])("finds files by the word with its number: %s", (question, expected) => {
    const files = ["session1/meeting_02.txt", "session2/meeting_01.txt", "session2/meeting_03.txt", "part 2/s1e3.vtt"];
    expect(namedFiles(question, files)).toEqual(expected);
  });

  it("finds none when all files have the name", () => {
    expect(namedFiles("Who spoke in ES2008?", ["ES2008a.txt", "ES2008b.txt"])).toEqual([]);
  });
});

describe("withoutFileNames", () => {
  it.each([
    ["Who spoke in ES2008?", "Who spoke in ?"],
    ["Was the guest of episode 12 paid 3D money?", "Was the guest of paid 3D money?"],
    ["Who came on 12 March 2024?", "Who came on ?"],
    ["Who sat in room B12x?", "Who sat in room ?"],
  ])("removes codes, numbers and dates of the files: %s", (question, expected) => {
    expect(withoutFileNames(question, namedFiles(question, FILES)).replaceAll(/ +/g, " ")).toBe(expected);
  });

  it("leaves a question that names no file", () => {
    expect(withoutFileNames("Who came in part 3 of 2024?", [])).toBe("Who came in part 3 of 2024?");
  });
});
