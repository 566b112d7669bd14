import { expect, it, vi } from 'vitest';
import { ManualClock } from '../../src-shared/outside/manual-clock.ts';
import { startRecording } from './recording.ts';

function made() {
  const track = { stop: vi.fn<() => void>() };
  const opened = Promise.withResolvers<unknown>();
  vi.stubGlobal('navigator', { mediaDevices: { getUserMedia: () => opened.promise } });
  vi.stubGlobal(
    'MediaRecorder',
    class {
      static isTypeSupported = () => false;
      constructor() {
        throw new DOMException('no', 'NotSupportedError');
      }
    },
  );
  const own = new AbortController();
  const done = vi.fn<() => void>();
  const started = startRecording({ clock: new ManualClock(0), signal: own.signal, done });
  return { track, open: () => opened.resolve({ getTracks: () => [track] }), own, started };
}

it('a microphone that opens when nobody waits for it any more is closed at once', async () => {
  const { track, open, own, started } = made();
  own.abort();
  open();
  expect(await started).toBeUndefined();
  expect(track.stop).toHaveBeenCalledOnce();
});

it('a microphone from which nothing can be recorded is closed, and that is said', async () => {
  const { track, open, started } = made();
  open();
  expect(await started).toBe('failed');
  expect(track.stop).toHaveBeenCalledOnce();
});
