import type { CallSample } from "../../packages/colloquy/src/estimation/index.ts";
import type { Clock, Extractor } from "../../packages/colloquy/src/ports/index.ts";

/** An extractor that records the usage and time of each call with a reply, by a clock that may be virtual. */
export function sampledExtractor(
  extractor: Extractor,
  clock: Clock,
): { readonly extractor: Extractor; readonly samples: readonly CallSample[] } {
  const samples: CallSample[] = [];
  return {
    samples,
    extractor: {
      ...extractor,
      async extract(batch, options) {
        const begun = clock.now();
        const expected = extractor.callTokens?.(batch) ?? { inputTokens: 0, maxOutputTokens: 0 };
        const reply = await extractor.extract(batch, options);
        if (reply.usage !== null) {
          const { inputTokens, cachedInputTokens, outputTokens } = reply.usage;
          samples.push({
            chunks: batch.length,
            expectedInputTokens: expected.inputTokens,
            maxOutputTokens: expected.maxOutputTokens,
            inputTokens,
            cachedInputTokens,
            outputTokens,
            durationMs: clock.now() - begun,
          });
        }
        return reply;
      },
    },
  };
}
