/** The app's own scheme: unlike file:// it has an origin, and nothing else on the disk is under it. */
export const ownScheme = 'oda-app';
const ownHost = 'oda';

export const startPage = `${ownScheme}://${ownHost}/index.html`;

/** Whether an address is one of the app's own pages. */
export function isOwnPage(address: string): boolean {
  const url = URL.parse(address);
  return url?.protocol === `${ownScheme}:` && url.host === ownHost && url.username === '';
}

/** The path under which the app's files are listed, or undefined for anything that is not its own. */
export function ownPath(address: string): string | undefined {
  return isOwnPage(address) ? new URL(address).pathname : undefined;
}
