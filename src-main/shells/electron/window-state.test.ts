import { expect, test } from 'vitest';
import { defaultSize, placeWindow, readWindowState } from './window-state.ts';

const laptop = { x: 0, y: 0, width: 1440, height: 900 };
const right = { x: 1440, y: 0, width: 1920, height: 1080 };
const left = { x: 100, y: 50, width: 1000, height: 700, isMaximized: false };

test('a window opens where it was left', () => {
  const bounds = { x: 100, y: 50, width: 1000, height: 700 };
  expect(placeWindow(left, [laptop])).toEqual({ bounds, isMaximized: false });
});

test('a first window has the usual size and the place that the system gives', () => {
  expect(placeWindow(undefined, [laptop])).toEqual({ bounds: defaultSize, isMaximized: false });
});

test('a window whose display has gone comes back on the one that is there', () => {
  const away = { ...left, x: 1500, isMaximized: true };
  expect(placeWindow(away, [laptop, right]).bounds).toMatchObject({ x: 1500, y: 50 });
  expect(placeWindow(away, [laptop])).toEqual({
    bounds: { width: 1000, height: 700 },
    isMaximized: true,
  });
});

test('a window whose title bar cannot be reached is placed anew', () => {
  for (const place of [{ y: -50 }, { y: 850 }, { x: -950 }, { x: 1390 }])
    expect(placeWindow({ ...left, ...place }, [laptop]).bounds).not.toHaveProperty('x');
});

test('a window is neither larger than its display nor too small to use', () => {
  const huge = placeWindow({ ...left, width: 9000, height: 9000 }, [laptop]);
  expect(huge.bounds).toMatchObject({ width: 1440, height: 900 });
  const tiny = placeWindow({ ...left, width: 1, height: 1, x: 0, y: 0 }, [laptop]);
  expect(tiny.bounds).toMatchObject({ width: 400, height: 480 });
});

test('what is not a state is not taken for one', () => {
  expect(readWindowState(JSON.stringify(left))).toEqual(left);
  for (const stored of ['', '{', '[]', 'null', '{"x":"1"}', '{"x":1.5,"y":0,"width":1,"height":1}'])
    expect(readWindowState(stored), stored).toBeUndefined();
});
