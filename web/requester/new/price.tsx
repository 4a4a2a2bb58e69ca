// Step three: what an answer pays, how many a task gets, and what that comes to.

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Refused } from "../../client/http.ts";
import { LinkButton } from "../../parts/button.tsx";
import { estimateText, Money } from "../../parts/money.tsx";
import { noteFailure } from "../../state/line.ts";
import { currency } from "../../state/pool.ts";
import { sayRefused } from "../../text/refused.ts";
import { say } from "../../text/say.ts";
import { Field } from "../field.tsx";
import { hrefOf } from "../route.ts";
import { spanOf } from "../../text/spans.ts";
import { answersPerTask, change, draft, unitsOf } from "./draft.ts";
import { askForQuote, type Quote } from "./quote.ts";
import { Steps } from "./steps.tsx";
import { templateOf } from "./templates.ts";
import { Unpaid } from "./unpaid.tsx";

const PAUSE_MS = 250;
const SLOW_SECONDS = 10;
const HOUR_S = 3600;
const MOST_ANSWERS = 1000;

export function PriceStep() {
  const { price, minimum, maximum, confidence_percent, tasks } = draft.value;
  const quote = useSignal<Quote | null>(null);
  const problem = useSignal<string | null>(null);
  const units = unitsOf(price, currency.value.unitDecimals);
  const inOrder = minimum >= 1 && minimum <= maximum && maximum <= MOST_ANSWERS;
  const whole = units !== null && inOrder && tasks.length > 0;
  useEffect(() => {
    if (!whole) return;
    const asked = {
      tasks: tasks.length,
      price: units,
      answers: answersPerTask(draft.value),
      classes: classesIn(draft.value.config),
    };
    const timer = setTimeout(() => {
      askForQuote(asked).then(
        (found) => {
          quote.value = found;
          problem.value = null;
        },
        (error: unknown) => {
          noteFailure(error);
          if (error instanceof Refused) problem.value = sayRefused(error);
        },
      );
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [whole, units, minimum, maximum, confidence_percent, tasks.length]);
  return (
    <div class="screen new">
      <header>
        <Steps here="price" />
        <h1 tabIndex={-1}>{say("price.title")}</h1>
      </header>
      <div class="new_pair">
        <div class="new_form">
          <Field
            label={say("price.price", { symbol: currency.value.symbol })}
            hint={hourly(units)}
            problem={units === null ? say("price.no_price") : null}
            value={price}
            mode="decimal"
            onChange={(text) => change({ price: text })}
          />
          <Count
            label={say("price.minimum")}
            value={minimum}
            onChange={(n) => change({ minimum: n, maximum: Math.max(n, maximum) })}
          />
          <Count
            label={say("price.maximum")}
            hint={say("price.maximum_hint")}
            value={maximum}
            onChange={(n) => change({ maximum: n, minimum: Math.min(n, minimum) })}
          />
          <Count
            label={say("price.confidence")}
            hint={say("price.confidence_hint")}
            value={confidence_percent}
            most={100}
            onChange={(n) => change({ confidence_percent: n })}
          />
        </div>
        <section class="quote" aria-live="polite">
          <h2>{say("price.quote")}</h2>
          {problem.value && (
            <p class="field_problem" role="alert" dir="auto">
              {problem.value}
            </p>
          )}
          {tasks.length > 0 && <Unpaid />}
          {whole && quote.value ? <Figures quote={quote.value} /> : <p class="soft">{say("price.none")}</p>}
        </section>
      </div>
      <div class="new_bar">
        <LinkButton look="plain" href={hrefOf({ screen: "new", step: "tasks" })}>
          {say("new.back")}
        </LinkButton>
        {whole && !problem.value && (
          <LinkButton href={hrefOf({ screen: "new", step: "fund" })}>{say("new.next")}</LinkButton>
        )}
      </div>
    </div>
  );
}

function Count({
  label,
  hint = "",
  value,
  most = MOST_ANSWERS,
  onChange,
}: {
  label: string;
  hint?: string;
  value: number;
  most?: number;
  onChange: (n: number) => void;
}) {
  return (
    <Field
      label={label}
      hint={hint}
      value={value ? String(value) : ""}
      mode="numeric"
      onChange={(text) => onChange(Math.min(Number(/\d{1,4}/.exec(text)?.[0] ?? 0), most))}
    />
  );
}

function Figures({ quote }: { quote: Quote }) {
  const { largest_spend, appeals_spend, expected_spend, expected_answers } = quote;
  return (
    <dl class="figures">
      <div class="figure_main">
        <dt>{say("price.most")}</dt>
        <dd data-units={largest_spend}>
          <Money units={largest_spend} />
        </dd>
        <dd class="soft small">{say("price.most_more")}</dd>
        <dd class="soft small">
          {say("price.appeals")} <Money units={appeals_spend} />
        </dd>
      </div>
      <div>
        <dt>{say("price.expected")}</dt>
        <dd>
          <Money units={expected_spend} />
        </dd>
        <dd class="soft small">{say("price.expected_more", { n: expected_answers })}</dd>
      </div>
      <div>
        <dt>{say("price.accuracy")}</dt>
        <dd>{say("price.percent", { n: Math.floor(quote.expected_accuracy_percent) })}</dd>
        <dd class="soft small">{say(quote.measured_here ? "price.accuracy_here" : "price.accuracy_more")}</dd>
      </div>
      {quote.expected_duration_s !== null && (
        <div>
          <dt>{say("price.duration")}</dt>
          <dd>{spanOf(quote.expected_duration_s)}</dd>
          <dd class="soft small">{say("price.duration_more")}</dd>
        </div>
      )}
    </dl>
  );
}

/** How many answers a question has: what more classes make harder. */
function classesIn(config: string): number {
  return Math.max(config.split("<Choice ").length - 1, 2);
}

/** What a labeler makes an hour at this price, if an answer takes as long as the template says. */
function hourly(units: number | null): string {
  const seconds = templateOf(draft.value.template)?.seconds ?? SLOW_SECONDS;
  if (units === null) return "";
  const each = Math.floor((units * HOUR_S) / seconds);
  return say("price.hourly", { amount: estimateText(each), seconds });
}
