import { done, refused } from '../../src-shared/protocol/outcome.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import { ofRooms } from './requests.ts';
import type { AppContext } from './requests.ts';

/** Of members and of rooms; what a picture is, and how large it may unfold, is decided where it is drawn. */
export function pictureRequests(context: AppContext) {
  const { files } = context.memberships;
  return ofRooms(context, {
    'picture/set': async ({ client }, { of, bytes }) => {
      if (bytes === undefined) return client.account.setPicture(of, undefined);
      const content = Buffer.from(bytes, 'base64');
      if (content.length > limits.pictureBytes)
        return refused({ code: 'file-too-large', limit: limits.pictureBytes });
      if (client.connection.is !== 'live') return refused({ code: 'connection-lost' });
      const picture = await files.take(inOne(content));
      const refusal = await client.transfers.bring(picture);
      return refusal ? refused(refusal) : client.account.setPicture(of, picture);
    },
    'picture/read': async ({ client }, { picture }) => {
      const refusal = await client.transfers.fetch(picture, 'pictures');
      if (refusal) return refused(refusal);
      return done({ bytes: (await files.readAll(picture.hash)).toString('base64') });
    },
  });
}

async function* inOne(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
