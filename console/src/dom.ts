// SPDX-License-Identifier: Apache-2.0
// Just enough help to build and keep elements.

type Child = Node | string | null;

/** An element with classes, attributes and children; text is never parsed as markup. */
export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  className = '',
  attributes: Record<string, string> = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const node = document.createElement(tag);
  if (className !== '') node.className = className;
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children.filter((child) => child !== null));
  return node;
}

/** A button that runs `run`; `label` is also what a screen reader says. */
export function button(label: string, className: string, run: () => void): HTMLButtonElement {
  const node = el('button', className, { type: 'button' }, label);
  node.addEventListener('click', run);
  return node;
}

const SVG = 'http://www.w3.org/2000/svg';

export function svg(tag: string, attributes: Record<string, string> = {}): SVGElement {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  return node;
}

/** Sets text only when it differs, so that an idle page does no work. */
export function setText(node: Node, text: string): void {
  if (node.textContent !== text) node.textContent = text;
}

export function setData(node: HTMLElement, name: string, value: string): void {
  if (node.dataset[name] !== value) node.dataset[name] = value;
}

/** Children kept by key, so that focus and animations survive an update. */
export class KeyedList<T, V extends { root: HTMLElement }> {
  #views = new Map<string, V>();

  constructor(
    private readonly parent: HTMLElement,
    private readonly keyOf: (item: T) => string,
    private readonly make: (item: T) => V,
    private readonly update: (view: V, item: T) => void,
  ) {}

  show(items: readonly T[]): void {
    const wanted = new Set<string>();
    let at: Element | null = this.parent.firstElementChild;
    for (const item of items) {
      const key = this.keyOf(item);
      wanted.add(key);
      let view = this.#views.get(key);
      if (view === undefined) {
        view = this.make(item);
        this.#views.set(key, view);
      }
      this.update(view, item);
      if (view.root === at) at = at.nextElementSibling;
      else this.parent.insertBefore(view.root, at);
    }
    for (const [key, view] of this.#views) {
      if (wanted.has(key)) continue;
      view.root.remove();
      this.#views.delete(key);
    }
  }

  get(key: string): V | undefined {
    return this.#views.get(key);
  }

  get size(): number {
    return this.#views.size;
  }
}
