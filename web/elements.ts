// Elements of a page, made and changed by its scripts.

export function element<Name extends keyof HTMLElementTagNameMap>(name: Name, className = ''): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  if (className !== '') made.className = className;
  return made;
}

export function told(className: string, text: string): HTMLSpanElement {
  const made = element('span', className);
  made.textContent = text;
  return made;
}

export function setText(target: HTMLElement, text: string): void {
  if (target.textContent !== text) target.textContent = text;
}

export function button(text: string, pressed: () => void): HTMLButtonElement {
  const made = element('button');
  made.type = 'button';
  made.textContent = text;
  made.addEventListener('click', pressed);
  return made;
}
