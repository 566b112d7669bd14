import { afterEach, beforeEach, expect, test } from 'vitest';
import { keepDrops } from './follow.ts';

let end: () => void;

beforeEach(() => {
  document.body.innerHTML = '<p>words</p><textarea></textarea><input type="checkbox">';
  end = keepDrops(window);
});

afterEach(() => end());

function drag(selector: string, types: readonly string[], name = 'drop') {
  const event = new Event(name, { bubbles: true, cancelable: true });
  const dataTransfer = { types, dropEffect: 'copy' };
  Object.assign(event, { dataTransfer });
  document.querySelector(selector)?.dispatchEvent(event);
  return { isLeftToBrowser: !event.defaultPrevented, effect: dataTransfer.dropEffect };
}

test.each(['dragover', 'drop'])('a file or a link never leads away from the app at %s', (name) => {
  const refused = { isLeftToBrowser: false, effect: 'none' };
  for (const where of ['p', 'input', 'body'])
    for (const types of [['Files'], ['text/uri-list', 'text/plain']])
      expect(drag(where, types, name), `${where} ${types[0]}`).toEqual(refused);
  expect(drag('textarea', ['Files'], name)).toEqual(refused);
});

test('a text field takes text as ever', () => {
  expect(drag('textarea', ['text/plain']).isLeftToBrowser).toBe(true);
});

test('where somebody takes it they have the say', () => {
  document.querySelector('p')?.addEventListener('drop', (event) => event.preventDefault());
  expect(drag('p', ['Files'])).toEqual({ isLeftToBrowser: false, effect: 'copy' });
});
