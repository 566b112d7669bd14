import { describe, expect, test } from 'vitest';
import { encodeFrame, encodeListed } from './encode-frame.ts';

describe('encodeFrame', () => {
  test('W1 a frame is one line of JSON', () => {
    expect(encodeFrame({ type: 'ok', rid: 1, name: 'a\nb' })).toBe(
      '{"type":"ok","rid":1,"name":"a\\nb"}\n',
    );
  });

  test('fields that are undefined are left out', () => {
    expect(encodeFrame({ type: 'fail', rid: null, field: undefined })).toBe(
      '{"type":"fail","rid":null}\n',
    );
  });

  test('W1 half a surrogate pair never leaves', () => {
    expect(encodeFrame({ a: ['x\ud83d', '😀', '\\ud83d'] })).toBe(
      '{"a":["x\ufffd","😀","\\\\ud83d"]}\n',
    );
  });
});

test('what is listed becomes one line', () => {
  expect(encodeListed(['{"text":"a"}', '{"text":"b"}'])).toBe(
    '{"type":"entries","entries":[{"text":"a"},{"text":"b"}]}\n',
  );
});
