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
    // Between two in private nobody keeps anything, and the room keeps files.
    if (typeof here !== 'string')
      return { is: 'refused', refusal: { code: 'no-files-in-private' } };
    const staged = await world.stage(file);
    if (!staged.ok) return { is: 'refused', refusal: staged.refusal };
    const said = { room, in: here, text: '', files: [staged.value] };
    return doneOr(await bridge.request('message/send', said), 'file-sent', staged.value.name);
  },
  save: (world: TypedWorld, given: Given): Promise<TypedOutcome> =>
    withMessage(
      { world, given, fits: ({ files }) => files !== undefined },
      async ({ message: { in: place, seq, files = [] } }) => {
        const { bridge, room } = world;
        const paths: string[] = [];
        for (const { hash } of files) {
          const saved = await bridge.request('file/save', { room, in: place, seq, hash });
          if (!saved.ok) return { is: 'refused', refusal: saved.refusal };
          paths.push(saved.value.path);
        }
        return { is: 'done', done: 'file-saved', name: paths.join(', ') };
      },
    ),
};
