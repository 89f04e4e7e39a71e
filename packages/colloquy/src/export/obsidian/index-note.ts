import type { GraphCounts } from "../../ports/index.ts";
import type { EntityRow } from "../../model/index.ts";
import { counted } from "../../text/index.ts";
import type { TranscriptRow } from "../../model/index.ts";
import { escapeMarkdown, frontMatter, link, section } from "./markdown.ts";
import type { VaultLinks } from "./vault-links.ts";

/** What the first note of a vault shows. */
export interface IndexContent {
  readonly workspace: string;
  readonly counts: GraphCounts;
  /** A remark on the extractor; null if there is nothing to say. */
  readonly caption: string | null;
  readonly transcripts: readonly TranscriptRow[];
  /** Entities with contradictions, those with most contradictions first. */
  readonly contradicted: readonly { readonly entity: EntityRow; readonly contradictions: number }[];
  /** The most mentioned entities of each type. */
  readonly byType: readonly { readonly type: string; readonly entities: readonly EntityRow[] }[];
}

/** The note that leads to all others. */
export function indexNote(
  { workspace, counts, caption, transcripts, contradicted, byType }: IndexContent,
  links: VaultLinks,
): string {
  const sums = [
    counted(counts.transcripts, "transcript"),
    counted(counts.entities, "entity", "entities"),
    counted(counts.quotes, "quote"),
  ];
  return [
    frontMatter({ type: "Index", transcripts: counts.transcripts, entities: counts.entities }),
    `\n# ${escapeMarkdown(workspace)}\n\n${sums.join(" · ")}\n`,
    caption === null ? "" : `\nExtraction: ${escapeMarkdown(caption)}\n`,
    section(
      "Contradictions",
      contradicted.map(({ entity, contradictions }) => {
        const shown = counted(contradictions, "contradiction");
        return `- ${links.entity(entity)}: ${link(links.path(entity.id), { to: "Contradictions", text: shown })}`;
      }),
    ),
    section(
      "Transcripts",
      transcripts.map(({ id, turns }) => `- ${links.transcript(id)} · ${counted(turns, "turn")}`),
    ),
    ...byType.map(({ type, entities }) =>
      section(
        escapeMarkdown(type),
        entities.map((entity) => `- ${links.entity(entity)} (${entity.mentions})`),
      ),
    ),
  ].join("");
}
