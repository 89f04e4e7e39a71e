import assert from "node:assert/strict";
import { CallError, type ChatModel, type ChatReply, type ChatRequest, type LimitReading } from "../../ports/index.ts";
import type { ConformanceCase } from "../conformance.ts";
import { assertUsage, rejectsAborted } from "./assertions.ts";

const REQUEST: ChatRequest = {
  system: "You answer in JSON.",
  prompt: 'Name two fruits, as in {"fruits": ["plum", "fig"]}.',
  schema: {
    type: "object",
    properties: { fruits: { type: "array", maxItems: 2, items: { type: "string", maxLength: 20 } } },
    required: ["fruits"],
    additionalProperties: false,
  },
  maxOutputTokens: 200,
};

const going = () => ({ signal: new AbortController().signal });

function assertWellFormed(reply: ChatReply): void {
  assert.equal(typeof reply.text, "string");
  assertUsage(reply.usage);
  assert.equal(reply.interruption !== null, reply.finishReason === "interrupted");
  assert.ok(Array.isArray(reply.limits));
}

/** What every ChatModel must do. Each case makes a few small calls. */
export const chatModelConformance: readonly ConformanceCase<ChatModel>[] = [
  {
    name: "says what it is: a profile, and how long its context is, where that is known",
    async run(make) {
      await using model = await make();
      assert.ok(model.profile.length > 0);
      const { contextTokens } = model;
      assert.ok(contextTokens === null || (Number.isSafeInteger(contextTokens) && contextTokens > 0));
    },
  },
  {
    name: "verifies that calls will be answered, as often as it is asked, and says what that took",
    async run(make) {
      await using model = await make();
      assertUsage(await model.verify(going()));
      assertUsage(await model.verify(going()));
    },
  },
  {
    name: "answers a prompt in the shape of the schema, and says what that took",
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
    name: "tells of the head of a reply, of the limits in it, and then of its pieces",
    async run(make) {
      await using model = await make();
      const heard: (number | readonly LimitReading[])[] = [];
      const reply = await model.complete(REQUEST, {
        ...going(),
        onProgress: (tokens) => heard.push(tokens),
        onLimits: (limits) => heard.push(limits),
      });
      const progress = heard.filter((one) => typeof one === "number");
      assert.equal(progress[0], 0, "expected 0 tokens for the head");
      assert.ok(progress.slice(1).reduce((sum, tokens) => sum + tokens, 0) > 0, "expected tokens for the pieces");
      assert.ok(
        progress.every((tokens) => tokens >= 0),
        "expected no piece of less than nothing",
      );
      const limits = heard.filter((one) => typeof one !== "number");
      if (limits.length > 0) assert.deepEqual(limits, [reply.limits]);
      else assert.deepEqual(reply.limits, []);
      assert.ok(heard.findIndex((one) => typeof one !== "number") < heard.findIndex((one) => Number(one) > 0));
    },
  },
  {
    name: "tells that a reply was cut off by its bound of tokens",
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
    name: "serves calls side by side",
    async run(make) {
      await using model = await make();
      const replies = await Promise.all([1, 2, 3].map(() => model.complete(REQUEST, going())));
      for (const reply of replies) assertWellFormed(reply);
    },
  },
  {
    name: "takes a prompt with whatever characters",
    async run(make) {
      await using model = await make();
      const reply = await model.complete({ ...REQUEST, prompt: 'Ünïcødé 👩‍🚀 \ud800 a\0b "quoted" </s>' }, going());
      assertWellFormed(reply);
    },
  },
  {
    name: "makes no call once its signal is aborted",
    async run(make) {
      await using model = await make();
      const aborted = { signal: AbortSignal.abort() };
      await rejectsAborted(model.complete(REQUEST, aborted));
      await rejectsAborted(model.verify(aborted));
    },
  },
  {
    name: "gives what had come of a reply when it is aborted, and the reason",
    async run(make) {
      await using model = await make();
      const reason = new CallError("timeout", "It took too long.");
      const controller = new AbortController();
      const outcome: ChatReply | Error = await model
        .complete(REQUEST, {
          signal: controller.signal,
          onProgress: (tokens) => {
            if (tokens > 0) controller.abort(reason);
          },
        })
        .catch((error: Error) => error);
      // A model that reasons first has no text yet; a short reply may have been complete already.
      if (outcome instanceof Error) return assert.equal(outcome, reason);
      assertWellFormed(outcome);
      if (outcome.finishReason !== "interrupted") return;
      assert.equal(outcome.interruption, reason);
      assert.notEqual(outcome.text.trim(), "");
    },
  },
  {
    name: "refuses to work once it is disposed of, which may be done twice",
    async run(make) {
      const model = await make();
      await model[Symbol.asyncDispose]();
      await model[Symbol.asyncDispose]();
      await assert.rejects(model.complete(REQUEST, going()), (error) => {
        assert.ok(!CallError.isInstance(error), "expected an error that no further attempt helps against");
        return true;
      });
    },
  },
];
