import { Option } from "commander";
import { ColloquyError } from "../../model/index.ts";
import type { CommandDefinition } from "../command-definition.ts";
import { type EntityWithSummary, loadLibrary, type RelationshipDetail } from "../library.ts";
import { renderEntity, renderRemarks } from "../views/entity.ts";
import { named } from "../views/named.ts";
import { renderTranscript, summarySections } from "../views/summary-section.ts";
import { jsonLine } from "../json-line.ts";
import { unknownEntity } from "../unknown-entity.ts";
import { readingOptions } from "../reading-options.ts";

export const showCommand: CommandDefinition = {
  name: "show",
  summary: "show a person, an idea or another entity, or a transcript",
  arguments: "<entity...>",
  argumentsHelp: "name, alias or id of the entity, or file of a transcript",
  description:
    "Prints the type of an entity, its aliases with the reason of each merge, what is said about it (each claim once, with its count, speakers and best evidence), contradictions, quotes, and the transcripts that mention it. For a person it also prints topics, statements and companions. A summary that `ingest --summaries` wrote comes first. The file of a transcript shows the transcript with its summary. --verbose shows every item and all evidence.",
  own: [new Option("--speaker <name>", "only evidence from this speaker, by name, alias or id")],
  examples: [
    'colloquy show "remote control" --workspace meetings',
    "colloquy show Ada --json",
    'colloquy show "remote control" --speaker Ada',
  ],
  needsConfiguration: true,
  run: async (invocation) => {
    const { options, words, own, output, messages } = invocation;
    const name = words.join(" ");
    if (name.trim() === "") throw new ColloquyError("invalid-input", "The name is empty: give the name of an entity.");
    const { open } = await loadLibrary();
    await using workspace = await open(options.workspace, readingOptions(invocation));
    const speaker = own.speaker as string | undefined;
    const entity = await workspace.show(name, speaker === undefined ? {} : { speaker });
    if (entity === null) {
      const transcript = await workspace.showTranscript(name);
      if (transcript === null) throw await unknownEntity(name, options.workspace, workspace);
      await output.write(options.json ? jsonLine(transcript) : renderTranscript(transcript, options.verbose, output));
      return 0;
    }
    if (options.json) await output.write(jsonLine(shown(entity)));
    else
      await output.write(
        renderEntity(entity, options.verbose, output, summarySections(entity.summary, options.verbose, output)),
      );
    if (!options.json && !options.quiet) await messages.write(renderRemarks(entity, options.verbose));
    return 0;
  },
};

/** The shape of the JSON contract: each end of a relationship as a name and an id. */
function shown(entity: EntityWithSummary) {
  return {
    ...entity,
    relationships: entity.relationships.map(withOther),
    withdrawn: entity.withdrawn.map(withOther),
    statements: entity.statements.map(named),
    claims: Object.fromEntries(Object.entries(entity.claims).map(([group, claims]) => [group, claims.map(named)])),
    contradictions: entity.contradictions.map(({ claims, ...sides }) => ({ ...sides, claims: claims.map(named) })),
    holders: entity.holders.map(({ statements, ...holder }) => ({ ...holder, statements: statements.map(named) })),
  };
}

/** The other end of a relationship as a name and an id. */
function withOther<Detail extends RelationshipDetail>({ other, evidence, ...relationship }: Detail) {
  return { ...relationship, other: other.name, otherId: other.id, evidence };
}
