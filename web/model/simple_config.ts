// The parts of a config that most requesters change: the question, and what can be chosen. They are changed
// in the text itself, so that everything else stays as it was written.

export interface Options {
  /** The control's name. */
  readonly control: string;
  readonly values: readonly string[];
}

export interface Simple {
  /** The first header, empty where there is none; null where none can stand. */
  readonly question: string | null;
  readonly lists: readonly Options[];
}

interface Tag {
  readonly name: string;
  readonly kind: "open" | "close" | "alone";
  readonly attributes: string;
  readonly start: number;
  readonly end: number;
}

interface List extends Options {
  readonly tag: string;
  /** Where the options' text begins and ends. */
  readonly start: number;
  readonly end: number;
  /** Each option as it stands. */
  readonly written: ReadonlyMap<string, string>;
}

const TAG = /<!--[^]*?-->|<(\/?)([A-Za-z]\w*)((?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>/g;
const OPTION_OF = (name: string) => (name === "Choices" ? "Choice" : /^\w*Labels$/.test(name) ? "Label" : null);

/** What a config says in its simple parts. */
export function simpleIn(config: string): Simple {
  const tags = tagsIn(config);
  const header = tags.find(isHeader);
  return {
    question: header ? attributeOf(header.attributes, "value") : tags.some(isView) ? "" : null,
    lists: listsIn(config, tags).map(({ control, values }) => ({ control, values })),
  };
}

/** Puts the question above everything where there was none, and takes it away where it is empty. */
export function withQuestion(config: string, question: string): string {
  const tags = tagsIn(config);
  const header = tags.find(isHeader);
  const view = tags.find(isView);
  const [before, after] = header
    ? [config.slice(0, header.start), config.slice(header.end)]
    : [config.slice(0, view?.end), config.slice(view?.end ?? config.length)];
  if (!question) return header ? before.trimEnd() + after : config;
  const value = `value="${escaped(question)}"`;
  if (!header) return view ? `${before}\n  <Header ${value}/>${after}` : config;
  const said = config.slice(header.start, header.end).replace(/\bvalue\s*=\s*("[^"]*"|'[^']*')/, () => value);
  return before + said + after;
}

/** Options that stay keep what else is said of them: hot keys, colors, aliases. */
export function withOptions(config: string, control: string, values: readonly string[]): string {
  const list = listsIn(config, tagsIn(config)).find((one) => one.control === control);
  if (!list) return config;
  const body = config.slice(list.start, list.end);
  const [gap] = /^\s*/.exec(body)!;
  const [last] = /\s*$/.exec(body)!;
  const options = [...new Set(values)].map(
    (value) => list.written.get(value) ?? `<${list.tag} value="${escaped(value)}"/>`,
  );
  return config.slice(0, list.start) + options.map((one) => gap + one).join("") + last + config.slice(list.end);
}

const isHeader = ({ name }: Tag) => name === "Header";
const isView = ({ name, kind }: Tag) => name === "View" && kind === "open";

function tagsIn(config: string): Tag[] {
  return [...config.matchAll(TAG)].flatMap((found) => {
    const [text, closes, name, attributes, alone] = found;
    if (!name) return [];
    const kind = closes ? "close" : alone ? "alone" : "open";
    return [{ name, kind, attributes: attributes!, start: found.index, end: found.index + text.length } as const];
  });
}

/** Controls whose options stand flat between their tags; a tree of them is left to the text. */
function listsIn(config: string, tags: readonly Tag[]): List[] {
  return tags.flatMap((opening, place) => {
    const tag = OPTION_OF(opening.name);
    const control = attributeOf(opening.attributes, "name");
    if (opening.kind !== "open" || !tag || control === null) return [];
    const closing = tags.findIndex(({ name, kind }, at) => at > place && kind === "close" && name === opening.name);
    const inside = tags.slice(place + 1, closing);
    if (closing < 0 || !inside.length || inside.some(({ name, kind }) => name !== tag || kind !== "alone")) return [];
    const written = new Map(
      inside.map((one) => [attributeOf(one.attributes, "value") ?? "", config.slice(one.start, one.end)]),
    );
    return [{ control, tag, values: [...written.keys()], written, start: opening.end, end: tags[closing]!.start }];
  });
}

function attributeOf(attributes: string, name: string): string | null {
  const found = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(attributes);
  return found ? unescaped(found[1] ?? found[2]!) : null;
}

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

function unescaped(text: string): string {
  return text.replace(/&(amp|lt|gt|quot|apos);/g, (_, name: string) => ENTITIES[name]!);
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
