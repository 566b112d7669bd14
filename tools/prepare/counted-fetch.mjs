// @ts-check
// Loaded before Electron's installer (`node --import`): says how far its download is, and ends one of
// which no byte arrives any more. Everything else is the installer's own doing.

const silenceMs = Number(process.env['ODA_DOWNLOAD_SILENCE_MS']) || 15_000;

/** @typedef {{ received: number, total?: number } | { reason: string }} Word what the parent hears */

/** @param {Word} word */
const say = (word) => {
  if (process.connected) process.send?.(word);
};

const ownFetch = globalThis.fetch;

globalThis.fetch = async (address, init) => {
  const silence = new AbortController();
  const giveUp = () => silence.abort(new Error(`nothing arrived for ${silenceMs / 1000} s`));
  let timer = setTimeout(giveUp, silenceMs);
  /** @param {unknown} error @returns {never} */
  const fail = (error) => {
    clearTimeout(timer);
    say({ reason: reasonOf(error) });
    throw error;
  };
  const response = await ownFetch(address, { ...init, signal: silence.signal }).catch(fail);
  if (!response.ok || !response.body) {
    clearTimeout(timer);
    say({ reason: `${response.status} ${response.statusText} from ${new URL(response.url).host}` });
    return response;
  }
  const total = Number(response.headers.get('content-length')) || undefined;
  let received = 0;
  const reader = response.body.getReader();
  /** @type {ReadableStream<Uint8Array>} */
  const counted = new ReadableStream({
    async pull(controller) {
      const { done, value } = await reader.read().catch(fail);
      clearTimeout(timer);
      if (done) return controller.close();
      timer = setTimeout(giveUp, silenceMs);
      received += value.length;
      say({ received, ...(total === undefined ? {} : { total }) });
      return controller.enqueue(value);
    },
  });
  return new Response(counted, response);
};

/** The innermost cause says most: `fetch failed` alone says nothing. @param {unknown} error @returns {string} */
function reasonOf(error) {
  if (!(error instanceof Error)) return String(error);
  if (error.cause !== undefined) return reasonOf(error.cause);
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0]);
  return error.message;
}
