import { Autocomplete } from "@base-ui/react/autocomplete";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { suggestQuery } from "../../../api/queries.ts";
import { useWorkspace } from "../../../parts/links.tsx";
import { typeWords } from "../../../text/format.ts";
import { graph as words } from "../../../text/graph.ts";
import menu from "../../../parts/menu.module.css";
import pick from "../../../parts/pick.module.css";
import { startingFrom } from "../address.ts";
import type { GraphState } from "../use-graph.ts";

interface Choice {
  readonly kind: "entity" | "words" | "telling";
  readonly value: string;
  readonly name: string;
  readonly detail: string;
}

/** Chooses what the picture starts with: an entity, words, or the most telling part. Enter means the words. */
export function StartField({ change }: Pick<GraphState, "change">) {
  const [typed, setTyped] = useState("");
  const [isOpen, setOpen] = useState(false);
  const text = typed.trim();
  const { data } = useQuery(suggestQuery(useWorkspace(), text));
  const telling: Choice = { kind: "telling", value: "", name: words.startTelling, detail: "" };
  const found = (data?.entities ?? []).map(({ id, name, type }): Choice => ({
    kind: "entity",
    value: id,
    name,
    detail: typeWords(type),
  }));
  const items: readonly Choice[] =
    text === ""
      ? [telling]
      : [...found, { kind: "words", value: text, name: words.startWords(text), detail: "" }, telling];
  const choose = ({ kind, value }: Choice): void => {
    change({
      ...startingFrom(kind === "entity" ? { from: value } : kind === "words" ? { words: value } : {}),
      node: kind === "entity" ? value : undefined,
    });
    setTyped("");
    setOpen(false);
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (text !== "") choose({ kind: "words", value: text, name: text, detail: "" });
  };
  return (
    <form onSubmit={submit}>
      <Autocomplete.Root
        items={items}
        mode="none"
        open={isOpen}
        onOpenChange={setOpen}
        openOnInputClick
        value={typed}
        onValueChange={(value, { reason }) => {
          if (reason !== "item-press") setTyped(value);
        }}
        itemToStringValue={({ name }: Choice) => name}
      >
        <Autocomplete.Input className={pick.input} placeholder={words.startPlaceholder} aria-label={words.start} />
        <Autocomplete.Portal>
          <Autocomplete.Positioner className={menu.positioner} sideOffset={4} align="start">
            <Autocomplete.Popup className={`${menu.popup} ${pick.popup}`}>
              <Autocomplete.List>
                {(choice: Choice) => (
                  <Autocomplete.Item
                    key={`${choice.kind} ${choice.value}`}
                    value={choice}
                    className={menu.item}
                    onClick={() => choose(choice)}
                  >
                    <span>{choice.name}</span>
                    <span className={menu.detail}>{choice.detail}</span>
                  </Autocomplete.Item>
                )}
              </Autocomplete.List>
            </Autocomplete.Popup>
          </Autocomplete.Positioner>
        </Autocomplete.Portal>
      </Autocomplete.Root>
    </form>
  );
}
