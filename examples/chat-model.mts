// A language model of your own: a service, a local runtime, a gateway, anything that replies to a prompt with text. Colloquy
// needs a `ChatModel` for it and does the rest: batches, limits, retries, checks of each reply against the words.
//
//     node chat-model.mts FOLDER     where the package colloquy is installed, with Node 22.19 or newer
//
// It runs as it is, without a network: `askService` at the end stands in for the service. Put your call in its place.
import {
  CallError,
  type ChatModel,
  type ChatRequest,
  createModelExtractor,
  DEFAULT_ONTOLOGY,
  ingest,
  NO_USAGE,
  open,
} from "colloquy";

const WORKSPACE = "own-model";

function createOwnModel(): ChatModel {
  return {
    // Everything that shapes the replies belongs into the name: results of another profile are kept unless --force is given.
    profile: "own:patterns-1",
    // Tokens of prompt and reply together; they decide how much a call asks for. Null: not known.
    contextTokens: 16_000,
    // Called once before the first paid call. Throws where no call would succeed, such as for a wrong key.
    ping: async () => NO_USAGE,
    // One attempt: Colloquy retries. `messages` is the conversation so far; an extraction has one message. `schema` is the
    // JSON Schema of the reply, for services that can enforce it; without it, free text is asked for.
    async complete({ system, messages, schema, maxOutputTokens }, { signal, onText }) {
      try {
        const answer = await askService({ system, messages, schema, maxOutputTokens, signal });
        // A service that streams calls it with each piece. Joined, the pieces are the text.
        onText?.(answer.text);
        return {
          text: answer.text,
          usage: { ...NO_USAGE, inputTokens: answer.tokensIn, outputTokens: answer.tokensOut },
          finishReason: answer.tokensOut < maxOutputTokens ? "stop" : "length",
          interruption: null,
          limits: [],
        };
      } catch (error) {
        signal.throwIfAborted();
        // The kind decides what follows: "network" is retried, "rate-limited" waits, "unauthorised" ends the run.
        throw CallError.isInstance(error)
          ? error
          : new CallError("network", `The service did not reply: ${String(error)}`, { cause: error });
      }
    },
    async [Symbol.asyncDispose]() {},
  };
}

async function main(transcriptsDir: string): Promise<void> {
  const extractor = createModelExtractor({ chatModel: createOwnModel(), ontology: DEFAULT_ONTOLOGY });
  try {
    const result = await ingest({ transcriptsDir, workspace: WORKSPACE, ports: { extractor }, environment: {} });
    console.log(
      `${result.chunks.extracted} chunks, ${result.usage.inputTokens} tokens in, exit code ${result.exitCode}`,
    );
  } finally {
    await extractor[Symbol.asyncDispose]();
  }
  // With Node 24 or newer, `await using workspace = await open(...)` closes it at the end of the block.
  const workspace = await open(WORKSPACE, { environment: {} });
  try {
    for (const { name } of await workspace.entities({ limit: 50 }))
      for (const { type, direction, other, evidence } of (await workspace.show(name))?.relationships ?? [])
        if (direction === "out")
          console.log(`${name} ${type} ${other.name}: ${evidence[0]?.file} “${evidence[0]?.text}”`);
  } finally {
    await workspace[Symbol.asyncDispose]();
  }
}

interface Answer {
  readonly text: string;
  readonly tokensIn: number;
  readonly tokensOut: number;
}

interface Question extends Pick<ChatRequest, "system" | "messages" | "maxOutputTokens"> {
  readonly schema: ChatRequest["schema"];
  readonly signal: AbortSignal;
}

/** Stands in for a service: it finds "A reduces B" in the chunks of the prompt and answers as a model would. */
async function askService({ system, messages, signal }: Question): Promise<Answer> {
  signal.throwIfAborted();
  const prompt = messages.map(({ text }) => text).join("\n");
  const labelsAndTexts = prompt.split(/^=== (c\d+) ===$/m).slice(1);
  const chunks = [];
  for (let at = 0; at < labelsAndTexts.length; at += 2)
    chunks.push(entryOf(labelsAndTexts[at] ?? "", labelsAndTexts[at + 1] ?? ""));
  const text = JSON.stringify({ chunks });
  return { text, tokensIn: Math.ceil((system.length + prompt.length) / 4), tokensOut: Math.ceil(text.length / 4) };
}

function entryOf(label: string, chunk: string) {
  const found = [...chunk.matchAll(/\b([A-Z][a-z]+(?: [a-z]+)?) reduces? ([a-z]+(?: [a-z]+)?)/g)];
  const confidence = 0.9;
  return {
    label,
    entities: found.flatMap(([evidence, source, target]) =>
      [source, target].map((name) => ({ name, type: "Concept", evidence, confidence })),
    ),
    relations: found.map(([evidence, source, target]) => ({
      source,
      type: "REDUCES",
      target,
      evidence,
      polarity: "stated",
      confidence,
    })),
    quotes: [],
  };
}

await main(process.argv[2] ?? "transcripts");
