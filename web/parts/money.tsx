import "./money.css";
import { cents, estimate, splitMoney } from "../model/money.ts";
import { currency } from "../state/pool.ts";
import { locale } from "../text/say.ts";

/** A total; its digits below a cent are set smaller. */
export function Money({ units }: { units: number }) {
  const { lead, small, trail } = splitMoney(units, currency.value, locale);
  return (
    <bdi class="money">
      {lead}
      {small && <span class="fine">{small}</span>}
      {trail}
    </bdi>
  );
}

/** A price or a gain, in cents. */
export function Cents({ units }: { units: number }) {
  return <bdi class="money">{centsText(units)}</bdi>;
}

/** An average or a guess. */
export function estimateText(units: number): string {
  return estimate(units, currency.value, locale);
}

export function centsText(units: number): string {
  return cents(units, currency.value, locale);
}
