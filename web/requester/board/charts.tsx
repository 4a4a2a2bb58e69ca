// Two lines over time: answers, and what they cost.

import uPlot from "uplot";
import { useEffect, useRef } from "preact/hooks";
import { apart, money } from "../../model/money.ts";
import { currency } from "../../state/pool.ts";
import { locale, say } from "../../text/say.ts";
import type * as shapes from "../shapes.ts";

const HEIGHT = 190;
const AXIS = 62;
const SPACE = 90;
const HEADROOM = 1.05;
const FEW_ANSWERS = 4;
const FEW_UNITS = 10_000;
/** Steps of an axis: whole answers, whole units. */
const STEPS = Array.from({ length: 13 }, (_, power) => [1, 2, 5].map((one) => one * 10 ** power)).flat();

type History = shapes.Statistics["history"];

export function Charts({ history: given }: { history: History }) {
  const count = new Intl.NumberFormat(locale);
  // From nothing: the first moment alone would be a dot.
  const start = { time_s: given[0]!.time_s - 1, answers: 0, closed_tasks: 0, spent: 0 };
  const history = [start, ...given];
  return (
    <div class="charts">
      <Chart
        title={say("board.chart_answers")}
        times={history.map(({ time_s }) => time_s)}
        values={history.map(({ answers }) => answers)}
        least={FEW_ANSWERS}
        write={(value) => count.format(value)}
        writeAxis={(values) => values.map((value) => count.format(value))}
      />
      <Chart
        title={say("board.chart_spent")}
        times={history.map(({ time_s }) => time_s)}
        values={history.map(({ spent }) => spent)}
        least={FEW_UNITS}
        write={(value) => money(value, currency.value, locale)}
        writeAxis={(values) => apart(values, currency.value, locale)}
      />
    </div>
  );
}

function Chart({
  title,
  times,
  values,
  least,
  write,
  writeAxis,
}: {
  title: string;
  times: readonly number[];
  values: readonly number[];
  /** The top of the axis while there is less. */
  least: number;
  write: (value: number) => string;
  writeAxis: (values: readonly number[]) => string[];
}) {
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  useEffect(() => {
    const drawn = new uPlot(optionsOf(place.current!, least, writeAxis), [[], []], place.current!);
    plot.current = drawn;
    const watcher = new ResizeObserver(([entry]) =>
      drawn.setSize({ width: entry!.contentRect.width, height: HEIGHT }),
    );
    watcher.observe(place.current!);
    return () => {
      watcher.disconnect();
      drawn.destroy();
    };
  }, []);
  useEffect(() => {
    const dark = matchMedia("(prefers-color-scheme: dark)");
    const redraw = () => plot.current?.redraw();
    dark.addEventListener("change", redraw);
    return () => dark.removeEventListener("change", redraw);
  }, []);
  useEffect(() => plot.current?.setData([[...times], [...values]]), [times, values]);
  const last = say("board.chart_now", { title, value: write(values.at(-1) ?? 0) });
  return (
    <div class="chart">
      <h2>{title}</h2>
      <div ref={place} role="img" aria-label={last} />
    </div>
  );
}

function optionsOf(
  place: HTMLElement,
  least: number,
  writeAxis: (values: readonly number[]) => string[],
): uPlot.Options {
  const colour = (name: string) => () => getComputedStyle(place).getPropertyValue(name).trim();
  const axis = { stroke: colour("--soft"), grid: { stroke: colour("--rule") }, ticks: { show: false } };
  return {
    width: place.clientWidth,
    height: HEIGHT,
    legend: { show: false },
    cursor: { show: false },
    axes: [
      { ...axis, space: SPACE, values: (_, moments) => moments.map(clock) },
      { ...axis, size: AXIS, incrs: STEPS, values: (_, values) => writeAxis(values) },
    ],
    scales: { y: { range: (_, __, most) => [0, Math.max(most, least) * HEADROOM] } },
    padding: [12, 44, 0, 0],
    series: [{}, { stroke: colour("--field"), fill: colour("--field-wash"), width: 2.5 }],
  };
}

function clock(time_s: number): string {
  const format = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", second: "2-digit" });
  return format.format(new Date(time_s * 1000));
}
