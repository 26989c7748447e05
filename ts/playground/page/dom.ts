type Child = Node | string;

/** Makes an element: properties whose names have a dash, and `role`, are attributes. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  properties: Partial<HTMLElementTagNameMap[Tag]> | Readonly<Record<string, string>> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (typeof value === 'string' && (name.includes('-') || name === 'role')) {
      made.setAttribute(name, value);
    } else Object.assign(made, { [name]: value });
  }
  made.append(...children);
  return made;
}

/** The element of this id in index.html. Throws where it is not of the kind expected. */
export function byId<Kind extends HTMLElement>(id: string, kind: new () => Kind): Kind {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`index.html has no ${kind.name} #${id}`);
  return found;
}

/** Sets text only where it changes, so that screen readers and the layout are left alone. */
export function setText(target: HTMLElement, text: string): void {
  if (target.textContent !== text) target.textContent = text;
}
