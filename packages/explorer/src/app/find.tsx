import { Autocomplete } from "@base-ui/react/autocomplete";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { suggestQuery } from "../api/queries.ts";
import { useWorkspace } from "../parts/links.tsx";
import { strings } from "../text/strings.ts";
import { folderOf, titleOf, typeWords } from "../text/format.ts";
import menu from "../parts/menu.module.css";
import styles from "./find.module.css";

interface Found {
  readonly kind: "entity" | "transcript" | "search" | "ask";
  readonly value: string;
  readonly name: string;
  readonly detail: string;
}

/** Finds entities and transcripts by name while a person types. Enter searches the transcripts. The key / leads here. */
export function Find() {
  const workspace = useWorkspace();
  const navigate = useNavigate();
  const input = useRef<HTMLInputElement>(null);
  const [words, setWords] = useState("");
  const [isOpen, setOpen] = useState(false);
  const { data } = useQuery(suggestQuery(workspace, words.trim()));
  useFocusKey(input);

  const leave = (): void => {
    setWords("");
    setOpen(false);
    input.current?.blur();
  };
  const search = (): void => {
    void navigate({ to: "/w/$workspace/search", params: { workspace }, search: { q: words.trim() } });
    leave();
  };
  const choose = ({ kind, value, name }: Found): void => {
    if (kind === "search") return search();
    if (kind === "ask")
      void navigate({
        to: "/w/$workspace/ask",
        params: { workspace },
        search: { q: words.trim() },
        state: { ask: true },
      });
    if (kind === "entity")
      void navigate({ to: "/w/$workspace/entities/$id", params: { workspace, id: value }, search: { name } });
    if (kind === "transcript")
      void navigate({ to: "/w/$workspace/transcripts/$", params: { workspace, _splat: value } });
    leave();
  };
  const items: readonly Found[] =
    words.trim() === ""
      ? []
      : [
          ...(data?.entities ?? []).map(({ id, name, type }): Found => ({
            kind: "entity",
            value: id,
            name,
            detail: typeWords(type),
          })),
          ...(data?.transcripts ?? []).map(({ file }): Found => ({
            kind: "transcript",
            value: file,
            name: titleOf(file),
            detail: folderOf(file),
          })),
          { kind: "search", value: "search", name: `${strings.find.search} “${words.trim()}”`, detail: "" },
          { kind: "ask", value: "ask", name: `${strings.find.ask} “${words.trim()}”`, detail: "" },
        ];
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (words.trim() !== "") search();
  };
  return (
    <form role="search" aria-label={strings.find.label} className={styles.find} onSubmit={submit}>
      <Autocomplete.Root
        items={items}
        mode="none"
        open={isOpen && items.length > 0}
        onOpenChange={setOpen}
        value={words}
        onValueChange={(value, { reason }) => {
          if (reason !== "item-press") setWords(value);
        }}
        itemToStringValue={({ name }: Found) => name}
      >
        <Autocomplete.Input
          ref={input}
          className={styles.input}
          placeholder={strings.find.placeholder}
          aria-label={strings.find.label}
        />
        <kbd className={styles.key} aria-hidden>
          {strings.find.key}
        </kbd>
        <Autocomplete.Portal>
          <Autocomplete.Positioner className={menu.positioner} sideOffset={6} align="start">
            <Autocomplete.Popup className={`${menu.popup} ${styles.popup}`}>
              <Autocomplete.List>
                {(found: Found) => (
                  <Autocomplete.Item
                    key={`${found.kind} ${found.value}`}
                    value={found}
                    className={menu.item}
                    onClick={() => choose(found)}
                  >
                    <span>{found.name}</span>
                    <span className={menu.detail}>{found.detail}</span>
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

/** The key / leads to the field, unless a person types elsewhere. */
function useFocusKey(input: { readonly current: HTMLInputElement | null }): void {
  useEffect(() => {
    const focus = (event: KeyboardEvent): void => {
      if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      event.preventDefault();
      input.current?.focus();
    };
    document.addEventListener("keydown", focus);
    return () => document.removeEventListener("keydown", focus);
  }, [input]);
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName))
  );
}
