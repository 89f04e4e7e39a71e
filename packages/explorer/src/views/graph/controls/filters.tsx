import { Menu } from "@base-ui/react/menu";
import { X } from "lucide-react";
import { relationWords, titleOf, typeWords } from "../../../text/format.ts";
import { graph as words } from "../../../text/graph.ts";
import { strings } from "../../../text/strings.ts";
import chips from "../../../parts/chips.module.css";
import menu from "../../../parts/menu.module.css";
import type { GraphAddress } from "../../../app/addresses.ts";
import { toggled } from "../address.ts";
import type { Facet, Group } from "../model/facets.ts";
import { isFiltering } from "../model/filter.ts";
import type { GraphState } from "../use-graph.ts";
import { TimeFilter } from "./time-filter.tsx";
import styles from "./controls.module.css";

/** The groups with their names in the address. */
const GROUPS = [
  ["types", "type"],
  ["relations", "relation"],
  ["polarities", "polarity"],
  ["speakers", "speaker"],
  ["files", "file"],
] as const satisfies readonly (readonly [Group, keyof GraphAddress])[];

/** Menus with what can be filtered, and a chip for each value that is chosen. */
export function Filters({ graph }: { readonly graph: GraphState }) {
  const { address, change, facets, filter, filtered, scale } = graph;
  const toggle = (name: (typeof GROUPS)[number][1], value: string): void =>
    change({ [name]: toggled(address[name], value) });
  return (
    <div className={styles.filters} role="group" aria-label={words.filters}>
      {GROUPS.map(([group, name]) => (
        <FacetMenu
          key={group}
          group={group}
          facets={facets[group]}
          chosen={address[name] ?? []}
          onToggle={(value) => toggle(name, value)}
        />
      ))}
      {scale === null ? null : (
        <TimeFilter key={JSON.stringify(scale)} scale={scale} address={address} change={change} />
      )}
      {GROUPS.flatMap(([group, name]) =>
        (address[name] ?? []).map((value) => {
          const facet = facets[group].find((each) => each.value === value) ?? { value, name: value, count: 0 };
          return <Chosen key={`${group} ${value}`} name={nameOf(group, facet)} onRemove={() => toggle(name, value)} />;
        }),
      )}
      {address.without === undefined ? null : (
        <button type="button" className={styles.clear} onClick={() => change({ without: undefined })}>
          {words.showRemoved(address.without.length)}
        </button>
      )}
      {isFiltering(filter) ? (
        <button
          type="button"
          className={styles.clear}
          onClick={() =>
            change({
              ...Object.fromEntries(GROUPS.map(([, name]) => [name, undefined])),
              since: undefined,
              until: undefined,
            })
          }
        >
          {words.clear}
        </button>
      ) : null}
      {filtered.unsure === 0 ? null : <p className={styles.note}>{words.unsure(filtered.unsure)}</p>}
    </div>
  );
}

interface FacetMenuProps {
  readonly group: Group;
  readonly facets: readonly Facet[];
  readonly chosen: readonly string[];
  readonly onToggle: (value: string) => void;
}

function FacetMenu({ group, facets, chosen, onToggle }: FacetMenuProps) {
  if (facets.length === 0) return null;
  return (
    <Menu.Root>
      <Menu.Trigger className={chips.chip}>
        {words.groups[group]}
        {chosen.length === 0 ? null : <span className={chips.count}>{chosen.length}</span>}
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner sideOffset={6} align="start" className={menu.positioner}>
          <Menu.Popup className={`${menu.popup} ${styles.popup}`}>
            {facets.map((facet) => (
              <Menu.CheckboxItem
                key={facet.value}
                className={menu.item}
                checked={chosen.includes(facet.value)}
                onCheckedChange={() => onToggle(facet.value)}
                closeOnClick={false}
              >
                <span className={styles.name}>
                  <span className={styles.box} aria-hidden>
                    <Menu.CheckboxItemIndicator className={menu.indicator}>✓</Menu.CheckboxItemIndicator>
                  </span>
                  {nameOf(group, facet)}
                </span>
                <span className={menu.detail}>{facet.count}</span>
              </Menu.CheckboxItem>
            ))}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

function nameOf(group: Group, { value, name }: Facet): string {
  switch (group) {
    case "types":
      return typeWords(value);
    case "relations":
      return relationWords(value);
    case "polarities":
      return Object.entries(strings.polarity).find(([polarity]) => polarity === value)?.[1] ?? value;
    case "speakers":
      return name;
    case "files":
      return titleOf(value);
  }
}

/** A value of a filter that can be removed. */
function Chosen({ name, onRemove }: { readonly name: string; readonly onRemove: () => void }) {
  return (
    <button type="button" className={chips.chip} aria-pressed onClick={onRemove} aria-label={words.remove(name)}>
      {name}
      <X size={14} aria-hidden />
    </button>
  );
}
