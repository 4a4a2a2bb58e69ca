// Two lines over time: answers, and what they cost.

import uPlot from "uplot";
import { useEffect, useRef } from "preact/hooks";
import { money } from "../../model/money.ts";
import { currency } from "../../state/pool.ts";
import { locale, say } from "../../text/say.ts";
import type * as shapes from "../shapes.ts";

const HEIGHT = 190;
const AXIS = 62;
const SPACE = 90;

type History = shapes.Statistics["history"];

export function Charts({ history }: { history: History }) {
  const count = new Intl.NumberFormat(locale);
  return (
    <div class="charts">
      <Chart
        title={say("board.chart_answers")}
        times={history.map(({ time_s }) => time_s)}
        values={history.map(({ answers }) => answers)}
        write={(value) => count.format(value)}
      />
      <Chart
        title={say("board.chart_spent")}
        times={history.map(({ time_s }) => time_s)}
        values={history.map(({ spent }) => spent)}
        write={(value) => money(Math.round(value), currency.value, locale)}
      />
    </div>
  );
}

function Chart({
  title,
  times,
  values,
  write,
}: {
  title: string;
  times: readonly number[];
  values: readonly number[];
  write: (value: number) => string;
}) {
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  useEffect(() => {
    const drawn = new uPlot(optionsOf(place.current!, write), [[], []], place.current!);
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
  useEffect(() => plot.current?.setData([[...times], [...values]]), [times, values]);
  const last = say("board.chart_now", { title, value: write(values.at(-1) ?? 0) });
  return (
    <div class="chart">
      <h2>{title}</h2>
      <div ref={place} role="img" aria-label={last} />
    </div>
  );
}

function optionsOf(place: HTMLElement, write: (value: number) => string): uPlot.Options {
  const colour = (name: string) => getComputedStyle(place).getPropertyValue(name).trim();
  const axis = { stroke: colour("--soft"), grid: { stroke: colour("--rule") }, ticks: { show: false } };
  return {
    width: place.clientWidth,
    height: HEIGHT,
    legend: { show: false },
    cursor: { show: false },
    axes: [
      { ...axis, space: SPACE, values: (_, moments) => moments.map(clock) },
      { ...axis, size: AXIS, values: (_, values) => values.map(write) },
    ],
    padding: [12, 24, 0, 0],
    series: [{}, { stroke: colour("--field"), fill: colour("--field-wash"), width: 2.5 }],
  };
}

function clock(time_s: number): string {
  const format = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", second: "2-digit" });
  return format.format(new Date(time_s * 1000));
}
