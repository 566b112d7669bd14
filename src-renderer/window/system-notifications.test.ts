import { afterEach, expect, it, vi } from 'vitest';
import { showNotification } from './notify.ts';

afterEach(() => vi.unstubAllGlobals());

it('a click on a notification brings the window to the front and goes where it points', () => {
  const shown: EventTarget[] = [];
  class Shown extends EventTarget {
    static permission = 'granted';
    constructor() {
      super();
      shown.push(this);
    }
    close(): void {}
  }
  vi.stubGlobal('Notification', Shown);
  const done: string[] = [];
  const notice = { title: 'Ali', body: 'selam', tag: 't', go: () => done.push('go') };
  showNotification(notice, () => done.push('raise'));
  expect(done).toEqual([]);
  shown[0]?.dispatchEvent(new Event('click'));
  expect(done).toEqual(['raise', 'go']);
});
