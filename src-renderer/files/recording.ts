import type { Clock } from '../../src-shared/outside/clock.ts';

/** `level`: how loud it is now, 0 to 1. */
export type Recording = { stop: () => void; cancel: () => void; level: () => number };

/** Why there is no microphone. */
export type RecordingProblem = 'refused' | 'none' | 'failed';

export const longestRecordingMs = 5 * 60_000;

type Recorded = {
  clock: Clock;
  /** Nobody waits for it any more: it is cancelled, or does not begin. */
  signal: AbortSignal;
  /** It has ended by itself or by `stop`; undefined if nothing was said or it was cancelled. */
  done: (bytes: Blob | undefined) => void;
};

/** In the first of these that the browser writes. */
const kinds = ['audio/webm;codecs=opus', 'audio/webm', 'audio/mp4', 'audio/ogg;codecs=opus'];

/** Records from the microphone, at most `longestRecordingMs`, until it is stopped or cancelled. */
export async function startRecording(
  recorded: Recorded,
): Promise<Recording | RecordingProblem | undefined> {
  const stream = await openMicrophone();
  if (typeof stream === 'string') return stream;
  let recording: Recording | undefined;
  let isFailed = false;
  try {
    if (!recorded.signal.aborted) recording = record(stream, recorded);
  } catch {
    isFailed = true;
  }
  if (!recording) close(stream);
  return isFailed ? 'failed' : recording;
}

/** The system's sign that somebody listens goes out. */
function close(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

function record(stream: MediaStream, { clock, signal, done }: Recorded): Recording {
  const mimeType = kinds.find((kind) => MediaRecorder.isTypeSupported(kind));
  const recorder = new MediaRecorder(stream, mimeType === undefined ? {} : { mimeType });
  const context = new AudioContext();
  const loudness = context.createAnalyser();
  context.createMediaStreamSource(stream).connect(loudness);
  const samples = new Float32Array(loudness.fftSize);
  const parts: Blob[] = [];
  let isCancelled = false;
  recorder.addEventListener('dataavailable', ({ data }) => {
    if (data.size > 0) parts.push(data);
  });
  recorder.addEventListener('stop', () => {
    cancelEnd();
    close(stream);
    void context.close();
    done(
      isCancelled || parts.length === 0 ? undefined : new Blob(parts, { type: recorder.mimeType }),
    );
  });
  const stop = (): void => {
    if (recorder.state !== 'inactive') recorder.stop();
  };
  const cancel = (): void => {
    isCancelled = true;
    stop();
  };
  recorder.start(1000);
  const cancelEnd = clock.after(longestRecordingMs, stop);
  signal.addEventListener('abort', cancel);
  return {
    stop,
    cancel,
    level() {
      loudness.getFloatTimeDomainData(samples);
      return Math.min(1, 2 * samples.reduce((most, each) => Math.max(most, Math.abs(each)), 0));
    },
  };
}

async function openMicrophone(): Promise<MediaStream | RecordingProblem> {
  try {
    return await navigator.mediaDevices.getUserMedia({ audio: true });
  } catch (error) {
    if (!(error instanceof DOMException)) return 'failed';
    if (error.name === 'NotAllowedError') return 'refused';
    return error.name === 'NotFoundError' ? 'none' : 'failed';
  }
}
