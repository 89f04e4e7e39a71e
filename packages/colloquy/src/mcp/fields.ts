import { z } from "zod";
import { POLARITIES } from "../model/index.ts";
import { MOST_ITEMS } from "./pages.ts";

/** Fields that several tools have. */

export const limitField = z
  .int()
  .min(1)
  .max(MOST_ITEMS)
  .optional()
  .describe(`most items of the result (1-${MOST_ITEMS})`);
export const cursorField = z
  .string()
  .optional()
  .describe("`next` of the previous result, with otherwise the same arguments, to continue the list");
export const nextField = z.string().nullable().describe("pass it as `cursor` for more; null at the end of the list");

export const entityField = z.object({ id: z.string(), name: z.string(), type: z.string() });

const COUNT = z.number();
export const polarityField = z
  .object(
    Object.fromEntries(POLARITIES.map((polarity) => [polarity, COUNT])) as Record<
      (typeof POLARITIES)[number],
      typeof COUNT
    >,
  )
  .describe("pieces of evidence by how the words say it");

/** The address of a transcript or an entity as a resource. */
export function resourceUri(workspace: string, kind: "transcript" | "entity", id: string): string {
  return `colloquy://${workspace}/${kind}/${id}`;
}
