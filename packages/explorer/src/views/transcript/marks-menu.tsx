import { Menu } from "@base-ui/react/menu";
import { Highlighter } from "lucide-react";
import { transcript as words } from "../../text/transcript.ts";
import button from "../../parts/button.module.css";
import menu from "../../parts/menu.module.css";
import { useMarkChoice } from "./marks-choice.ts";

const KINDS = ["names", "claims", "quotes"] as const;

/** Chooses which marks are shown in the text. */
export function MarksMenu() {
  const [choice, choose] = useMarkChoice();
  return (
    <Menu.Root>
      <Menu.Trigger
        className={button.button}
        data-kind="quiet"
        aria-label={words.marks.label}
        title={words.marks.label}
      >
        <Highlighter size={16} aria-hidden />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner sideOffset={6} align="end" className={menu.positioner}>
          <Menu.Popup className={menu.popup}>
            {KINDS.map((kind) => (
              <Menu.CheckboxItem
                key={kind}
                className={menu.item}
                checked={choice[kind]}
                onCheckedChange={(checked) => choose({ ...choice, [kind]: checked })}
              >
                {words.marks[kind]}
                <Menu.CheckboxItemIndicator className={menu.indicator}>✓</Menu.CheckboxItemIndicator>
              </Menu.CheckboxItem>
            ))}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
