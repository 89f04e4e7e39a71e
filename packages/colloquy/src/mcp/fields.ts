import { z } from "zod";
import { POLARITIES } from "../model/index.ts";
import { MOST_ITEMS } from "./pages.ts";

/** Fields that several tools have. */

export const limitField = limitOf("most items of the result");
export const cursorField = z
  .string()
  .optional()
  .describe("`next` of the previous result, with otherwise the same arguments, to continue the list");
export const filesField = z
  .array(z.string())
  .max(100)
  .optional()
  .describe('only these files, by path or glob: ["2024/*.vtt"]');
export const nextField = z.string().nullable().describe("pass it as `cursor` for more; null at the end of the list");
export const foundField = z.boolean().describe("false: the transcripts probably do not say it");
export const noteField = z.string().nullable().describe("what is missing, or why nothing was found");

export const entityField = z.object({ id: z.string(), name: z.string(), type: z.string() });

const COUNT = z.number().optional();
export const polarityField = z
  .object(
    Object.fromEntries(POLARITIES.map((polarity) => [polarity, COUNT])) as Record<
      (typeof POLARITIES)[number],
      typeof COUNT
    >,
  )
  .describe("pieces of evidence by how the words say it, without zeros");

export function limitOf(description: string, most: number = MOST_ITEMS) {
  return z.int().min(1).max(most).optional().describe(description);
}

/** The address of a transcript or an entity as a resource. */
export function resourceUri(workspace: string, kind: "transcript" | "entity", id: string): string {
  return `colloquy://${workspace}/${kind}/${id}`;
}
