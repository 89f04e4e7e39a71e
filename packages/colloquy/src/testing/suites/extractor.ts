import assert from "node:assert/strict";
import type { Extraction, Span, TurnView } from "../../model/index.ts";
import type { ExtractionReply, ExtractionRequest, Extractor } from "../../ports/index.ts";
import type { ConformanceCase } from "../conformance.ts";
import { assertUsage, rejectsAborted } from "./assertions.ts";

const turn = (speaker: string | null, text: string): TurnView => ({ speaker, text });

const REQUESTS: readonly ExtractionRequest[] = [
  {
    label: "c1",
    turns: [
      turn(
        "Dr. Ada Chen",
        "Sleep deprivation reduces attention. Voice activity detection (VAD) requires good microphones.",
      ),
      turn("Bo", "So does sleep deprivation lead to errors?"),
      turn("Dr. Ada Chen", "Sleep deprivation leads to errors, and the Finance Committee knows that sleep matters."),
    ],
  },
  {
    label: "c2",
    context: [turn("Bo", "Hand on heart."), turn("Ünï", "Morning walks reduce stress, 👩‍🚀 — and enable good habits.")],
    turns: [turn(null, "The Finance Committee met in Cardiff. Regular exercise improves sleep quality.")],
  },
  {
    label: "c3",
    turns: [turn("Ünï", "Ünïcødé 👩‍🚀 \ud800 a\0b — “quoted” {vocalsound} um, uh."), turn("", ""), turn("Bo", " \t ")],
  },
  { label: "__proto__", turns: [] },
  { label: "c5", turns: [turn("Bo", "and then ".repeat(3_000))] },
];

const going = () => ({ signal: new AbortController().signal });

async function extractionOf(
  extractor: Extractor,
  request: ExtractionRequest,
  batch: readonly ExtractionRequest[],
): Promise<Extraction | string> {
  const reply = await extractor.extract(batch, going());
  return reply.extractions.get(request.label) ?? reply.failures.get(request.label) ?? "pending";
}

function spansOf(extraction: Extraction): readonly Span[] {
  const items = [...extraction.mentions, ...extraction.relations, ...extraction.quotes];
  return [...extraction.sentences, ...items.map((item) => item.span)];
}

function assertWellFormed(extraction: Extraction, turns: readonly TurnView[]): void {
  for (const { turn: at, start, end } of spansOf(extraction)) {
    const text = turns[at]?.text;
    assert.ok(text !== undefined, `expected a turn below ${turns.length}, got ${at}`);
    assert.ok(Number.isSafeInteger(start) && Number.isSafeInteger(end), `expected whole offsets, got ${start}-${end}`);
    assert.ok(
      0 <= start && start < end && end <= text.length,
      `expected a span within ${text.length}, got ${start}-${end}`,
    );
  }
  for (const { confidence } of [...extraction.mentions, ...extraction.relations, ...extraction.quotes]) {
    assert.ok(confidence >= 0 && confidence <= 1, `expected a confidence from 0 to 1, got ${confidence}`);
  }
  for (const mention of extraction.mentions) {
    assert.ok(mention.name.trim().length > 0 && mention.type.length > 0, "expected a name and a type");
    assert.ok(
      mention.sentence === null || mention.sentence in extraction.sentences,
      `expected a sentence below ${extraction.sentences.length}, got ${mention.sentence}`,
    );
  }
  const names = new Set(extraction.mentions.map((mention) => mention.name));
  for (const { source, target } of extraction.relations) {
    assert.ok(names.has(source) && names.has(target), `expected ${source} and ${target} among the mentions`);
  }
  for (const { about } of extraction.quotes)
    for (const name of about) assert.ok(names.has(name), `expected ${name} among the mentions`);
}

function assertRepliesOnly(reply: ExtractionReply, batch: readonly ExtractionRequest[]): void {
  const labels = new Set(batch.map((request) => request.label));
  for (const label of [...reply.extractions.keys(), ...reply.failures.keys()]) {
    assert.ok(labels.has(label), `expected no result for ${label}, which was not in the batch`);
    assert.ok(!(reply.extractions.has(label) && reply.failures.has(label)), `expected one result for ${label}`);
  }
}

