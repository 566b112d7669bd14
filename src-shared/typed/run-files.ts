import type { PrivateView } from '../member/own-copy.ts';
import type { SentFile } from '../protocol/files.ts';
import type { ConversationId, PrivateId } from '../protocol/ids.ts';
import { withMessage } from './run-messages.ts';
import type { Given } from './typed-commands.ts';
import { doneOr } from './typed-world.ts';
import type { TypedOutcome, TypedWorld } from './typed-world.ts';

/** Files of this computer, where one types and has no hands to drop them with. */
export const fileRuns = {
  async send(world: TypedWorld, { file }: Given): Promise<TypedOutcome> {
    const { bridge, room } = world;
    if (!world.stage) return { is: 'refused', refusal: { code: 'file-chosen-here' } };
    const here = world.here();
    const isPrivate = typeof here !== 'string';
    const staged = await world.stage(file, isPrivate ? { room, private: here.private } : undefined);
    if (!staged.ok) return { is: 'refused', refusal: staged.refusal };
    const said = { room, text: '', files: [staged.value] };
    const sent = isPrivate
      ? await bridge.request('private/send', { ...said, private: here.private })
      : await bridge.request('message/send', { ...said, in: here });
    return doneOr(sent, 'file-sent', staged.value.name);
  },
  save: (world: TypedWorld, given: Given): Promise<TypedOutcome> => {
    const here = world.here();
    // What is said in private has no numbers.
    if (typeof here !== 'string' && given.message === '') return saveOfPrivate(world, here);
    return withMessage(
      { world, given, fits: ({ files }) => files !== undefined },
      ({ message: { in: place, seq, files = [] } }) => saveAll(world, { in: place, seq }, files),
    );
  },
};

type Place = { in: ConversationId; seq: number } | { private: PrivateId };

/** Those that were said last. */
async function saveOfPrivate(world: TypedWorld, view: PrivateView): Promise<TypedOutcome> {
  const last = view.messages.findLast(({ files }) => files !== undefined);
  if (!last?.files) return { is: 'wrong', problem: { code: 'no-message', name: '' } };
  return saveAll(world, { private: view.private }, last.files);
}

async function saveAll(
  { bridge, room }: TypedWorld,
  place: Place,
  files: readonly SentFile[],
): Promise<TypedOutcome> {
  const paths: string[] = [];
  for (const { hash } of files) {
    const saved = await bridge.request('file/save', { room, ...place, hash });
    if (!saved.ok) return { is: 'refused', refusal: saved.refusal };
    paths.push(saved.value.path);
  }
  return { is: 'done', done: 'file-saved', name: paths.join(', ') };
}
