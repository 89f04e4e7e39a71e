import assert from "node:assert/strict";
import { CallError, type ChatModel, type ChatReply, type ChatRequest, type LimitReading } from "../../ports/index.ts";
import type { ConformanceCase } from "../conformance.ts";
import { assertUsage, rejectsAborted } from "./assertions.ts";

const REQUEST: ChatRequest = {
  system: "You answer in JSON.",
  messages: [{ role: "user", text: 'Name two fruits, as in {"fruits": ["plum", "fig"]}.' }],
  schema: {
    type: "object",
    properties: { fruits: { type: "array", maxItems: 2, items: { type: "string", maxLength: 20 } } },
    required: ["fruits"],
    additionalProperties: false,
  },
  maxOutputTokens: 200,
};

/** A follow-up question, without a schema. */
const FOLLOW_UP: ChatRequest = {
  system: "You answer in one sentence.",
  messages: [
    { role: "user", text: "Which fruit is yellow and curved?" },
    { role: "assistant", text: "A banana." },
    { role: "user", text: "Where does it grow?" },
  ],
  maxOutputTokens: 200,
};

const going = () => ({ signal: new AbortController().signal });

function assertWellFormed(reply: ChatReply): void {
  assert.equal(typeof reply.text, "string");
  assertUsage(reply.usage);
  assert.equal(reply.interruption !== null, reply.finishReason === "interrupted");
  assert.ok(Array.isArray(reply.limits));
}

/** The requirements on every ChatModel. Each case makes a few small calls. */
export const chatModelConformance: readonly ConformanceCase<ChatModel>[] = [
  {
    name: "has a profile, and a context length if it is known",
    async run(make) {
      await using model = await make();
      assert.ok(model.profile.length > 0);
      const { contextTokens } = model;
      assert.ok(contextTokens === null || (Number.isSafeInteger(contextTokens) && contextTokens > 0));
    },
  },
  {
    name: "replies to every ping, and reports its usage",
    async run(make) {
      await using model = await make();
      assertUsage(await model.ping(going()));
      assertUsage(await model.ping(going()));
    },
  },
  {
    name: "replies to a prompt in the form of the schema, and reports the usage",
    async run(make) {
      await using model = await make();
      const reply = await model.complete(REQUEST, going());
      assertWellFormed(reply);
      assert.equal(reply.finishReason, "stop", `got ${reply.finishReason} after ${JSON.stringify(reply.text)}`);
      const value = JSON.parse(reply.text) as { readonly fruits?: unknown };
      assert.ok(Array.isArray(value.fruits), `expected a list of fruits, got ${reply.text}`);
    },
  },
  {
    name: "replies in free text without a schema, also to a conversation",
    async run(make) {
      await using model = await make();
      for (const request of [FOLLOW_UP, { ...FOLLOW_UP, system: "", messages: FOLLOW_UP.messages.slice(0, 1) }]) {
        const reply = await model.complete(request, going());
        assertWellFormed(reply);
        assert.ok(["stop", "length"].includes(reply.finishReason), `got ${reply.finishReason}`);
        assert.notEqual(reply.text.trim(), "");
      }
    },
  },
  {
    name: "streams the text of a reply in pieces, with and without a schema",
    async run(make) {
      await using model = await make();
      for (const request of [REQUEST, FOLLOW_UP]) {
        const pieces: string[] = [];
        const reply = await model.complete(request, { ...going(), onText: (piece) => pieces.push(piece) });
        assert.ok(pieces.length > 0 && !pieces.includes(""), "expected pieces with text");
        assert.equal(pieces.join(""), reply.text);
      }
    },
  },
  {
    name: "reports the limits and the head of a reply, then its pieces",
    async run(make) {
      await using model = await make();
      const reported: (number | readonly LimitReading[])[] = [];
      const reply = await model.complete(REQUEST, {
        ...going(),
        onProgress: (tokens) => reported.push(tokens),
        onLimits: (limits) => reported.push(limits),
      });
      const progress = reported.filter((one) => typeof one === "number");
      assert.equal(progress[0], 0, "expected 0 tokens for the head");
      assert.ok(progress.slice(1).reduce((sum, tokens) => sum + tokens, 0) > 0, "expected tokens for the pieces");
      assert.ok(
        progress.every((tokens) => tokens >= 0),
        "expected no negative number of tokens",
      );
      const limits = reported.filter((one) => typeof one !== "number");
      if (limits.length > 0) assert.deepEqual(limits, [reply.limits]);
      else assert.deepEqual(reply.limits, []);
      assert.ok(reported.findIndex((one) => typeof one !== "number") < reported.findIndex((one) => Number(one) > 0));
    },
  },
  {
    name: "reports that a reply was truncated at its limit of tokens",
    async run(make) {
      await using model = await make();
      const whole = await model.complete(REQUEST, going());
      const reply = await model.complete({ ...REQUEST, maxOutputTokens: 3 }, going());
      assertWellFormed(reply);
      assert.equal(reply.finishReason, "length");
      assert.ok(reply.text.length < whole.text.length, "expected less text than the whole reply has");
    },
  },
  {
    name: "serves several concurrent calls",
    async run(make) {
      await using model = await make();
      const replies = await Promise.all([1, 2, 3].map(() => model.complete(REQUEST, going())));
      for (const reply of replies) assertWellFormed(reply);
    },
  },
  {
    name: "accepts any characters in a prompt",
    async run(make) {
      await using model = await make();
      const messages = [{ role: "user", text: 'Ünïcødé 👩‍🚀 \ud800 a\0b "quoted" </s>' }] as const;
      assertWellFormed(await model.complete({ ...REQUEST, messages }, going()));
    },
  },
  {
    name: "makes no call once its signal is aborted",
    async run(make) {
      await using model = await make();
      const aborted = { signal: AbortSignal.abort() };
      await rejectsAborted(model.complete(REQUEST, aborted));
      await rejectsAborted(model.ping(aborted));
    },
  },
  {
    name: "returns the received part of a reply when it is aborted, with the reason",
    async run(make) {
      await using model = await make();
      const reason = new CallError("timeout", "It took too long.");
      const controller = new AbortController();
      const pieces: string[] = [];
      const outcome: ChatReply | Error = await model
        .complete(REQUEST, {
          signal: controller.signal,
          onText: (piece) => pieces.push(piece),
          onProgress: (tokens) => {
            if (tokens > 0) controller.abort(reason);
          },
        })
        .catch((error: Error) => error);
      // A reasoning model may have no text yet; a short reply may be complete already.
      if (outcome instanceof Error) return assert.equal(outcome, reason);
      assertWellFormed(outcome);
      assert.equal(pieces.join(""), outcome.text);
      if (outcome.finishReason !== "interrupted") return;
      assert.equal(outcome.interruption, reason);
      assert.notEqual(outcome.text.trim(), "");
    },
  },
  {
    name: "rejects calls after it was disposed of once or twice",
    async run(make) {
      const model = await make();
      await model[Symbol.asyncDispose]();
      await model[Symbol.asyncDispose]();
      await assert.rejects(model.complete(REQUEST, going()), (error) => {
        assert.ok(!CallError.isInstance(error), "expected an error that is not retried");
        return true;
      });
    },
  },
];
