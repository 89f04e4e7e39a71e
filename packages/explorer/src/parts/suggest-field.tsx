import { Autocomplete } from "@base-ui/react/autocomplete";
import { useQuery } from "@tanstack/react-query";
import type { Suggestions } from "colloquy/api";
import { type FormEvent, type ReactElement, type ReactNode, type RefObject, useState } from "react";
import { suggestQuery } from "../api/queries.ts";
import { useWorkspace } from "./links.tsx";
import menu from "./menu.module.css";
import pick from "./pick.module.css";
import field from "./text-field.module.css";

/** Something that a person can choose for what is typed. */
export interface Suggestion {
  readonly kind: string;
  /** Tells suggestions of one kind apart. */
  readonly value: string;
  readonly name: string;
  readonly detail: string;
}

interface SuggestFieldProps<Item extends Suggestion> {
  readonly label: string;
  readonly placeholder: string;
  /** What can be chosen for a text without spaces around it. `found` are the names that resemble it. */
  readonly itemsFor: (text: string, found: Suggestions | undefined) => readonly Item[];
  readonly onChoose: (item: Item, text: string) => void;
  /** Enter without a choice. Not called for an empty text. */
  readonly onEnter: (text: string) => void;
  readonly inputRef?: RefObject<HTMLInputElement | null>;
  /** More in the field, such as its key. */
  readonly children?: ReactNode;
}

/** A field whose text is kept, and which suggests what to do with it while a person types. */
export function SuggestField<Item extends Suggestion>({
  label,
  placeholder,
  itemsFor,
  onChoose,
  onEnter,
  inputRef,
  children,
}: SuggestFieldProps<Item>): ReactElement {
  const [typed, setTyped] = useState("");
  const [isOpen, setOpen] = useState(false);
  const text = typed.trim();
  const { data } = useQuery(suggestQuery(useWorkspace(), text));
  const items = itemsFor(text, data);
  const leave = (): void => {
    setTyped("");
    setOpen(false);
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (text === "") return;
    onEnter(text);
    leave();
  };
  return (
    <form role="search" aria-label={label} onSubmit={submit}>
      <Autocomplete.Root
        items={items}
        mode="none"
        open={isOpen && items.length > 0}
        onOpenChange={setOpen}
        openOnInputClick
        value={typed}
        onValueChange={(value, { reason }) => {
          if (reason !== "item-press") setTyped(value);
        }}
        itemToStringValue={({ name }: Item) => name}
      >
        <Autocomplete.Input ref={inputRef} className={field.field} placeholder={placeholder} aria-label={label} />
        {children}
        <Autocomplete.Portal>
          <Autocomplete.Positioner className={menu.positioner} sideOffset={4} align="start">
            <Autocomplete.Popup className={`${menu.popup} ${pick.popup}`}>
              <Autocomplete.List>
                {(item: Item) => (
                  <Autocomplete.Item
                    key={`${item.kind} ${item.value}`}
                    value={item}
                    className={menu.item}
                    onClick={() => {
                      onChoose(item, text);
                      leave();
                    }}
                  >
                    <span>{item.name}</span>
                    <span className={menu.detail}>{item.detail}</span>
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
