import { completable, type McpServer } from "@modelcontextprotocol/server";
import { z } from "zod";
import { inLine } from "../model/index.ts";
import { beginning, KNOWN_NAMES } from "./completion.ts";
import type { SharedWorkspace } from "../serving/index.ts";

const CITE =
  "Cite speaker, file and time for each sentence, and quote the exact words where they matter. If the transcripts do not say it, say so.";
/** Prompts for common tasks. */
export function registerPrompts(server: McpServer, shared: SharedWorkspace): void {
  const topic = completable(
    z.string("must be a text: a person, an idea or another topic").describe("a person, an idea or another topic"),
    (value) => shared.use(async (workspace) => namesThatBegin(await workspace.entities({ limit: KNOWN_NAMES }), value)),
  );
  const speaker = completable(
    z.string("must be a text: the name of a speaker").describe("name of a speaker"),
    (value) =>
      shared.use(async (workspace) =>
        namesThatBegin((await workspace.listSpeakers({ limit: KNOWN_NAMES })).items, value),
      ),
  );
  server.registerPrompt(
    "brief_topic",
    {
      title: "Brief me on a topic",
      description: "A short briefing on a topic, with citations and open disagreements.",
      argsSchema: z.object({ topic }),
    },
    (given) =>
      message(
        `Brief me on "${inLine(given.topic)}" as the transcripts treat it. Call get_entity for it, ask_context for what is said about it, and read_transcript where a passage needs its surroundings. Write what it is, the main claims with who holds them, and what is contradicted. ${CITE}`,
      ),
  );
  server.registerPrompt(
    "speaker_on_topic",
    {
      title: "What did a speaker say about a topic?",
      description: "The positions of one speaker on a topic, in the speaker's words.",
      argsSchema: z.object({ speaker, topic }),
    },
    (given) =>
      message(
        `What did "${inLine(given.speaker)}" say about "${inLine(given.topic)}"? Call get_entity for the topic with this speaker, then search for the topic with this speaker. Use only the speaker's own words, in their order, and tell changes of mind. ${CITE}`,
      ),
  );
  server.registerPrompt(
    "compare_positions",
    {
      title: "Where do two speakers disagree?",
      description: "Agreements and disagreements of two speakers, on one topic or all.",
      argsSchema: z.object({ one: speaker, other: speaker, topic: topic.optional() }),
    },
    (given) => {
      const about = given.topic === undefined ? "" : ` about "${inLine(given.topic)}"`;
      return message(
        `Where do "${inLine(given.one)}" and "${inLine(given.other)}" disagree${about}, and where do they agree? Call get_entity for each of them (kind statement), then get_entity for each shared topic with each speaker, and claims_between for pairs of topics that both connect. Give each disagreement with one citation for each side. ${CITE}`,
      );
    },
  );
}

function message(text: string) {
  return { messages: [{ role: "user" as const, content: { type: "text" as const, text } }] };
}

function namesThatBegin(items: readonly { readonly name: string }[], value: string): string[] {
  return [...new Set(beginning(items, value, ({ name }) => [name]).map(({ name }) => name))];
}
