// What the columns of a table are called, so that the one with the right answers can be picked.

const MOST = 30;

/** The names in a file's first line: a CSV's header, or the fields of a first JSON object. */
export function columnsIn(name: string, content: string): string[] {
  const start = content.replace(/^\uFEFF/, "").trimStart();
  const found = /\.csv$/i.test(name) ? header(start) : fields(start);
  return [...new Set(found.filter(Boolean))].slice(0, MOST);
}

function header(content: string): string[] {
  const names: string[] = [];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/y;
  for (let more = true; more; ) {
    const found = cell.exec(content);
    if (!found) break;
    names.push((found[1]?.replaceAll('""', '"') ?? found[2]!).trim());
    more = found[3] === ",";
  }
  return names;
}

function fields(content: string): string[] {
  const first = content.startsWith("[") ? content : (content.split("\n", 1)[0] ?? "");
  try {
    const parsed = JSON.parse(first) as unknown;
    const row = (Array.isArray(parsed) ? parsed[0] : parsed) as unknown;
    const data = (row as { data?: unknown } | null)?.data ?? row;
    return typeof data === "object" && data !== null && !Array.isArray(data) ? Object.keys(data) : [];
  } catch {
    return [];
  }
}
