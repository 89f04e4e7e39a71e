import { answerEvents } from "colloquy/api";
import { ApiError, type StreamEvent } from "../../api/client.ts";
import type { Asking } from "./asking.ts";

/** A question after a further event of its answer. @throws ApiError for an event that says what went wrong */
export function received(asking: Asking, { event, data }: StreamEvent): Asking {
  if (event === "sentence") {
    const { sentence, added } = answerEvents.sentence.parse(JSON.parse(data));
    return {
      ...asking,
      sentences: [...asking.sentences, sentence],
      citations: [...asking.citations, ...added],
    };
  }
  if (event === "answer")
    return { ...asking, progress: { state: "answered", answer: answerEvents.answer.parse(JSON.parse(data)) } };
  if (event !== "problem") return asking;
  const { code, message } = answerEvents.problem.parse(JSON.parse(data));
  throw new ApiError(200, code, message);
}
