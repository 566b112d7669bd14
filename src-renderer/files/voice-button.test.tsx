import { expect, it, vi } from 'vitest';
import { everyone } from '../../src-shared/protocol/ids.ts';
import { renderInRoom } from '../room/testing/render-in-room.tsx';
import { button, click } from '../ui/testing/render.tsx';
import { longestRecordingMs } from './recording.ts';
import { VoiceButton } from './voice-button.tsx';

/** A microphone that hears nothing, and what writes down what it hears. */
function microphone() {
  const track = { stop: vi.fn<() => void>() };
  vi.stubGlobal(
    'MediaRecorder',
    class extends EventTarget {
      static isTypeSupported = (type: string) => type === 'audio/webm';
      state = 'inactive';
      mimeType = 'audio/webm';
      start = () => (this.state = 'recording');
      stop = () => {
        this.state = 'inactive';
        const data = new Blob(['heard'], { type: this.mimeType });
        this.dispatchEvent(Object.assign(new Event('dataavailable'), { data }));
        this.dispatchEvent(new Event('stop'));
      };
    },
  );
  vi.stubGlobal(
    'AudioContext',
    class {
      createAnalyser = () => ({ fftSize: 2, getFloatTimeDomainData: () => {} });
      createMediaStreamSource = () => ({ connect: () => {} });
      close = async () => {};
    },
  );
  const devices = { getUserMedia: async () => ({ getTracks: () => [track] }) };
  vi.stubGlobal('navigator', Object.assign(Object.create(navigator), { mediaDevices: devices }));
  return track;
}

it('a voice message ends by itself after five minutes, and stands among what is sent next', async () => {
  const track = microphone();
  const onDone = vi.fn<() => void>();
  const { container, stores, pass } = await renderInRoom(
    <VoiceButton conversation={everyone} onDone={onDone} />,
  );
  expect(longestRecordingMs).toBe(300_000);
  await click(button(container, 'Record a voice message'));
  await pass(0);
  const bar = () => container.querySelector('[role="group"]');
  expect(bar()?.textContent).toContain('/ 5:00');
  await pass(longestRecordingMs - 1);
  expect(bar()).not.toBeNull();
  expect(track.stop).not.toHaveBeenCalled();
  expect(stores.staged.of(everyone)).toEqual([]);
  await pass(1);
  expect(bar()).toBeNull();
  expect(track.stop).toHaveBeenCalledOnce();
  expect(onDone).toHaveBeenCalledOnce();
  const [voice, ...more] = stores.staged.of(everyone);
  expect(more).toEqual([]);
  expect(voice).toMatchObject({ size: 5, name: expect.stringMatching(/^voice-.*\.weba$/) });
});
