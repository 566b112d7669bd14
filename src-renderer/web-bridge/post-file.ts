import { z } from 'zod';
import type { StagingHow } from '../../src-shared/bridge/bridge.ts';
import { webBridge } from '../../src-shared/bridge/web-frames.ts';
import { parseJson } from '../../src-shared/parse-json.ts';
import type { SentFile } from '../../src-shared/protocol/files.ts';
import { refused, type Outcome } from '../../src-shared/protocol/outcome.ts';

export type Staged = Outcome<SentFile>;
export type Posting = {
  file: File;
  /** What opens the app to this window. */
  secret: string;
  how?: StagingHow | undefined;
};

const answered = z.looseObject({ ok: z.boolean() });

/** Sends a file to the app behind the page. By XMLHttpRequest: `fetch` does not tell how far it is. */
export function postFile({ file, secret, how = {} }: Posting): Promise<Staged> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open('POST', webBridge.stagePath);
    request.setRequestHeader('Authorization', `${webBridge.sessionScheme}${secret}`);
    request.setRequestHeader(webBridge.nameHeader, encodeURIComponent(file.name.toWellFormed()));
    if (how.private) {
      request.setRequestHeader(webBridge.roomHeader, how.private.room);
      request.setRequestHeader(webBridge.privateHeader, how.private.private);
    }
    request.upload.addEventListener('progress', ({ loaded }) => how.progress?.(loaded));
    request.addEventListener('abort', () => resolve(refused({ code: 'file-stopped' })));
    how.begun?.(() => request.abort());
    request.addEventListener('load', () => resolve(answerIn(request)));
    // Nobody answers any more, or the file is not there any more.
    request.addEventListener('error', () => resolve(refused({ code: 'file-unreadable' })));
    request.send(file);
  });
}

function answerIn({ status, responseText }: XMLHttpRequest): Staged {
  if (status === 503) return refused({ code: 'too-many-transfers' });
  const answer = answered.safeParse(parseJson(responseText));
  // The app is of the same build as the page.
  return answer.success ? (answer.data as Staged) : refused({ code: 'bridge-closed' });
}
