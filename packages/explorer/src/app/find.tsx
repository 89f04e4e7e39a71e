import { useNavigate } from "@tanstack/react-router";
import type { Suggestions } from "colloquy/api";
import { useEffect, useRef } from "react";
import { useWorkspace } from "../parts/links.tsx";
import { areSingleKeysOn, useSingleKeys } from "../parts/single-keys.ts";
import { type Suggestion, SuggestField } from "../parts/suggest-field.tsx";
import { strings } from "../text/strings.ts";
import { folderOf, titleOf } from "../text/format.ts";
import { detailsOf } from "../text/people.ts";
import styles from "./find.module.css";

interface Found extends Suggestion {
  readonly kind: "entity" | "transcript" | "search" | "ask";
}

/** Finds entities and transcripts by name while a person types. Enter searches the transcripts. The key / leads here. */
export function Find() {
  const workspace = useWorkspace();
  const navigate = useNavigate();
  const input = useRef<HTMLInputElement>(null);
  const hasKeys = useSingleKeys();
  useFocusKey(input);

  const search = (text: string): void => {
    void navigate({ to: "/w/$workspace/search", params: { workspace }, search: { q: text } });
    input.current?.blur();
  };
  const choose = ({ kind, value, name }: Found, text: string): void => {
    if (kind === "search") return search(text);
    if (kind === "ask")
      void navigate({ to: "/w/$workspace/ask", params: { workspace }, search: { q: text }, state: { ask: true } });
    if (kind === "entity")
      void navigate({ to: "/w/$workspace/entities/$id", params: { workspace, id: value }, search: { name } });
    if (kind === "transcript")
      void navigate({ to: "/w/$workspace/transcripts/$", params: { workspace, _splat: value } });
    input.current?.blur();
  };
  return (
    <div className={styles.find}>
      <SuggestField
        label={strings.find.label}
        placeholder={strings.find.placeholder}
        itemsFor={foundFor}
        onChoose={choose}
        onEnter={search}
        inputRef={input}
      >
        {hasKeys ? (
          <kbd className={styles.key} aria-hidden>
            {strings.find.key}
          </kbd>
        ) : null}
      </SuggestField>
    </div>
  );
}

function foundFor(text: string, found: Suggestions | undefined): readonly Found[] {
  if (text === "") return [];
  const detail = detailsOf(found?.entities ?? []);
  const entities = (found?.entities ?? []).map((entity): Found => ({
    kind: "entity",
    value: entity.id,
    name: entity.name,
    detail: detail(entity),
  }));
  const transcripts = (found?.transcripts ?? []).map(({ file }): Found => ({
    kind: "transcript",
    value: file,
    name: titleOf(file),
    detail: folderOf(file),
  }));
  return [
    ...entities,
    ...transcripts,
    { kind: "search", value: "", name: `${strings.find.search} “${text}”`, detail: "" },
    { kind: "ask", value: "", name: `${strings.find.ask} “${text}”`, detail: "" },
  ];
}

/** The key / leads to the field, unless a person types elsewhere. */
function useFocusKey(input: { readonly current: HTMLInputElement | null }): void {
  useEffect(() => {
    const focus = (event: KeyboardEvent): void => {
      if (
        event.key !== "/" ||
        !areSingleKeysOn() ||
        event.ctrlKey ||
        event.metaKey ||
        event.altKey ||
        isTyping(event.target)
      )
        return;
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
