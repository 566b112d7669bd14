import { act, type ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { I18nextProvider } from 'react-i18next';
import type { Language } from '../../../src-shared/translations/catalogue.ts';
import { createI18n } from '../../i18n/create-i18n.ts';
import { TooltipProvider } from '../tooltip.tsx';

export type Rendered = {
  container: HTMLElement;
  /** Renders something else in its place. */
  update(node: ReactNode): Promise<void>;
  unmount(): Promise<void>;
};

export type RenderOptions = { language?: Language };

/** Puts a component on the page with a language around it. */
export async function render(node: ReactNode, options: RenderOptions = {}): Promise<Rendered> {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
  const container = document.createElement('div');
  document.body.append(container);
  const root = createRoot(container);
  const i18n = createI18n(options.language ?? 'en');
  const wrapped = (child: ReactNode) => (
    <I18nextProvider i18n={i18n}>
      <TooltipProvider>{child}</TooltipProvider>
    </I18nextProvider>
  );
  const update = (child: ReactNode) => act(async () => root.render(wrapped(child)));
  await update(node);
  return {
    container,
    update,
    async unmount() {
      await act(async () => root.unmount());
      container.remove();
    },
  };
}

/** Types into a field as a person would: React hears the input event. */
export async function type(target: Element | null, text: string): Promise<void> {
  if (!(target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement)) {
    throw new Error('There is no field to type into.');
  }
  const prototype = Object.getPrototypeOf(target) as object;
  const property = Object.getOwnPropertyDescriptor(prototype, 'value');
  await act(async () => {
    property?.set?.call(target, text);
    target.dispatchEvent(new Event('input', { bubbles: true }));
  });
}

export async function click(element: Element | null | undefined): Promise<void> {
  if (!(element instanceof HTMLElement || element instanceof SVGElement)) {
    throw new Error('There is nothing to click.');
  }
  await act(async () => {
    element.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }));
  });
}

export async function press(target: EventTarget, key: string, init: KeyboardEventInit = {}) {
  await act(async () => {
    target.dispatchEvent(
      new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...init }),
    );
  });
}

/** The button, tab or menu item with this name. */
export function button(within: ParentNode, name: string): HTMLElement {
  const all = within.querySelectorAll<HTMLElement>('button, [role="tab"], [role="menuitem"], a');
  for (const element of all) {
    if ((element.getAttribute('aria-label') ?? element.textContent).trim() === name) return element;
  }
  throw new Error(`There is no button "${name}".`);
}

/** The field with this label. */
export function field(within: ParentNode, label: string): HTMLInputElement {
  for (const element of within.querySelectorAll('label')) {
    if (element.textContent.trim() !== label) continue;
    const found = document.getElementById(element.htmlFor);
    if (found instanceof HTMLInputElement) return found;
  }
  throw new Error(`There is no field "${label}".`);
}
