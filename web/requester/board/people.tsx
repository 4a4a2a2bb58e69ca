// Who labels, by the names of the dataset: how much, how well, for what.

import { ratePercent, shownScore } from "../../model/pay_state.ts";
import { Money } from "../../parts/money.tsx";
import { say } from "../../text/say.ts";
import { statistics } from "./watch.ts";

export function People() {
  const labelers = [...(statistics.value?.labelers ?? [])].sort((a, b) => b.answers - a.answers);
  if (!labelers.length) return <p class="soft">{say("people.none")}</p>;
  return (
    <div class="table" tabIndex={0} role="region" aria-label={say("board.view_people")}>
      <table>
        <thead>
          <tr>
            {(["name", "answers", "score", "rate", "earned"] as const).map((column) => (
              <th key={column} scope="col">
                {say(`people.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {labelers.map(({ name, answers, score_percent, rate_32nds, owed }) => (
            <tr key={name}>
              <th scope="row">
                <bdi class="hex">{name}</bdi>
              </th>
              <td>{say("board.count", { n: answers })}</td>
              <td>{score_percent === null ? "–" : say("price.percent", { n: shownScore(score_percent) })}</td>
              <td>{rate_32nds === null ? "–" : say("price.percent", { n: ratePercent(rate_32nds) })}</td>
              <td>
                <Money units={owed} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
