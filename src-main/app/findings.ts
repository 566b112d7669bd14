import type { StoreFinding } from '../../src-shared/host/host-log.ts';
import { done } from '../../src-shared/protocol/outcome.ts';
import type { AppContext, Handlers } from './requests.ts';

/** What was found out about this person's own copy, kept until a window takes it and says it. */
export function findingRequests({ memberships }: AppContext): Pick<Handlers, 'finding/take'> {
  const { replica, pushes } = memberships;
  const untold = new Set<StoreFinding>();
  // If it fails, the copy is of no use any more. Whoever asks it for anything is told so.
  const next = () => replica.file.nextFinding().catch(() => undefined);
  const follow = async (): Promise<void> => {
    for (let found = await next(); found !== undefined; found = await next()) {
      untold.add(found);
      pushes.send('finding/arrived', {});
    }
  };
  void follow();
  return {
    'finding/take': async () => {
      const taken = [...untold];
      untold.clear();
      return done(taken);
    },
  };
}
