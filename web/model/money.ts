// Units to text. What is shown is never more than what is owed: digits beyond the last are cut off.

export interface Currency {
  readonly unitDecimals: number;
  readonly symbol: string;
}

/** Money in pieces, so that the small digits can be set smaller: `$0.03` `24` ``. */
export interface SplitMoney {
  readonly lead: string;
  readonly small: string;
  readonly trail: string;
}

/** A pool of a stablecoin counts in millionths of a dollar (docs/protocol.md); others count their own token. */
export function isDollar(currency: Currency): boolean {
  return currency.unitDecimals === 6;
}

/** A total, with two more digits than usual because answers cost fractions of a cent. */
export function splitMoney(units: number, currency: Currency, locale: string): SplitMoney {
  const digits = isDollar(currency) ? 4 : Math.min(currency.unitDecimals, 6);
  const parts = formatter(currency, locale, digits).formatToParts(cut(units, currency.unitDecimals, digits));
  const at = parts.findIndex((part) => part.type === "fraction");
  const fraction = at < 0 ? "" : parts[at]!.value;
  const join = (pieces: Intl.NumberFormatPart[]) => pieces.map((piece) => isolated(piece, locale)).join("");
  if (at < 0) return { lead: withSymbol(join(parts), currency), small: "", trail: "" };
  return {
    lead: join(parts.slice(0, at)) + fraction.slice(0, 2),
    small: fraction.slice(2),
    trail: withSymbol(join(parts.slice(at + 1)), currency),
  };
}

/** Between letters from right to left, `US$` would become `$US`. */
function isolated({ type, value }: Intl.NumberFormatPart, locale: string): string {
  return type === "currency" && /^(ar|fa|he|ur)\b/.test(locale) ? `\u2066${value}\u2069` : value;
}

export function money(units: number, currency: Currency, locale: string): string {
  const { lead, small, trail } = splitMoney(units, currency, locale);
  return lead + small + trail;
}

/** Amounts beside an axis, with as few digits as tell each from the next. */
export function apart(units: readonly number[], currency: Currency, locale: string): string[] {
  const { unitDecimals } = currency;
  for (let digits = Math.min(2, unitDecimals); ; digits++) {
    const format = formatter(currency, locale, digits);
    const written = units.map((one) => format.format(cut(one, unitDecimals, digits)));
    if (digits >= unitDecimals || new Set(written).size === new Set(units).size)
      return written.map((one) => withSymbol(one, currency));
  }
}

/** What is not exact: cents are enough from a dollar on. */
export function estimate(units: number, currency: Currency, locale: string): string {
  if (!isDollar(currency) || units < 1_000_000) return cents(units, currency, locale);
  return apart([units], currency, locale)[0]!;
}

/** A price or a gain: in cents below a dollar, `0.4¢`. */
export function cents(units: number, currency: Currency, locale: string): string {
  if (!isDollar(currency) || units >= 1_000_000) return money(units, currency, locale);
  const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 3 });
  return `${number.format(cut(units, 4, 3))}¢`;
}

function cut(units: number, unitDecimals: number, digits: number): number {
  const step = 10 ** Math.max(unitDecimals - digits, 0);
  return (units - (units % step)) / 10 ** unitDecimals;
}

function formatter(currency: Currency, locale: string, digits: number): Intl.NumberFormat {
  const fraction = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  if (!isDollar(currency)) return new Intl.NumberFormat(locale, fraction);
  return new Intl.NumberFormat(locale, {
    style: "currency",
    currency: "USD",
    currencyDisplay: "narrowSymbol",
    ...fraction,
  });
}

function withSymbol(text: string, currency: Currency): string {
  return isDollar(currency) ? text : `${text} ${currency.symbol}`;
}
