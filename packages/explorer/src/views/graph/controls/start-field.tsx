import type { Suggestions } from "colloquy/api";
import { type Suggestion, SuggestField } from "../../../parts/suggest-field.tsx";
import { graph as words } from "../../../text/graph.ts";
import { detailsOf } from "../../../text/people.ts";
import { startingFrom } from "../address.ts";
import type { GraphState } from "../use-graph.ts";

interface Choice extends Suggestion {
  readonly kind: "entity" | "words" | "telling";
}

/** Chooses what the picture starts with: an entity, words, or the most telling part. Enter means the words. */
export function StartField({ change }: Pick<GraphState, "change">) {
  const startWithWords = (text: string): void => change(startingFrom({ words: text }));
  return (
    <SuggestField
      label={words.start}
      placeholder={words.startPlaceholder}
      itemsFor={choicesFor}
      onChoose={({ kind, value }, text) => {
        if (kind === "words") startWithWords(text);
        else if (kind === "entity") change({ ...startingFrom({ from: value }), node: value });
        else change(startingFrom({}));
      }}
      onEnter={startWithWords}
    />
  );
}

function choicesFor(text: string, found: Suggestions | undefined): readonly Choice[] {
  const telling: Choice = { kind: "telling", value: "", name: words.startTelling, detail: "" };
  if (text === "") return [telling];
  const detail = detailsOf(found?.entities ?? []);
  const entities = (found?.entities ?? []).map((entity): Choice => ({
    kind: "entity",
    value: entity.id,
    name: entity.name,
    detail: detail(entity),
  }));
  return [...entities, { kind: "words", value: "", name: words.startWords(text), detail: "" }, telling];
}
