import { done } from '../../src-shared/protocol/outcome.ts';
import type { AppContext, Handlers } from './requests.ts';

export function linkRequests({ memberships }: AppContext): Pick<Handlers, 'link/take'> {
  const { links } = memberships.options;
  links?.listen(() => memberships.pushes.send('link/arrived', {}));
  return { 'link/take': async () => done(links?.take() ?? []) };
}
