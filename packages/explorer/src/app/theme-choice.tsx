import { Menu } from "@base-ui/react/menu";
import { Moon, Sun, SunMoon } from "lucide-react";
import { strings } from "../text/strings.ts";
import { switchSingleKeys, useSingleKeys } from "../parts/single-keys.ts";
import menu from "../parts/menu.module.css";
import button from "../parts/button.module.css";
import { THEMES, type Theme, useTheme } from "./theme.ts";

const ICONS = { system: SunMoon, light: Sun, dark: Moon } as const;

/** The colours, and whether single keys do something. Both are kept in the browser. */
export function ThemeChoice() {
  const [theme, choose] = useTheme();
  const hasKeys = useSingleKeys();
  const Icon = ICONS[theme];
  return (
    <Menu.Root>
      <Menu.Trigger
        className={button.button}
        data-kind="quiet"
        aria-label={`${strings.theme.label}: ${strings.theme[theme]}, ${strings.singleKeys.state(hasKeys)}`}
      >
        <Icon size={16} aria-hidden />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner sideOffset={6} align="end" className={menu.positioner}>
          <Menu.Popup className={menu.popup}>
            <Menu.RadioGroup value={theme} onValueChange={(value) => choose(value as Theme)}>
              {THEMES.map((each) => (
                <Menu.RadioItem key={each} value={each} className={menu.item} closeOnClick>
                  {strings.theme[each]}
                  <Menu.RadioItemIndicator className={menu.indicator}>✓</Menu.RadioItemIndicator>
                </Menu.RadioItem>
              ))}
            </Menu.RadioGroup>
            <Menu.Separator className={menu.separator} />
            <Menu.CheckboxItem checked={hasKeys} onCheckedChange={switchSingleKeys} className={menu.item} closeOnClick>
              {strings.singleKeys.label}
              <Menu.CheckboxItemIndicator className={menu.indicator}>✓</Menu.CheckboxItemIndicator>
            </Menu.CheckboxItem>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
