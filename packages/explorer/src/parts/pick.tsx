import { Combobox } from "@base-ui/react/combobox";
import { useQuery } from "@tanstack/react-query";
import type { Suggestions } from "colloquy/api";
import { type ReactElement, type RefObject, useState } from "react";
import { suggestQuery } from "../api/queries.ts";
import { folderOf, titleOf, typeWords } from "../text/format.ts";
import { detailsOf } from "../text/people.ts";
import { strings } from "../text/strings.ts";
import menu from "./menu.module.css";
import styles from "./pick.module.css";
import field from "./text-field.module.css";
import { useWorkspace } from "./links.tsx";

/** Something that a person picks by its name. `id` is that of an entity, or the file of a transcript. */
export interface Picked {
  readonly id: string;
  readonly name: string;
  readonly detail: string;
}

interface PickProps {
  /**
   * `entity`: of any type. `person`: a person. `speaker`: a name under which people speak, whoever they are. `transcript`: a
   * transcript, whose `id` is its file.
   */
  readonly kind: "entity" | "person" | "speaker" | "transcript";
  /** What is picked, for people who cannot see the field. */
  readonly label: string;
  readonly placeholder?: string;
  /** Entities or files that cannot be picked. */
  readonly without?: readonly string[];
  /** Says why a text is not picked, such as that it names the entity itself. */
  readonly noteFor?: (text: string) => string | null;
  readonly onPick: (picked: Picked) => void;
  readonly inputRef?: RefObject<HTMLInputElement | null>;
}

/** A field that suggests names while a person types, and calls `onPick` with the chosen one. */
export function Pick({ kind, label, placeholder, without = [], noteFor, onPick, inputRef }: PickProps): ReactElement {
  const [words, setWords] = useState("");
  const text = words.trim();
  const type = kind === "person" || kind === "speaker" ? "Person" : undefined;
  const { data, isPlaceholderData } = useQuery(suggestQuery(useWorkspace(), text, type));
  const found = data === undefined ? [] : pickable(kind, data);
  // While names for the words are read, those for the words before are left out if they do not match: Enter would pick them.
  const isMatch = ({ name }: Picked): boolean => !isPlaceholderData || name.toLowerCase().includes(text.toLowerCase());
  const items = text === "" ? [] : found.filter((each) => !without.includes(each.id) && isMatch(each));
  const note = noteFor?.(text) ?? null;
  const isRead = text !== "" && data !== undefined && !isPlaceholderData;
  const nothing = found.some(({ id }) => without.includes(id)) ? strings.find.nothingElse : strings.find.nothing;
  return (
    <Combobox.Root<Picked>
      items={items}
      filter={null}
      value={null}
      inputValue={words}
      onInputValueChange={setWords}
      onValueChange={(picked) => {
        if (picked === null) return;
        setWords("");
        onPick(picked);
      }}
      itemToStringLabel={({ name }) => name}
      isItemEqualToValue={(one, other) => one.id === other.id}
    >
      <Combobox.Input ref={inputRef} className={field.field} aria-label={label} placeholder={placeholder ?? label} />
      <Combobox.Portal>
        <Combobox.Positioner className={menu.positioner} sideOffset={4} align="start">
          <Combobox.Popup className={`${menu.popup} ${styles.popup}`}>
            <Combobox.Status className={menu.none}>{note}</Combobox.Status>
            <Combobox.Empty className={menu.none}>{isRead && note === null ? nothing : null}</Combobox.Empty>
            <Combobox.List>
              {(item: Picked) => (
                <Combobox.Item key={item.id} value={item} className={menu.item}>
                  <span>{item.name}</span>
                  <span className={menu.detail}>{item.detail}</span>
                </Combobox.Item>
              )}
            </Combobox.List>
          </Combobox.Popup>
        </Combobox.Positioner>
      </Combobox.Portal>
    </Combobox.Root>
  );
}

function pickable(kind: PickProps["kind"], { entities, transcripts }: Suggestions): readonly Picked[] {
  if (kind === "transcript")
    return transcripts.map(({ file }) => ({ id: file, name: titleOf(file), detail: folderOf(file) }));
  const detail = detailsOf(entities);
  if (kind !== "speaker")
    return entities.map((entity) => ({ id: entity.id, name: entity.name, detail: detail(entity) }));
  const names = new Map(entities.map(({ id, name, type }) => [name, { id, name, detail: typeWords(type) }]));
  return [...names.values()];
}
