import { describe, expect, it } from "vitest";
import { byDateAndFile, dateOfPath } from "./date-of-path.ts";

describe("the date in the path of a transcript", () => {
  it.each([
    ["talks/2024-05-17 sleep.vtt", "2024-05-17"],
    ["2024_05_17.txt", "2024-05-17"],
    ["20240517-standup.json", "2024-05-17"],
    ["2024/05/17/standup.vtt", "2024-05-17"],
    ["GMT20240517-140500_Recording.vtt", "2024-05-17"],
    ["zoom 20240517T140500.vtt", "2024-05-17"],
    ["17.5.2024 Sitzung.txt", "2024-05-17"],
    ["May 17th, 2024 - board.srt", "2024-05-17"],
    ["17 May 2024.srt", "2024-05-17"],
    ["board_17-Sept-2024.srt", "2024-09-17"],
    ["2024-05 planning.vtt", "2024-05"],
    ["2024/05/planning.vtt", "2024-05"],
    ["planning May 2024.vtt", "2024-05"],
    ["2024 may/planning.vtt", "2024-05"],
    ["archive/2019/episode 12.vtt", "2019"],
    ["episode (2019).vtt", "2019"],
  ])("in %s is %s", (path, date) => {
    expect(dateOfPath(path)).toBe(date);
  });

  it.each([
    ["episode 12.vtt"],
    ["ES2004a.txt"],
    ["m0002019.txt"],
    ["12019.txt"],
    ["call 202405171234567.txt"],
    ["1080p 1920x1080.vtt"],
    [""],
  ])("is not found in %s", (path) => {
    expect(dateOfPath(path)).toBeNull();
  });

  it("is a year if month and day do not exist", () => {
    expect(dateOfPath("2024-13-40.txt")).toBe("2024");
    expect(dateOfPath("2023-02-29.txt")).toBe("2023-02");
    expect(dateOfPath("2024-02-29.txt")).toBe("2024-02-29");
  });

  it("is the most exact one, and the last of several", () => {
    expect(dateOfPath("2021/2024-05-17.txt")).toBe("2024-05-17");
    expect(dateOfPath("2024-05-17/2023.txt")).toBe("2024-05-17");
    expect(dateOfPath("2024-05-17 of 2024-06-01.txt")).toBe("2024-06-01");
  });

  it("orders transcripts, those without a date last", () => {
    const files = ["b 2024-05.vtt", "a.vtt", "a 2024-05.vtt", "c 2019.vtt", "b.vtt", "d 2024-05-01.vtt"];
    const ordered = files.map((file) => ({ file, date: dateOfPath(file) })).toSorted(byDateAndFile);
    expect(ordered.map(({ file }) => file)).toEqual([
      "c 2019.vtt",
      "a 2024-05.vtt",
      "b 2024-05.vtt",
      "d 2024-05-01.vtt",
      "a.vtt",
      "b.vtt",
    ]);
  });
});
