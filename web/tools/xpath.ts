// Where a text node stands, as Label Studio writes it: /div[1]/p[2]/text()[1].

export function xpathOf(root: Node, node: Node): string {
  const steps: string[] = [];
  for (let at: Node = node; at !== root; at = at.parentNode!) {
    const name = at.nodeType === Node.TEXT_NODE ? "text()" : at.nodeName.toLowerCase();
    const like = [...at.parentNode!.childNodes].filter((other) => other.nodeName === at.nodeName);
    steps.unshift(`${name}[${like.indexOf(at as ChildNode) + 1}]`);
  }
  return `/${steps.join("/")}`;
}
