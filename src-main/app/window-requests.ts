import { done, refused } from '../../src-shared/protocol/outcome.ts';
import { checkName } from '../../src-shared/text/names.ts';
import type { AppContext, Handlers } from './requests.ts';

export function linkRequests({ memberships }: AppContext): Pick<Handlers, 'link/take'> {
  const { links } = memberships.options;
  links?.listen(() => memberships.pushes.send('link/arrived', {}));
  return { 'link/take': async () => done(links?.take() ?? []) };
}

/** Windows say that somebody is there. */
export function presenceRequests({ memberships }: AppContext): Pick<Handlers, 'presence/active'> {
  return {
    'presence/active': async () => {
      memberships.presence.touched();
      return done(null);
    },
  };
}

export function settingsRequests({ settings }: AppContext): Pick<Handlers, 'settings/change'> {
  return {
    'settings/change': async (change) => {
      if (!change.name) return done(await settings.change(change));
      const checked = checkName(change.name);
      if (!checked.ok)
        return refused({ code: checked.code, field: 'name', subject: checked.subject });
      return done(await settings.change({ ...change, name: checked.name }));
    },
  };
}