/** The requirements on every Extractor. */
export const extractorConformance: readonly ConformanceCase<Extractor>[] = [
  {
    name: "has a profile, a description and a number of concurrent batches",
    async run(make) {
      await using extractor = await make();
      assert.ok(extractor.profile.length > 0);
      assert.ok(extractor.description.length > 0);
      for (const number of [extractor.concurrency ?? 1, extractor.batchTokens ?? 1])
        assert.ok(Number.isSafeInteger(number) && number >= 1, `expected a whole number above 0, got ${number}`);
      assert.equal(typeof extractor.paid, "boolean");
    },
  },
  {
    name: "replies to an empty batch with nothing",
    async run(make) {
      await using extractor = await make();
      const reply = await extractor.extract([], going());
      assert.equal(reply.extractions.size + reply.failures.size, 0);
    },
  },
  {
    name: "replies to each chunk once, and to no other chunk",
    async run(make) {
      await using extractor = await make();
      const reply = await extractor.extract(REQUESTS, going());
      assertRepliesOnly(reply, REQUESTS);
      for (const { label } of REQUESTS.slice(0, 2))
        assert.ok(reply.extractions.has(label), `expected a result for ${label}`);
      assertUsage(reply.usage);
      for (const count of Object.values(reply.rejected))
        assert.ok(Number.isSafeInteger(count) && count >= 0, `expected a count, got ${count}`);
    },
  },
  {
    name: "returns every item with a span in its turn",
    async run(make) {
      await using extractor = await make();
      const { extractions } = await extractor.extract(REQUESTS, going());
      let mentions = 0;
      for (const { label, turns } of REQUESTS) {
        const extraction = extractions.get(label);
        if (extraction === undefined) continue;
        assertWellFormed(extraction, turns);
        mentions += extraction.mentions.length;
      }
      assert.ok(mentions > 0, "expected at least one mention");
    },
  },
  {
    name: "returns the same result for a chunk in any batch, and again",
    async run(make) {
      await using extractor = await make();
      const [first, second, third] = REQUESTS as [ExtractionRequest, ExtractionRequest, ExtractionRequest];
      const alone = await extractionOf(extractor, first, [first]);
      assert.deepEqual(await extractionOf(extractor, first, [first]), alone);
      assert.deepEqual(await extractionOf(extractor, first, [third, first, second]), alone);
      assert.deepEqual(await extractionOf(extractor, first, REQUESTS.toReversed()), alone);
      const renamed = { ...first, label: "another label" };
      assert.deepEqual(await extractionOf(extractor, renamed, [second, renamed]), alone);
    },
  },
  {
    name: "serves as many concurrent batches as it states",
    async run(make) {
      await using extractor = await make();
      const count = Math.min(extractor.concurrency ?? 8, 8);
      const replies = await Promise.all(
        Array.from({ length: count }, () => extractor.extract(REQUESTS.slice(0, 2), going())),
      );
      for (const reply of replies) assert.deepEqual(reply.extractions, replies[0]?.extractions);
    },
  },
  {
    name: "pings the model, if it can, and rejects once its signal is aborted",
    async run(make) {
      await using extractor = await make();
      if (extractor.ping === undefined) return;
      assertUsage(await extractor.ping(going()));
      await rejectsAborted(extractor.ping({ signal: AbortSignal.abort() }));
    },
  },
  {
    name: "does no work once its signal is aborted",
    async run(make) {
      await using extractor = await make();
      await rejectsAborted(extractor.extract(REQUESTS.slice(0, 1), { signal: AbortSignal.abort() }));
    },
  },
  {
    name: "rejects calls after it was disposed of once or twice",
    async run(make) {
      const extractor = await make();
      await extractor[Symbol.asyncDispose]();
      await extractor[Symbol.asyncDispose]();
      await assert.rejects(extractor.extract(REQUESTS.slice(0, 1), going()));
    },
  },
];
