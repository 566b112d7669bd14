import { checkName } from '../../src-shared/text/names.ts';
import { done, refused } from '../../src-shared/protocol/outcome.ts';
import type { AppContext, Handlers } from './requests.ts';

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
