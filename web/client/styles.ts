// Styles that only tasks need: fetched once, before the first is shown.

let fetched: Promise<void> | null = null;

export function fetchStyles(): Promise<void> {
  fetched ??= new Promise((resolve, reject) => {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = document.getElementById("page")!.dataset["styles"]!;
    link.onload = () => resolve();
    link.onerror = () => reject(new Error(link.href));
    document.head.append(link);
  });
  return fetched;
}
