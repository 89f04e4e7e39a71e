import type { Span, TurnView } from "../../model/index.ts";
import { nameGroundingIn } from "./name-grounding.ts";

/** Whether an antecedent in the context names an entity that the chunk itself does not name. */
export type NamedBefore = (antecedents: readonly Span[], name: string, type: string) => boolean;

/** Every content word of the name is in the context, and an antecedent has one of them. */
export function namedBeforeIn(context: readonly TurnView[]): NamedBefore {
  const names = nameGroundingIn(context);
  return (antecedents, name, type) =>
    antecedents.some((span) => {
      const turn = span.turn + context.length;
      return span.turn < 0 && names.isMadeOf(name, type, turn) && names.isMentionedIn(name, type, { ...span, turn });
    });
}
