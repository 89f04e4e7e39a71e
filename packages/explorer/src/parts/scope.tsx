import { Popover } from "@base-ui/react/popover";
import { X } from "lucide-react";
import { type RefObject, useEffect, useRef, useState } from "react";
import { search as words } from "../text/search.ts";
import { titleOf } from "../text/format.ts";
import chips from "./chips.module.css";
import menu from "./menu.module.css";
import { Pick, type Picked } from "./pick.tsx";
import styles from "./scope.module.css";

/** Which words count: of some transcripts, of one speaker. */
export interface Scope {
  readonly file?: readonly string[];
  readonly speaker?: string;
}

/** The scope of a search or a question, as chips that can be added and removed. */
export function ScopeChips({ scope, onChange }: { readonly scope: Scope; readonly onChange: (scope: Scope) => void }) {
  const { file: files = [], speaker } = scope;
  const list = useRef<HTMLUListElement>(null);
  const focusSoon = useFocusSoon(list, `${speaker ?? ""} ${files.join(" ")}`);
  const first = speaker === undefined ? 0 : 1;
  return (
    <ul ref={list} className={`${chips.chips} ${styles.chips}`} aria-label={words.filters}>
      {speaker === undefined ? null : (
        <Removable
          name={speaker}
          onRemove={() => {
            focusSoon(0);
            onChange({ ...scope, speaker: undefined });
          }}
        />
      )}
      {files.map((file, index) => (
        <Removable
          key={file}
          name={titleOf(file)}
          onRemove={() => {
            focusSoon(first + index);
            const rest = files.filter((each) => each !== file);
            onChange({ ...scope, file: rest.length === 0 ? undefined : rest });
          }}
        />
      ))}
      {speaker === undefined ? (
        <Addable
          kind="speaker"
          label={words.speaker}
          onPick={({ name }) => {
            focusSoon(0);
            onChange({ ...scope, speaker: name });
          }}
        />
      ) : null}
      <Addable
        kind="transcript"
        label={words.file}
        without={files}
        onPick={({ id }) => {
          focusSoon(first + files.length);
          onChange({ ...scope, file: [...files, id] });
        }}
      />
    </ul>
  );
}

/**
 * Focuses a button of the list, by its number, when the scope has changed: what had the focus is gone then. After a filter is
 * removed, the button in its place is the next filter, or the one that adds a filter.
 */
function useFocusSoon(list: RefObject<HTMLElement | null>, scope: string): (button: number) => void {
  const wanted = useRef<number>(null);
  useEffect(() => {
    if (wanted.current !== null) list.current?.querySelectorAll("button")[wanted.current]?.focus();
    wanted.current = null;
  }, [list, scope]);
  return (button) => (wanted.current = button);
}

function Removable({ name, onRemove }: { readonly name: string; readonly onRemove: () => void }) {
  return (
    <li>
      <button type="button" className={chips.chip} aria-pressed onClick={onRemove} aria-label={words.remove(name)}>
        {name}
        <X size={14} aria-hidden />
      </button>
    </li>
  );
}

interface AddableProps {
  readonly kind: "speaker" | "transcript";
  readonly label: string;
  readonly without?: readonly string[];
  readonly onPick: (picked: Picked) => void;
}

function Addable({ kind, label, without, onPick }: AddableProps) {
  const [isOpen, setOpen] = useState(false);
  const pick = (picked: Picked): void => {
    setOpen(false);
    onPick(picked);
  };
  return (
    <li>
      <Popover.Root open={isOpen} onOpenChange={setOpen}>
        <Popover.Trigger className={chips.chip}>+ {label}</Popover.Trigger>
        <Popover.Portal>
          <Popover.Positioner sideOffset={6} align="start" className={menu.positioner}>
            <Popover.Popup className={`${menu.popup} ${styles.popup}`} aria-label={label}>
              <Pick kind={kind} label={label} without={without ?? []} onPick={pick} />
            </Popover.Popup>
          </Popover.Positioner>
        </Popover.Portal>
      </Popover.Root>
    </li>
  );
}
