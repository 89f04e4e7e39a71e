import { describe, expect, it } from "vitest";
import type { ChunkRow, Evidence } from "../../model/index.ts";
import { inItsSentence } from "./sentence.ts";

function around(text: string, words: string, speaker: string | null = "Ada Byron"): string {
  const startOffset = 100;
  const chunk = { id: "c1", text, startOffset } as ChunkRow;
  const start = startOffset + text.indexOf(words);
  const evidence = { chunk: "c1", speaker, startOffset: start, endOffset: start + words.length, text: words };
  const sentence = inItsSentence(evidence as Evidence, chunk);
  expect(text.slice(sentence.startOffset - startOffset, sentence.endOffset - startOffset)).toBe(sentence.text);
  return sentence.text;
}

describe("inItsSentence", () => {
  it("returns the sentence that contains the words, without its neighbours", () => {
    expect(around("It rains. Then sleep debt grows, slowly! And so on.", "sleep debt")).toBe(
      "Then sleep debt grows, slowly!",
    );
  });

  it("leaves out the speaker's label in every form", () => {
    expect(around("Ada Byron: Sleep debt grows.", "Sleep debt")).toBe("Sleep debt grows.");
    expect(around("**Ada Byron** [00:00:15]: Oh, sleep debt.", "sleep debt")).toBe("Oh, sleep debt.");
    expect(around("[00:01:02] Ada Byron: So sleep debt?", "sleep debt")).toBe("So sleep debt?");
  });

  it("does not end a sentence at the full stop of a title", () => {
    expect(around("I asked Dr. Maya Okafor about it.", "Maya Okafor")).toBe("I asked Dr. Maya Okafor about it.");
  });

  it("stays within the chunk and its line", () => {
    expect(around("sleep debt\nAda Byron: next", "sleep debt", null)).toBe("sleep debt");
  });
});
