import { Popover } from "@base-ui/react/popover";
import { Slider } from "@base-ui/react/slider";
import { useState } from "react";
import { clock, date } from "../../../text/format.ts";
import { graph as words } from "../../../text/graph.ts";
import chips from "../../../parts/chips.module.css";
import menu from "../../../parts/menu.module.css";
import type { GraphAddress } from "../../../app/addresses.ts";
import type { ChangeAddress } from "../address.ts";
import type { TimeScale } from "../model/time.ts";
import styles from "./controls.module.css";

interface TimeFilterProps {
  readonly scale: TimeScale;
  readonly address: GraphAddress;
  readonly change: ChangeAddress;
}

/** A range of days, or of the minutes of one transcript. */
export function TimeFilter({ scale, address: { since, until }, change }: TimeFilterProps) {
  const steps = stepsOf(scale);
  const last = steps.length - 1;
  const [range, setRange] = useState<readonly number[]>([indexOf(steps, since, 0), indexOf(steps, until, last)]);
  const [from = 0, to = last] = range;
  const isWhole = since === undefined && until === undefined;
  const name = (index: number): string => nameOf(scale, steps[index] ?? "");
  return (
    <Popover.Root>
      <Popover.Trigger className={chips.chip} aria-pressed={!isWhole}>
        {isWhole ? words.time : `${name(from)} – ${name(to)}`}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner sideOffset={6} align="start" className={menu.positioner}>
          <Popover.Popup className={`${menu.popup} ${styles.time}`} aria-label={words.time}>
            <Slider.Root
              min={0}
              max={last}
              value={[...range]}
              onValueChange={(value) => setRange(value)}
              onValueCommitted={([first = 0, final = last]) =>
                change({
                  since: first === 0 ? undefined : steps[first],
                  until: final === last ? undefined : steps[final],
                })
              }
            >
              <Slider.Control className={styles.slider}>
                <Slider.Track className={styles.track}>
                  <Slider.Indicator className={styles.chosen} />
                  {[words.timeRange.from, words.timeRange.to].map((label, index) => (
                    <Slider.Thumb
                      key={label}
                      index={index}
                      className={styles.thumb}
                      aria-label={label}
                      getAriaValueText={(_, value) => name(value)}
                    />
                  ))}
                </Slider.Track>
              </Slider.Control>
            </Slider.Root>
            <p className={styles.range}>
              <span>{name(from)}</span>
              <span>{name(to)}</span>
            </p>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}

const MOST_STEPS = 200;

/** Days, or seconds, that can be chosen as bounds. */
function stepsOf(scale: TimeScale): readonly string[] {
  if (scale.kind === "days") return scale.days;
  const seconds = Math.ceil(scale.endMs / 1_000);
  const step = Math.max(10, Math.ceil(seconds / MOST_STEPS / 10) * 10);
  return Array.from({ length: Math.ceil(seconds / step) + 1 }, (_, index) => String(index * step));
}

/** The step that is nearest to a value of the address. */
function indexOf(steps: readonly string[], value: string | undefined, otherwise: number): number {
  if (value === undefined) return otherwise;
  const index = steps.indexOf(value);
  return index < 0 ? otherwise : index;
}

function nameOf({ kind }: TimeScale, step: string): string {
  return kind === "days" ? date(step) : clock(Number(step) * 1_000);
}
