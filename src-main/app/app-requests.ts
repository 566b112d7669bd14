import type { ParsedParams } from '../../src-shared/bridge/bridge.ts';
import type { StoreFinding } from '../../src-shared/host/host-log.ts';
import { done, refused } from '../../src-shared/protocol/outcome.ts';
import { checkName } from '../../src-shared/text/names.ts';
import type { AppContext } from './requests.ts';
import { viewRoom } from './room-view.ts';

/** What concerns the app as a whole. */
export function appRequests({ memberships, settings }: AppContext) {
  const { options, pushes } = memberships;
  const { program, systemName: suggestedName, dataFolder, links } = options;
  links?.listen(() => pushes.send('link/arrived', {}));
  const takeFindings = gatherFindings(memberships);
  return {
    'app/start': async () => {
      const rooms = memberships.list().map(viewRoom);
      return done({ ...program, settings: settings.current, suggestedName, dataFolder, rooms });
    },
    'link/take': async () => done(links?.take() ?? []),
    'finding/take': async () => done(takeFindings()),
    /** Windows say that somebody is there. */
    'presence/active': async () => {
      memberships.touched();
      return done(null);
    },
    'settings/change': async (change: ParsedParams<'settings/change'>) => {
      if (change.keywords !== undefined && change.keywords !== settings.current.keywords) {
        const changed = await settings.change(change);
        await memberships.recount();
        return done(changed);
      }
      if (!change.name) return done(await settings.change(change));
      const checked = checkName(change.name);
      if (!checked.ok)
        return refused({ code: checked.code, field: 'name', subject: checked.subject });
      return done(await settings.change({ ...change, name: checked.name }));
    },
  };
}

/** What was found out about this person's own copy, kept until a window takes it and says it. */
function gatherFindings({ replica, pushes }: AppContext['memberships']): () => StoreFinding[] {
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
  return () => {
    const taken = [...untold];
    untold.clear();
    return taken;
  };
}
