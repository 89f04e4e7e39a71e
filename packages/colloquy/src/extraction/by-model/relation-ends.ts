import type { EntityMention, Span, TurnView } from "../../model/index.ts";
import { groundingIn } from "../grounding.ts";
import { nameGroundingIn } from "../names/name-grounding.ts";
import { wordsOf } from "../names/name-words.ts";
import { isEnglish } from "../names/other-languages.ts";
import { countProForms } from "../names/pro-forms.ts";

/** An end of a relation. */
export interface RelationEnd extends Pick<EntityMention, "name" | "type" | "span"> {
  /** Whether the context names it, and the chunk does not. */
  readonly isFromContext: boolean;
}

/** Compares the words of a relation, its statement and its antecedents, with its two ends. */
export interface RelationEnds {
  /**
   * Whether the words speak of the ends. At least one end is in the chunk. If both are, it is enough that the turn of the
   * statement has a word of one. Otherwise each end is mentioned in the statement or in an antecedent, and the statement has a
   * pro-form, such as "it", for each end that only an antecedent mentions. Pro-forms are known for English only; in other
   * languages the statement mentions at least one end.
   */
  areSpokenOf(statement: Span, antecedents: readonly Span[], ends: readonly RelationEnd[]): boolean;
  /**
   * For each end that the statement does not name: the given antecedent that names it, else one that mentions it, else the
   * place in the chunk that names it, the nearest one before the statement. So the evidence shows both ends.
   */
  antecedents(statement: Span, given: readonly Span[], ends: readonly RelationEnd[]): readonly Span[];
}

export function relationEndsIn(view: readonly TurnView[], context: readonly TurnView[]): RelationEnds {
  const turns = [...context, ...view];
  const names = nameGroundingIn(turns);
  const isEnglishText = isEnglish(turns.flatMap(({ text }) => wordsOf(text)));
  const inTurns = (span: Span): Span => ({ ...span, turn: span.turn + context.length });
  const isMentioned = ({ name, type }: RelationEnd, words: Span): boolean =>
    names.isMentionedIn(name, type, inTurns(words));
  const isNamed = ({ name, type }: RelationEnd, words: Span): boolean => names.isNamedIn(name, type, inTurns(words));
  const nearestBefore = ({ turn: last, start }: Span, name: string): Span | null => {
    for (let turn = last; turn >= 0; turn -= 1) {
      const { text = "" } = view[turn] ?? {};
      const found = groundingIn([{ speaker: null, text: turn === last ? text.slice(0, start) : text }], true)(name);
      if (found !== null) return { ...found, turn };
    }
    return null;
  };

  return {
    areSpokenOf(statement, antecedents, ends) {
      const fromContext = ends.filter((end) => end.isFromContext);
      if (fromContext.length === ends.length) return false;
      const { turn } = inTurns(statement);
      if (fromContext.length === 0 && ends.some(({ name, type }) => names.isSpokenOfIn(name, type, turn))) return true;
      const replaced = ends.filter((end) => !isMentioned(end, statement));
      if (!replaced.every((end) => antecedents.some((words) => isMentioned(end, words)))) return false;
      const text = view[statement.turn]?.text.slice(statement.start, statement.end) ?? "";
      return isEnglishText ? countProForms(text) >= replaced.length : replaced.length < ends.length;
    },
    antecedents(statement, given, ends) {
      const found = ends.flatMap((end): readonly Span[] => {
        if (isNamed(end, statement)) return [];
        const usable = given.filter((words) => (!end.isFromContext || words.turn < 0) && !isWithin(words, statement));
        const chosen =
          usable.find((words) => isNamed(end, words)) ?? usable.find((words) => isMentioned(end, words)) ?? null;
        if (chosen !== null) return [chosen];
        const place = nearestBefore(statement, end.name) ?? end.span;
        return isWithin(place, statement) || isWithin(statement, place) ? [] : [place];
      });
      return found.filter((words, position) => !found.slice(0, position).some((other) => isWithin(words, other)));
    },
  };
}

function isWithin(inner: Span, outer: Span): boolean {
  return inner.turn === outer.turn && inner.start >= outer.start && inner.end <= outer.end;
}
