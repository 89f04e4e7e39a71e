// Extraction with your own language model: a service, a local runtime or a gateway that replies to a prompt with text. You
// implement `ChatModel`; Colloquy makes batches, follows limits, retries, and checks each reply against the transcript.
//
//     node chat-model.mts FOLDER     in a folder where the package colloquy is installed, with Node 22.19 or newer
//
// It needs no network: `callService` at the end replaces the service. Put your call there.
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
    // The name contains everything that shapes the replies: results of another profile are kept unless --force is given.
    profile: "own:patterns-1",
    // Tokens of prompt and reply together; they limit the chunks of a call. Null: not known.
    contextTokens: 16_000,
    // Called once before the first paid call. Throws when no call can succeed, such as for a wrong key.
    ping: async () => NO_USAGE,
    // One attempt: Colloquy retries. `messages` is the conversation so far; an extraction has one message. `schema` is the
    // JSON Schema of the reply, for services that can enforce it; without a schema, the reply is free text.
    async complete({ system, messages, schema, maxOutputTokens }, { signal, onText }) {
      try {
        const reply = await callService({ system, messages, schema, maxOutputTokens, signal });
        // A streaming service calls it with each piece. The joined pieces are the text.
        onText?.(reply.text);
        return {
          text: reply.text,
          usage: { ...NO_USAGE, inputTokens: reply.tokensIn, outputTokens: reply.tokensOut },
          finishReason: reply.tokensOut < maxOutputTokens ? "stop" : "length",
          interruption: null,
          limits: [],
        };
      } catch (error) {
        signal.throwIfAborted();
        // The kind decides what happens next: "network" is retried, "rate-limited" waits, "unauthorised" ends the run.
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

interface ServiceReply {
  readonly text: string;
  readonly tokensIn: number;
  readonly tokensOut: number;
}

interface ServiceRequest extends Pick<ChatRequest, "system" | "messages" | "maxOutputTokens"> {
  readonly schema: ChatRequest["schema"];
  readonly signal: AbortSignal;
}

/** Replaces a service: finds "A reduces B" in the chunks of the prompt and replies in the form of a model. */
async function callService({ system, messages, signal }: ServiceRequest): Promise<ServiceReply> {
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
