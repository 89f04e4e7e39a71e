import type { Comparison } from "colloquy/api";
import { StatementText } from "../../parts/claim.tsx";
import { Evidence } from "../../parts/evidence.tsx";
import { compareWords as words } from "../../text/compare.ts";
import { strings } from "../../text/strings.ts";
import { byPerson, commonStatement } from "./sides.ts";
import columns from "../../parts/columns.module.css";
import styles from "./compare.module.css";

interface ViewpointsProps {
  readonly viewpoints: Comparison["disagreements"][number]["viewpoints"];
  readonly people: Comparison["speakers"];
}

/** What both say about one thing, each with the best of the words. */
export function Viewpoints({ viewpoints, people }: ViewpointsProps) {
  const common = commonStatement(viewpoints);
  return (
    <li className={styles.subject}>
      {common === null ? null : (
        <p className={styles.statement}>
          <StatementText statement={common} />
        </p>
      )}
      <div className={columns.two}>
        {byPerson(people, viewpoints).map((of, index) => (
          <div key={people[index]?.id} className={styles.side}>
            {of.map((each) => (
              <div key={`${each.source.id} ${each.type} ${each.target.id} ${each.polarity}`} className={styles.view}>
                <p className={styles.who}>
                  <span className={styles.name}>{each.speaker.name}</span>{" "}
                  <span className={styles.says}>{words.says[each.polarity]}</span>
                  {each.count > 1 ? <span className={styles.note}> {strings.times(each.count)}</span> : null}
                </p>
                {common === null ? (
                  <p>
                    <StatementText statement={each} />
                  </p>
                ) : null}
                <Evidence evidence={{ ...each.evidence, polarity: "stated" }} />
              </div>
            ))}
          </div>
        ))}
      </div>
    </li>
  );
}
