import { Menu } from "@base-ui/react/menu";
import { PencilLine } from "lucide-react";
import { useState } from "react";
import type { Entity } from "colloquy/api";
import { buttonClass } from "../../../parts/button.tsx";
import type { Picked } from "../../../parts/pick.tsx";
import { corrections as words } from "../../../text/corrections.ts";
import menu from "../../../parts/menu.module.css";
import { HideDialog } from "./hide.tsx";
import { CorrectionsMade } from "./made.tsx";
import { MergeDialog } from "./merge.tsx";
import { RenameDialog } from "./rename.tsx";
import { SplitDialog } from "./split.tsx";

const ACTIONS = ["merge", "split", "rename", "hide"] as const;
type Action = (typeof ACTIONS)[number] | "made";

const DIALOGS = {
  merge: MergeDialog,
  split: SplitDialog,
  rename: RenameDialog,
  hide: HideDialog,
  made: CorrectionsMade,
};

/** The corrections of an entity. */
export function CorrectMenu({ entity }: { readonly entity: Entity }) {
  const [action, setAction] = useState<Action | null>(null);
  const [isOpen, setOpen] = useState(false);
  const [times, setTimes] = useState(0);
  const [other, setOther] = useState<Picked | null>(null);
  const choose = (chosen: Action, mergeWith: Picked | null = null): void => {
    setAction(chosen);
    setOther(mergeWith);
    setTimes(times + 1);
    setOpen(true);
  };
  const Chosen = action === null ? null : DIALOGS[action];
  return (
    <>
      <Menu.Root>
        <Menu.Trigger className={buttonClass}>
          <PencilLine size={16} aria-hidden />
          {words.menu}
        </Menu.Trigger>
        <Menu.Portal>
          <Menu.Positioner sideOffset={6} align="end" className={menu.positioner}>
            <Menu.Popup className={menu.popup}>
              {ACTIONS.map((each) => (
                <Menu.Item key={each} className={menu.item} onClick={() => choose(each)}>
                  {words[each]}
                </Menu.Item>
              ))}
              <Menu.Separator className={menu.separator} />
              <Menu.Item className={menu.item} onClick={() => choose("made")}>
                {words.made}
              </Menu.Item>
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.Root>
      {Chosen === null ? null : (
        <Chosen
          key={times}
          entity={entity}
          other={other}
          onMerge={(found) => choose("merge", found)}
          isOpen={isOpen}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  );
}
